"""What every test may ask for: a real Elasticsearch, and a name of its own on it.

Fixtures of one house only stand in that house's folder.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings

from tests.elastic_server import ServerMissingError, Sharing, index_prefix, start

# Examples share the machine with an index and a database: a slow one is no failure.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")


TOLD = "told"
"""Recorded properties of a test by this name stand in the summary of the run."""


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


def pytest_configure(config: pytest.Config) -> None:
    """Let the programs that tests start share what they compile.

    Where Python is told to write no bytecode, each of them would compile every library anew: four
    seconds a start, on two busy cores. It goes to a folder of this run.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        folder = tempfile.mkdtemp(prefix="xunhuo-bytecode-")
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        config.add_cleanup(partial(shutil.rmtree, folder, ignore_errors=True))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with slow tests first: no process works alone on one when all else is done."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what tests tell of what they tried."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "teardown":  # the last one has everything
                lines = [line for name, line in report.user_properties if name == TOLD]
                if lines:
                    terminalreporter.section(report.nodeid, sep="-")
                    terminalreporter.write("".join(f"{line}\n" for line in lines))


@pytest.fixture(scope="session", autouse=True)
def sharing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sharing | None]:
    """What this process shares with the others of its run; None where it is alone."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        yield None
        return
    with Sharing(tmp_path_factory.getbasetemp().parent, worker) as entered:
        yield entered


@pytest.fixture(scope="session")
def elastic_url(pytestconfig: pytest.Config, sharing: Sharing | None) -> Iterator[str]:
    """The address of a real server, started for this run unless a variable names one."""
    required = bool(pytestconfig.getoption("--require-elastic"))
    begin = partial(start, os.environ, Path(pytestconfig.rootpath), required=required)
    try:
        server = begin() if sharing is None else sharing.server(begin)
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
