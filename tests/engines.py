"""Makes engines for the shared suites: each in a place of its own, taken down after the run.

Nothing is tested here; `tests/contract` and `tests/congruence` say what an engine promises.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count

import pytest
from elasticsearch import Elasticsearch

from indexer.engine import Engine
from indexer.engines.elastic import ElasticEngine
from indexer.engines.embedded import EmbeddedEngine
from indexer.fields import Schema
from tests.elastic_server import index_prefix
from tests.naive import NaiveEngine

__all__ = ["KINDS", "NewEngine", "engines_of_kind"]

NewEngine = Callable[[Schema], Engine]
"""Makes an empty engine in a place of its own."""

KINDS = ("naive", "embedded", pytest.param("elastic", marks=pytest.mark.elastic))
"""Parameters for a fixture: every engine there is."""


@contextmanager
def engines_of_kind(kind: str, request: pytest.FixtureRequest) -> Iterator[NewEngine]:
    """Engines of one kind; what they wrote is gone afterwards."""
    with ExitStack() as places:
        factory: pytest.TempPathFactory = request.getfixturevalue("tmp_path_factory")
        if kind == "elastic":
            url: str = request.getfixturevalue("elastic_url")
            prefix = places.enter_context(index_prefix(url))
            client = places.enter_context(Elasticsearch(url))
            numbers = count()

        def closed_later(engine: Engine) -> Engine:
            places.callback(engine.close)
            return engine

        def embedded(schema: Schema) -> Engine:
            return closed_later(EmbeddedEngine(factory.mktemp("index"), schema))

        def elastic(schema: Schema) -> Engine:
            return closed_later(ElasticEngine(client, schema, prefix=f"{prefix}-{next(numbers)}"))

        makers: dict[str, NewEngine] = {
            "naive": NaiveEngine,
            "embedded": embedded,
            "elastic": elastic,
        }
        yield makers[kind]
