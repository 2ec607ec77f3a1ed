"""Every page of a real shop as pictures, to be looked at: `python -m tests.web.screenshots OUTDIR`.

Each at three widths, light and dark. `--feed FILE` puts product feeds beside the tests' own goods.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

from tests.web.browsers import launched
from tests.web.conftest import filled
from tests.web.server import running

_WIDTHS = (390, 820, 1440)
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_PAGES = {
    "home": "/",
    "all": "/search",
    "results": "/search?q=华为手机",
    "narrowed": "/search?q=手机&f.机身存储=256GB&price=-6000",
    "nothing": "/search?q=卫星",
    "product": "/p/P1",
    "out": "/p/P4",
    "missing": "/nothing/here",
    "refused": "/search?page=0",
}
_SEEN = ("/p/P5", "/p/P4", "/p/M001")  # before the home page, for what was seen lately


def main() -> None:
    """Start a shop, photograph it, stop it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--feed", type=Path, action="append", default=[], help="a product feed")
    parser.add_argument("--page", action="append", default=[], help="NAME=ADDRESS, beside the rest")
    parser.add_argument("--only", action="append", help="only pages of these names")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    pages = _PAGES | dict(pair.split("=", 1) for pair in given.page)
    if given.only:
        pages = {name: address for name, address in pages.items() if name in given.only}
    with tempfile.TemporaryDirectory() as data:
        filled(Path(data))
        for feed in given.feed:
            command = [sys.executable, "-m", "indexer", "import", "products", str(feed)]
            subprocess.run([*command, "--data", data], check=True)
        with running(Path(data), given.folder / "server.log") as server, launched() as browser:
            for name, page in _visits(browser, server.url, pages):
                page.screenshot(path=given.folder / f"{name}.png", full_page=True)
                print(name)


def _visits(browser: Browser, url: str, pages: dict[str, str]) -> Iterator[tuple[str, Page]]:
    for width in _WIDTHS:
        for scheme in _SCHEMES:
            with browser.new_context(
                base_url=url,
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                locale="zh-CN",
            ) as context:
                page = context.new_page()
                for seen in _SEEN:
                    page.goto(seen)
                for name, address in pages.items():
                    page.goto(address)
                    yield f"{name}-{width}-{scheme}", page


if __name__ == "__main__":
    main()
