"""Product types of which the catalogue has no leaf: kinds of them, and how titles end that mean them."""

import pytest

from indexer.catalog import Product
from query.lexicon.endings import TitleEndings
from query.lexicon.entries import Category
from query.search import SearchService
from tests.query.asking import asked, found
from tests.query.understood import good

CAKES, BEDDING, SOFT = "饮食/糕点", "居家/被枕", "居家/布艺软装"

GOODS = (
    good("C1", "凤梨酥 360克", CAKES),
    good("C2", "绿茶蛋黄酥 200克", CAKES),
    good("C3", "粽情乡思端午粽礼盒 640克", CAKES),
    good("N1", "盐焗腰果 250克", "饮食/炒货"),
    good("X1", "糖果色凹凸条纹窗帘", SOFT),
    good("Q1", "秋冬保暖加厚澳洲羊毛被", BEDDING, brand="罗莱制造商"),
    good("Q2", "双宫茧桑蚕丝被 子母被", BEDDING, brand="MUJI制造商"),
    good("Q3", "色织华夫格夏凉被", "居家/夏凉", brand="Mujiang"),
    good("Q4", "纯棉水洗被套", "居家/床品件套"),
    good("P1", "高山苦荞麦枕", BEDDING),
    good("P2", "手工针织绞花抱枕", SOFT),
    good("F1", "实木餐椅", "居家/家具"),
    good("F2", "怀抱休闲椅组合", "居家/家具"),
    good("F3", "折叠轮椅", "居家/家具"),
    good("P3", "水洗棉缎纹枕套*2", "居家/床品件套", brand="MUJI制造商"),
)


def test_a_type_that_is_the_name_of_others_finds_those(understood: SearchService) -> None:
    assert set(found(understood, "零食")) == {"C1", "C2", "C3", "N1"}


def test_such_a_type_is_refused_with_its_kinds(understood: SearchService) -> None:
    assert not {"C1", "C2", "C3"}.intersection(found(understood, "礼盒 不要零食"))


def test_a_refused_type_is_what_a_wanted_one_is(understood: SearchService) -> None:
    assert not {"Q1", "Q2", "Q3"}.intersection(found(understood, "不要被子"))


def test_a_leaf_of_the_name_holds_the_type_alone(understood: SearchService) -> None:
    assert set(found(understood, "糕点")) == {"C1", "C2", "C3"}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("椅子", {"F1", "F2"}),
        ("被子", {"Q1", "Q2", "Q3"}),
        ("枕头", {"P1"}),
        ("粽子", {"C3"}),
        ("羊毛被", {"Q1"}),
    ],
)
def test_titles_end_in_the_noun_of_a_type(
    understood: SearchService, text: str, ids: set[str]
) -> None:
    page = asked(understood, text)
    assert {hit.id for hit in page.hits} == ids
    assert not page.notices


@pytest.mark.parametrize(("text", "named"), [("无印良品", "MUJI制造商"), ("罗莱", "罗莱制造商")])
def test_a_brand_without_goods_gives_way_to_one_that_is_named_after_it(
    understood: SearchService, text: str, named: str
) -> None:
    page = asked(understood, text)
    assert {hit.record["brand"] for hit in page.hits} == {named}
    assert named in page.notices[0].text
    assert not page.chips


def test_such_a_brand_keeps_what_was_typed_beside_it(understood: SearchService) -> None:
    assert found(understood, "MUJI 被子") == ["Q2"]


def test_endings_of_other_types_are_none() -> None:
    categories = {
        "枕头": Category(name="枕头", spellings=("枕头",), kinds=("颈枕",)),
        "抱枕": Category(name="抱枕", spellings=("抱枕",)),
        "颈枕": Category(name="颈枕", spellings=("颈枕",)),
        "被子": Category(name="被子", spellings=("被子",), paths=("居家/被子",)),
    }
    endings = TitleEndings(categories)
    goods: list[Product] = [
        good("0", "高山荞麦枕礼盒 2只"),
        good("1", "苦荞麦枕"),
        good("2", "绣花抱枕 记忆颈枕"),
        good("3", "枕"),
        good("4", "羊毛被"),
    ]
    assert list(endings.noting(goods)) == goods
    assert endings.endings() == {"枕头": ("荞麦枕", "忆颈枕")}
