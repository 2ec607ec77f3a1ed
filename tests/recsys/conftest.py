"""Events in a database of their own: SQLite always, PostgreSQL where there is one."""

from collections.abc import Iterator

import pytest

from indexer.store import Database
from recsys.events import Events
from tests.indexer.conftest import database_url

__all__ = ["database_url"]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def events(database: Database) -> Events:
    """No events yet."""
    return Events(database)
