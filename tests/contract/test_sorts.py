"""Orders: by score, by a column of unique integers, and how ties are broken."""

from dataclasses import replace

import pytest

from indexer.engine import Engine
from indexer.fields import BLANK
from indexer.filters import Exists, Term
from indexer.request import AtLeast, SearchRequest, Sort, Text, Token, Weighted
from indexer.result import WINDOW
from tests.contract.conftest import NewEngine
from tests.contract.shelf import SHELF, fill, item


def order(engine: Engine, request: SearchRequest) -> list[int]:
    """The rows of the hits as they come."""
    return [int(row) for row in engine.search(request).hits.rows]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        pytest.param(Sort("by_price"), [7, 8, 3, 1, 2, 5, 6, 4], id="the cheapest first"),
        pytest.param(
            Sort("by_sales", descending=True),
            [3, 1, 2, 6, 5, 8, 4, 7],
            id="most sold first, the lower row of equals first",
        ),
        pytest.param(Sort("row", descending=True), [8, 7, 6, 5, 4, 3, 2, 1], id="by row"),
    ],
)
def test_a_sort_orders_all_hits(shelf: Engine, sort: Sort, expected: list[int]) -> None:
    assert order(shelf, SearchRequest(sort=sort, limit=100)) == expected
    assert order(shelf, SearchRequest(sort=sort, limit=3)) == expected[:3]
    with_facts = SearchRequest(sort=sort, limit=8, columns=("row",), cards=True)
    assert order(shelf, with_facts) == expected


def test_a_sort_keeps_text_filters_and_choices(shelf: Engine) -> None:
    phone = Token("title_words", "手机")
    request = SearchRequest(
        text=Text(phone, (phone,)),
        filters=Exists("color"),
        chosen={"品牌": Exists("brand")},
        sort=Sort("by_price"),
        limit=2,
    )
    result = shelf.search(request)
    assert (result.total, result.hits.rows.tolist()) == (3, [3, 1])


def test_negative_and_very_large_keys_sort_as_numbers(shelf: Engine) -> None:
    ascending = order(shelf, SearchRequest(sort=Sort("balance"), limit=1))
    descending = order(shelf, SearchRequest(sort=Sort("balance", descending=True), limit=1))
    assert (ascending, descending) == ([2], [8])


def test_better_scores_stand_first(new_engine: NewEngine) -> None:
    engine = fill(new_engine(SHELF), [item(1, "茶 杯 子"), item(2, "茶 茶 杯"), item(3, "茶")])
    tea = Token("title_words", "茶")
    result = engine.search(SearchRequest(text=Text(tea, (tea,)), limit=10))
    assert result.hits.rows.tolist() == [3, 2, 1]
    assert sorted(result.hits.scores, reverse=True) == list(result.hits.scores)


def test_without_a_text_or_a_sort_rows_go_upwards(shelf: Engine) -> None:
    assert order(shelf, SearchRequest(limit=5)) == [1, 2, 3, 4, 5]


def test_equal_scores_go_by_row_whatever_the_order_of_arrival(new_engine: NewEngine) -> None:
    arrival = [(7 * number) % 40 for number in range(40)]
    engine = fill(new_engine(SHELF), [item(row, "茶 杯") for row in arrival])
    tea = Token("title_words", "茶")
    request = SearchRequest(text=Text(tea, (tea,)), limit=25)
    assert order(engine, request) == list(range(25))


def test_sums_that_differ_in_the_last_bit_tie(new_engine: NewEngine) -> None:
    # All titles are alike but for the word. What is 0.1 + 0.2 for one is 0.3 for the next: equal
    # to a person, and unequal in the last bit for some of these weights.
    titles = ["甲 乙" if row % 2 else "丙 丁" for row in range(30)]
    engine = fill(new_engine(SHELF), [item(row, title) for row, title in enumerate(titles)])
    first, second, both = (Token("title_words", word) for word in "甲乙丙")
    required = AtLeast(1, (first, both))
    for tenth in range(1, 15):
        scoring = (
            Weighted(first, tenth / 10),
            Weighted(second, 0.7),
            Weighted(both, (tenth + 7) / 10),
        )
        request = SearchRequest(text=Text(required, scoring), limit=30)
        assert order(engine, request) == list(range(30))


def test_a_tie_across_the_border_of_a_page_is_seen_whole(new_engine: NewEngine) -> None:
    # 20 better ones, then a tie of WINDOW + 20 whose lowest rows arrived last.
    tied = WINDOW + 20
    documents = [item(1000 + number, "茶 茶 杯") for number in range(20)]
    documents += [item(row, "茶 杯") for row in range(tied - 1, -1, -1)]
    engine = fill(new_engine(SHELF), documents)
    tea = Token("title_words", "茶")
    request = SearchRequest(text=Text(tea, (tea,)), limit=40)
    expected = [*range(1000, 1020), *range(20)]
    assert order(engine, request)[:20] == expected[:20]
    assert order(engine, request) == expected


def test_a_text_that_requires_nothing_only_orders(new_engine: NewEngine) -> None:
    titles = {1: "茶 杯", 2: "咖啡 杯", 3: "茶 茶"}
    engine = fill(new_engine(SHELF), [item(row, title) for row, title in titles.items()])
    tea = Token("title_words", "茶")
    request = SearchRequest(text=Text(None, (tea,)), limit=10)
    assert order(engine, request) == [3, 1, 2]
    assert engine.search(request).hits.scores[-1] == 0
    cups = replace(request, filters=Term("title_words", "杯"))
    assert order(engine, cups) == [1, 2]
    assert order(engine, replace(request, text=Text(None, ()))) == [1, 2, 3]


def test_everything_can_tie(new_engine: NewEngine) -> None:
    engine = fill(new_engine(SHELF), [item(row) for row in range(WINDOW, -1, -1)])
    blank = Token("title_words", BLANK)
    request = SearchRequest(text=Text(blank, (blank,)), limit=10)
    assert order(engine, request) == list(range(10))
