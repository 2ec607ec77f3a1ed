"""What a shop's past tells its pages: kept for a while, found beside the request, gone with the demo."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer.catalog import DocumentId, Product, fen
from indexer.demo import load
from indexer.errors import XunhuoError
from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from query.form import SearchForm
from query.log import SearchLog, record
from query.suggest import Action, CurationStore, Rule, past_queries
from recsys.events import Events, event, journaled
from recsys.events import load as load_events
from web import Services
from web.history import hot_words, keep_demo_history
from web.remembered import Remembered

_SECONDS = 120.0  # what waits for the demo's year of events is slow on a busy machine


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


def test_a_value_is_asked_for_anew_at_once_when_what_it_is_found_in_has_changed() -> None:
    found = ["old"]
    value = Remembered(lambda: found[-1], seconds=60.0, first="", clock=lambda: 0.0)
    eventually(lambda: value() == "old")
    found.append("new")
    assert value() == "old"
    value.renew()
    eventually(lambda: value() == "new")


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


def test_closing_waits_for_who_is_asking_and_nobody_asks_after_it() -> None:
    begun, go, asked = threading.Event(), threading.Event(), []

    def ask() -> int:
        begun.set()
        go.wait(_SECONDS)
        asked.append(1)
        return len(asked)

    value = Remembered(ask, seconds=0.0, first=0)
    value()
    assert begun.wait(_SECONDS)
    closing = threading.Thread(target=value.close)
    closing.start()
    assert value() == 0
    assert closing.is_alive()
    go.set()
    closing.join(_SECONDS)
    assert value() == 1
    assert asked == [1]
    value.close()


def test_no_thread_outlives_its_shop(shop_settings: Settings) -> None:
    before = set(threading.enumerate())
    for _ in range(5):
        services = Services.open(shop_settings)
        for step in (services.follower, services.mover, services.slow_follower):
            step.start()
        services.hot_words()
        services.is_demo()
        services.close()
        assert set(threading.enumerate()) <= before


def _asked(*people: str, query: str) -> list[dict[str, str]]:
    return [
        {"action": "click", "product": "P1", "session": person, "query": query} for person in people
    ]


def test_queries_of_imported_events_are_past_queries_in_their_one_spelling(tmp_path: Path) -> None:
    with Shop(Settings.from_env({}, tmp_path)) as shop:
        events, log = Events(shop.behavior), SearchLog(shop.behavior)
        rows = _asked("s1", "s1", "s2", "s3", query="華為") + _asked("s4", "s5", "s6", query="华为")
        rows += _asked("s1", "s2", "s3", query="毛巾") + _asked("s1", "s1", "s2", query="张三")
        load_events(events, iter(rows), tmp_path)
        assert past_queries(log, events, time.time) == [("华为", 6), ("毛巾", 3)]


def test_no_stranger_writes_on_the_first_page(shop_settings: Settings, tmp_path: Path) -> None:
    services = Services.open(shop_settings)
    with Shop(Settings.from_env({}, tmp_path)) as shop:
        events, log = Events(shop.behavior), SearchLog(shop.behavior)

        def words() -> list[str]:
            return hot_words(log, events, time.time, services.search)

        with log.database.writing() as connection:
            # What browsers send, however much of it, and what nobody in particular searched.
            sent = [event(row) for n in range(9) for row in _asked(f"s{n}", query="手机")]
            events.take(connection, [journaled(one, time.time()) for one in sent])
            form = SearchForm(text="毛巾")
            page = services.search.search(form)
            searches = [record(form, page, counter="page", session=None, now=time.time())] * 500
            log.take(connection, searches)
        assert words() == []
        load_events(events, iter(_asked("a", "b", "c", query="手机 没有的zzqx")), tmp_path)
        assert words() == []  # nothing has that
        load_events(events, iter(_asked("a", "b", "c", query="手机")), tmp_path)
        assert words() == ["手机"]
    services.close()


def test_a_blocked_phrase_leaves_the_first_page(shop_settings: Settings) -> None:
    services = Services.open(shop_settings)
    store = CurationStore(services.shop.store.database)
    rule = Rule(action=Action.BLOCK, text="毛 巾")
    store.add(rule)
    services.suggestion_keeper.refresh()
    assert not services.suggestion_keeper.curation.allows("毛巾")
    assert services.suggestion_keeper.curation.allows("手机")
    store.remove(rule.text)
    services.close()


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


def test_who_imports_while_the_demos_events_are_read_does_not_wait_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    with Shop(Settings.from_env({}, tmp_path)) as shop:
        row = Product(id=DocumentId("D1"), title="手机", price=fen(9))
        shop.store.products.upsert([row], demo=True)

        def year(_: object) -> Iterator[dict[str, str]]:
            for n in range(50_000):
                if n == 1_000:
                    own = Product(id=DocumentId("P1"), title="毛巾", price=fen(9))
                    shop.store.products.upsert([own])
                read.append(n)
                yield {"action": "view", "product": "D1", "time": "2026-01-01T00:00:00Z"}

        monkeypatch.setattr("indexer.demo.events", year)
        events = Events(shop.behavior)
        assert keep_demo_history(shop, events) == 0
        assert 1_000 < len(read) < 10_000
        assert events.latest() == 0


def test_events_that_are_imported_while_the_demos_are_read_stand_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Shop(Settings.from_env({}, tmp_path)) as shop:
        row = Product(id=DocumentId("D1"), title="手机", price=fen(9))
        shop.store.products.upsert([row], demo=True)
        events = Events(shop.behavior)

        def year(_: object) -> Iterator[dict[str, str]]:
            load_events(events, iter(_asked("a", "b", query="手机")), tmp_path)
            yield {"action": "view", "product": "D1", "time": "2026-01-01T00:00:00Z"}

        monkeypatch.setattr("indexer.demo.events", year)
        assert keep_demo_history(shop, events) == 0
        assert events.latest() == 2


@pytest.mark.slow
def test_the_words_of_the_demo_are_there_at_once_then_come_and_go_with_its_events(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asked before they came, or has just asked, does not wait until words grow old."""
    monkeypatch.setattr("web.services._WORDS", 3_600.0)
    settings = Settings.from_env({}, tmp_path)
    with Shop(settings) as shop:
        load(shop.store, tmp_path, datetime.now(UTC))
        rebuild(shop.products)
    services = Services.open(settings)
    try:
        first = services.hot_words()
        assert "手机" in first
        assert all(map(services.search.finds, first))
        assert len(first) == 10
        services.slow_follower.start()
        eventually(lambda: len(services.hot_words()) > len(first))
        assert services.hot_words()[:10] == first  # what somebody reads does not change
        with Shop(settings) as other:
            other.store.products.upsert([Product(id=DocumentId("P1"), title="手机", price=fen(9))])
        eventually(lambda: services.hot_words() == [])
    finally:
        services.close()


def test_the_words_of_a_demo_go_with_it_before_its_events_have_come(tmp_path: Path) -> None:
    settings = Settings.from_env({}, tmp_path)
    with Shop(settings) as shop:
        row = Product(id=DocumentId("D1"), title="手机", price=fen(9))
        shop.store.products.upsert([row], demo=True)
        rebuild(shop.products)
    services = Services.open(settings)
    try:
        assert services.hot_words() == ["手机"]
        with Shop(settings) as other:
            other.store.products.upsert([Product(id=DocumentId("P1"), title="手机", price=fen(9))])
        eventually(lambda: services.hot_words() == [])
    finally:
        services.close()
