"""A store of its own for a test: SQLite always, PostgreSQL where XUNHUO_TEST_POSTGRES_URL is set."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from indexer.store import Store

POSTGRES_VARIABLE = "XUNHUO_TEST_POSTGRES_URL"


# The parameter is left out rather than skipped: one line of a report tells as much as fifty.
_DATABASES = ["sqlite", "postgresql"] if os.environ.get(POSTGRES_VARIABLE) else ["sqlite"]


@pytest.fixture(params=_DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/xunhuo.db"
        return
    address = make_url(os.environ[POSTGRES_VARIABLE]).set(drivername="postgresql+psycopg")
    schema = f"test_{uuid4().hex}"
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    own = address.update_query_dict({"options": f"-csearch_path={schema}"})
    yield own.render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store.open(database_url, tmp_path) as opened:
        yield opened
