"""The search box in a real browser: keyboard, input method, mouse, touch, and no script at all."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, Route, expect

from tests.web.browsers import DESKTOP, PHONE
from tests.web.conftest import filled
from tests.web.server import running
from tests.web.test_browser import CONTRAST, OURS
from tests.web.visiting import choices

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running shop that has built its suggestions."""
    data = filled(tmp_path_factory.mktemp("shop")).data
    with running(data, tmp_path_factory.mktemp("server") / "log") as server:
        server.wait_for("/api/v1/suggest?q=hua", "mark")
        yield server.url


@pytest.fixture(params=["desktop", "phone"])
def page(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh visitor on the home page, whose browser must not complain."""
    phone = request.param == "phone"
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP, base_url=url, locale="zh-CN", has_touch=phone
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route(lambda address: not OURS.match(address), lambda route: route.fulfill(body=b""))
    page.goto("/")
    yield page
    context.close()
    assert complaints == []


def box(page: Page) -> Locator:
    """The search box, by the role that it has for assistive technology."""
    return page.get_by_role("combobox", name="搜索商品")


def options(page: Page) -> Locator:
    """What is in the open list."""
    return page.get_by_role("listbox", name="搜索建议").get_by_role("option")


def asked(page: Page) -> list[str]:
    """The addresses of the suggestions that are asked for from now on."""
    addresses: list[str] = []

    def note(request: Request) -> None:
        if "/api/v1/suggest" in request.url:
            addresses.append(request.url)

    page.on("request", note)
    return addresses


def test_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(box(page)).to_be_focused()
    page.keyboard.type("hua为")
    expect(options(page).first).to_have_text("华为品牌")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_contain_text("条建议")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = options(page).and_(page.locator("[aria-selected=true]"))
    expect(chosen).to_have_text("华为手机")
    id_ = chosen.get_attribute("id")
    expect(box(page)).to_have_attribute("aria-activedescendant", str(id_))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(chosen).to_have_count(0)  # the box itself stands between the first and the last
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("全部商品")
    expect(choices(page)).to_contain_text("品牌：华为")


def test_escape_closes_the_list_and_leaves_the_text(page: Page) -> None:
    box(page).press_sequentially("hua")
    expect(options(page)).not_to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".suggest")).to_be_hidden()
    expect(box(page)).to_have_value("hua")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(options(page)).not_to_have_count(0)


def test_enter_without_a_choice_searches_what_was_typed(page: Page) -> None:
    box(page).press_sequentially("毛巾")
    expect(options(page)).not_to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("毛巾")


def test_a_product_is_chosen_by_mouse_or_finger(page: Page) -> None:
    box(page).press_sequentially("nova")
    product = options(page).filter(has_text="华为 nova 12")
    if page.viewport_size == PHONE:
        product.tap()
    else:
        product.click()
    expect(page).to_have_url(re.compile("/p/P2$"))


def test_an_input_method_is_left_alone_until_it_is_done(page: Page) -> None:
    addresses = asked(page)
    box(page).focus()
    keyboard = page.context.new_cdp_session(page)
    for so_far in ("h", "hu", "hua", "hua w", "hua wei"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": so_far, "selectionStart": len(so_far), "selectionEnd": len(so_far)},
        )
    page.wait_for_timeout(400)
    assert addresses == []
    keyboard.send("Input.insertText", {"text": "华为"})
    expect(options(page).first).to_have_text("华为品牌")
    assert [address.partition("q=")[2] for address in addresses] == ["%E5%8D%8E%E4%B8%BA"]


def test_keys_of_an_input_method_choose_nothing(page: Page) -> None:
    """Arrows and Enter belong to its own list while letters are being composed."""
    box(page).press_sequentially("hua")
    expect(options(page)).not_to_have_count(0)
    before = page.url
    box(page).evaluate(
        """box => {
          box.dispatchEvent(new CompositionEvent("compositionstart"));
          for (const key of ["ArrowDown", "Enter", "Escape"])
            box.dispatchEvent(new KeyboardEvent("keydown", {key, keyCode: 229, isComposing: true, cancelable: true}));
        }"""
    )
    expect(options(page)).not_to_have_count(0)
    expect(options(page).and_(page.locator("[aria-selected=true]"))).to_have_count(0)
    assert page.url == before


def test_typing_fast_asks_once(page: Page) -> None:
    addresses = asked(page)
    box(page).press_sequentially("huawei", delay=5)
    expect(options(page)).not_to_have_count(0)
    assert len(addresses) == 1


def test_an_answer_that_was_overtaken_is_dropped(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/suggest?q=xiao", hold)
    box(page).press_sequentially("xiao")
    page.wait_for_timeout(300)
    assert len(held) == 1
    box(page).press_sequentially("mi")
    expect(options(page).first).to_have_text("小米品牌")
    held[0].fulfill(
        json={
            "query": "xiao",
            "suggestions": [{"kind": "query", "text": "迟到", "highlight": "迟到", "address": "/"}],
        }
    )
    page.wait_for_timeout(200)
    expect(options(page).filter(has_text="迟到")).to_have_count(0)


def test_recent_searches_stay_in_this_browser_until_cleared(page: Page) -> None:
    box(page).fill("毛巾")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("毛巾")
    page.goto("/")
    box(page).click()
    expect(page.get_by_role("group", name="最近搜索").get_by_role("option")).to_have_text(["毛巾"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("毛巾")

    page.goto("/")
    box(page).click()
    page.keyboard.press("Tab")  # past the button that searches
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="清除最近搜索")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".suggest")).to_be_hidden()
    expect(box(page)).to_be_focused()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    "kept", ['"text"', "{", '[1, null, {"a": 1}]', '["<img src=x onerror=alert(1)>"]']
)
def test_odd_things_in_the_storage_do_no_harm(page: Page, kept: str) -> None:
    page.evaluate("kept => localStorage.setItem('xunhuo.recent', kept)", kept)
    box(page).click()
    box(page).press_sequentially("毛巾")
    expect(options(page)).not_to_have_count(0)


def test_leaving_the_box_closes_the_list(page: Page) -> None:
    box(page).press_sequentially("hua")
    expect(options(page)).not_to_have_count(0)
    page.locator("footer").click()
    expect(page.locator(".suggest")).to_be_hidden()


def test_hostile_names_are_shown_as_they_are(page: Page) -> None:
    box(page).press_sequentially("script")
    expect(options(page).filter(has_text="<script>alert(1)</script>")).to_be_visible()


def test_the_list_fits_the_page(page: Page) -> None:
    box(page).press_sequentially("s")
    expect(options(page)).not_to_have_count(0)
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]
    place = page.locator(".suggest").bounding_box()
    size = page.viewport_size
    assert place is not None
    assert size is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= size["width"]
    assert place["y"] + place["height"] <= size["height"]


def test_without_an_answer_searching_goes_on(browser: Browser, url: str) -> None:
    context = browser.new_context(viewport=DESKTOP, base_url=url)
    page = context.new_page()
    page.route("**/api/v1/suggest?*", lambda route: route.abort())
    page.goto("/")
    box(page).press_sequentially("毛巾")
    page.wait_for_timeout(300)
    expect(page.locator(".suggest")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("毛巾")
    context.close()


def test_without_a_script_the_form_searches(browser: Browser, url: str) -> None:
    context = browser.new_context(viewport=PHONE, base_url=url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("搜索商品").fill("毛巾")
    expect(page.locator(".suggest")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("毛巾")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_suggestions_stand_out_from_their_ground(browser: Browser, url: str, scheme: str) -> None:
    context = browser.new_context(viewport=DESKTOP, base_url=url, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/p/P1")
    box(page).press_sequentially("hua")
    expect(options(page)).not_to_have_count(0)
    page.keyboard.press("ArrowDown")
    faint = page.evaluate(CONTRAST)
    context.close()
    assert faint == []
