"""What a shop's past tells its pages: kept for a while, found beside the request, gone with the demo."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer.catalog import DocumentId, Product, fen
from indexer.demo import load
from indexer.errors import XunhuoError
from indexer.settings import Settings
from indexer.shop import Shop
from query.log import SearchLog
from query.suggest import past_queries
from recsys.events import Events
from recsys.events import load as load_events
from web import Services
from web.history import hot_words, keep_demo_history
from web.remembered import Remembered

_SECONDS = 30.0


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds, or fail."""
    until = time.monotonic() + _SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_remembered_value_is_asked_for_anew_when_it_is_too_old_and_nobody_waits() -> None:
    now, asked, go = 0.0, [0], threading.Event()

    def ask() -> int:
        go.wait(_SECONDS)
        asked[0] += 1
        return asked[0]

    value = Remembered(ask, seconds=60.0, first=0, clock=lambda: now)
    assert [value(), value()] == [0, 0]  # while one is asking the others take what there is
    go.set()
    eventually(lambda: value() == 1)
    now = 59.0
    assert value() == 1
    now = 61.0
    value()
    eventually(lambda: value() == 2)
    assert asked == [2]


def test_what_cannot_be_had_leaves_the_last_value() -> None:
    now, failures = 0.0, []

    def ask() -> str:
        failures.append(1)
        if len(failures) == 1:
            return "known"
        raise XunhuoError("away")

    value = Remembered(ask, seconds=1.0, first="", clock=lambda: now)
    value()
    eventually(lambda: value() == "known")
    now = 5.0
    value()
    eventually(lambda: len(failures) == 2)
    assert value() == "known"


def test_queries_of_events_are_past_queries_in_their_one_spelling(tmp_path: Path) -> None:
    with Shop(Settings.from_env({}, tmp_path)) as shop:
        events, log = Events(shop.behavior), SearchLog(shop.behavior)
        rows = [("s1", "華為"), ("s1", "華為"), ("s2", "华为"), ("s3", "毛巾"), ("s4", None)]
        load_events(
            events,
            (
                {"action": "click", "product": "P1", "session": who, "query": text}
                for who, text in rows
            ),
            tmp_path,
        )
        assert past_queries(log, events, time.time) == [("华为", 2), ("毛巾", 1)]


def test_hot_words_are_those_that_the_shop_has_goods_for(shop_settings: Settings) -> None:
    services = Services.open(shop_settings)
    past = [("没有的东西zzqx", 9), ("华为", 2), ("毛巾", 1)]
    words = hot_words(services.log, lambda: past, time.time, services.search)
    services.close()
    assert [word for word in words if word in dict(past)] == ["华为", "毛巾"]


@pytest.mark.slow
def test_the_demos_events_come_once_and_go_with_it(tmp_path: Path) -> None:
    with Shop(Settings.from_env({}, tmp_path)) as shop:
        events = Events(shop.behavior)
        keep_demo_history(shop, events)
        assert events.latest() == 0  # an empty shop is none
        load(shop.store, tmp_path, datetime.now(UTC))
        keep_demo_history(shop, events)
        loaded = events.latest()
        keep_demo_history(shop, events)
        assert events.latest() == loaded > 50_000
        assert "手机" in dict(events.asked(20))
        shop.store.products.upsert([Product(id=DocumentId("P1"), title="毛巾", price=fen(9))])
        keep_demo_history(shop, events)
        assert events.latest() == 0
