"""Databases of every revision are brought up with their data, in the two houses of behaviour."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

import query.log.tables
import recsys.tables
from indexer.store import Database, migrations
from indexer.store.migrations.running import revisions
from query.log import SearchLog
from query.migrations import QUERY
from recsys.events import Events
from recsys.migrations import RECSYS

HOUSES = {
    "recsys": (RECSYS, recsys.tables.metadata, Events),
    "query": (QUERY, query.log.tables.metadata, SearchLog),
}

# How a database of each revision was written: a row of every table that it had.
OLD_ROWS = {
    ("recsys", "0001"): (
        """INSERT INTO events (time, received, demo, action, product, "user", session)
           VALUES (1, NULL, false, 'buy', 'P', 'u', NULL), (2, 3, false, 'view', 'P', NULL, 's')""",
        "INSERT INTO journal (segment, position) VALUES ('x-1.jsonl', 7)",
    ),
    ("recsys", "0002"): (
        "INSERT INTO events (time, demo, action, product) VALUES (1, false, 'buy', 'P')",
        "INSERT INTO journal (segment, position) VALUES ('x-1.jsonl', 7)",
        "INSERT INTO dismissals (product, session, received) VALUES ('P', 's', 20000)",
        "UPDATE erasures SET number = 3",
    ),
    ("query", "0001"): (
        """INSERT INTO searches (day, text, filters, total, session, query)
           VALUES (20000, '手机', '{}', 3, 's', '手机')""",
        "INSERT INTO query_counts (day, query, sessions, anonymous) VALUES (20000, '手机', 1, 4)",
        "INSERT INTO queries (query, total, imported) VALUES ('手机', 3, 0)",
    ),
    ("query", "0002"): (
        """INSERT INTO searches (day, text, filters, total, session, query)
           VALUES (20000, '手机', '{}', 3, 's', '手机'), (20000, '长', '{}', 0, 's', NULL)""",
        "INSERT INTO query_counts (day, query, sessions, anonymous) VALUES (20000, '手机', 1, 4)",
        "INSERT INTO queries (query, total, imported) VALUES ('手机', 3, 0)",
    ),
}


def test_every_revision_has_its_old_rows() -> None:
    assert list(OLD_ROWS) == [
        (house, revision) for house, parts in HOUSES.items() for revision in revisions(parts[0])
    ]


@pytest.mark.parametrize(("house", "revision"), OLD_ROWS)
def test_a_database_of_every_revision_is_brought_up_with_its_data(
    house: str, revision: str, database: Database
) -> None:
    folder, tables, open_ = HOUSES[house]
    migrations.upgrade(database, house, folder, to=revision)
    with database.writing() as connection:
        had = set(inspect(connection).get_table_names())
        for statement in OLD_ROWS[house, revision]:
            connection.execute(text(statement))

    open_(database)

    with database.reading() as connection:
        for table in tables.sorted_tables:
            rows = connection.execute(table.select()).first()
            assert rows is not None or table.name not in had, table.name


@pytest.mark.parametrize("house", HOUSES)
def test_the_revisions_make_the_tables_that_the_program_knows(
    house: str, database: Database
) -> None:
    _, tables, open_ = HOUSES[house]
    open_(database)
    with database.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": f"{house}_revision", "compare_type": True}
        )
        assert compare_metadata(context, tables) == []


def test_both_houses_share_a_database(database: Database) -> None:
    for _, _, open_ in HOUSES.values():
        open_(database)
    assert migrations.current(database, "recsys") == revisions(RECSYS)[-1]
    assert migrations.current(database, "query") == revisions(QUERY)[-1]
