"""The search log in the database: searches as they come, counts of queries by the day.

What is popular is read from the counts in `query.log.popular`; raw rows are never scanned for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Table, and_, delete, func, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from indexer.settings import Retention
from indexer.store import Database, migrations
from query.log.tables import counts, queries, searches
from query.migrations import QUERY
from recsys.days import day_of

__all__ = ["SearchLog", "add_imported"]

COUNTED_DAYS = 400
"""Counts have nobody in them; after a year and a month no half-life remembers them."""

_RARE_DAYS = 30  # after which a query that just one person made goes: it may tell of that person
_ROWS_A_DAY = 10_000  # the counts of a past day that are kept: nobody asks for the rest
_DELETED = 10_000  # rows a transaction: nobody waits long for the lock

_LOOKED_UP = 1_000  # at once: a statement has a limit of parameters

_OPTIONAL = ("id", "time", "session", "counter", "sort", "page", "query")


class SearchLog:
    """All searches of a shop. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        """Bring the tables of the log to the present revision. Raises as `Store.open` does."""
        migrations.upgrade(database, "query", QUERY)
        self.database = database

    def take(self, connection: Connection, records: Sequence[Mapping[str, Any]]) -> None:
        """Store searches, as `query.log.record` wrote them, and count them, inside a transaction.

        A session counts once a day for each query, however often it searches.
        """
        known = _known(connection, records)
        voices: dict[tuple[int, str], list[int]] = {}
        totals: dict[str, int] = {}
        for record in records:
            query = record["query"]
            if query is None:
                continue
            totals[query] = record["total"]
            voice = voices.setdefault((record["day"], query), [0, 0])
            session = record.get("session")
            if session is None:
                voice[1] += 1
            elif (key := (session, record["day"], query)) not in known:
                known.add(key)
                voice[0] += 1
        connection.execute(searches.insert(), [_row(record) for record in records])
        if voices:
            self._count(connection, voices, totals)

    def expire(self, now: float, retention: Retention) -> int:
        """Forget what is too old: whose search it was, then the search, at last the counts.

        Returns how many searches were deleted.
        """
        today = day_of(now)
        self._in_steps(
            update(searches).values(session=None, id=None, time=None),
            searches,
            and_(searches.c.day < today - retention.session_days, searches.c.session.is_not(None)),
        )
        old = searches.c.day < today - retention.log_days
        deleted = self._in_steps(delete(searches), searches, old)
        with self.database.writing() as connection:
            rare = and_(
                counts.c.day < today - _RARE_DAYS, counts.c.sessions + counts.c.anonymous == 1
            )
            connection.execute(delete(counts).where(rare))
            connection.execute(delete(counts).where(counts.c.day < today - COUNTED_DAYS))
            self._prune(connection, today)
            uncounted = ~select(counts.c.query).where(counts.c.query == queries.c.query).exists()
            connection.execute(delete(queries).where(queries.c.imported == 0, uncounted))
        return deleted

    def _count(
        self,
        connection: Connection,
        voices: Mapping[tuple[int, str], Sequence[int]],
        totals: Mapping[str, int],
    ) -> None:
        insert = _insert(connection, counts)
        statement = insert.on_conflict_do_update(
            index_elements=["day", "query"],
            set_={
                "sessions": counts.c.sessions + insert.excluded.sessions,
                "anonymous": counts.c.anonymous + insert.excluded.anonymous,
            },
        )
        connection.execute(
            statement,
            [
                {"day": day, "query": query, "sessions": known, "anonymous": unknown}
                for (day, query), (known, unknown) in sorted(voices.items())
            ],
        )
        insert = _insert(connection, queries)
        statement = insert.on_conflict_do_update(
            index_elements=["query"], set_={"total": insert.excluded.total}
        )
        rows = [
            {"query": query, "total": total, "imported": 0}
            for query, total in sorted(totals.items())
        ]
        connection.execute(statement, rows)

    def _in_steps(self, change: Any, table: Table, condition: Any) -> int:  # noqa: ANN401 - statements
        """Change or delete all rows that meet a condition, some at a time; returns how many."""
        some = select(table.c.arrival).where(condition).limit(_DELETED).scalar_subquery()
        count = 0
        while True:
            with self.database.writing() as connection:
                done: int = connection.execute(change.where(table.c.arrival.in_(some))).rowcount
            count += done
            if done < _DELETED:
                return count

    def _prune(self, connection: Connection, today: int) -> None:
        """Of past days keep the queries that were made most."""
        crowded = select(counts.c.day).where(counts.c.day < today).group_by(counts.c.day)
        crowded = crowded.having(func.count() > _ROWS_A_DAY)
        for day in connection.scalars(crowded).all():
            made = counts.c.sessions * 1_000 + counts.c.anonymous
            kept = select(counts.c.query).where(counts.c.day == day)
            kept = kept.order_by(made.desc(), counts.c.query).limit(_ROWS_A_DAY)
            connection.execute(
                delete(counts).where(
                    counts.c.day == day, counts.c.query.not_in(kept.scalar_subquery())
                )
            )


def add_imported(connection: Connection, found: Mapping[str, int], day: int) -> None:
    """Inside a transaction, add so many searches of each query in the log of another system."""
    insert = _insert(connection, queries)
    statement = insert.on_conflict_do_update(
        index_elements=["query"],
        set_={"imported": queries.c.imported + insert.excluded.imported, "imported_day": day},
    )
    rows = [
        {"query": query, "imported": count, "imported_day": day}
        for query, count in sorted(found.items())
    ]
    if rows:
        connection.execute(statement, rows)


def _known(
    connection: Connection, records: Iterable[Mapping[str, Any]]
) -> set[tuple[str, int, str]]:
    """Which of these records' sessions were counted for which query on which of the days."""
    found = {
        (record["session"], record["day"], record["query"])
        for record in records
        if record.get("session") is not None and record["query"] is not None
    }
    given = searches.c.session.is_not(None), searches.c.query.is_not(None)  # as the index has it
    asking = sorted(found)
    key = tuple_(searches.c.session, searches.c.day, searches.c.query)
    known = set()
    # A session that is busy all day long has many searches: only these are looked up.
    for start in range(0, len(asking), _LOOKED_UP):
        some = asking[start : start + _LOOKED_UP]
        query = (
            select(searches.c.session, searches.c.day, searches.c.query)
            .where(*given, key.in_(some))
            .distinct()
        )
        known |= {(session, day, text) for session, day, text in connection.execute(query)}
    return known


def _row(record: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: record.get(name) for name in ("day", "text", "total", *_OPTIONAL)}
    row["filters"] = orjson.dumps(record["filters"]).decode()
    shown = record.get("shown")
    row["shown"] = None if shown is None else orjson.dumps(shown).decode()
    return row


def _insert(connection: Connection, table: Table) -> Any:  # noqa: ANN401 - one of two dialects' own
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)
