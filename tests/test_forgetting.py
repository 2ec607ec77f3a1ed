"""Every table with anything of a person can forget that person (semantics §6)."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import MetaData, Table

from indexer.settings import Retention
from indexer.store import Database
from query.log import SearchLog
from query.log import tables as log_tables
from recsys import tables as event_tables
from recsys.days import DAY
from recsys.events import Event, Events, journaled, load
from recsys.journal import Journal, drain
from recsys.people import PURGE, Person, purge
from tests.query.test_log import NOW, search

PERSONAL = ("user", "session", "visitor", "address", "ip")


def tables() -> Iterator[Table]:
    """The tables of every house, wherever a module describes some."""
    found: dict[int, MetaData] = {}
    for house in ("indexer", "recsys", "query", "web"):
        package = import_module(house)
        for module in pkgutil.walk_packages(package.__path__, f"{house}."):
            if not module.name.endswith("__main__") and ".migrations.versions" not in module.name:
                for value in vars(import_module(module.name)).values():
                    if isinstance(value, MetaData):
                        found[id(value)] = value
    for metadata in found.values():
        yield from metadata.sorted_tables


def personal(table: Table) -> bool:
    return any(
        word in column.name.lower().split("_") for column in table.columns for word in PERSONAL
    )


def test_every_table_with_a_person_has_a_purge_function() -> None:
    known = list(tables())
    assert {"products", "events", "searches"} <= {table.name for table in known}
    assert {table.name for table in known if personal(table)} >= {"events", "searches"}
    lacking = [table.name for table in known if personal(table) and PURGE not in table.info]
    assert lacking == []


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path}/behavior.db")
    yield opened
    opened.close()


def test_a_person_is_gone_from_tables_and_journals_and_nobody_else(
    database: Database, tmp_path: Path
) -> None:
    events, log = Events(database), SearchLog(database)
    load(
        events,
        [
            {"action": "buy", "product": "P1", "user": "anna"},
            {"action": "view", "product": "P2", "user": "anna", "session": "a1"},
            {"action": "view", "product": "P3", "session": "a1"},
            {"action": "buy", "product": "P1", "user": "bert", "session": "b1"},
        ],
        tmp_path,
    )
    with database.writing() as connection:
        log.take(connection, [search("手机", "a1"), search("手机", "b1"), search("手机")])
    # And what no thread has moved yet.
    journal = Journal(tmp_path / "journal")
    journal.append("search", [search("内衣", "a1"), search("毛巾", "b1")])
    journal.append("event", [journaled(Event("cart", "P9", session="a1"), NOW)])

    drain(journal.folder, database, {"event": events.take, "search": log.take})
    person = events.person("anna")
    everything = [*event_tables.metadata.sorted_tables, *log_tables.metadata.sorted_tables]
    assert purge(database, everything, person) == {"events": 4, "searches": 2}

    left = [event for batch in events.iterate() for event in batch]
    assert [(event.user, event.session) for event in left] == [("bert", "b1")]
    with database.reading() as connection:
        rows = connection.execute(log_tables.searches.select()).all()
    assert [(row.session, row.text) for row in rows] == [
        ("b1", "手机"),
        (None, "手机"),
        ("b1", "毛巾"),
    ]
    assert purge(database, everything, person) == {"events": 0, "searches": 0}
    assert purge(database, everything, Person()) == {"events": 0, "searches": 0}
    journal.close()
    journal.leave()


def test_what_shoppers_sent_expires_and_what_the_shop_imported_stays(
    database: Database, tmp_path: Path
) -> None:
    events = Events(database)
    load(events, [{"action": "buy", "product": "old", "time": "1999-01-01"}], tmp_path)
    with database.writing() as connection:
        for days in (401, 400, 0):
            event = Event("view", f"{days}", session="s", time=1)
            events.take(connection, [journaled(event, NOW - days * DAY)])

    assert events.expire(NOW, Retention(events_days=400)) == 1

    left = [event.product for batch in events.iterate() for event in batch]
    assert left == ["old", "400", "0"]
