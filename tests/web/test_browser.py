"""Journeys of a shopper in a real browser, on a desktop and on a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from indexer.settings import Settings
from tests.web.browsers import DESKTOP, PHONE
from tests.web.recorded import events_of
from tests.web.visiting import choices

pytestmark = pytest.mark.browser

OURS = re.compile(r"^(http://127\.0\.0\.1|data:)")


@pytest.fixture(params=["desktop", "phone"])
def page(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh visitor, whose browser loads nothing from elsewhere and must not complain."""
    size = DESKTOP if request.param == "desktop" else PHONE
    context = browser.new_context(viewport=size, base_url=url, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route(lambda address: not OURS.match(address), lambda route: route.fulfill(body=b""))
    yield page
    context.close()
    assert complaints == []


def total(page: Page) -> int:
    """The number of products that the page says it found."""
    return int("".join(filter(str.isdigit, page.locator(".total").inner_text())))


def open_filters(page: Page) -> None:
    """On a phone the filters are behind a button."""
    button = page.get_by_role("link", name="筛选", exact=True)
    if button.is_visible():
        button.click()


def close_filters(page: Page) -> None:
    """On a phone the filters cover the results until they are done."""
    button = page.get_by_role("button", name=re.compile("^完成"))
    if button.is_visible():
        button.click()


def test_search_choose_a_facet_remove_it_and_turn_the_page(page: Page) -> None:
    page.goto("/")
    page.get_by_label("搜索商品").fill("毛巾")
    page.get_by_label("搜索商品").press("Enter")
    expect(page.locator("h1")).to_contain_text("毛巾")
    assert total(page) == 120

    open_filters(page)
    page.get_by_label(re.compile("^洁丽雅 40")).check()
    expect(page.locator(".total")).to_have_text("共 40 件")
    close_filters(page)
    assert total(page) == page.locator(".card").count() == 40

    page.get_by_role("link", name=re.compile("去掉 ?品牌：洁丽雅")).click()
    expect(page.locator(".total")).to_have_text("共 120 件")

    page.get_by_role("link", name="下一页").click()
    expect(page).to_have_url(re.compile("page=2$"))
    expect(page.locator("[aria-current=page]")).to_contain_text("2")
    page.get_by_role("link", name="上一页").click()
    expect(page.get_by_role("link", name="上一页")).to_have_count(0)


def test_typed_prices_and_sorting(page: Page) -> None:
    page.goto("/search?q=毛巾")
    open_filters(page)
    page.get_by_label("最低价（元）").fill("20")
    page.get_by_label("最高价（元）").fill("30")
    page.get_by_role("button", name="确定").click()
    expect(page.locator(".total")).to_have_text("共 10 件")
    close_filters(page)
    page.get_by_role("link", name="价格从高到低").click()
    expect(page.locator(".card strong").first).to_have_text("¥29.90")


def test_from_a_result_to_the_product_and_back(page: Page) -> None:
    page.goto("/search?q=华为手机&f.机身存储=256GB")
    expect(page.locator(".card").first).to_contain_text("256GB 款")
    page.locator(".card").filter(has_text="Mate 60 Pro").click(position={"x": 60, "y": 60})
    expect(page.locator("h1")).to_have_text("华为 Mate 60 Pro 5G手机")
    page.get_by_text("全部 4 款的价格和库存").click()
    expect(page.get_by_role("table")).to_contain_text("曜石黑")
    page.get_by_role("link", name="返回结果").click()
    expect(choices(page)).to_contain_text("机身存储：256GB")


def test_hostile_goods_run_nothing(page: Page) -> None:
    dialogs: list[str] = []

    def seen(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", seen)
    page.goto("/search?q=<script>alert(1)</script> 测试商品")
    page.locator(".card a").first.click()
    expect(page.locator("h1")).to_contain_text("<script>alert(1)</script>")
    assert dialogs == []


def test_the_keyboard_reaches_the_results(page: Page) -> None:
    page.goto("/search?q=毛巾")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize(
    "address",
    ["/search", "/search?q=华为手机&f.机身存储=256GB&price=-6000", "/search?q=卫星", "/p/P1",
     "/search?q=测试商品", "/search?q=" + "a" * 900, "/search?q=毛巾&page=2#filters"],
)  # fmt: skip
def test_nothing_scrolls_sideways(page: Page, address: str) -> None:
    page.goto(address)
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/search?q=华为手机&f.机身存储=256GB&price=-6000", "/p/P4"])
def test_text_stands_out_from_its_ground(
    browser: Browser, url: str, scheme: str, address: str
) -> None:
    context = browser.new_context(viewport=DESKTOP, base_url=url, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    faint = page.evaluate(CONTRAST)
    context.close()
    assert faint == []


# WCAG 2: 4.5 for text, 3 for large text. The ground is the nearest one that is not transparent.
CONTRAST = """() => {
  const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => rgb(colour).slice(0, 3).map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((rgb(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility() || element.closest(".unseen, .card-out svg, svg")) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(style.color), light(ground(element))].sort((x, y) => y - x);
    const large = parseFloat(style.fontSize) >= 24;
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) faint.push([element.className, element.textContent.trim(), ratio]);
  }
  return faint;
}"""


def test_who_agrees_is_remembered_and_who_does_not_shops_as_well(
    page: Page, shop_settings: Settings
) -> None:
    before = len(events_of(shop_settings.data))
    page.goto("/search?q=华为手机")
    page.get_by_role("button", name="不同意").click()
    expect(page.get_by_role("heading", name="“华为手机”")).to_be_visible()
    expect(page.get_by_role("button", name="不同意")).to_have_count(0)
    page.locator(".cards a").first.click()
    expect(page).to_have_url(re.compile(r"/p/P\d$"))

    page.get_by_role("link", name="隐私设置").click()
    expect(page.get_by_text("现在的选择：不同意")).to_be_visible()
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_text("现在的选择：同意")).to_be_visible()
    page.goto("/search?q=华为手机")
    page.locator(".cards a").nth(1).click()
    expect(page).to_have_url(re.compile(r"/p/P\d$"))  # what told of the click is read and gone
    page.get_by_role("link", name="返回结果").click()
    expect(page.get_by_role("heading", name="“华为手机”")).to_be_visible()

    for _ in range(100):  # the worker's thread moves them within half a second
        if len(found := events_of(shop_settings.data)) > before:
            break
        page.wait_for_timeout(100)
    assert [(event.action, event.position) for event in found[before:]] == [
        ("click", 2),
        ("view", None),
    ]


def test_a_reload_is_no_click_and_another_variant_no_view(
    page: Page, shop_settings: Settings
) -> None:
    page.goto("/search?q=华为手机")
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_role("button", name="同意", exact=True)).to_have_count(0)
    before = len(events_of(shop_settings.data))
    page.locator('.cards a[href^="/p/P1?s="]').first.click()
    expect(page).to_have_url(re.compile(r"/p/P1$"))
    page.reload()
    page.get_by_role("link", name="256GB").click()
    expect(page).to_have_url(re.compile(r"/p/P1\?sku="))
    page.goto("/p/P4")  # the last that is recorded: all before it is in the tables as well

    for _ in range(100):
        found = events_of(shop_settings.data)[before:]
        if any(event.product == "P4" for event in found):
            break
        page.wait_for_timeout(100)
    assert [(event.action, event.product) for event in found] == [
        ("click", "P1"),
        ("view", "P1"),
        ("view", "P1"),
        ("view", "P4"),
    ]
