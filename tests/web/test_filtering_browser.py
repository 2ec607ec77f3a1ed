"""Filters, orders and pages in a real browser: with a script, without one, and by the keyboard."""

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route, ViewportSize, expect

from indexer.catalog import DocumentId, Product, fen
from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from tests.web.accessibility import violations
from tests.web.browsers import DESKTOP, PHONE
from tests.web.server import running

pytestmark = pytest.mark.browser

_OURS = re.compile(r"^(http://127\.0\.0\.1|data:)")


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


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complains of; a test fails where something is left at its end."""
    return []


@pytest.fixture
def opened(
    browser: Browser, url: str, complaints: list[str], request: pytest.FixtureRequest
) -> Iterator[Page]:
    """A visitor; parameters: `phone` or `desktop`, and `script` or `no script`."""
    device, script = getattr(request, "param", ("desktop", "script"))
    context = browser.new_context(
        viewport=PHONE if device == "phone" else DESKTOP,
        base_url=url,
        locale="zh-CN",
        java_script_enabled=script == "script",
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route(lambda address: not _OURS.match(address), lambda route: route.fulfill(body=b""))
    yield page
    context.close()
    assert complaints == []


on = pytest.mark.parametrize


def asked(page: Page) -> str:
    """The path and the parameters of the address, readable."""
    parts = urlsplit(page.url)
    return unquote(f"{parts.path}?{parts.query}")


def total(page: Page, count: int) -> None:
    """Wait until the page says that it found so many."""
    expect(page.locator(".total")).to_have_text(f"共 {count} 件")


def box(page: Page, facet: str, value: str) -> None:
    """Tick a value, or take the tick away."""
    page.get_by_role("group", name=facet, exact=True).get_by_label(re.compile(f"^{value} ")).click()


def titles(page: Page) -> list[str]:
    """The products on the page, in their order."""
    return page.locator("#results .cards h3").all_inner_texts()


def test_choosing_removing_sorting_turning_back_and_forward(opened: Page) -> None:
    page = opened
    page.goto("/search?q=毛巾")
    whole: list[str] = []

    def seen(request: Request) -> None:
        if request.is_navigation_request():
            whole.append(request.url)

    page.on("request", seen)
    box(page, "颜色", "米白")
    total(page, 30)
    expect(page.get_by_role("group", name="颜色").get_by_label(re.compile("^米白"))).to_be_focused()
    expect(page.locator("#said")).to_have_text("共 30 件")
    box(page, "颜色", "浅灰")
    total(page, 60)
    page.get_by_label("最高价（元）").fill("100")
    page.get_by_label("最高价（元）").press("Enter")
    total(page, 46)
    assert asked(page) == "/search?q=毛巾&f.颜色=浅灰&f.颜色=米白&price=-100"
    page.get_by_role("link", name="去掉 ¥100 以下").or_(
        page.get_by_role("link", name="去掉¥100 以下")
    ).click()
    total(page, 60)
    page.get_by_role("link", name="价格从高到低").click()
    expect(page.locator("#said")).to_have_text("共 60 件，按价格从高到低排序")
    expect(page.get_by_role("link", name="价格从高到低")).to_be_focused()
    first = titles(page)
    page.get_by_role("link", name="下一页").click()
    expect(page.locator("[aria-current=page]")).to_contain_text("2")
    assert asked(page).endswith("&sort=price_desc&page=2")
    assert "第 2 页" in page.title()
    expect(page.locator("#results")).to_be_focused()
    # The list begins right below what stays at the top.
    tops = page.evaluate(
        "[document.querySelector('.top').getBoundingClientRect().bottom,"
        " document.querySelector('.bar').getBoundingClientRect().top]"
    )
    assert abs(tops[0] - tops[1]) < 12
    second = titles(page)
    assert len(second) == 12
    assert not set(first) & set(second)

    page.go_back()
    expect(page.locator("[aria-current=page]")).to_contain_text("1")
    assert titles(page) == first
    assert "第 2 页" not in page.title()
    page.go_back()
    page.go_back()
    total(page, 46)
    assert page.get_by_label("最高价（元）").input_value() == "100"
    page.go_forward()
    page.go_forward()
    page.go_forward()
    expect(page.locator("[aria-current=page]")).to_contain_text("2")
    assert titles(page) == second
    # Everything still acts after going back and forward.
    box(page, "颜色", "浅灰")
    total(page, 30)
    assert asked(page) == "/search?q=毛巾&f.颜色=米白&sort=price_desc"
    assert whole == []


def test_of_several_steps_back_the_last_is_shown(opened: Page) -> None:
    page = opened
    page.goto("/search?q=毛巾")
    for number, value in enumerate(("米白", "浅灰", "藏青"), 1):
        box(page, "颜色", value)
        total(page, 30 * number)

    def slow(route: Route) -> None:
        page.wait_for_timeout(500)
        route.continue_()

    # The answer to the first step comes after that to the second.
    page.route(lambda address: unquote(address).endswith("f.颜色=浅灰&f.颜色=米白"), slow)
    page.evaluate("history.back(); setTimeout(() => history.back(), 100)")
    total(page, 30)
    page.wait_for_timeout(1_000)
    total(page, 30)
    assert asked(page) == "/search?q=毛巾&f.颜色=米白"


def test_an_address_is_the_same_page_for_others(opened: Page, browser: Browser, url: str) -> None:
    page = opened
    page.goto("/search?q=毛巾&size=20")
    box(page, "品牌", "三利")
    total(page, 40)
    page.get_by_role("link", name="下一页").click()
    expect(page.locator("[aria-current=page]")).to_contain_text("2")
    with browser.new_context(base_url=url, java_script_enabled=False) as context:
        other = context.new_page()
        other.goto(page.url)
        assert titles(other) == titles(page)
        assert other.title() == page.title()
        assert len(titles(page)) == 20
        expect(other.get_by_label(re.compile("^三利 "))).to_be_checked()


def test_back_from_a_product_is_the_whole_result_page(opened: Page) -> None:
    page = opened
    page.goto("/search?q=毛巾")
    box(page, "品牌", "三利")
    total(page, 40)
    page.locator(".card a").first.click()
    expect(page.get_by_role("link", name="返回结果")).to_be_visible()
    page.go_back()
    total(page, 40)
    expect(page.get_by_label("搜索商品")).to_have_value("毛巾")
    expect(page.get_by_label(re.compile("^三利 "))).to_be_checked()


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


def test_a_category_takes_the_place_of_those_above_and_below_it(opened: Page) -> None:
    page = opened
    page.goto("/search?q=手机")
    box(page, "分类", "手机数码")
    total(page, 5)
    box(page, "分类", "手机")
    total(page, 3)
    assert asked(page) == "/search?q=手机&f.category=手机数码/手机"
    box(page, "分类", "手机配件")
    total(page, 4)
    box(page, "分类", "手机数码")
    total(page, 5)
    assert asked(page) == "/search?q=手机&f.category=手机数码"


def test_prices_are_dragged_by_the_arrow_keys(opened: Page) -> None:
    page = opened
    page.goto("/search?q=毛巾")
    low = page.get_by_role("slider", name="拖动最低价")
    high = page.get_by_role("slider", name="拖动最高价")
    assert low.get_attribute("aria-valuetext") == "不限"
    low.focus()
    page.keyboard.press("End")
    # It stops before the other thumb.
    expect(page.locator(".chosen")).to_contain_text("以上")
    assert int(low.input_value()) == int(high.input_value()) - 1
    expect(low).to_be_focused()
    page.keyboard.press("Home")
    total(page, 120)
    expect(page.get_by_label("最低价（元）")).to_have_value("")
    high.focus()
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    typed = page.get_by_label("最高价（元）")
    expect(typed).not_to_have_value("")
    upto = float(typed.input_value())
    total(page, sum(9.9 + n <= upto for n in range(120)))
    assert high.get_attribute("aria-valuetext") == f"¥{upto:g}"
    assert asked(page) == f"/search?q=毛巾&price=-{upto:g}"
    page.go_back()
    expect(page.locator("#results")).to_be_visible()


def test_by_the_keyboard_alone(opened: Page) -> None:
    page = opened

    def tab_to(name: str) -> None:
        for _ in range(150):
            page.keyboard.press("Tab")
            element = page.evaluate(
                "(() => { const e = document.activeElement; return e.labels?.[0]?.innerText"
                " ?? e.getAttribute('aria-label') ?? e.innerText ?? '' })()"
            )
            assert page.evaluate(_COVERED) is False, element
            if name in element.replace("\n", " "):
                return
        raise AssertionError(f"the keyboard does not reach {name}")

    page.goto("/search?q=毛巾")
    tab_to("三利")
    page.keyboard.press("Space")
    total(page, 40)
    tab_to("金号")
    page.keyboard.press("Space")
    total(page, 80)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    total(page, 40)
    assert asked(page) == "/search?q=毛巾&f.brand=金号"
    tab_to("价格从低到高")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("按价格从低到高排序")
    prices = page.locator(".card strong").all_inner_texts()
    assert prices == sorted(prices, key=lambda text: float(text.strip("¥")))
    page.evaluate("document.querySelector('.chosen a').focus()")
    page.keyboard.press("Enter")
    total(page, 120)
    # The chip is gone: the focus is at the heading above where it was.
    expect(page.locator("h1")).to_be_focused()


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


# Whether what has the focus lies under what stays at the top.
_COVERED = """(() => {
  const box = document.activeElement.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return at !== null && at.closest(".top, .bar") !== null
    && document.activeElement.closest(".top, .bar") === null;
})()"""

# The layout shifts of a page until it is loaded: what a shopper reads stays where it is.
_SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 100);
})"""
