"""Journeys around the results: home, categories, variants in place, what was seen; with and without
scripts, with the keyboard alone."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.browsers import DESKTOP, PHONE

pytestmark = pytest.mark.browser

_OURS = re.compile(r"^(http://127\.0\.0\.1|data:)")


@pytest.fixture(params=["desktop", "phone"])
def context(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A fresh visitor, whose browser loads nothing from elsewhere and must not complain."""
    size = DESKTOP if request.param == "desktop" else PHONE
    context = browser.new_context(viewport=size, base_url=url, locale="zh-CN")
    context.set_default_timeout(10_000)
    complaints: list[str] = []
    context.on("console", lambda message: complaints.append(message.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.route(lambda address: not _OURS.match(address), lambda route: route.fulfill(body=b""))
    yield context
    context.close()
    # A page that is not there, or a broken connection, is the browser's to tell.
    assert [text for text in complaints if "Failed to load resource" not in text] == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of that visitor."""
    return context.new_page()


@pytest.fixture
def plain_page(browser: Browser, url: str) -> Iterator[Page]:
    """A page of a visitor whose browser runs no scripts."""
    with browser.new_context(base_url=url, java_script_enabled=False) as context:
        yield context.new_page()


def test_from_home_through_the_categories_to_a_product(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="分类").get_by_role("link", name="手机数码").click()
    expect(page).to_have_title("手机数码 - 寻货")
    page.get_by_role("navigation", name="下级分类").get_by_role("link", name="耳机").click()
    page.locator(".card").filter(has_text="小米无线耳机").locator("a").first.click()
    expect(page.locator("h1")).to_contain_text("小米无线耳机")
    page.get_by_role("link", name="返回结果").click()
    expect(page).to_have_title("耳机 - 手机数码 - 寻货")
    page.get_by_role("navigation", name="所在位置").get_by_role("link", name="首页").click()
    expect(page.locator("h1")).to_have_text("今天想买点什么？")


def test_a_category_is_narrowed_and_widened_again_in_place(page: Page) -> None:
    page.goto("/c/家居")
    page.evaluate("window.here = true")
    parts = page.get_by_role("navigation", name="下级分类")
    expect(parts).to_be_visible()
    filters = page.get_by_role("link", name="筛选", exact=True)
    if filters.is_visible():
        filters.click()
    brand = page.get_by_label(re.compile("^三利"))
    brand.check()
    expect(page.locator(".total")).to_have_text("共 40 件")
    expect(parts).to_have_count(0)
    expect(page).to_have_url(re.compile("/search\\?f.brand="))
    brand.uncheck()
    expect(page.locator(".total")).to_have_text("共 120 件")
    assert unquote(page.url).endswith("/c/家居")
    expect(page).to_have_title("家居 - 寻货")
    expect(page.get_by_role("navigation", name="下级分类", include_hidden=True)).to_have_count(1)
    assert page.evaluate("window.here") is True


def test_a_variant_changes_in_place_and_in_the_address(page: Page) -> None:
    page.goto("/search?q=华为手机")
    page.locator(".card").filter(has_text="Mate 60 Pro").locator("a").first.click()
    page.evaluate("window.here = true")
    page.get_by_role("link", name="256GB").click()
    expect(page.locator("#offer")).to_contain_text("¥6,999")
    expect(page.locator("#offer")).to_contain_text("库存 3 件")
    expect(page.get_by_role("link", name="256GB")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("link", name="256GB")).to_be_focused()
    page.get_by_role("link", name="雪域白").click()
    expect(page.locator("#offer")).to_contain_text("雪域白 · 256GB")
    assert page.evaluate("window.here") is True
    address = page.url
    page.reload()
    expect(page.locator("#offer")).to_contain_text("雪域白 · 256GB")
    assert page.url == address
    page.go_back()
    expect(page.locator("h1")).to_contain_text("华为手机")


def test_a_variant_that_cannot_be_fetched_is_gone_to(page: Page) -> None:
    page.goto("/p/P1")
    page.route(
        "**/p/P1?sku=*",
        lambda route: (
            route.abort() if route.request.resource_type == "fetch" else route.continue_()
        ),
    )
    page.evaluate("window.here = true")
    page.get_by_role("link", name="256GB").click()
    page.wait_for_url("**/p/P1?sku=*")
    expect(page.locator("#offer")).to_contain_text("¥6,999")


def test_without_scripts_variants_are_links(plain_page: Page) -> None:
    plain_page.goto("/p/P1")
    plain_page.get_by_role("link", name="256GB").click()
    expect(plain_page.locator("#offer")).to_contain_text("¥6,999")
    plain_page.goto("/")
    expect(plain_page.locator("h1")).to_be_visible()
    expect(plain_page.locator("#recent")).to_be_hidden()


def test_what_was_seen_is_remembered_in_this_browser_and_can_be_cleared(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#recent")).to_be_hidden()
    for address in ("/p/P1", "/p/P5", "/p/P1", "/search?q=测试商品"):
        page.goto(address)
    page.locator(".card a").first.click()
    expect(page.locator("h1")).to_contain_text("<script>alert(1)</script>")
    page.wait_for_load_state()
    page.goto("/")
    seen = page.locator("#recent")
    expect(seen).to_be_visible()
    expect(seen.get_by_role("listitem").first).to_contain_text("<script>alert(1)</script>")
    expect(seen.get_by_role("link", name="华为 Mate 60 Pro 5G手机")).to_have_count(1)
    seen.get_by_role("link", name="小米无线耳机").click()
    expect(page.locator("h1")).to_contain_text("小米无线耳机")
    page.go_back()
    page.get_by_role("button", name="清空").click()
    expect(seen).to_be_hidden()
    expect(page.locator("main")).to_be_focused()
    page.reload()
    expect(seen).to_be_hidden()


@pytest.mark.parametrize("stored", ["{", "7", '{"a": 1}', "[null]", '[{"id": "x"}]'])
def test_a_broken_memory_breaks_no_page(page: Page, stored: str) -> None:
    page.goto("/")
    page.evaluate("stored => localStorage.setItem('seen', stored)", stored)
    page.reload()
    expect(page.locator("h1")).to_be_visible()
    page.goto("/p/P1")
    page.goto("/")
    expect(page.locator("#recent")).to_contain_text("华为 Mate 60 Pro")


def test_the_keyboard_alone_chooses_a_variant(page: Page) -> None:
    page.goto("/p/P1")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        # Whatever has the focus is seen to have it, and is not behind the head of the page.
        box, top = focused.bounding_box(), page.locator(".top").bounding_box()
        assert box
        assert top
        assert box["y"] >= top["y"] + top["height"] - 1
        assert focused.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
        if focused.inner_text() == "256GB":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#offer")).to_contain_text("¥6,999")
    expect(page.get_by_role("link", name="256GB")).to_be_focused()


@pytest.mark.parametrize(
    "address", ["/", "/c/手机数码", "/p/P1?sku=x", "/p/P4", "/nope", "/search?page=0"]
)
def test_nothing_scrolls_sideways(page: Page, address: str) -> None:
    page.goto("/p/P5")
    page.goto(address)
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]


@pytest.mark.parametrize("address", ["/", "/c/手机数码", "/p/P1"])
def test_nothing_moves_while_a_page_is_loading(page: Page, address: str) -> None:
    page.goto("/p/P5")
    page.add_init_script("""
        window.moved = 0;
        new PerformanceObserver((list) => {
          for (const shift of list.getEntries()) window.moved += shift.value;
        }).observe({ type: "layout-shift", buffered: true });
    """)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.moved") < 0.01


@pytest.mark.parametrize("address", ["/", "/c/手机数码", "/p/P1", "/nope"])
def test_what_is_pressed_on_a_phone_is_large_enough(
    browser: Browser, url: str, address: str
) -> None:
    with browser.new_context(base_url=url, viewport=PHONE, has_touch=True) as context:
        page = context.new_page()
        page.goto("/p/P5")
        page.goto(address)
        small = page.evaluate("""() => [...document.querySelectorAll("a, button, summary, input")]
          .filter((e) => e.checkVisibility() && !e.closest(".skip, .facts, .card, .filters"))
          .filter((e) => e.getBoundingClientRect().height < 43.9)
          .map((e) => e.outerHTML.slice(0, 90))""")
    assert small == []


def test_a_picture_that_cannot_be_had_gives_way_to_the_drawn_one(page: Page) -> None:
    page.goto("/p/P5")
    page.get_by_role("button", name="加入购物车").click()
    expect(page.locator(".bought")).to_contain_text("已加入购物车")
    for address in ("/p/P5", "/search?q=小米无线耳机", "/basket", "/"):
        page.goto(address)
        photo = page.locator(".photo").filter(has=page.locator("img[src*='p5.jpg']")).first
        photo.scroll_into_view_if_needed()
        expect(photo.locator("img")).to_be_hidden()
        expect(photo.locator("svg.drawn")).to_be_visible()


def test_a_picture_is_shown_again_with_an_address_that_loads(page: Page) -> None:
    page.goto("/p/P5")
    large = page.locator(".photo-large img")
    expect(large).to_be_hidden()
    large.evaluate("(image, address) => { image.src = address }", "/static/icon.svg")
    expect(large).to_be_visible()


def test_without_scripts_no_description_lies_across_the_drawn_picture(plain_page: Page) -> None:
    plain_page.goto("/search?q=小米无线耳机")
    image = plain_page.locator(".card img").first
    expect(image).to_have_css("color", "rgba(0, 0, 0, 0)")
