"""Elasticsearch engines by themselves, for what the contract cannot ask of every engine."""

from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from indexer.engines.elastic import connect
from indexer.settings import ElasticsearchSettings


@pytest.fixture
def cluster(elastic_url: str, elastic_prefix: str) -> Iterator[Elasticsearch]:
    """The client that a shop's settings give."""
    settings = ElasticsearchSettings(hosts=(elastic_url,), prefix=elastic_prefix)
    with connect(settings) as client:
        yield client
