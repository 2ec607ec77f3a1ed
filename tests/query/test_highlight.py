"""Titles as HTML: escaped, with what was asked for marked, however it is spelled."""

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis import Analyzer
from query.highlight import Highlighter
from query.search import SearchService
from tests.query.asking import asked

ANALYZER = Analyzer()
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20) | st.text(
    st.sampled_from("白酒手机連aA-1ｂß İΣ<&\"'é\u0301ﾞｶ"), max_size=12
)


@pytest.mark.parametrize(
    ("text", "id_", "highlight"),
    [
        ("连衣裙", "D4", "針織<mark>連衣裙</mark> 秋冬"),
        ("iphone13", "A2", "ＡＰＰＬＥ　<mark>ｉＰｈｏｎｅ　１３</mark>"),
        ("手机 iphone", "A1", "Apple <mark>iPhone</mark> 15 Pro <mark>手機</mark>"),
        ("smc5000", "S1", "三星 <mark>SM-C5000</mark> 手机"),
        (
            "特价 电饭煲",
            "Q3",
            "&lt;b&gt;<mark>特价</mark>&lt;/b&gt; &amp; 清仓 <mark>电饭煲</mark> &quot;智能&quot;",
        ),
        ("loreal", "B2", "<mark>L&#x27;OREAL</mark> 补水面霜"),
    ],
)
def test_titles_are_escaped_and_marked(
    service: SearchService, text: str, id_: str, highlight: str
) -> None:
    hits = {hit.id: hit for hit in asked(service, text).hits}
    assert hits[id_].highlight == highlight


@pytest.mark.parametrize(
    ("text", "title", "marked"),
    [
        ("laptop", "Laptops & bags", "<mark>Laptops</mark> &amp; bags"),
        ("batteries", "Battery AA", "<mark>Battery</mark> AA"),
        ("pro", "Product Pro", "Product <mark>Pro</mark>"),
        ("15", "150 15Pro 1.15", "150 <mark>15</mark>Pro 1.<mark>15</mark>"),
        ("白酒", "A白酒B", "A<mark>白酒</mark>B"),
        ("连衣裙", "连衣-裙", "<mark>连衣-裙</mark>"),
        ("酒", "白酒 酒", "白<mark>酒</mark> <mark>酒</mark>"),
        ("白酒 酒杯", "白酒杯", "<mark>白酒杯</mark>"),
        ("㎏", "5kg 5KG", "5<mark>kg</mark> 5<mark>KG</mark>"),
        ("x<y", "x<y", "<mark>x</mark>&lt;<mark>y</mark>"),
    ],
)
def test_words_are_marked_as_the_search_finds_them(text: str, title: str, marked: str) -> None:
    assert Highlighter(ANALYZER.query(text), grams=False)([title]) == [marked]


def test_what_was_found_by_pairs_is_marked_by_pairs() -> None:
    tokens = ANALYZER.query("真丝连衣裙")
    assert Highlighter(tokens, grams=True)(["碎花连衣长裙"]) == ["碎花<mark>连衣</mark>长裙"]
    assert Highlighter(tokens, grams=False)(["碎花连衣长裙"]) == ["碎花连衣长裙"]


def test_a_lone_letter_of_a_pair_is_no_mark_as_it_finds_nothing() -> None:
    tokens = ANALYZER.query("三星手机 256G")
    marked = Highlighter(tokens, grams=True)(["三星 G9 手机 128G", "三星 256G"])
    assert marked == [
        "<mark>三星</mark> G9 <mark>手机</mark> 128G",
        "<mark>三星</mark> <mark>256G</mark>",
    ]


def test_a_mark_neither_crosses_titles_nor_ends_where_a_word_goes_on() -> None:
    mark = Highlighter(ANALYZER.query("连衣裙 哈哈"), grams=False)
    assert mark(["长连衣", "裙", "哈哈哈", "哈"]) == ["长连衣", "裙", "<mark>哈哈哈</mark>", "哈"]


@given(TEXTS, TEXTS, st.booleans())
def test_a_title_stays_itself_with_marks_only(text: str, other: str, grams: bool) -> None:  # noqa: FBT001
    mark = Highlighter(ANALYZER.query(text), grams=grams)
    titles = (text, other, other + text)
    for title, marked in zip(titles, mark(titles), strict=True):
        bare = re.sub("</?mark>", "", marked)
        assert unescape(bare) == title
        assert not re.search(r"[<>\"']", bare)
        assert re.fullmatch(
            r"(?s)(?:(?!</?mark>).)*(?:<mark>(?:(?!</?mark>).)+</mark>(?:(?!</?mark>).)*)*", marked
        )


@given(TEXTS)
@example("BIES")
@example("TOYS")
@example("AÀAS")
def test_every_word_of_a_query_is_marked_in_itself(text: str) -> None:
    tokens = ANALYZER.query(text)
    [marked] = Highlighter(tokens, grams=False)([text])
    assert ("<mark>" in marked) == bool(tokens.words)
    assert Highlighter(None, grams=False)([text])[0].count("<mark>") == 0
