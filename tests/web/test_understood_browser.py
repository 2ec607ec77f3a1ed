"""What was understood of a text, in a real browser: taken away, brought back, read otherwise."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from indexer.catalog import DocumentId, Product, Sku, fen
from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from tests.web.accessibility import violations
from tests.web.catalogue import GOODS
from tests.web.server import running
from tests.web.visiting import asked, choices, titles, total, understood

pytestmark = pytest.mark.browser

SENTENCE = "/search?q=5000到6000的苹果手机 256G 不要白色"
RELAXED = "/search?q=3000以下的苹果手机"
EVERYONE = [
    (device, script) for device in ("desktop", "phone") for script in ("script", "no script")
]


def _iphone(number: int, colors: tuple[str, ...], price: int) -> Product:
    return Product(
        id=DocumentId(f"A{number}"),
        title=f"苹果 iPhone {number} 手机",
        price=fen(price),
        brand="苹果",
        category=("手机数码", "手机"),
        skus=tuple(
            Sku(
                id=f"A{number}-{color}-{storage}",
                price=fen(price + more),
                attributes={"颜色": (color,), "机身存储": (storage,)},
            )
            for color in colors
            for storage, more in (("128GB", 0), ("256GB", 500))
        ),
    )


def _apples(number: int) -> Product:
    return Product(
        id=DocumentId(f"F{number}"),
        title=f"红富士苹果 {number}斤 脆甜",
        price=fen(10 * number),
        brand="佳沃",
        category=("生鲜", "水果", "苹果"),
    )


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A shop of phones and of apples, which reads texts by its lexicon."""
    folder = tmp_path_factory.mktemp("apples")
    with Shop(Settings.from_env({}, folder)) as shop:
        phones = [_iphone(15, ("黑色", "白色"), 5200), _iphone(16, ("白色",), 5400)]
        phones += [_iphone(17, ("黑色",), 8000)]
        shop.store.products.upsert([*GOODS, *phones, *(_apples(number) for number in (3, 5, 10))])
        rebuild(shop.products)
    with running(folder, folder / "log") as server:
        server.wait_for("/search?q=手机", "understood")
        yield server.url


def chips(page: Page) -> Locator:
    """The chips that can be taken away."""
    return understood(page).get_by_role("link", name=re.compile("^去掉"))


def labels(page: Page) -> list[str]:
    """What the chips say, without the counts."""
    return [chip.locator("span").nth(1).inner_text() for chip in chips(page).all()]


def promised(chip: Locator) -> int:
    """How many products a chip says there are without it."""
    found = re.search(r"去掉后 ([\d,]+) 件", chip.inner_text())
    assert found
    return int(found[1].replace(",", ""))


@pytest.mark.parametrize("opened", EVERYONE, indirect=True)
def test_each_chip_goes_and_leaves_as_many_as_it_said(opened: Page) -> None:
    page = opened
    page.goto(SENTENCE)
    total(page, 1)
    all_of_them = labels(page)
    assert len(all_of_them) == 5
    for at, label in enumerate(all_of_them):
        page.goto(SENTENCE)
        left = promised(chips(page).nth(at))
        chips(page).nth(at).click()
        expect(chips(page)).to_have_count(4)
        total(page, left)
        assert labels(page) == [other for other in all_of_them if other != label]
        understood(page).get_by_role("link", name="恢复去掉的条件").click()
        expect(chips(page)).to_have_count(5)
        total(page, 1)
        assert labels(page) == all_of_them


def test_a_chip_that_is_all_there_is_does_not_say_what_the_whole_shop_has(opened: Page) -> None:
    page = opened
    page.goto("/search?q=手机")
    expect(chips(page)).to_have_count(1)
    assert "去掉后" not in chips(page).inner_text()
    for more in ("手机 黑色", "手机&price=1000-7000", "不辣的手机"):
        page.goto(f"/search?q={more}")
        assert "去掉后" in chips(page).first.inner_text()


def test_by_the_keyboard_the_focus_stays_among_the_chips(opened: Page) -> None:
    page = opened
    page.goto(SENTENCE)
    page.locator("h1").focus()
    page.keyboard.press("Tab")
    expect(chips(page).nth(0)).to_be_focused()
    page.keyboard.press("Tab")
    for _ in range(4):  # the one after, and at the end of the row the one before
        before = labels(page)
        at = min(1, len(before) - 2)
        page.keyboard.press("Enter")
        expect(chips(page)).to_have_count(len(before) - 1)
        expect(chips(page).nth(at)).to_be_focused()
    expect(chips(page)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(chips(page)).to_have_count(0)
    back = understood(page).get_by_role("link", name="恢复去掉的条件")
    expect(back).to_be_focused()
    page.keyboard.press("Enter")
    expect(chips(page)).to_have_count(5)
    expect(understood(page).get_by_role("link", name="只搜原文")).to_be_focused()


def test_a_typed_order_is_the_chosen_one(opened: Page) -> None:
    page = opened
    page.goto("/search?q=最便宜的苹果手机")
    expect(page.locator(".sorts [aria-current=true]")).to_have_text("价格从低到高")
    page.goto("/search?q=最便宜的苹果手机&sort=price_desc")
    expect(page.locator(".sorts [aria-current=true]")).to_have_text("价格从高到低")


def test_what_was_relaxed_is_read_out(opened: Page) -> None:
    page = opened
    page.goto(RELAXED)
    said = page.get_by_role("status").filter(has_text="没有完全符合")
    expect(said).to_have_count(1)
    expect(said).to_contain_text(re.compile(r"^共 \d+ 件。.*已放宽"))
    notice = page.locator("#head .notice").inner_text()
    assert notice in said.inner_text()
    chips(page).filter(has_text="价格").click()
    expect(page.locator("#head .notice")).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="没有完全符合")).to_have_count(0)
    expect(page.locator("#said")).to_have_text(re.compile(r"^共 \d+ 件$"))


@pytest.mark.parametrize("opened", EVERYONE, indirect=True)
def test_both_readings_of_a_word_lead_where_they_say(opened: Page) -> None:
    page = opened
    page.goto("/search?q=苹果")
    assert labels(page) == ["品牌：苹果"]
    total(page, 3)
    assert all("iPhone" in title for title in titles(page))
    page.get_by_role("link", name="分类：苹果").click()
    expect(choices(page)).to_contain_text("分类：苹果")
    total(page, 3)
    assert all("红富士" in title for title in titles(page))
    assert asked(page) == "/search?q=苹果&f.category=生鲜/水果/苹果&drop=brand"
    page.get_by_role("link", name="品牌：苹果").click()
    expect(chips(page)).to_have_count(1)
    assert asked(page) == "/search?q=苹果"
    assert all("iPhone" in title for title in titles(page))


@pytest.mark.parametrize("opened", EVERYONE, indirect=True)
def test_the_typed_words_alone_and_back(opened: Page) -> None:
    page = opened
    page.goto("/search?q=苹果")
    understood(page).get_by_role("link", name="只搜原文").click()
    total(page, 6)
    expect(chips(page)).to_have_count(0)
    expect(page.get_by_text("也可能是")).to_have_count(0)
    understood(page).get_by_role("link", name="按条件理解").click()
    total(page, 3)
    assert labels(page) == ["品牌：苹果"]


def test_the_focus_follows_to_the_other_reading_and_to_the_typed_words(opened: Page) -> None:
    page = opened
    page.goto("/search?q=苹果")
    for name in ("分类：苹果", "品牌：苹果"):
        page.get_by_role("link", name=name, exact=True).press("Enter")
        other = "品牌：苹果" if name.startswith("分类") else "分类：苹果"
        expect(page.get_by_role("link", name=other, exact=True)).to_be_focused()
    for name, other in (("只搜原文", "按条件理解"), ("按条件理解", "只搜原文")):
        understood(page).get_by_role("link", name=name).press("Enter")
        expect(understood(page).get_by_role("link", name=other)).to_be_focused()


def test_the_search_box_says_what_the_page_is_of(opened: Page) -> None:
    page = opened
    page.goto("/search?q=火箭筒")
    page.get_by_role("link", name="看看全部商品").click()
    expect(page.get_by_role("heading", name="全部商品")).to_be_visible()
    expect(page.get_by_label("搜索商品")).to_have_value("")
    page.go_back()
    expect(page.get_by_role("heading", name="火箭筒")).to_be_visible()
    expect(page.get_by_label("搜索商品")).to_have_value("火箭筒")


@pytest.mark.parametrize("opened", EVERYONE, indirect=True)
def test_nothing_found_offers_what_to_take_away(opened: Page) -> None:
    page = opened
    page.goto("/search?q=小米耳机 50以内")
    expect(page.get_by_role("heading", name="没有找到符合的商品")).to_be_visible()
    ways = page.locator(".nothing").get_by_role("link", name=re.compile("^去掉"))
    # The most products first; without the brand there is none either.
    expect(ways).to_have_text(["去掉“分类：耳机” 4 件", "去掉“价格：50 元以内” 1 件"])
    ways.last.click()
    total(page, 1)
    # The whole shop is no answer to a thing that it does not sell.
    page.goto("/search?q=婚纱")
    expect(understood(page)).to_contain_text("分类：婚纱")
    expect(page.locator(".nothing")).to_contain_text("店里没有“婚纱”这类商品")
    expect(ways).to_have_count(0)


ADDRESSES = (SENTENCE, RELAXED, "/search?q=苹果", "/search?q=苹果&raw=1", f"{SENTENCE}&drop=brand",
             "/search?q=小米耳机 50以内", "/search?q=苹果&drop=brand&f.category=生鲜/水果/苹果")  # fmt: skip


@pytest.mark.parametrize("opened", [("desktop", "script"), ("phone", "script")], indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anyone_out(opened: Page, scheme: str) -> None:
    page = opened
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for address in ADDRESSES:
        page.goto(address)
        assert violations(page) == [], address
        widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1], address
