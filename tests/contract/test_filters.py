"""Filters: plain logic over the columns of a document."""

from math import inf

import pytest

from indexer.engine import Engine
from indexer.filters import (
    EVERYTHING,
    AllOf,
    AnyOf,
    Exists,
    Filter,
    Not,
    Range,
    Term,
    Terms,
)
from indexer.request import SearchRequest, Text, Token

ALL = {1, 2, 3, 4, 5, 6, 7, 8}
RED = Term("color", "红")


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        pytest.param(EVERYTHING, ALL, id="nothing asked"),
        pytest.param(Term("brand", "华为"), {1, 2}, id="a term"),
        pytest.param(RED, {1, 2, 3, 6}, id="any of several values"),
        pytest.param(Term("brand", "华"), set(), id="a keyword is whole"),
        pytest.param(Term("id", "g4"), {4}, id="by id"),
        pytest.param(Term("row", 4), {4}, id="by row"),
        pytest.param(Term("price", 900), {1}, id="an integer"),
        pytest.param(Term("weight", 6), {5}, id="a whole number in a column of doubles"),
        pytest.param(Term("balance", -3), {2}, id="a negative integer"),
        pytest.param(Term("balance", 2**40), {8}, id="an integer past 32 bits"),
        pytest.param(Terms("brand", ("小米", "张裕", "无")), {3, 6}, id="one of several"),
        pytest.param(Terms("price", (20, 200)), {2, 3}, id="one of several integers"),
        pytest.param(Terms("brand", ()), set(), id="one of none"),
        pytest.param(Range("price", 100, 300), {1, 2, 5}, id="both ends belong"),
        pytest.param(Range("price", 101, 199), set(), id="no value between two values"),
        pytest.param(Range("price", 901, None), {4}, id="upwards"),
        pytest.param(Range("price", None, 7), {7, 8}, id="downwards"),
        pytest.param(Range("price", None, None), ALL, id="open on both sides"),
        pytest.param(Range("weight", None, None), {4, 5, 6}, id="open: only where there is one"),
        pytest.param(Range("price", 300, 100), set(), id="upside down"),
        pytest.param(Range("price", 9.5, 10.5), {3}, id="fractions around an integer"),
        pytest.param(Range("price", 10.5, 19.5), set(), id="fractions between integers"),
        pytest.param(Range("price", 0, 0), {7}, id="one integer"),
        pytest.param(Range("weight", 0.75, 1.5), {4, 6}, id="doubles, both ends belong"),
        pytest.param(Range("weight", 0.51, 0.74), set(), id="doubles between"),
        pytest.param(Range("weight", 1, 6), {4, 5}, id="whole bounds of doubles"),
        pytest.param(Range("balance", None, -1), {2}, id="below zero"),
        pytest.param(Range("price", -inf, inf), ALL, id="endless"),
        pytest.param(Range("price", inf, None), set(), id="above everything"),
        pytest.param(Range("price", 400, 2**63), {1, 4, 6}, id="past 64 bits"),
        pytest.param(Range("price", 2**63, None), set(), id="only past 64 bits"),
        pytest.param(Range("price", -(2**70), 0), {7}, id="from below 64 bits"),
        pytest.param(Range("weight", -inf, 0.75), {4, 6}, id="doubles without end"),
        pytest.param(Term("price", 2**63), set(), id="a number past 64 bits"),
        pytest.param(Term("brand", "长" * 20_000), set(), id="a name longer than any"),
        pytest.param(Exists("color"), {1, 2, 3, 6, 7}, id="a keyword is there"),
        pytest.param(Exists("weight"), {4, 5, 6}, id="a number is there"),
        pytest.param(AllOf((RED, Term("color", "黑"))), {2, 3}, id="two values of one column"),
        pytest.param(AllOf((RED, Range("price", 500, None))), {1}, id="two columns"),
        pytest.param(AnyOf((Term("brand", "小米"), Exists("weight"))), {3, 4, 5, 6}, id="either"),
        pytest.param(AnyOf(()), set(), id="any of nothing"),
        pytest.param(Not(RED), {4, 5, 7, 8}, id="not, and without the column"),
        pytest.param(Not(Terms("color", ("红", "白"))), {4, 5, 8}, id="not one of several"),
        pytest.param(Not(Terms("color", ())), ALL, id="not one of none"),
        pytest.param(Not(Range("price", 100, None)), {3, 7, 8}, id="not in a range"),
        pytest.param(Not(Exists("color")), {4, 5, 8}, id="not there"),
        pytest.param(Not(Not(RED)), {1, 2, 3, 6}, id="twice not"),
        pytest.param(Not(EVERYTHING), set(), id="not everything"),
        pytest.param(Not(AnyOf(())), ALL, id="not nothing"),
        pytest.param(AllOf((Not(RED), Not(Exists("weight")))), {7, 8}, id="only exclusions"),
        pytest.param(AnyOf((Not(Exists("color")), RED)), {1, 2, 3, 4, 5, 6, 8}, id="or not"),
        pytest.param(
            Not(AllOf((RED, AnyOf((Term("brand", "华为"), Not(Exists("brand"))))))),
            {3, 4, 5, 6, 7, 8},
            id="not of a tree",
        ),
        pytest.param(AllOf((AllOf(()), AnyOf((AllOf(()),)))), ALL, id="nested nothing"),
    ],
)
def test_a_filter_keeps_what_meets_it(shelf: Engine, filter_: Filter, expected: set[int]) -> None:
    result = shelf.search(SearchRequest(filters=filter_, limit=100))
    assert set(result.hits.rows.tolist()) == expected
    assert result.total == len(expected)


def test_filters_do_not_touch_scores(shelf: Engine) -> None:
    phone = Token("title_words", "手机")
    plain = shelf.search(SearchRequest(text=Text(phone, (phone,)), limit=10))
    filtered = shelf.search(
        SearchRequest(text=Text(phone, (phone,)), filters=Term("brand", "小米"), limit=10)
    )
    assert filtered.hits.rows.tolist() == [3]
    scores = dict(zip(plain.hits.rows.tolist(), plain.hits.scores.tolist(), strict=True))
    assert filtered.hits.scores.tolist() == [scores[3]]


def test_a_thousand_values_are_one_filter(shelf: Engine) -> None:
    many = Terms("id", tuple(f"g{number}" for number in range(5, 1005)))
    assert shelf.search(SearchRequest(filters=many)).total == 4
