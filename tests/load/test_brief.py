"""The load run for some seconds: nothing fails, and what was acknowledged is in the tables."""

from pathlib import Path

import pytest

from indexer.settings import Settings
from tests.load.run import run
from tests.web.conftest import filled


@pytest.mark.slow
def test_under_everything_at_once_nothing_fails_and_nothing_is_missing(tmp_path: Path) -> None:
    settings: Settings = filled(tmp_path / "shop")
    outcome = run(
        settings.data,
        ("手机", "毛巾", "华为", "小米 手机", "没有的东西qz"),
        seconds=8.0,
        shoppers=3,
        log=tmp_path / "log",
        every=2.0,
    )
    assert not outcome.failures
    assert outcome.searches > 10
    assert outcome.logged == outcome.searches
    assert outcome.logged_ids == outcome.ids
    assert outcome.stored >= outcome.events > 0
    assert outcome.prices > 0
    assert outcome.differences == 0
