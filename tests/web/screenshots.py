"""Every page of a real shop as pictures, to be looked at: `python -m tests.web.screenshots OUTDIR`.

Each at three widths, light and dark. `--feed FILE` puts product feeds beside the tests' own goods;
`--data DIR` shows the shop of that folder instead, or the demo shop where the folder is empty.
Then once more as someone who agreed, looked at some products (`--seen ID`) and took the last of them.
A server has read its lexicon a moment after its start: the first pictures may be without chips.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, FloatRect, Page

from indexer.shop import Shop
from recsys.events import Event, Events
from tests.web.browsers import launched
from tests.web.conftest import filled
from tests.web.server import Server, running

_WIDTHS = (390, 820, 1440)
_ATTEMPTS = 40  # to see that the shop knows what was looked at
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_ANYWHERE = {
    "home": "/",
    "all": "/search",
    "missing": "/nothing/here",
    "refused": "/search?page=0",
    "privacy": "/consent",
    "basket-empty": "/basket",
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
_PERSONAL = {
    "personal-home": "/",
    "personal-results": "/search?q=手机",
    "personal-privacy": "/consent",
    "basket": "/basket",
}
_SEEN = ("P5", "P4", "M001", "P1")


def main() -> None:
    """Start a shop, photograph it, stop it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    goods = parser.add_mutually_exclusive_group()
    goods.add_argument("--feed", type=Path, action="append", default=[], help="a product feed")
    goods.add_argument("--data", type=Path, help="the data folder of another shop")
    goods.add_argument("--empty", action="store_true", help="a shop that has nothing yet")
    parser.add_argument("--page", action="append", default=[], help="NAME=ADDRESS, beside the rest")
    parser.add_argument("--seen", action="append", help="a product looked at, by its id")
    parser.add_argument("--only", action="append", help="only pages of these names")
    parser.add_argument("--tallest", type=int, help="pixels, from which on a picture is cut")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    own = not (given.data or given.empty)
    pages = _ANYWHERE | (_OWN if own else {})
    pages |= dict(pair.split("=", 1) for pair in given.page)
    known = _PERSONAL | ({"personal-product": "/p/P5"} if own else {})
    known |= {
        f"personal-{name}": address for name, address in pages.items() if name not in _ANYWHERE
    }
    if given.only:
        pages = {name: address for name, address in pages.items() if name in given.only}
        known = {name: address for name, address in known.items() if name in given.only}
    log = given.folder / "server.log"
    shop = _shop(given.data, given.feed, log, empty=given.empty)
    with shop as server, launched() as browser:
        seen = given.seen or (_SEEN if own else ())
        for name, page in _visits(browser, server.url, pages, known, seen):
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
            with Shop(filled(data)) as shop:
                Events(shop.behavior).add(_looks())
        for feed in feeds:
            command = [sys.executable, "-m", "indexer", "import", "products", str(feed)]
            subprocess.run([*command, "--data", str(data)], check=True)
        with running(data, log, *(["--empty"] if empty else [])) as server:
            yield server


def _looks() -> Iterator[Event]:
    """What people looked at together in the tests' own shop."""
    together = (["P5", "P1", "P2"], ["P4", "P1", "P3"], ["M001", "M007", "M012"], ["P5", "M012"])
    for at, products in enumerate(together):
        for person in range(4):
            for product in products:
                yield Event("view", product, user=f"{at}-{person}")


def _visits(
    browser: Browser,
    url: str,
    pages: dict[str, str],
    known: dict[str, str],
    seen: Sequence[str],
) -> Iterator[tuple[str, Page]]:
    """Each of the pages on the screen of nobody, and those of someone who is known."""
    for width in _WIDTHS:
        for scheme in _SCHEMES:
            with browser.new_context(
                base_url=url,
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                locale="zh-CN",
            ) as context:
                page = context.new_page()
                for product in seen:
                    page.goto(f"/p/{product}")
                for name, address in pages.items():
                    page.goto(address)
                    yield f"{name}-{width}-{scheme}", page
                if seen and known:
                    _become_known(page, seen)
                    for name, address in known.items():
                        page.goto(address)
                        yield f"{name}-{width}-{scheme}", page


def _become_known(page: Page, seen: Sequence[str]) -> None:
    """Agree, look at the products, take the last, and wait until the shop has heard of it."""
    page.goto("/consent")
    page.get_by_role("button", name="同意", exact=True).click()
    for product in seen:
        page.goto(f"/p/{product}")
    page.get_by_role("button", name="加入购物车").click()
    page.get_by_text("已加入购物车").wait_for()
    for _ in range(_ATTEMPTS):
        page.goto("/")
        if page.get_by_role("heading", name="为你推荐").count():
            return
        page.wait_for_timeout(250)


if __name__ == "__main__":
    main()
