"""What is not wanted stays away wherever the catalogue says it: in an attribute or in a title."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.catalog import Product, Sku
from indexer.patch import settled
from query.form import SearchForm
from query.page import FacetValue, SearchPage
from query.search import SearchService
from tests.query.asking import asked, found
from tests.query.understood import good, reading

COATS, DRESSES = "服饰内衣/女装/羽绒服", "服饰内衣/女装/连衣裙"
WASH, OIL, NUTS = "家庭清洁/衣物清洁/洗衣液", "食品饮料/粮油/食用油", "食品饮料/休闲食品/坚果"
CATS, DOGS = "宠物用品/猫粮", "宠物用品/狗粮"
PHONES, CASES = "手机数码/手机", "手机数码/配件/手机壳"
BATH, RULERS = "家纺/浴巾", "办公文具/尺子/直尺"


def in_colors(product: Product, *colors: str) -> Product:
    """With a SKU of each color."""
    skus = (Sku(id=one, price=product.price, attributes={"颜色": (one,)}) for one in colors)
    return settled(replace(product, skus=tuple(skus)))


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
    good("F5", "狗粮 牛肉 2kg", DOGS),
    good("F6", "狗粮 小型犬 成犬通用 牛肉 无谷物 2kg", DOGS),
    good("K1", "磁吸手机壳", CASES, 款式="透明"),
    good("K2", "磨砂手机壳", CASES, 颜色="黑色"),
    good("P1", "华为手机 128GB", PHONES, brand="华为", 颜色="黑色"),
    good("P2", "HUAWEI 畅享 手机"),
    good("P3", "小米手机 256GB", PHONES, brand="小米", 颜色="白色"),
    in_colors(good("P4", "荣耀手机 白色 黑色可选", PHONES, brand="荣耀"), "白色", "黑色"),
    in_colors(good("P5", "荣耀手机 青春版", PHONES, brand="荣耀"), "白色"),
    good("R1", "直尺 有刻度 30cm", RULERS),
    good("R2", "直尺 没有刻度 裁纸", RULERS),
    good("R3", "直尺 不带刻度 钢", RULERS),
    good("R4", "直尺 无刻度", RULERS),
    good("B1", "浴巾 加厚", BATH, 款式="华夫格"),
    good("B2", "浴巾 速干", BATH, 款式="华夫格"),
    good("B3", "浴巾 柔软", BATH, 面料="华夫格"),
    good("B4", "浴巾 大号", BATH, 面料="华夫格"),
    good("B5", "浴巾 素色", BATH, 面料="珊瑚绒"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("羽绒服 不要长款", {"C3"}),
        ("连衣裙 不要短款", {"D2"}),
        ("连衣裙 不要条纹", {"D1"}),
        ("猫粮 不含鸡肉", {"F3", "F4"}),
        ("食用油 不要花生", {"O2"}),
        ("手机 不要华为", {"P3", "P4", "P5"}),
        ("手机壳 不要透明", {"K2"}),
        ("手机 不要白色", {"P1", "P2", "P4"}),
        ("手机 不要白色以及黑色的", {"P2", "P4"}),
        ("手机 不要白色还有黑色", {"P2", "P4"}),
        ("浴巾 不要华夫格", {"B5"}),
    ],
)
def test_a_known_value_is_refused_whatever_says_it(
    understood: SearchService, text: str, expected: set[str]
) -> None:
    assert set(found(understood, text)) == expected


def test_a_product_whose_skus_are_all_refused_one_by_one_fits_no_wish(
    understood: SearchService,
) -> None:
    fitting = {hit.id: hit.fits for hit in asked(understood, "手机 不要白色和黑色").hits}
    assert fitting == {"P2": True, "P4": False}


@pytest.mark.parametrize(
    "text",
    ["不要白色或者黑色的手机", "白色或者黑色的手机", "白色还是黑色的手机", "华为以及荣耀手机"],
)
def test_what_joins_alternatives_is_not_sought(understood: SearchService, text: str) -> None:
    page = asked(understood, text)
    short = re.sub("或者|还是|以及", "或", text)
    assert page.total == asked(understood, short).total > 0
    assert page.notices == ()


def test_a_word_that_only_titles_know_is_refused(understood: SearchService) -> None:
    page = asked(understood, "洗衣液 不要薰衣草")
    assert [hit.id for hit in page.hits] == ["W2"]
    chip = page.chips[-1]
    assert (chip.slot, chip.label, chip.without) == ("exclude.words", "不要：薰衣草", 2)
    assert asked(understood, "洗衣液 不要薰衣草", ("drop", chip.slot)).total == 2
    exclude = page.parse.to_json()["exclude"]
    assert exclude == {"brand": [], "category": [], "attributes": {}}
    assert found(understood, "不要薰衣草的洗衣液") == ["W2"]


@pytest.mark.parametrize("text", ["直尺 不要刻度", "没有刻度的直尺", "直尺 不带刻度"])
def test_a_title_that_denies_it_in_whatever_words_stays(
    understood: SearchService, text: str
) -> None:
    assert set(found(understood, text)) == {"R2", "R3", "R4"}


@pytest.mark.parametrize("text", ["洗衣液 不要花哨", "洗衣液 不要刺鼻的", "不要花哨的洗衣液"])
def test_a_wish_that_no_title_is_about_refuses_nothing(
    understood: SearchService, text: str
) -> None:
    page = asked(understood, text)
    assert {hit.id for hit in page.hits} == {"W1", "W2"}
    assert [chip.slot for chip in page.chips] == ["category"]


@pytest.mark.parametrize(
    "text", ["手机 不要二手和白色", "手机 不要白色、二手", "手机 不要白色或者二手"]
)
def test_what_is_not_wanted_may_be_of_two_sorts(tmp_path: Path, text: str) -> None:
    used = "手机数码/手机通讯/二手手机"
    goods = (
        good("A", "小米手机 黑色", PHONES, brand="小米", 颜色="黑色"),
        good("B", "小米手机 白色", PHONES, brand="小米", 颜色="白色"),
        good("C", "小米手机 二手 9成新 黑色", used, brand="小米", 颜色="黑色"),
        good("D", "小米手机 二手 9成新 白色", used, brand="小米", 颜色="白色"),
    )
    with reading(tmp_path, goods) as service:
        assert found(service, text) == ["A"]
        assert found(service, "手机 不要二手 白色") == ["B"]  # no list: white is wanted


def test_an_unknown_wish_beside_a_known_one_is_no_word_to_find(understood: SearchService) -> None:
    page = asked(understood, "羽绒服 不要花哨 不要长款")
    assert [hit.id for hit in page.hits] == ["C3"]
    assert not page.notices


def test_what_is_refused_is_no_hint_of_what_is_sought(understood: SearchService) -> None:
    page = asked(understood, "坚果 不要松子")
    assert [hit.id for hit in page.hits] == ["N2"]
    category = page.parse.slot("category")
    assert category is not None
    assert category.values == ("坚果",)


def offered(page: SearchPage, key: str) -> dict[str, int]:
    """The values of a facet with their counts."""
    (facet,) = (facet for facet in page.facets if facet.key == key)
    return {one.value: one.count for one in facet.values if isinstance(one, FacetValue)}


def test_what_is_refused_is_not_offered_among_the_filters(understood: SearchService) -> None:
    form = SearchForm(text="手机 不要白色", facets=("颜色", "color"))
    page = understood.search(form)
    assert {hit.id for hit in page.hits} == {"P1", "P2", "P4"}
    assert offered(page, "颜色") == {"黑色": 2}
    assert offered(page, "color") == {"黑色": 2}

    chosen = understood.search(replace(form, chosen={"颜色": ("白色",)}))
    assert offered(chosen, "颜色") == {"白色": 1, "黑色": 2}

    free = understood.search(replace(form, text="手机"))
    assert offered(free, "颜色")["白色"] == 3


def test_a_filter_with_nothing_left_to_choose_is_not_shown(understood: SearchService) -> None:
    """But one that is asked for is there, without a value."""
    page = understood.search(SearchForm(text="手机 不要白色以及黑色的"))
    assert {hit.id for hit in page.hits} == {"P2", "P4"}
    assert "颜色" not in {facet.key for facet in page.facets}
    asked_for = replace(SearchForm(text="手机 不要白色以及黑色的"), facets=("颜色",))
    assert offered(understood.search(asked_for), "颜色") == {}


@pytest.mark.parametrize("text", ["猫粮 不含鸡肉", "不加鸡肉的猫粮", "不含谷物的狗粮"])
def test_what_says_that_it_has_none_of_it_stands_first(
    understood: SearchService, text: str
) -> None:
    hits = understood.search(SearchForm(text=text)).hits
    assert [hit.id for hit in hits][:1] == ["F6" if "狗" in text else "F3"]
    assert len(hits) == 2


def test_who_refuses_what_nothing_names_is_told_so(understood: SearchService) -> None:
    """狗粮 without 谷物: none says that it has any, which proves nothing."""
    told = [one.text for one in understood.search(SearchForm(text="不含谷物的狗粮")).notices]
    assert told == ["没有一件标明含“谷物”，都列在下面，不一定都不含"]
    assert not understood.search(SearchForm(text="猫粮 不含鸡肉")).notices
