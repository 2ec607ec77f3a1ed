"""What every test may ask for: a real Elasticsearch, and a name of its own on it.

Fixtures of one house only stand in that house's folder.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.elastic_server import ServerMissingError, index_prefix, start

# Examples share the machine with an index and a database: a slow one is no failure.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--require-elastic` and `--require-browser`: what is missing fails instead of skipping.

    And `--requests`: how many generated requests a test of the API makes.
    """
    parser.addoption(
        "--require-elastic",
        action="store_true",
        help="fail the tests that need Elasticsearch when there is none (for CI)",
    )
    parser.addoption(
        "--require-browser",
        action="store_true",
        help="fail the browser tests when there is no Chromium (for CI)",
    )
    parser.addoption(
        "--requests",
        type=int,
        default=60,
        help="generated requests in each test of the API; 5000 search for hours",
    )


@pytest.fixture(scope="session")
def elastic_url(pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of a real server, started for this run unless a variable names one."""
    required = bool(pytestconfig.getoption("--require-elastic"))
    try:
        server = start(os.environ, Path(pytestconfig.rootpath), required=required)
    except ServerMissingError as error:
        if required:
            pytest.fail(f"no Elasticsearch: {error}", pytrace=False)
        pytest.skip(f"no Elasticsearch: {error}")
    yield server.url
    server.stop()


@pytest.fixture
def elastic_prefix(elastic_url: str) -> Iterator[str]:
    """An index prefix for one test."""
    with index_prefix(elastic_url) as prefix:
        yield prefix


@pytest.fixture(scope="module")
def elastic_module_prefix(elastic_url: str) -> Iterator[str]:
    """An index prefix for the tests of one module."""
    with index_prefix(elastic_url) as prefix:
        yield prefix
