"""Several shards answer as one: scores, order, facets and the nearest are those of one shard."""

import random

import pytest
from elasticsearch import Elasticsearch

from indexer.engine import IndexDocument
from indexer.engines.elastic import ElasticEngine
from indexer.filters import Term
from indexer.request import (
    AtLeast,
    NearestRequest,
    RangesFacet,
    SearchRequest,
    Sort,
    Text,
    Token,
    ValuesFacet,
)
from tests.contract.shelf import SHELF, fill, item

pytestmark = pytest.mark.elastic

WORDS = ("茶", "杯", "壶", "叶", "盘", "碗", "筷", "勺")


def catalogue() -> list[IndexDocument]:
    """400 goods of few words: statistics of a part differ much from those of the whole."""
    chance = random.Random(5)
    return [
        item(
            row,
            " ".join(chance.choices(WORDS, range(1, 9), k=chance.randint(1, 6))),
            brand=f"牌{chance.randrange(40)}",
            prices=(chance.randrange(1000),),
            code=(*(chance.randint(-127, 127) for _ in range(4)),),
        )
        for row in range(400)
    ]


def test_three_shards_answer_as_one(cluster: Elasticsearch, elastic_prefix: str) -> None:
    documents = catalogue()
    one = ElasticEngine(cluster, SHELF, prefix=f"{elastic_prefix}-1")
    three = ElasticEngine(cluster, SHELF, prefix=f"{elastic_prefix}-3", shards=3)
    for engine in (one, three):
        fill(engine, documents)
    facets = (
        ValuesFacet(key="b", field="brand", size=5),
        RangesFacet(key="p", field="price", ranges=((0, 500), (500, None))),
    )
    clauses = tuple(Token("title_words", word) for word in WORDS[:3])
    text = Text(AtLeast(1, clauses), clauses)
    for request in (
        SearchRequest(text=text, facets=facets, limit=50),
        SearchRequest(text=text, chosen={"b": Term("brand", "牌1")}, facets=facets, limit=50),
        SearchRequest(text=text, sort=Sort("by_price"), limit=50),
        SearchRequest(facets=facets, limit=20),
    ):
        expected, found = one.search(request), three.search(request)
        assert (found.total, found.facets) == (expected.total, expected.facets)
        assert found.hits.rows.tolist() == expected.hits.rows.tolist()
        assert found.hits.scores == pytest.approx(expected.hits.scores, rel=1e-6)
    for code in (bytes((1, 2, 3, 4)), bytes((0, 255, 0, 9))):
        near = NearestRequest(code=code, limit=20)
        assert three.nearest(near).rows.tolist() == one.nearest(near).rows.tolist()
    assert sorted(three.documents()) == sorted(one.documents())
