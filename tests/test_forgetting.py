"""Every table with anything of a person can forget that person (semantics §6)."""

import pkgutil
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import MetaData, Table, select

from indexer.settings import Retention, Settings
from indexer.shop import Shop
from indexer.store import Database
from query.log import SearchLog
from query.log import tables as log_tables
from query.log.store import add_imported
from recsys.commands import main
from recsys.days import DAY
from recsys.events import Event, Events, journaled, load
from recsys.history import Histories, History, Who
from recsys.item_cf import WindowSettings
from recsys.journal import Journal, Mover, drain
from recsys.people import PURGE, Person, purge
from recsys.shop import trained_folder
from recsys.training import train
from tests.indexer.conftest import database_url
from tests.query.test_log import NOW, search
from web.forgetting import personal_tables

__all__ = ["database_url"]

EXTRAS = ("torch",)
"""Libraries that may not be there: what needs them are models."""

PERSONAL = ("user", "session", "visitor", "address", "ip")


def tables() -> Iterator[Table]:
    """The tables of every house, wherever a module describes some."""
    found: dict[int, MetaData] = {}
    for house in ("indexer", "recsys", "query", "web"):
        package = import_module(house)
        for module in pkgutil.walk_packages(package.__path__, f"{house}."):
            if not module.name.endswith("__main__") and ".migrations.versions" not in module.name:
                try:
                    values = vars(import_module(module.name)).values()
                except ModuleNotFoundError as missing:
                    if missing.name not in EXTRAS:
                        raise
                    continue  # it stores nothing of anybody
                for value in values:
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


def test_the_command_reaches_every_table_with_a_purge_function() -> None:
    reached = {table.name for table in personal_tables() if PURGE in table.info}
    assert reached == {table.name for table in tables() if PURGE in table.info}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
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
    everything = list(personal_tables())
    whose = Who("anna", ("a1",))
    Histories(database).dismiss(whose, "P5", NOW)
    removed = purge(database, everything, person)
    assert removed == {"dismissals": 1, "events": 4, "query_counts": 2, "searches": 2}
    assert Histories(database).of(whose) == History()

    left = [event for batch in events.iterate() for event in batch]
    assert [(event.user, event.session) for event in left] == [("bert", "b1")]
    with database.reading() as connection:
        rows = connection.execute(log_tables.searches.select()).all()
    assert [(row.session, row.text) for row in rows] == [
        ("b1", "手机"),
        (None, "手机"),
        ("b1", "毛巾"),
    ]
    nothing = {"dismissals": 0, "events": 0, "query_counts": 0, "searches": 0}
    assert purge(database, everything, person) == nothing
    assert purge(database, everything, Person()) == nothing
    journal.close()
    journal.leave()


def test_what_a_person_searched_is_uncounted_and_nobody_elses(database: Database) -> None:
    Events(database)
    log = SearchLog(database)
    with database.writing() as connection:
        log.take(connection, [search("手机", "a1"), search("手机", "a1"), search("手机", "a2")])
        log.take(connection, [search("手机", "a1", ago=1), search("病历", "a1"), search("茶")])
        log.take(connection, [search("手机", "b1"), search("手机"), search("茶", "a2")])
        add_imported(connection, {"进口": 3}, 1)
        log.take(connection, [search("进口", "a1"), search("只选了价格", "a1", page=2)])

    person = Person(None, ("a1", "a2"))
    assert purge(database, personal_tables(), person)["query_counts"] == 5

    with database.reading() as connection:
        table = log_tables.counts.c
        counts = connection.execute(select(table.query, table.sessions, table.anonymous)).all()
        queries = set(connection.scalars(select(log_tables.queries.c.query)))
    assert {tuple(row) for row in counts} == {("手机", 1, 1), ("茶", 0, 1)}
    assert queries == {"手机", "茶", "进口"}


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["forget", *arguments])
    assert result.exit_code == 0, result.output
    return result


def test_the_command_gives_a_receipt_and_leaves_no_trace(tmp_path: Path) -> None:
    settings = Settings.from_env({}, tmp_path)
    with Shop(settings) as shop:
        events, log = Events(shop.behavior), SearchLog(shop.behavior)
        rows = [
            {"action": "buy", "product": "P1", "user": "anna-7", "session": "seen-a"},
            {"action": "buy", "product": "P1", "user": "bert"},
        ]
        load(events, rows, tmp_path)
        # An open shop is writing, and another was killed.
        for name in ("open", "killed"):
            journal = Journal(tmp_path / "journal")
            found = search(f"{name}-a", "seen-a"), search(f"{name}-b", "seen-b")
            journal.append("search", found)
            journal.append("event", [journaled(Event("cart", "P9", session="seen-a"), NOW)])
            if name == "killed":
                journal.close()
                journal.leave()
            else:
                opened = journal

        receipt = orjson.loads(run("anna-7", "--data", str(tmp_path)).stdout)

        expected = {"dismissals": 0, "events": 3, "query_counts": 2, "searches": 2}
        assert receipt == {"user": "anna-7", "removed": expected}
        mover = Mover(opened, shop.behavior, {"search": log.take, "event": events.take})
        mover.stop()
        left = [event for batch in events.iterate() for event in batch]
        assert [event.user for event in left] == ["bert"]
        with shop.behavior.reading() as connection:
            assert set(connection.scalars(select(log_tables.searches.c.session))) == {"seen-b"}
            texts = set(connection.scalars(select(log_tables.queries.c.query)))
        assert texts == {"open-b", "killed-b"}
    assert list((tmp_path / "journal").iterdir()) == []
    again = run("anna-7", "--data", str(tmp_path))
    assert set(orjson.loads(again.stdout)["removed"].values()) == {0}
    assert "没有找到 anna-7 的记录" in again.stderr


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


def test_what_was_counted_of_a_person_is_as_if_they_had_never_come(tmp_path: Path) -> None:
    """Byte for byte; and no file of the shop has their name."""
    others = [
        {"action": "view", "product": product, "session": f"other-{number % 3}"}
        for number, product in enumerate(["P1", "P2", "P3", "P2", "P4", "P1", "P3"])
    ]
    theirs = [
        {"action": "view", "product": product, "user": "anna-7"} for product in ("P1", "P4", "P9")
    ]
    trained = []
    for name, rows in (("with", [*others[:3], *theirs, *others[3:]]), ("without", others)):
        data = tmp_path / name
        with Shop(Settings.from_env({}, data)) as shop:
            events = Events(shop.behavior)
            load(events, rows, data)
            train(events, trained_folder(data), WindowSettings())
        result = run("anna-7", "--data", str(data))
        assert "推荐用的计数已经重新数过" in result.stderr
        found = trained_folder(data).read()
        assert found is not None
        trained.append(found)
        written = [path for path in data.rglob("*") if path.is_file()]
        assert written
        assert not [path for path in written if b"anna-7" in path.read_bytes()]

    one, other = trained
    assert one.items == other.items
    for kind in ("counts", "lists"):
        arrays, wanted = getattr(one, kind), getattr(other, kind)
        for field in fields(arrays):
            assert getattr(arrays, field.name).tobytes() == getattr(wanted, field.name).tobytes()
