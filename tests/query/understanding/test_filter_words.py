"""Filters as a person reads them."""

import pytest

from indexer.analysis import Analyzer
from indexer.filters import AllOf, AnyOf, Exists, Filter, Not, Range, Term, Terms
from query.title_filters import TitleFilters
from query.understanding.filter_words import filter_words

BRAND = AnyOf(
    (Terms("brand", ("华为",)), AllOf((Not(Exists("brand")), Term("title_bigrams", "华为"))))
)


@pytest.mark.parametrize(
    ("filter_", "words"),
    [
        (BRAND, "品牌是“华为”，或（没写品牌，且标题有“华为”）"),
        (Range("price", 500_000, 600_000), "价格在5000到6000元"),
        (Range("price", None, 19_990), "价格199.9元以内"),
        (Range("n_storage", 262_144, 262_144), "存储容量是262144MB"),
        (Not(Exists("n_storage")), "没写存储容量"),
        (Range("n_battery", 5_000, None), "电池容量5000mAh以上"),
        (Not(Term("family", "color\x1f白色")), "不是（颜色属于“白色”）"),
        (AnyOf((Term("value", "color\x1f黑"), Term("value", "color\x1f墨"))), "颜色是“黑”、“墨”"),
        (Term("pair", "香型\x1f酱香"), "香型是“酱香”"),
        (AllOf((Term("title_bigrams", "智能"), Term("title_bigrams", "能手"))), "标题有“智能手”"),
        (Not(Terms("title_bigrams", tuple("甲乙丙丁戊己庚"))),
         "标题没有“甲”、“乙”、“丙”、“丁”、“戊”、“己”等 7 种之一"),
        (AnyOf(), "没有这样的商品"),
        (AllOf(), "全部商品"),
    ],
)  # fmt: skip
def test_words(filter_: Filter, words: str) -> None:
    assert filter_words(filter_) == words


def test_the_words_of_accessories_are_not_listed() -> None:
    thing_itself = TitleFilters(Analyzer(), ["壳", "钢化膜"]).without_accessories(["手机"])

    assert filter_words(thing_itself) == "标题有“手机”，且不是它的配件"
