"""Filters, orders and pages in a real browser with a script, by mouse and by keyboard."""

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.web.visiting import asked, box, choices, titles, total

pytestmark = pytest.mark.browser


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


def test_a_category_takes_the_place_of_those_above_and_below_it(opened: Page) -> None:
    page = opened
    page.goto("/search?q=手机&raw=1")
    box(page, "分类", "手机数码")
    expect(choices(page)).to_contain_text("手机数码")  # the total is that of all: it tells nothing
    total(page, 5)
    box(page, "分类", "手机")
    total(page, 3)
    assert asked(page) == "/search?q=手机&f.category=手机数码/手机&raw=1"
    box(page, "分类", "手机配件")
    total(page, 4)
    box(page, "分类", "手机数码")
    total(page, 5)
    assert asked(page) == "/search?q=手机&f.category=手机数码&raw=1"


def test_prices_are_dragged_by_the_arrow_keys(opened: Page) -> None:
    page = opened
    page.goto("/search?q=毛巾")
    low = page.get_by_role("slider", name="拖动最低价")
    high = page.get_by_role("slider", name="拖动最高价")
    assert low.get_attribute("aria-valuetext") == "不限"
    low.focus()
    page.keyboard.press("End")
    # It stops before the other thumb.
    expect(choices(page)).to_contain_text("以上")
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
    # Given back once the new filters stand where the old ones were.
    expect(page.locator("#facets [value='金号']")).to_be_focused()
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
    choices(page).get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    total(page, 120)
    # The chip is gone: the focus is at the heading above where it was.
    expect(page.locator("h1")).to_be_focused()


# Whether what has the focus lies under what stays at the top.
_COVERED = """(() => {
  const box = document.activeElement.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return at !== null && at.closest(".top, .bar") !== null
    && document.activeElement.closest(".top, .bar") === null;
})()"""
