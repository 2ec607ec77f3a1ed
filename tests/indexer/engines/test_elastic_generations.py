"""Generations are indices under one alias; what else is on the cluster is left alone."""

import pytest
from elasticsearch import Elasticsearch

from indexer.engine import Generation
from indexer.engines.elastic import ElasticEngine
from indexer.errors import InvalidRequestError
from indexer.fields import FAQS, PRODUCTS
from indexer.request import SearchRequest
from tests.contract.shelf import FIRST, SECOND, SHELF, fill, item, rows

pytestmark = pytest.mark.elastic


def test_an_operator_finds_the_index_by_its_name(
    cluster: Elasticsearch, elastic_prefix: str
) -> None:
    fill(ElasticEngine(cluster, SHELF, prefix=elastic_prefix), [item(1)])
    alias, index = f"{elastic_prefix}-shelf", f"{elastic_prefix}-shelf-{FIRST.name}"
    assert list(cluster.indices.get_alias(name=alias)) == [index]
    assert cluster.count(index=alias)["count"] == 1


def test_other_indices_that_are_called_alike_are_not_ours(
    cluster: Elasticsearch, elastic_prefix: str
) -> None:
    engine = ElasticEngine(cluster, SHELF, prefix=elastic_prefix)
    fill(ElasticEngine(cluster, SHELF, prefix=f"{elastic_prefix}-shelf"), [item(1)])
    assert (engine.generations(), engine.published()) == ([], None)
    fill(engine, [item(2)], SECOND)
    assert engine.generations() == [SECOND]
    assert rows(engine) == [2]


def test_two_processes_see_each_other_publish(cluster: Elasticsearch, elastic_prefix: str) -> None:
    one = ElasticEngine(cluster, SHELF, prefix=elastic_prefix)
    other = ElasticEngine(cluster, SHELF, prefix=elastic_prefix)
    fill(one, [item(1)])
    assert rows(other) == [1]
    fill(other, [item(2)], SECOND)
    assert rows(one) == [2]
    with pytest.raises(InvalidRequestError):
        one.drop(SECOND)
    one.drop(FIRST)
    assert other.generations() == [SECOND]


def test_an_alias_that_someone_set_on_two_indices_is_mended_by_publishing(
    cluster: Elasticsearch, elastic_prefix: str
) -> None:
    engine = ElasticEngine(cluster, SHELF, prefix=elastic_prefix)
    fill(engine, [item(1)])
    engine.create(SECOND, dimensions=4)
    alias = f"{elastic_prefix}-shelf"
    cluster.indices.put_alias(index=f"{alias}-{SECOND.name}", name=alias)
    engine.publish(SECOND)
    assert list(cluster.indices.get_alias(name=alias)) == [f"{alias}-{SECOND.name}"]


def test_dropping_what_is_not_there_is_no_error(
    cluster: Elasticsearch, elastic_prefix: str
) -> None:
    ElasticEngine(cluster, SHELF, prefix=elastic_prefix).drop(FIRST)


def test_what_a_dead_writer_did_not_show_is_shown_soon(
    cluster: Elasticsearch, elastic_prefix: str
) -> None:
    fill(ElasticEngine(cluster, SHELF, prefix=elastic_prefix), [item(1)])
    index = f"{elastic_prefix}-shelf-{FIRST.name}"
    settings = cluster.indices.get_settings(index=index, flat_settings=True)[index]["settings"]
    assert settings["index.refresh_interval"] == "1s"


@pytest.mark.parametrize("schema", [PRODUCTS, FAQS], ids=lambda schema: schema.name)
def test_the_real_schemas_fit_a_cluster(
    cluster: Elasticsearch, elastic_prefix: str, schema: object
) -> None:
    assert schema in (PRODUCTS, FAQS)
    engine = ElasticEngine(cluster, PRODUCTS if schema is PRODUCTS else FAQS, prefix=elastic_prefix)
    engine.create(Generation("20260101t000000123456z"), dimensions=256)
    engine.publish(Generation("20260101t000000123456z"))
    assert engine.search(SearchRequest(limit=1)).total == 0
