"""A shopper's way through a shop that knows them, in a real browser, with and without scripts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from sqlalchemy import inspect, text

from indexer.settings import Settings
from indexer.shop import Shop
from tests.web.accessibility import violations
from tests.web.browsers import DESKTOP, PHONE
from tests.web.server import running
from tests.web.visiting import titles

pytestmark = pytest.mark.browser

_PHONES = "/search?q=手机"
_ATTEMPTS = 120


@pytest.fixture(scope="module")
def url(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running demo shop."""
    with running(demo_settings.data, tmp_path_factory.mktemp("server") / "log") as server:
        server.wait_for("/search?q=手机", "understood")
        server.wait_for("/p/10000713", "看过它的人还看")
        yield server.url


def cards(page: Page) -> list[str]:
    """The addresses of the hits, in their order."""
    links = page.locator("#results .cards .name a").evaluate_all("all => all.map(a => a.pathname)")
    return [unquote(link) for link in links]


def agree(page: Page) -> None:
    page.goto("/consent")
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("同意")


def becomes_known(page: Page) -> list[str]:
    """Agree, look at three phones and wait for the shop to know; the phones as everybody sees them."""
    page.goto(_PHONES)
    plain = cards(page)
    agree(page)
    for address in plain[6:27:10]:
        page.goto(address)
    for _ in range(_ATTEMPTS):
        page.goto(_PHONES)
        if page.locator(".wish").count():
            return plain
        page.wait_for_timeout(100)
    raise AssertionError("the shop never knew")


def left_of(data: Path, session: str) -> list[str]:
    """Where in the tables and the journal of a shop a session stands."""
    found = [path.name for path in (data / "journal").glob("*") if session in path.read_text()]
    with Shop(Settings.from_env({}, data)) as shop:
        for database in (shop.behavior, shop.store.database):
            with database.reading() as connection:
                for table in inspect(connection).get_table_names():
                    rows = connection.execute(text(f'SELECT * FROM "{table}"'))
                    found += [table for row in rows if session in str(tuple(row))]
    return found


def test_three_phones_change_the_order_until_the_shopper_says_otherwise(opened: Page) -> None:
    plain = becomes_known(opened)
    assert cards(opened) != plain
    wish = opened.locator("#results .wish").first
    expect(wish).to_contain_text(re.compile("因为你看过“.+”"))
    expect(opened.locator(".total")).to_have_text("共 69 件")

    # Dismissed: the card says so at once, the next page has it no more.
    card = opened.locator("#results .card", has=opened.locator(".wish")).first
    gone = unquote(card.locator(".name a").evaluate("a => a.pathname"))
    wish.get_by_role("button", name="不感兴趣").click()
    expect(card.get_by_role("button", name="撤销")).to_be_focused()
    expect(card).to_have_class(re.compile("card-gone"))
    opened.goto(_PHONES)
    assert gone not in cards(opened)
    opened.goto(f"{_PHONES}&page=2")
    assert gone in cards(opened)  # before what is sold out
    last = opened.locator("#results .card-gone")
    expect(last.locator(".name a")).to_have_attribute("href", re.compile(gone))
    last.get_by_role("button", name="撤销").click()
    expect(last).to_have_count(0)
    opened.goto(_PHONES)
    assert gone in cards(opened)

    # Home has a shelf, until the order is switched off.
    opened.goto("/")
    shelf = opened.get_by_role("region", name="为你推荐")
    expect(shelf.get_by_role("button", name="不感兴趣").first).to_be_visible()
    shelf.get_by_role("link", name="可以关掉").click()
    opened.get_by_role("button", name="关掉").click()
    expect(opened.locator("#personal")).to_contain_text("现在：关着")
    opened.goto(_PHONES)
    assert cards(opened) == plain
    assert opened.locator(".wish").count() == 0
    opened.goto("/")
    assert shelf.count() == 0
    opened.goto("/consent")
    opened.get_by_role("button", name="打开").click()
    opened.goto(_PHONES)
    expect(opened.locator(".wish").first).to_be_visible()


def test_who_is_forgotten_leaves_nothing_here_or_there(
    opened: Page, demo_settings: Settings
) -> None:
    plain = becomes_known(opened)
    opened.locator(".wish button").first.click()
    opened.get_by_role("button", name="撤销").wait_for()
    (cookie,) = (c for c in opened.context.cookies() if c["name"] == "consent")
    session = cookie["value"].split(".")[0]
    data = demo_settings.data
    assert left_of(data, session)
    opened.goto("/consent")
    forget = opened.get_by_role("button", name="忘掉我")
    forget.click()
    expect(opened.get_by_role("heading", name="忘掉我")).to_be_visible()  # it asks first
    opened.get_by_label("不能恢复").check()
    forget.click()
    expect(opened.get_by_role("heading", level=1)).to_have_text("已经忘掉")
    for _ in range(_ATTEMPTS):
        if not (left := left_of(data, session)):
            break
        opened.wait_for_timeout(100)
    assert left == []
    assert [c["name"] for c in opened.context.cookies()] == []
    assert opened.evaluate("localStorage.getItem('seen')") is None
    opened.goto(_PHONES)
    assert cards(opened) == plain
    expect(opened.get_by_role("region", name="隐私选择")).to_be_visible()


@pytest.mark.parametrize("opened", [("phone", "no script")], indirect=True)
def test_without_scripts_wishes_and_the_basket_work_all_the_same(opened: Page) -> None:
    becomes_known(opened)
    card = opened.locator("#results .card", has=opened.locator(".wish")).first
    address = unquote(card.locator(".name a").evaluate("a => a.pathname"))
    card.get_by_role("button", name="不感兴趣").click()
    assert unquote(opened.url).endswith(_PHONES)
    said = opened.locator(".said")
    expect(said).to_contain_text("会排到后面")
    opened.wait_for_load_state()
    assert address not in cards(opened)
    said.get_by_role("button", name="撤销").click()
    # It leads to the same address: only what is there tells that it has come.
    expect(opened.locator(f"#results .name a[href^='{address}']")).to_be_visible()
    assert unquote(opened.url).endswith(_PHONES)

    opened.goto(address)
    opened.get_by_label("数量").fill("2")
    opened.get_by_role("button", name="加入购物车").click()
    expect(opened.get_by_role("heading", level=1)).to_contain_text("购物车 共 2 件")
    opened.get_by_role("button", name="多一件").click()
    expect(opened.get_by_role("link", name="购物车")).to_contain_text("3")
    quantity = opened.get_by_label("数量")
    quantity.fill("1")
    quantity.press("Enter")
    expect(opened.get_by_role("heading", level=1)).to_contain_text("共 1 件")
    opened.get_by_role("button", name="移除").click()
    expect(opened.get_by_role("heading", level=1)).to_have_text("购物车还是空的")
    opened.get_by_role("button", name="撤销").click()
    expect(opened.get_by_role("heading", level=1)).to_contain_text("共 1 件")


def test_a_page_stays_open_while_things_go_into_the_basket(opened: Page) -> None:
    opened.goto("/p/10000354")
    opened.get_by_role("button", name="加入购物车").focus()
    opened.keyboard.press("Enter")
    expect(opened.get_by_text("已加入购物车")).to_be_visible()
    expect(opened.get_by_role("link", name="购物车")).to_contain_text("1")
    option = opened.locator(".option:not([aria-current])").first
    option.click()
    expect(opened.get_by_text("已加入购物车")).to_be_hidden()  # of the variant before
    opened.get_by_role("button", name="加入购物车").click()
    expect(opened.locator("#pieces")).to_have_text("2")
    opened.get_by_role("link", name="去看看").click()
    expect(opened.locator(".line")).to_have_count(2)
    assert opened.locator(".line .hint").first.inner_text()


@pytest.fixture(scope="module")
def known(browser: Browser, url: str) -> Iterator[BrowserContext]:
    """A visitor whom the shop knows, with something in their basket."""
    with browser.new_context(base_url=url, viewport=DESKTOP, locale="zh-CN") as context:
        page = context.new_page()
        becomes_known(page)
        page.goto("/p/10000713")
        page.get_by_role("button", name="加入购物车").click()
        page.get_by_text("已加入购物车").wait_for()
        page.goto(_PHONES)
        page.locator(".wish button").first.click()
        page.get_by_role("button", name="撤销").wait_for()
        yield context


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_that_is_personal_keeps_anyone_out(
    known: BrowserContext, scheme: Literal["light", "dark"], size: ViewportSize
) -> None:
    page = known.new_page()
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    for address in ("/", _PHONES, f"{_PHONES}&page=2", "/p/10000713", "/basket", "/consent"):
        page.goto(address)
        assert violations(page) == [], address
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
    page.goto(_PHONES)
    page.locator(".wish button").first.click()
    page.locator(".card-gone").first.wait_for()
    assert violations(page) == []
    page.locator(".card-gone button").first.click()
    page.close()


def test_titles_of_cards_can_still_be_followed(known: BrowserContext) -> None:
    page = known.new_page()
    page.goto(_PHONES)
    first = titles(page)[0]
    page.locator("#results .card .photo").first.click(force=True)  # the link covers it
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
    page.close()
