"""Bulk writing to a cluster: each document has its own verdict, and a busy one is waited for."""

import pytest
from elasticsearch import Elasticsearch

from indexer.engine import IndexDocument
from indexer.engines.elastic import ElasticEngine
from indexer.errors import BulkRejectedError, EngineUnavailableError
from indexer.request import SearchRequest
from tests.contract.shelf import FIRST, SHELF, item, rows
from tests.indexer.engines.bad_line import Trouble, bad_line

pytestmark = pytest.mark.elastic

TOO_LONG = "长" * 10_923  # 32,769 bytes: three more than Lucene takes as one term


@pytest.fixture
def engine(cluster: Elasticsearch, elastic_prefix: str) -> ElasticEngine:
    """An empty generation, published."""
    engine = ElasticEngine(cluster, SHELF, prefix=elastic_prefix)
    engine.create(FIRST, dimensions=4)
    engine.publish(FIRST)
    return engine


def test_every_refused_document_is_named_with_its_reason_and_all_others_are_in(
    engine: ElasticEngine,
) -> None:
    documents = [item(row, brand=TOO_LONG if row % 400 == 7 else "好") for row in range(1300)]
    with pytest.raises(BulkRejectedError) as caught:
        engine.add(FIRST, documents)
    assert set(caught.value.failures) == {"g7", "g407", "g807", "g1207"}
    assert all("immense" in reason for reason in caught.value.failures.values())
    engine.refresh(FIRST)
    assert engine.count(FIRST) == 1296


def test_a_vector_of_another_length_is_refused(engine: ElasticEngine) -> None:
    with pytest.raises(BulkRejectedError) as caught:
        engine.add(FIRST, [item(1, code=(1, 2)), item(2, code=(1, 2, 3, 4))])
    assert set(caught.value.failures) == {"g1"}


def test_a_column_that_the_schema_lacks_is_refused_not_guessed(engine: ElasticEngine) -> None:
    document = IndexDocument(id="g1", row=1, texts={}, keywords={"colour": ("red",)})
    with pytest.raises(BulkRejectedError) as caught:
        engine.add(FIRST, [document])
    assert "colour" in caught.value.failures["g1"]


def test_a_large_document_and_many_small_ones_go_in_together(engine: ElasticEngine) -> None:
    large = IndexDocument(id="g0", row=0, texts={}, source=bytes(4 * 1024 * 1024))
    assert engine.add(FIRST, [large, *(item(row) for row in range(1, 1001))]) == 1001
    engine.refresh(FIRST)
    assert engine.get([0]) == {0: large.source}


def test_a_busy_cluster_is_waited_for(
    engine: ElasticEngine, elastic_url: str, elastic_prefix: str
) -> None:
    with (
        bad_line(elastic_url, Trouble.BUSY, times=2, path="_bulk") as url,
        Elasticsearch(url, max_retries=0) as client,
    ):
        behind = ElasticEngine(client, SHELF, prefix=elastic_prefix)
        assert behind.add(FIRST, [item(1), item(2)]) == 2
        behind.remove(FIRST, ["g1"])
    engine.refresh(FIRST)
    assert rows(engine) == [2]


@pytest.mark.usefixtures("engine")
def test_a_cluster_that_stays_busy_is_unavailable_and_no_document_is_to_blame(
    elastic_url: str,
    elastic_prefix: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("indexer.engines.elastic.writing._FIRST_PAUSE", 0.01)
    with (
        bad_line(elastic_url, Trouble.BUSY, times=1000, path="_bulk") as url,
        Elasticsearch(url, max_retries=0) as client,
    ):
        behind = ElasticEngine(client, SHELF, prefix=elastic_prefix)
        with pytest.raises(EngineUnavailableError):
            behind.add(FIRST, [item(1)])
        with pytest.raises(EngineUnavailableError):
            behind.remove(FIRST, ["g1"])


def test_a_write_whose_answer_was_lost_is_said_again_and_counts_once(
    engine: ElasticEngine, elastic_url: str, elastic_prefix: str
) -> None:
    with (
        bad_line(elastic_url, Trouble.CUT, times=1, path="_bulk") as url,
        Elasticsearch(url) as client,
    ):
        behind = ElasticEngine(client, SHELF, prefix=elastic_prefix)
        assert behind.add(FIRST, [item(1), item(2)]) == 2
    engine.refresh(FIRST)
    assert engine.count(FIRST) == 2
    assert engine.search(SearchRequest()).total == 2
