"""Bringing a database to the present revision, for every house by the same way.

The revisions themselves are the files in `versions`, here and in the other houses' folders.
"""

from pathlib import Path

from sqlalchemy import String, column, inspect, select, table

from indexer.store.database import Database

__all__ = ["INDEXER", "current", "upgrade"]

INDEXER = Path(__file__).parent
"""The revisions of the indexer's own tables."""


def upgrade(database: Database, house: str, folder: Path, *, to: str = "heads") -> None:
    """Run the revisions in `folder/versions` that `database` lacks, all or none.

    `house` names the table that remembers the revision: houses move on independently. Files are
    named by their revision (`0001_catalogue.py`), so that their order is that of the history.
    Safe to call from processes that start together: the write lock makes them queue. Raises
    XunhuoError for a database that a later version of the program has written.
    """
    newest = max(path.name.partition("_")[0] for path in (folder / "versions").glob("*.py"))
    if to == "heads" and current(database, house) == newest:
        return
    from indexer.store.migrations.running import run  # noqa: PLC0415 - see there

    run(database, _table(house), folder, to)


def current(database: Database, house: str) -> str | None:
    """The revision of that house's tables, None before the first."""
    name = _table(house)
    with database.reading() as connection:
        if not inspect(connection).has_table(name):
            return None
        version = select(column("version_num", String)).select_from(table(name))
        return connection.scalar(version)


def _table(house: str) -> str:
    return f"{house}_revision"
