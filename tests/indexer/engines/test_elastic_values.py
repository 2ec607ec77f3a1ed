"""Values at the edge of what a cluster takes mean what they say, or are refused by us."""

from collections.abc import Iterator
from itertools import pairwise
from math import inf

import pytest
from elasticsearch import Elasticsearch
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.elastic import ElasticEngine
from indexer.engines.elastic.tokens import kept_whole
from indexer.errors import InvalidRequestError
from indexer.filters import Exists, Filter, Range, Term
from indexer.request import NearestRequest, Phrase, SearchRequest, Text, Token, ValuesFacet
from tests.contract.shelf import GOODS, SHELF, fill

KEPT_BY_LUCENE = "\x85\u00a0\u2007\u202f"
"""White space for Python, not for Java's Character.isWhitespace."""

ALL = {1, 2, 3, 4, 5, 6, 7, 8}


@pytest.fixture(scope="module")
def shelf(elastic_url: str, elastic_module_prefix: str) -> Iterator[ElasticEngine]:
    """GOODS on a cluster, for tests that only read."""
    with Elasticsearch(elastic_url) as client:
        engine = ElasticEngine(client, SHELF, prefix=elastic_module_prefix)
        fill(engine, GOODS)
        yield engine


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Co"], exclude_characters=" "))))
def test_tokens_are_split_at_single_spaces_alone_and_stay_apart(tokens: list[str]) -> None:
    kept = [kept_whole(token) for token in tokens]
    assert kept_whole(" ".join(tokens)) == " ".join(kept)
    assert not any(c.isspace() and c not in KEPT_BY_LUCENE for c in "".join(kept))
    ordered = sorted(zip(tokens, kept, strict=True))
    assert all((a[0] == b[0]) == (a[1] == b[1]) for a, b in pairwise(ordered))


@pytest.mark.elastic
@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        pytest.param(Range("price", -inf, inf), ALL, id="everything"),
        pytest.param(Range("price", inf, None), set(), id="above everything"),
        pytest.param(Range("price", 400, 2**63), {1, 4, 6}, id="past 64 bits"),
        pytest.param(Range("price", 2**63, None), set(), id="only past 64 bits"),
        pytest.param(Range("price", -(2**70), 0), {7}, id="below 64 bits"),
        pytest.param(Range("weight", -inf, 0.75), {4, 6}, id="doubles without end"),
        pytest.param(Term("price", 2**63), set(), id="a number past 64 bits"),
        pytest.param(Term("brand", "长" * 20_000), set(), id="a name longer than any"),
        pytest.param(Exists("by_price"), ALL, id="a column that is only sorted by"),
    ],
)
def test_a_filter_of_odd_values(shelf: ElasticEngine, filter_: Filter, expected: set[int]) -> None:
    result = shelf.search(SearchRequest(filters=filter_, limit=20))
    assert set(result.hits.rows.tolist()) == expected


@pytest.mark.elastic
def test_a_text_request_that_no_index_can_answer_is_refused(shelf: ElasticEngine) -> None:
    phrase = Text(Phrase("title_words", ("红色", "手机")), ())
    with pytest.raises(InvalidRequestError, match="title_words"):
        shelf.search(SearchRequest(text=phrase))
    numbers = ValuesFacet(key="价", field="price", size=5)
    with pytest.raises(InvalidRequestError, match="price"):
        shelf.search(SearchRequest(facets=(numbers,)))


@pytest.mark.elastic
def test_a_token_longer_than_any_finds_nothing(shelf: ElasticEngine) -> None:
    token = Token("title_words", "长" * 20_000)
    assert shelf.search(SearchRequest(text=Text(token, (token,)), limit=5)).total == 0


@pytest.mark.elastic
def test_a_vector_of_another_length_is_refused(shelf: ElasticEngine) -> None:
    with pytest.raises(InvalidRequestError, match="4"):
        shelf.nearest(NearestRequest(code=bytes(5), limit=3))
