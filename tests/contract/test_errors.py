"""Requests that cannot be answered: refused by name, never answered with less."""

import pytest

from indexer.engine import Engine
from indexer.errors import InvalidRequestError
from indexer.filters import AllOf, AnyOf, Exists, Not, Range, Term, Terms
from indexer.request import (
    AtLeast,
    Best,
    NearestRequest,
    Phrase,
    RangesFacet,
    SearchRequest,
    Sort,
    Text,
    Token,
    ValuesFacet,
    Weighted,
)

GOOD = Token("title_words", "手机")
BAD = Token("colour", "红")


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(SearchRequest(filters=Term("colour", "红")), id="term"),
        pytest.param(SearchRequest(filters=Terms("colour", ("红",))), id="terms"),
        pytest.param(SearchRequest(filters=Terms("colour", ())), id="terms of none"),
        pytest.param(SearchRequest(filters=Range("colour", 1, 2)), id="range"),
        pytest.param(SearchRequest(filters=Range("colour")), id="open range"),
        pytest.param(SearchRequest(filters=Exists("colour")), id="exists"),
        pytest.param(SearchRequest(filters=Not(Term("colour", "红"))), id="not"),
        pytest.param(
            SearchRequest(filters=AllOf((Exists("brand"), AnyOf((Exists("colour"),))))), id="nested"
        ),
        pytest.param(SearchRequest(chosen={"x": Term("colour", "红")}), id="chosen"),
        pytest.param(SearchRequest(text=Text(BAD, ())), id="required"),
        pytest.param(SearchRequest(text=Text(GOOD, (GOOD, BAD))), id="scoring"),
        pytest.param(SearchRequest(text=Text(Best((GOOD, BAD)), ())), id="best"),
        pytest.param(
            SearchRequest(text=Text(GOOD, (AtLeast(1, (Weighted(BAD, 2.0),)),))), id="weighted"
        ),
        pytest.param(SearchRequest(text=Text(Phrase("colour", ("红", "色")), ())), id="phrase"),
        pytest.param(
            SearchRequest(facets=(ValuesFacet(key="x", field="colour", size=5),)), id="values"
        ),
        pytest.param(
            SearchRequest(facets=(RangesFacet(key="x", field="colour", ranges=((0, 1),)),)),
            id="ranges",
        ),
        pytest.param(SearchRequest(sort=Sort("colour"), limit=5), id="sort"),
        pytest.param(SearchRequest(columns=("colour",), limit=5), id="column"),
        pytest.param(SearchRequest(columns=("colour",)), id="column of no hits"),
    ],
)
def test_an_unknown_column_is_refused_by_its_name(shelf: Engine, request_: SearchRequest) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        shelf.search(request_)
    assert "colour" in {caught.value.field, *str(caught.value).replace("：", " ").split()}


def test_the_nearest_refuse_unknown_columns_too(shelf: Engine) -> None:
    for request in (
        NearestRequest(code=bytes(4), limit=5, filters=Term("colour", "红")),
        NearestRequest(code=bytes(4), limit=5, columns=("colour",)),
    ):
        with pytest.raises(InvalidRequestError):
            shelf.nearest(request)


def test_a_refused_request_leaves_the_engine_as_it_was(shelf: Engine) -> None:
    with pytest.raises(InvalidRequestError):
        shelf.search(SearchRequest(filters=Term("colour", "红")))
    assert shelf.search(SearchRequest()).total == 8
