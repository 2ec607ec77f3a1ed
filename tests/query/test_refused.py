"""What is not wanted stays away wherever the catalogue says it: in an attribute or in a title."""

from collections.abc import Iterator

import pytest

from query.search import SearchService
from tests.query.asking import asked, found
from tests.query.understood import good, reading

COATS, DRESSES = "服饰内衣/女装/羽绒服", "服饰内衣/女装/连衣裙"
WASH, OIL, NUTS = "家庭清洁/衣物清洁/洗衣液", "食品饮料/粮油/食用油", "食品饮料/休闲食品/坚果"
CATS, PHONES, CASES = "宠物用品/猫粮", "手机数码/手机", "手机数码/配件/手机壳"

GOODS = (
    good("C1", "羽绒服女 白鸭绒", COATS, 款式="长款"),
    good("C2", "羽绒服女 长款 白鸭绒", COATS),
    good("C3", "羽绒服女 短款 白鸭绒", COATS, 款式="短款"),
    good("D1", "连衣裙 收腰", DRESSES, 裙长="短款"),
    good("D2", "连衣裙 吊带", DRESSES, 裙长="长款", 图案="条纹"),
    good("W1", "洗衣液 薰衣草香 2kg", WASH),
    good("W2", "洗衣液 茉莉香 2kg", WASH),
    good("O1", "压榨花生油 5L 食用油", OIL),
    good("O2", "玉米胚芽油 5L 食用油", OIL),
    good("N1", "坚果零食 松子 500g", NUTS),
    good("N2", "坚果零食 开心果 500g", NUTS),
    good("N3", "烤松子 200g", "食品饮料/休闲食品/松子"),
    good("F1", "成猫猫粮 鸡肉味 2kg", CATS),
    good("F2", "幼猫猫粮 2kg", CATS, 口味="鸡肉味"),
    good("F3", "猫粮 不含鸡肉 鱼 2kg", CATS),
    good("F4", "猫粮 鸭肉 2kg", CATS),
    good("K1", "磁吸手机壳", CASES, 款式="透明"),
    good("K2", "磨砂手机壳", CASES, 颜色="黑色"),
    good("P1", "华为手机 128GB", PHONES, brand="华为", 颜色="黑色"),
    good("P2", "HUAWEI 畅享 手机"),
    good("P3", "小米手机 256GB", PHONES, brand="小米", 颜色="白色"),
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    """The search over GOODS."""
    with reading(tmp_path_factory.mktemp("shop"), GOODS) as service:
        yield service


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("羽绒服 不要长款", {"C3"}),
        ("连衣裙 不要短款", {"D2"}),
        ("连衣裙 不要条纹", {"D1"}),
        ("猫粮 不含鸡肉", {"F3", "F4"}),
        ("食用油 不要花生", {"O2"}),
        ("手机 不要华为", {"P3"}),
        ("手机壳 不要透明", {"K2"}),
        ("手机 不要白色", {"P1", "P2"}),
        ("手机 不要白色以及黑色的", {"P2"}),
        ("手机 不要白色还有黑色", {"P2"}),
    ],
)
def test_a_known_value_is_refused_whatever_says_it(
    shop: SearchService, text: str, expected: set[str]
) -> None:
    assert set(found(shop, text)) == expected


@pytest.mark.parametrize("text", ["不要白色或者黑色的手机", "白色或者黑色的手机"])
def test_what_joins_alternatives_is_not_sought(shop: SearchService, text: str) -> None:
    page = asked(shop, text)
    assert page.total == asked(shop, text.replace("或者", "或")).total > 0
    assert page.notices == ()


def test_a_word_that_only_titles_know_is_refused(shop: SearchService) -> None:
    page = asked(shop, "洗衣液 不要薰衣草")
    assert [hit.id for hit in page.hits] == ["W2"]
    chip = page.chips[-1]
    assert (chip.slot, chip.label, chip.without) == ("exclude.words", "不要：薰衣草", 2)
    assert asked(shop, "洗衣液 不要薰衣草", ("drop", chip.slot)).total == 2
    exclude = page.parse.to_json()["exclude"]
    assert exclude == {"brand": [], "category": [], "attributes": {}}
    assert found(shop, "不要薰衣草的洗衣液") == ["W2"]


@pytest.mark.parametrize("text", ["洗衣液 不要花哨", "洗衣液 不要刺鼻的", "不要花哨的洗衣液"])
def test_a_wish_that_no_title_is_about_refuses_nothing(shop: SearchService, text: str) -> None:
    page = asked(shop, text)
    assert {hit.id for hit in page.hits} == {"W1", "W2"}
    assert [chip.slot for chip in page.chips] == ["category"]


def test_an_unknown_wish_beside_a_known_one_is_no_word_to_find(shop: SearchService) -> None:
    page = asked(shop, "羽绒服 不要花哨 不要长款")
    assert [hit.id for hit in page.hits] == ["C3"]
    assert not page.notices


def test_what_is_refused_is_no_hint_of_what_is_sought(shop: SearchService) -> None:
    page = asked(shop, "坚果 不要松子")
    assert [hit.id for hit in page.hits] == ["N2"]
    category = page.parse.slot("category")
    assert category is not None
    assert category.values == ("坚果",)
