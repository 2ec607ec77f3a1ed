"""What comes with a hit, and how many hits there are."""

import numpy as np
import pytest

from indexer.engine import Engine
from indexer.filters import Term, Terms
from indexer.request import NearestRequest, SearchRequest, Sort, Text, Token
from tests.contract.conftest import NewEngine
from tests.contract.shelf import SHELF, fill, item


@pytest.fixture(scope="module")
def crowd(new_engine: NewEngine) -> Engine:
    """5,200 goods that all hold 茶: more than the deepest page."""
    documents = (item(row, "茶 杯", prices=(5200 - row,)) for row in range(5200))
    return fill(new_engine(SHELF), documents)


@pytest.fixture(scope="module")
def cards(new_engine: NewEngine) -> Engine:
    """Three goods: with a card and a vector, with a vector, with neither."""
    documents = [
        item(1, "茶", card=b'{"skus":[]}', code=(1, -2, 127, -127), prices=(5,), sales=7),
        item(2, "茶", code=(0, 0, 0, 9), prices=(4,), balance=-(2**50)),
        item(3, "茶", card=bytes(range(256)), prices=(3,)),
    ]
    return fill(new_engine(SHELF), documents)


def test_never_more_hits_than_asked_for_and_the_total_is_whole(crowd: Engine) -> None:
    tea = Token("title_words", "茶")
    for limit in (0, 1, 48, 200, 5000):
        for sort in (None, Sort("by_price")):
            request = SearchRequest(text=Text(tea, (tea,)), sort=sort, limit=limit)
            result = crowd.search(request)
            assert (result.total, len(result.hits)) == (5200, limit)


def test_the_deepest_page_continues_the_one_before(crowd: Engine) -> None:
    deep = crowd.search(SearchRequest(sort=Sort("by_price"), limit=5000)).hits.rows
    assert deep.tolist() == list(range(5199, 199, -1))


def test_fewer_hits_than_asked_for_are_no_error(shelf: Engine) -> None:
    result = shelf.search(SearchRequest(filters=Term("brand", "华为"), limit=100))
    assert (result.total, len(result.hits)) == (2, 2)


@pytest.mark.parametrize("sort", [None, Sort("by_price", descending=True)])
def test_columns_cards_and_codes_come_with_their_hits(cards: Engine, sort: Sort | None) -> None:
    request = SearchRequest(
        sort=sort, limit=10, columns=("price_low", "balance", "by_sales"), cards=True, codes=True
    )
    hits = cards.search(request).hits
    assert hits.rows.tolist() == [1, 2, 3]
    assert hits.columns["price_low"].tolist() == [5, 4, 3]
    assert hits.columns["balance"].tolist() == [0, -(2**50), 0]
    assert hits.columns["by_sales"].dtype == np.int64
    assert hits.cards == (b'{"skus":[]}', b"", bytes(range(256)))
    assert hits.codes is not None
    assert hits.codes.dtype == np.int8
    assert hits.codes.tolist() == [[1, -2, 127, -127], [0, 0, 0, 9], [0, 0, 0, 0]]


def test_the_nearest_bring_the_same(cards: Engine) -> None:
    request = NearestRequest(
        code=bytes((0, 0, 0, 1)), limit=10, columns=("price_low",), cards=True, codes=True
    )
    hits = cards.nearest(request)
    assert hits.rows.tolist() == [2, 1]
    assert hits.columns["price_low"].tolist() == [4, 5]
    assert hits.cards == (b"", b'{"skus":[]}')
    assert hits.codes is not None
    assert hits.codes.tolist() == [[0, 0, 0, 9], [1, -2, 127, -127]]


def test_nothing_comes_that_was_not_asked_for(cards: Engine) -> None:
    hits = cards.search(SearchRequest(limit=10)).hits
    assert (dict(hits.columns), hits.cards, hits.codes) == ({}, (), None)


def test_no_hits_are_empty_columns(cards: Engine) -> None:
    nobody = Terms("brand", ())
    request = SearchRequest(filters=nobody, limit=5, columns=("price_low",), cards=True, codes=True)
    nearest = NearestRequest(code=bytes(4), limit=5, filters=nobody, columns=("price_low",))
    for hits in (cards.search(request).hits, cards.nearest(nearest)):
        assert (len(hits), hits.cards) == (0, ())
        assert hits.columns["price_low"].tolist() == []


def test_answers_without_facets_have_none(shelf: Engine) -> None:
    assert dict(shelf.search(SearchRequest(limit=1)).facets) == {}
