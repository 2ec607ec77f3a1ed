"""Requests that cannot be answered: refused by name, never answered with less."""

from functools import partial

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


search = partial(SearchRequest, limit=5)


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(search(filters=Range("brand", 1, 2)), id="a range of words"),
        pytest.param(search(filters=Range("brand")), id="an open range of words"),
        pytest.param(search(filters=Term("price", "100")), id="a word for a number"),
        pytest.param(search(filters=Terms("price", (100, "100"))), id="a word among numbers"),
        pytest.param(search(filters=Term("brand", 5)), id="a number for a word"),
        pytest.param(search(filters=Range("price", float("nan"), None)), id="not a number"),
        pytest.param(search(filters=Exists("title_words")), id="a text that exists"),
        pytest.param(search(text=Text(Token("brand", "华为"), ())), id="a token of a keyword"),
        pytest.param(search(text=Text(Token("price", "100"), ())), id="a token of a number"),
        pytest.param(
            search(text=Text(Phrase("title_words", ("红色", "手机")), ())), id="a phrase of words"
        ),
        pytest.param(
            search(text=Text(Phrase("title_chars", ("红",)), ())), id="a phrase of one token"
        ),
        pytest.param(search(text=Text(Phrase("title_chars", ()), ())), id="a phrase of none"),
        pytest.param(search(text=Text(AtLeast(0, (GOOD,)), ())), id="at least none"),
        pytest.param(search(text=Text(GOOD, (Weighted(GOOD, 0.0),))), id="a weight of 0"),
        pytest.param(search(text=Text(GOOD, (Weighted(GOOD, -1.0),))), id="a negative weight"),
        pytest.param(
            search(text=Text(GOOD, (Weighted(GOOD, float("inf")),))), id="an endless weight"
        ),
        pytest.param(
            search(facets=(ValuesFacet(key="x", field="price", size=5),)), id="values of numbers"
        ),
        pytest.param(
            search(facets=(ValuesFacet(key="x", field="id", size=5),)),
            id="values not to be counted",
        ),
        pytest.param(
            search(facets=(ValuesFacet(key="x", field="title_words", size=5),)),
            id="values of a text",
        ),
        pytest.param(
            search(facets=(RangesFacet(key="x", field="brand", ranges=((0, 1),)),)),
            id="ranges of words",
        ),
        pytest.param(search(sort=Sort("brand")), id="a sort by words"),
        pytest.param(search(sort=Sort("weight")), id="a sort by doubles"),
        pytest.param(search(sort=Sort("price")), id="a sort by several values"),
        pytest.param(search(columns=("brand",)), id="a column of words"),
        pytest.param(search(columns=("price",)), id="a column of several values"),
        pytest.param(search(limit=-1), id="a negative limit"),
        pytest.param(search(limit=1_000_000), id="an endless page"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_alike(
    shelf: Engine, request_: SearchRequest
) -> None:
    with pytest.raises(InvalidRequestError):
        shelf.search(request_)


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(NearestRequest(code=bytes(3), limit=5), id="too short"),
        pytest.param(NearestRequest(code=bytes(5), limit=5), id="too long"),
        pytest.param(NearestRequest(code=b"", limit=5), id="empty"),
        pytest.param(NearestRequest(code=bytes(4), limit=-1), id="a negative limit"),
    ],
)
def test_a_vector_that_does_not_fit_is_refused(shelf: Engine, request_: NearestRequest) -> None:
    with pytest.raises(InvalidRequestError):
        shelf.nearest(request_)


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
