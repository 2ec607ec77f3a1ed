"""Which sense a word has follows from what a shop sells, and from what its shoppers went on to.

Small catalogues: the same words are read differently in each, and no list says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from indexer.catalog import Product
from query.lexicon.building import built
from query.lexicon.followed import NOTHING_FOLLOWED, Followed
from query.lexicon.lexicon import Lexicon
from query.understanding.parser import Understanding
from tests.query.understood import good

FRUIT = [
    good("F1", "红富士苹果 5斤 新鲜水果", "生鲜/水果/苹果"),
    good("F2", "阿克苏冰糖心苹果 10斤", "生鲜/水果/苹果"),
    good("F3", "海南香蕉 5斤", "生鲜/水果/香蕉"),
    good("F4", "烟台大樱桃 2斤", "生鲜/水果/樱桃"),
]
OWN_SHELVES = [
    good("O1", "红富士苹果 5斤 新鲜", "时令鲜果"),
    good("O2", "阿克苏冰糖心苹果 10斤", "时令鲜果"),
    good("O3", "海南香蕉 5斤", "时令鲜果"),
]
NO_SHELVES = [
    good("N1", "红富士苹果 5斤 新鲜"),
    good("N2", "阿克苏冰糖心苹果 10斤"),
    good("N3", "海南香蕉 5斤"),
]
GRAIN = [
    good("G1", "沁州黄小米 5斤 农家", "粮油/杂粮/小米"),
    good("G2", "山西小米 新米 熬粥", "粮油/杂粮/小米", brand="沁州黄"),
    good("G3", "红豆 薏米", "粮油/杂粮"),
    good("G4", "东北大米 10斤", "粮油/大米"),
]
DESKS = [
    good("D1", "老板椅 真皮 办公椅", "家具/办公椅"),
    good("D2", "实木老板桌 大班台", "家具/办公桌", brand="西昊"),
    good("D3", "笔记本 a5 横线", "文具/本子", brand="得力"),
]
BOOKS = [
    good("B1", "联想记忆法 单词书", "图书/教辅"),
    good("B2", "联想思维训练", "图书/教辅", brand="人民邮电"),
    good("B3", "内蒙牛肉干 500g", "零食/牛肉干"),
]
PHONES = [
    good("P1", "苹果 iPhone 15 手机", "手机数码/手机", brand="苹果"),
    good("P2", "苹果 iPhone 16 手机", "手机数码/手机", brand="苹果"),
    good("P3", "苹果 iPhone SE 手机", "手机数码/手机", brand="苹果"),
    good("P4", "小米 14 手机", "手机数码/手机", brand="小米"),
    good("P5", "联想 拯救者 笔记本电脑", "电脑办公/笔记本电脑", brand="联想"),
]
CASES = [
    good("C1", "绿联 苹果15手机壳 透明", "手机数码/手机壳", brand="绿联"),
    good("C2", "适用苹果16 钢化膜", "手机数码/手机膜", brand="闪魔"),
    good("C3", "倍思 苹果数据线", "手机数码/数据线", brand="倍思"),
]


ANALYZER = Analyzer()


class Told(Followed):
    """What people went on to, as the test says: text to products, a mapping a person."""

    def __init__(self, *people: Mapping[str, Iterable[str]]) -> None:
        self._people = people

    def products(self) -> frozenset[str]:
        return frozenset(one for person in self._people for ids in person.values() for one in ids)

    def people(self) -> Iterator[Mapping[str, frozenset[str]]]:
        yield from ({text: frozenset(ids) for text, ids in one.items()} for one in self._people)

    def state(self) -> str:
        return str(len(self._people))


def lexicon_of(goods: list[Product], followed: Followed = NOTHING_FOLLOWED) -> Lexicon:
    return built(lambda: goods, Attributes.shipped(), analyzer=ANALYZER, followed=followed)


_READERS: dict[str, Understanding] = {}


def read(goods: list[Product], text: str, followed: Followed = NOTHING_FOLLOWED) -> dict[str, Any]:
    if followed is not NOTHING_FOLLOWED:
        return Understanding(lexicon_of(goods, followed), ANALYZER).parse(text).to_json()
    key = " ".join(one.id for one in goods)
    if key not in _READERS:
        _READERS[key] = Understanding(lexicon_of(goods), ANALYZER)
    return _READERS[key].parse(text).to_json()


@pytest.mark.parametrize("goods", [FRUIT, OWN_SHELVES, NO_SHELVES])
@pytest.mark.parametrize("text", ["苹果", "苹果 礼盒", "苹果 15斤", "苹果12斤", "脆甜苹果"])
def test_a_shop_of_fruit_sells_apples_and_no_phones(goods: list[Product], text: str) -> None:
    found = read(goods, text)
    assert found["category"] == ["苹果"]
    assert (found["brand"], found["model"], found["ambiguous"]) == ([], None, [])


@pytest.mark.parametrize(
    ("goods", "text", "category", "words"),
    [
        (FRUIT, "樱桃", ["樱桃"], []),
        (GRAIN, "小米", ["小米"], []),
        (GRAIN, "小米 14斤", ["小米"], []),
        (GRAIN, "红豆", ["红豆"], []),
        (DESKS, "老板", [], ["老板"]),
        (DESKS, "笔记本", ["本子"], []),
        (BOOKS, "联想", [], ["联想"]),
    ],
)
def test_what_a_word_is_in_a_shop_without_the_brand(
    goods: list[Product], text: str, category: list[str], words: list[str]
) -> None:
    found = read(goods, text)
    assert (found["brand"], found["model"]) == ([], None)
    assert (found["category"], found["keywords"]) == (category, words)


def test_a_brand_whose_letters_stand_in_other_words_is_none() -> None:
    assert read(BOOKS, "内蒙牛肉干")["brand"] == []
    assert read(BOOKS, "蒙牛")["brand"] == ["蒙牛"]  # nothing here says that it is anything else


@pytest.mark.parametrize(
    ("text", "brand", "category"),
    [
        ("苹果", "苹果", []),
        ("小米", "小米", []),
        ("联想", "联想", []),
        ("笔记本", None, ["笔记本电脑"]),
    ],
)
def test_in_a_shop_of_phones_it_is_the_brand(
    text: str, brand: str | None, category: list[str]
) -> None:
    found = read(PHONES, text)
    assert found["brand"] == ([] if brand is None else [brand])
    assert not category or found["category"] == category


def test_what_is_made_for_a_brand_speaks_of_the_brand() -> None:
    assert read(CASES, "苹果")["brand"] == ["苹果"]
    assert read(CASES, "苹果手机壳")["attributes"] == {"compatible_with": "苹果"}


def test_of_two_senses_the_one_with_more_products_is_first() -> None:
    more_phones = read(PHONES + FRUIT, "苹果")
    assert (more_phones["brand"], more_phones["ambiguous"]) == (["苹果"], ["苹果"])
    more = [good(f"M{n}", f"洛川苹果 {n}斤", "生鲜/水果/苹果") for n in range(2, 9)]
    more_fruit = read(PHONES + FRUIT + more, "苹果")
    assert (more_fruit["category"], more_fruit["brand"]) == (["苹果"], [])
    assert more_fruit["ambiguous"] == ["苹果"]


def test_what_people_went_on_to_decides_where_many_did() -> None:
    """Three phones and two apples."""
    goods = PHONES + FRUIT
    apples = [{"苹果": ["F1"]}] * 200
    assert read(goods, "苹果", Told(*apples))["category"] == ["苹果"]
    assert read(goods, "苹果", Told(*apples[:8]))["brand"] == ["苹果"]
    both = Told(*apples, *([{"苹果": ["P1"]}] * 400))
    assert read(goods, "苹果", both)["brand"] == ["苹果"]


def test_nobody_is_heard_twice_and_few_are_not_heard_at_all() -> None:
    goods = PHONES[:1] + FRUIT[:1]
    one = Told({"苹果": ["F1"], " 苹 果": ["F1"], "香蕉": ["F3"]}, {"苹果": ["F1"]})
    tallies = lexicon_of(goods, one).readings["苹果"]
    assert [tally.people for tally in tallies.values()] == [0, 0]
    heard = lexicon_of(goods, Told(*([{"苹果": ["F1"], " 苹 果": ["F1"]}] * 3))).readings["苹果"]
    assert {name: tuple(tally) for name, tally in heard.items()} == {"苹果": (1, 0), "": (1, 3)}


def test_what_the_catalogue_lacks_is_not_followed() -> None:
    gone = Told(*([{"苹果": ["X9"]}] * 50))
    assert lexicon_of(FRUIT, gone).to_bytes() == lexicon_of(FRUIT).to_bytes()


def test_the_type_that_a_brand_alone_means_follows_from_clicks() -> None:
    goods = [
        *PHONES[3:4],
        *(good(f"T{n}", f"小米 电视 {n}", "家用电器/电视", brand="小米") for n in range(3)),
    ]
    assert read(goods, "小米")["category"] == []
    assert read(goods, "小米", Told(*([{"小米": ["T1"]}] * 20)))["category"] == []
    assert read(goods, "小米", Told(*([{"小米": ["T1"]}] * 900)))["category"] == ["电视"]


def test_a_lexicon_with_people_reads_the_same_after_it_was_written() -> None:
    lexicon = lexicon_of(PHONES + FRUIT, Told(*([{"苹果": ["F1", "P1"]}] * 9)))
    again = Lexicon.from_bytes(lexicon.to_bytes())
    assert again.readings == lexicon.readings
    assert again.brands == lexicon.brands


@pytest.mark.parametrize(
    "text",
    ["苹果 削皮刀", "火锅专用牛肉卷", "咖啡专用牛奶", "苹果 保鲜膜", "红酒 替换装", "咖啡 滤网"],
)
def test_nothing_is_fitted_to_what_is_eaten(text: str) -> None:
    for goods in (FRUIT, GRAIN, PHONES + FRUIT):
        assert "compatible_with" not in read(goods, text)["attributes"]
