"""The stored events: written in the order of their arrival, read in it, forgotten in time.

Where they come from - a file, a journal - is for others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, select, text

from indexer.settings import Retention
from indexer.store import Database, migrations
from indexer.store.writing import batched
from recsys.days import day_of
from recsys.events.event import INTERESTS, Event
from recsys.migrations import RECSYS
from recsys.people import Person
from recsys.tables import erased, erasures, events

__all__ = ["Events", "journaled"]

_BATCH = 5_000
_LATEST = 500_000  # events that are looked at for their queries
_PEOPLE = 3  # what fewer ask may tell of them
_DELETED = 10_000  # rows a transaction: nobody waits long for the lock

_OF_DEMO = events.c.demo.is_(True)
_IMPORTED = select(events.c.arrival).where(events.c.received.is_(None)).limit(1)
_COLUMNS = [events.c[name] for name in Event._fields]


class Events:
    """All events of a shop. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        """Bring the tables of behaviour to the present revision. Raises as `Store.open` does."""
        migrations.upgrade(database, "recsys", RECSYS)
        self.database = database

    def add(self, ordered: Iterable[Event], *, demo: bool = False) -> tuple[int, int]:
        """Store imported events in this order, in one transaction: all or, on an exception, none.

        Returns how many there were, and how many of the demo shop went: what is no demo takes its
        place. Those of a demo come only where none were imported.
        """
        count = removed = 0
        with self.database.writing() as connection:
            _queue(connection)
            if not demo:
                removed = _deleted(connection, _OF_DEMO)
            elif connection.scalar(_IMPORTED) is not None:
                return 0, 0
            for batch in batched(ordered, _BATCH):
                rows = [_row(event, demo=demo, received=None) for event in batch]
                connection.execute(events.insert(), rows)
                count += len(batch)
        return count, removed

    def take(self, connection: Connection, records: Sequence[Mapping[str, Any]]) -> None:
        """Store what shoppers' browsers sent, as `journaled` wrote it, inside a transaction."""
        _queue(connection)
        rows = [
            _row(Event(**record["event"]), demo=False, received=record["day"]) for record in records
        ]
        connection.execute(events.insert(), rows)

    def iterate(self, after: int = 0, *, size: int = _BATCH) -> Iterator[list[Event]]:
        """The events that arrived after a number, in that order, in lists of at most `size`.

        What arrives meanwhile is among them. No transaction is held between two lists.
        """
        query = select(*_COLUMNS).order_by(events.c.arrival).limit(size)
        while True:
            with self.database.reading() as connection:
                found = connection.execute(query.where(events.c.arrival > after)).all()
            if not found:
                return
            batch = [Event(*row) for row in found]
            after = batch[-1].arrival
            yield batch

    def last_steps(
        self, person: tuple[str, str], upto: int, count: int
    ) -> list[tuple[str, int | None]]:
        """(product, time) of a person's last steps among the arrivals up to a number, oldest first.

        `person`: as `recsys.sequences.person_of` gives it. What tells of no interest is no step,
        and the same product again is the same step.
        """
        column, name = person
        whose = [events.c[column] == name]
        if column == "session":
            whose.append(events.c.user.is_(None))
        query = (
            select(events.c.product, events.c.time)
            .where(*whose, events.c.arrival <= upto, events.c.action.in_(INTERESTS))
            .order_by(events.c.arrival.desc())
        )
        steps: list[tuple[str, int | None]] = []
        with self.database.reading() as connection:
            for product, time in connection.execute(query):
                if steps and steps[-1][0] == product:
                    steps[-1] = (product, time)  # the first of a row of them is the step
                elif len(steps) == count:
                    break
                else:
                    steps.append((product, time))
        return steps[::-1]

    def latest(self) -> int:
        """The highest number of arrival that is stored; 0 without events."""
        with self.database.reading() as connection:
            return connection.scalar(select(func.max(events.c.arrival))) or 0

    def asked(self, limit: int) -> list[tuple[str, int]]:
        """The queries that imported events name, each with how many searches it was.

        Of the last half million events those that a shop or the demo brought in, not what browsers
        say; at least three people asked each. The most frequent first, at most `limit`.
        """
        person = func.coalesce(events.c.user, events.c.session)
        times = func.count(func.coalesce(events.c.search_id, person).distinct())
        query = (
            select(events.c.query, times)
            .where(
                events.c.query.is_not(None),
                events.c.received.is_(None),
                events.c.arrival > self.latest() - _LATEST,
            )
            .group_by(events.c.query)
            .having(func.count(person.distinct()) >= _PEOPLE)
            .order_by(times.desc(), events.c.query)
            .limit(limit)
        )
        with self.database.reading() as connection:
            return [(text, count) for text, count in connection.execute(query)]

    def has_imported(self) -> bool:
        """Whether any event came by an import or with the demo shop."""
        with self.database.reading() as connection:
            return connection.scalar(_IMPORTED) is not None

    def remove_demo(self) -> int:
        """Delete the events of the demo shop; how many there were."""
        with self.database.reading() as connection:
            if connection.scalar(select(events.c.arrival).where(_OF_DEMO).limit(1)) is None:
                return 0
        with self.database.writing() as connection:
            return _deleted(connection, _OF_DEMO)

    def erasures(self) -> int:
        """How often stored events were deleted: what was counted before then must be anew."""
        with self.database.reading() as connection:
            return connection.scalar(select(erasures.c.number)) or 0

    def person(self, name: str) -> Person:
        """Whom a name means: a user with every session seen with them, or a session itself."""
        sessions = select(events.c.session).distinct()
        sessions = sessions.where(events.c.user == name, events.c.session.is_not(None))
        with self.database.reading() as connection:
            return Person(name, tuple({name, *connection.scalars(sessions)}))

    def expire(self, now: float, retention: Retention) -> int:
        """Delete what shoppers sent more than `events_days` ago; returns how many events."""
        oldest = day_of(now) - retention.events_days
        doomed = select(events.c.arrival).where(events.c.received < oldest).limit(_DELETED)
        count = 0
        while True:
            with self.database.writing() as connection:
                gone = _deleted(connection, events.c.arrival.in_(doomed.scalar_subquery()))
            count += gone
            if gone < _DELETED:
                return count


def journaled(event: Event, now: float) -> dict[str, Any]:
    """A shopper's event as a record for a journal; one without a time happened now."""
    timed = event if event.time is not None else event._replace(time=round(now * 1000))
    # By name: a journal may be moved by a later version that knows more fields.
    named = {name: value for name, value in timed._asdict().items() if value is not None}
    return {"event": named, "day": day_of(now)}


def _deleted(connection: Connection, which: ColumnElement[bool]) -> int:
    count = connection.execute(delete(events).where(which)).rowcount
    if count:
        erased(connection)
    return count


def _queue(connection: Connection) -> None:
    """Make writers queue: who has seen arrival n has seen every arrival below it.

    SQLite has one writer at a time anyway.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(text("LOCK TABLE events IN SHARE ROW EXCLUSIVE MODE"))


def _row(event: Event, *, demo: bool, received: int | None) -> dict[str, Any]:
    row = event._asdict()
    del row["arrival"]
    row["demo"] = demo
    row["received"] = received
    return row
