"""Every page for everyone: WCAG 2.2 AA as axe-core checks it, on a phone and a desktop, light and dark."""

from typing import Literal

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.web.accessibility import violations

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/search",
    "/search?q=华为手机&f.机身存储=256GB&price=-6000",
    "/search?q=毛巾&page=2",
    "/search?q=卫星",
    "/search?page=0",
    "/c/手机数码",
    "/p/P1",
    "/p/P4",
    "/p/P5",
    "/nothing/here",
    "/basket",
    "/consent",
)
SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1440, "height": 900},
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_nothing_on_a_page_keeps_anyone_out(
    browser: Browser, url: str, address: str, scheme: Literal["light", "dark"], size: str
) -> None:
    with browser.new_context(base_url=url, viewport=SIZES[size], color_scheme=scheme) as context:
        page = context.new_page()
        page.goto("/p/P4")  # so that the home page has something that was seen
        page.goto(address)
        assert violations(page) == []


def test_what_is_wrong_is_found(browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content("<p style='color:#ccc'>太淡的一行字</p><img src=''><a href='#'></a>")
        found = violations(page)
    assert any("color-contrast" in line for line in found)
    assert any("image-alt" in line for line in found)
    assert any("link-name" in line for line in found)
