"""Filters on a phone, without a script, among many values, at every width, with no connection."""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from indexer.catalog import DocumentId, Product, fen
from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from tests.web.accessibility import violations
from tests.web.browsers import DESKTOP, PHONE
from tests.web.server import running
from tests.web.visiting import asked, box, titles, total

pytestmark = pytest.mark.browser

on = pytest.mark.parametrize

BOXES = tuple(
    Product(
        id=DocumentId(f"B{number:02}"),
        title=f"塑料收纳盒 {brand}",
        price=fen(15 + number),
        brand=brand,
        category=("家居", "收纳"),
        sales=500 - number,
    )
    for number, brand in enumerate((
        "爱丽思", "佳帮手", "禧天龙", "茶花", "天马", "百露", "霜山", "懒角落", "云朵家", "小云",
        "青云坊", "物鸣", "好易", "沃之沃", "艾仕可", "龙士达", "振兴", "美丽雅", "居家家", "清野",
    ))
)  # fmt: skip
"""Twenty brands: more than are seen at once. Three of them have 云 in their names."""


@pytest.fixture(scope="module")
def boxes_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running shop that sells boxes."""
    settings = Settings.from_env({}, tmp_path_factory.mktemp("boxes"))
    with Shop(settings) as shop:
        shop.store.products.upsert(BOXES)
        rebuild(shop.products)
    with running(settings.data, tmp_path_factory.mktemp("server") / "log") as server:
        yield server.url


def test_values_are_sought_among_many(opened: Page, boxes_url: str) -> None:
    page = opened
    page.goto(f"{boxes_url}/search?q=收纳盒")
    facet = page.get_by_role("group", name="品牌", exact=True)
    seek = facet.get_by_label("在品牌里找")
    seek.fill("云")
    shown = facet.get_by_role("checkbox")
    expect(shown).to_have_count(3)
    assert all("云" in label for label in facet.locator("label:visible").all_inner_texts())
    facet.get_by_label(re.compile("^云朵家 ")).check()
    total(page, 1)
    # What was being sought is still there.
    expect(facet.get_by_label("在品牌里找")).to_have_value("云")
    expect(facet.get_by_role("checkbox")).to_have_count(3)
    facet.get_by_label("在品牌里找").fill("没有这个")
    expect(facet.get_by_text("没有这样的品牌")).to_be_visible()
    facet.get_by_label("在品牌里找").fill("")
    expect(facet.get_by_text("没有这样的品牌")).to_be_hidden()
    expect(facet.locator("details")).not_to_have_attribute("open", "")
    assert asked(page) == "/search?q=收纳盒&f.brand=云朵家"


@on("opened", [("desktop", "no script"), ("phone", "no script")], indirect=True)
def test_without_a_script_several_filters_go_at_once(opened: Page) -> None:
    page = opened
    page.goto("/search?q=毛巾")
    phone = page.get_by_role("link", name="筛选", exact=True)
    if phone.is_visible():
        phone.click()
        expect(page.get_by_label("搜索商品")).to_be_hidden()
    box(page, "颜色", "米白")
    box(page, "颜色", "浅灰")
    page.get_by_label("最高价（元）").fill("100")
    page.get_by_role("button", name="应用筛选").click()
    total(page, 46)
    assert asked(page) == "/search?q=毛巾&f.颜色=浅灰&f.颜色=米白&price=-100"
    page.get_by_role("link", name=re.compile("去掉 ?颜色：浅灰")).click()
    total(page, 23)
    page.get_by_role("link", name="销量").click()
    page.goto("/search?q=毛巾&f.颜色=米白&f.颜色=浅灰")
    page.get_by_role("link", name="下一页").click()
    assert len(titles(page)) == 12
    page.go_back()
    total(page, 60)


@on("opened", [("desktop", "no script")], indirect=True)
def test_without_a_script_every_value_can_be_unfolded(opened: Page, boxes_url: str) -> None:
    page = opened
    page.goto(f"{boxes_url}/search?q=收纳盒")
    facet = page.get_by_role("group", name="品牌", exact=True)
    expect(facet.get_by_label("在品牌里找")).to_be_hidden()
    expect(page.get_by_role("slider")).to_have_count(0)
    facet.locator("summary").click()
    expect(facet.get_by_role("checkbox")).to_have_count(20)


@on("scheme", ["light", "dark"])
@on("size", [PHONE, DESKTOP])
def test_nothing_that_is_swapped_in_keeps_anyone_out(
    browser: Browser, url: str, size: ViewportSize, scheme: Literal["light", "dark"]
) -> None:
    with browser.new_context(base_url=url, viewport=size, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto("/search?q=毛巾&f.brand=三利&price=-100")
        page.locator("#sort-price_desc").click()
        expect(page.locator("#said")).to_contain_text("按价格从高到低排序")
        assert violations(page) == []
        # The order that is set can be seen, on a phone too.
        expect(page.locator("#sort-price_desc")).to_be_in_viewport()
        page.goto("/search?q=毛巾&f.brand=三利&price=-1")
        assert violations(page) == []


@on("opened", [("phone", "script")], indirect=True)
def test_the_filters_of_a_phone_are_a_dialog(opened: Page) -> None:
    page = opened
    page.goto("/search?q=毛巾")
    opener = page.get_by_role("link", name="筛选", exact=True)
    opener.click()
    sheet = page.get_by_role("dialog", name="筛选")
    expect(sheet).to_be_visible()
    assert violations(page) == []
    small = page.evaluate(
        "[...document.querySelectorAll('#sheet :is(label:has([type=checkbox]), a, button, summary)')]"
        ".filter(e => e.checkVisibility()).map(e => [e.innerText, e.getBoundingClientRect().height])"
        ".filter(([, height]) => height < 43.5)"
    )
    assert small == []
    sheet.get_by_label(re.compile("^三利 ")).check()
    done = sheet.get_by_role("button", name="完成，看 40 件")
    expect(done).to_be_visible()
    sheet.get_by_label(re.compile("^金号 ")).check()
    sheet.get_by_role("button", name="完成，看 80 件").click()
    expect(sheet).to_be_hidden()
    expect(opener).to_be_focused()
    total(page, 80)
    opener.click()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(opener).to_be_focused()
    # The order and the filters stay at hand while one reads on.
    page.mouse.wheel(0, 3000)
    expect(page.get_by_role("link", name="筛选", exact=True)).to_be_in_viewport()
    opener.click()
    sheet.get_by_role("link", name="清除全部").click()
    total(page, 120)
    expect(sheet).to_be_visible()
    page.go_back()
    total(page, 80)


@on("opened", [("phone", "script"), ("desktop", "script")], indirect=True)
def test_a_lost_connection_is_said_and_filters_work_again(
    opened: Page, complaints: list[str]
) -> None:
    page = opened
    page.goto("/search?q=毛巾")

    def lost(route: Route) -> None:
        route.abort()

    page.route("**/search?**sort=newest**", lost)
    page.get_by_role("link", name="最新").click()
    expect(page.get_by_text("连不上商店")).to_be_visible()
    page.unroute("**/search?**sort=newest**")
    assert all("htmx" in one or "Failed to load" in one for one in complaints)
    complaints.clear()
    page.get_by_role("link", name="最新").click()
    expect(page.locator("#said")).to_have_text("共 120 件，按最新排序")


def test_a_wrong_address_shows_what_is_wrong(opened: Page, complaints: list[str]) -> None:
    page = opened
    page.goto("/search?q=毛巾")
    page.locator("#low").evaluate("e => { e.type = 'text'; e.value = 'abc'; }")
    page.get_by_role("button", name="确定").click()
    expect(page.locator("h1")).to_have_text("请求有误")
    expect(page.locator("main")).to_contain_text("价格")
    assert all("400" in one for one in complaints)
    complaints.clear()


@on("width", [320, 390, 820, 1440])
@on(
    "address",
    ["/search?q=毛巾&f.brand=三利&price=-50", "/search?q=毛巾&page=2", "/search?q=没有&price=-1",
     "/search?q=测试商品", "/search?q=" + "长" * 300],
)  # fmt: skip
def test_nothing_overflows_at_any_width(
    browser: Browser, url: str, width: int, address: str
) -> None:
    with browser.new_context(base_url=url, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(address)
        widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1]
        assert page.evaluate(_SHIFT) < 0.01


# The layout shifts of a page until it is loaded: what a shopper reads stays where it is.
_SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 100);
})"""
