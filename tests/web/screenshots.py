"""Every page of a real shop as pictures, to be looked at: `python -m tests.web.screenshots OUTDIR`.

Each at three widths, light and dark. `--feed FILE` puts product feeds beside the tests' own goods;
`--data DIR` shows the shop of that folder instead, or the demo shop where the folder is empty.
A server has read its lexicon a moment after its start: the first pictures may be without chips.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, FloatRect, Page

from tests.web.browsers import launched
from tests.web.conftest import filled
from tests.web.server import Server, running

_WIDTHS = (390, 820, 1440)
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_ANYWHERE = {
    "home": "/",
    "all": "/search",
    "missing": "/nothing/here",
    "refused": "/search?page=0",
    "privacy": "/consent",
}
_OWN = {
    "results": "/search?q=华为手机",
    "narrowed": "/search?q=手机&f.机身存储=256GB&price=-6000",
    "understood": "/search?q=1000到8000的华为手机 256G 不要白色",
    "relaxed": "/search?q=100以内的华为手机",
    "nothing": "/search?q=卫星",
    "product": "/p/P1",
    "out": "/p/P4",
}
_SEEN = ("/p/P5", "/p/P4", "/p/M001")  # before the home page, for what was seen lately


def main() -> None:
    """Start a shop, photograph it, stop it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    goods = parser.add_mutually_exclusive_group()
    goods.add_argument("--feed", type=Path, action="append", default=[], help="a product feed")
    goods.add_argument("--data", type=Path, help="the data folder of another shop")
    goods.add_argument("--empty", action="store_true", help="a shop that has nothing yet")
    parser.add_argument("--page", action="append", default=[], help="NAME=ADDRESS, beside the rest")
    parser.add_argument("--only", action="append", help="only pages of these names")
    parser.add_argument("--tallest", type=int, help="pixels, from which on a picture is cut")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    own = not (given.data or given.empty)
    pages = _ANYWHERE | (_OWN if own else {})
    pages |= dict(pair.split("=", 1) for pair in given.page)
    if given.only:
        pages = {name: address for name, address in pages.items() if name in given.only}
    log = given.folder / "server.log"
    shop = _shop(given.data, given.feed, log, empty=given.empty)
    with shop as server, launched() as browser:
        seen = _SEEN if own else ()
        for name, page in _visits(browser, server.url, pages, seen):
            width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
            tall = min(height, given.tallest or height)
            clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": tall}
            page.screenshot(path=given.folder / f"{name}.png", full_page=True, clip=clip)
            print(name)


@contextmanager
def _shop(there: Path | None, feeds: list[Path], log: Path, *, empty: bool) -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as made:
        data = there or Path(made)
        if there is None and not empty:
            filled(data)
        for feed in feeds:
            command = [sys.executable, "-m", "indexer", "import", "products", str(feed)]
            subprocess.run([*command, "--data", str(data)], check=True)
        with running(data, log, *(["--empty"] if empty else [])) as server:
            yield server


def _visits(
    browser: Browser, url: str, pages: dict[str, str], before: tuple[str, ...]
) -> Iterator[tuple[str, Page]]:
    for width in _WIDTHS:
        for scheme in _SCHEMES:
            with browser.new_context(
                base_url=url,
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                locale="zh-CN",
            ) as context:
                page = context.new_page()
                for seen in before:
                    page.goto(seen)
                for name, address in pages.items():
                    page.goto(address)
                    yield f"{name}-{width}-{scheme}", page


if __name__ == "__main__":
    main()
