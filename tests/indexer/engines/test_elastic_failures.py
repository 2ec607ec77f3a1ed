"""What goes wrong between us and a cluster is an error, never fewer hits."""

import socket
from collections.abc import Callable

import pytest
from elasticsearch import Elasticsearch

from indexer.engine import Engine
from indexer.engines.elastic import ElasticEngine, connect
from indexer.errors import (
    EngineTimeoutError,
    EngineUnavailableError,
    InvalidRequestError,
    NothingPublishedError,
)
from indexer.request import NearestRequest, SearchRequest
from indexer.settings import ElasticsearchSettings
from tests.contract.shelf import FIRST, GOODS, SECOND, SHELF, fill, item
from tests.indexer.engines.bad_line import Trouble, bad_line

pytestmark = pytest.mark.elastic

READS: dict[str, Callable[[Engine], object]] = {
    "search": lambda engine: engine.search(SearchRequest(limit=5)),
    "nearest": lambda engine: engine.nearest(NearestRequest(code=bytes(4), limit=5)),
    "get": lambda engine: engine.get([1]),
    "find": lambda engine: engine.find(["g1"]),
    "documents": lambda engine: list(engine.documents()),
    "published": lambda engine: engine.published(),
    "ping": lambda engine: engine.ping(),
}

WRITES: dict[str, Callable[[Engine], object]] = {
    "create": lambda engine: engine.create(FIRST, dimensions=4),
    "add": lambda engine: engine.add(FIRST, [item(1)]),
    "remove": lambda engine: engine.remove(FIRST, ["g1"]),
    "refresh": lambda engine: engine.refresh(FIRST),
    "count": lambda engine: engine.count(FIRST),
    "publish": lambda engine: engine.publish(FIRST),
    "generations": lambda engine: engine.generations(),
    "drop": lambda engine: engine.drop(FIRST),
}


def closed_port() -> str:
    """An address where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.mark.parametrize("ask", [*READS.values(), *WRITES.values()], ids=[*READS, *WRITES])
def test_a_cluster_that_is_away_is_unavailable(ask: Callable[[Engine], object]) -> None:
    with connect(ElasticsearchSettings(hosts=(closed_port(),), prefix="x")) as client:
        with pytest.raises(EngineUnavailableError) as caught:
            ask(ElasticEngine(client, SHELF, prefix="x"))
        assert "Elasticsearch" in str(caught.value)
        assert caught.value.__cause__ is not None


def test_no_answer_in_time_is_a_timeout(
    cluster: Elasticsearch, elastic_url: str, elastic_prefix: str
) -> None:
    fill(ElasticEngine(cluster, SHELF, prefix=elastic_prefix), GOODS)
    with (
        bad_line(elastic_url, Trouble.SLOW, times=1, path="_search") as url,
        Elasticsearch(url) as client,
    ):
        engine = ElasticEngine(client, SHELF, prefix=elastic_prefix, timeout=0.3)
        with pytest.raises(EngineTimeoutError):
            engine.search(SearchRequest(limit=5))


def test_a_line_that_breaks_once_is_tried_again(
    cluster: Elasticsearch, elastic_url: str, elastic_prefix: str
) -> None:
    fill(ElasticEngine(cluster, SHELF, prefix=elastic_prefix), GOODS)
    with bad_line(elastic_url, Trouble.CUT, times=1) as url, Elasticsearch(url) as client:
        engine = ElasticEngine(client, SHELF, prefix=elastic_prefix)
        assert engine.search(SearchRequest(limit=5)).total == len(GOODS)


@pytest.mark.parametrize("read", ["search", "get", "find", "documents"])
def test_a_shard_that_does_not_answer_is_an_error_though_others_do(
    cluster: Elasticsearch, elastic_prefix: str, read: str
) -> None:
    engine = ElasticEngine(cluster, SHELF, prefix=elastic_prefix)
    fill(engine, GOODS)
    _add_lost_shard(cluster, f"{elastic_prefix}-shelf")
    with pytest.raises(EngineUnavailableError):
        READS[read](engine)


def test_a_generation_whose_shards_are_lost_is_an_error(
    cluster: Elasticsearch, elastic_prefix: str
) -> None:
    engine = ElasticEngine(cluster, SHELF, prefix=elastic_prefix, timeout=2.0)
    _add_lost_shard(cluster, f"{elastic_prefix}-shelf")
    with pytest.raises(EngineUnavailableError):
        engine.search(SearchRequest(limit=5))


def test_an_alias_that_vanished_is_told_with_its_cure(
    cluster: Elasticsearch, elastic_prefix: str
) -> None:
    engine = ElasticEngine(cluster, SHELF, prefix=elastic_prefix)
    fill(engine, GOODS)
    cluster.indices.delete(index=f"{elastic_prefix}-shelf-{FIRST.name}")
    with pytest.raises(NothingPublishedError, match="rebuild"):
        engine.search(SearchRequest(limit=5))


@pytest.mark.parametrize("write", ["add", "remove", "refresh", "count", "publish"])
def test_a_generation_that_vanished_is_named_and_not_made_again(
    cluster: Elasticsearch, elastic_prefix: str, write: str
) -> None:
    engine = ElasticEngine(cluster, SHELF, prefix=elastic_prefix)
    fill(engine, [item(1)], SECOND)
    with pytest.raises(InvalidRequestError, match=FIRST.name):
        WRITES[write](engine)
    assert engine.generations() == [SECOND]
    assert engine.published() == SECOND


def test_more_hits_than_a_cluster_gives_are_refused(
    cluster: Elasticsearch, elastic_prefix: str
) -> None:
    engine = fill(ElasticEngine(cluster, SHELF, prefix=elastic_prefix), [item(1)])
    with pytest.raises(InvalidRequestError) as caught:
        engine.search(SearchRequest(limit=10_001))
    assert caught.value.field == "limit"


def _add_lost_shard(cluster: Elasticsearch, alias: str) -> None:
    """A second index under the alias whose one shard is on a node that does not exist."""
    cluster.indices.create(
        index=f"{alias}-{SECOND.name}",
        settings={
            "number_of_replicas": 0,
            "index.routing.allocation.require._name": "nobody",
        },
        aliases={alias: {}},
        wait_for_active_shards="0",
    )
