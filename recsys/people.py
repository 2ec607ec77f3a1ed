"""Who a person is in our tables, and how each table forgets one.

A table with anything of a person carries its purge function itself, in `Table.info`: there is no
second list to keep. Finding the tables of all houses is for the caller.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, or_

from indexer.store import Database

__all__ = ["PURGE", "Person", "Purge", "forgetting", "purge"]

PURGE = "purge"
"""The key of a table's purge function in its `info`."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone to forget: a user of the shop's own, the sessions of a browser, or both."""

    user: str | None = None
    sessions: tuple[str, ...] = ()


Purge = Callable[[Connection, Person], int]
"""Inside a transaction, removes a person from one table; returns how many rows it touched."""


def forgetting(table: Table) -> Purge:
    """The purge that deletes all rows of a person, by the columns `user` and `session`."""

    def forget(connection: Connection, person: Person) -> int:
        conditions = []
        if person.user is not None and "user" in table.c:
            conditions.append(table.c.user == person.user)
        if person.sessions and "session" in table.c:
            conditions.append(table.c.session.in_(person.sessions))
        if not conditions:
            return 0
        return connection.execute(delete(table).where(or_(*conditions))).rowcount

    return forget


def purge(database: Database, tables: Iterable[Table], person: Person) -> dict[str, int]:
    """Remove a person from these tables in one transaction; returns the rows by table.

    Tables without a purge function hold nothing of a person. Records that are still in a journal
    are moved into the tables first, by `recsys.journal.drain`: that is for the caller.
    """
    with database.erasing() as connection:
        return {
            str(table.name): table.info[PURGE](connection, person)
            for table in tables
            if PURGE in table.info
        }
