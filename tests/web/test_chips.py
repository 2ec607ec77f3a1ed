"""The numbers on chips, over HTTP on both engines: `python -m tests.web.chips` asks for many more."""

from pathlib import Path

import pytest

from tests.web.chips.following import Tally, followed
from tests.web.chips.queries import queries
from tests.web.chips.shop import demo_server

pytestmark = pytest.mark.slow

_QUERIES = 60


def test_every_chip_keeps_its_promise(tmp_path: Path) -> None:
    with demo_server(tmp_path) as server:
        _holds(followed(server, queries(_QUERIES)))


@pytest.mark.elastic
def test_every_chip_keeps_its_promise_on_a_cluster(
    tmp_path: Path, elastic_url: str, elastic_prefix: str
) -> None:
    settings = {"XUNHUO_ELASTICSEARCH_URL": elastic_url, "XUNHUO_INDEX_PREFIX": elastic_prefix}
    with demo_server(tmp_path, settings) as server:
        _holds(followed(server, queries(_QUERIES)))


def _holds(tally: Tally) -> None:
    assert tally.broken == []
    # Else nothing was tried: pages as typed, relaxed ones and loose ones all have chips.
    assert tally.pages == _QUERIES
    assert tally.chips >= 80
    assert tally.relaxed >= 15
    assert tally.loose >= 3
