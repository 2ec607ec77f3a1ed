"""The tables of behaviour: events, what people dismiss, and how far each journal has been moved.

A description only: `recsys.migrations` makes them in a database, revision by revision.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    update,
)

from indexer.store import metadata as record_of_truth
from recsys.people import PURGE, Person, forgetting

__all__ = ["dismissals", "erased", "erasures", "events", "journal", "metadata"]

metadata = MetaData(naming_convention=record_of_truth.naming_convention)

# Only an INTEGER key is SQLite's own row number.
_ARRIVAL = BigInteger().with_variant(Integer, "sqlite")

events = Table(
    "events",
    metadata,
    Column("arrival", _ARRIVAL, primary_key=True),
    Column("time", BigInteger),  # milliseconds since 1970; None: the file gave none
    # The day since 1970 on which a shopper's browser sent it. None: imported, the shop's to keep.
    Column("received", Integer),
    Column("demo", Boolean, nullable=False),
    Column("action", String(16), nullable=False),
    Column("product", String(64), nullable=False),
    Column("user", String(256)),
    Column("session", String(256)),
    Column("query", Text),
    Column("search_id", String(256)),
    Column("position", BigInteger),
    Column("quantity", BigInteger),
    Column("price", BigInteger),  # fen
    # Deleted arrivals are not given out again: who has read up to n misses nothing.
    sqlite_autoincrement=True,
)

for _name in ("user", "session", "received", "search_id"):
    # Most events lack most of these: an import writes only the entries that there are.
    _given = events.c[_name].is_not(None)
    Index(f"ix_events_{_name}", events.c[_name], sqlite_where=_given, postgresql_where=_given)
Index(
    "ix_events_demo",
    events.c.demo,
    sqlite_where=events.c.demo.is_(True),
    postgresql_where=events.c.demo.is_(True),
)

# One row. Its number grows when stored events are deleted: what was counted from them is void.
erasures = Table(
    "erasures",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
)

dismissals = Table(
    "dismissals",
    metadata,
    Column("number", _ARRIVAL, primary_key=True),
    Column("product", String(64), nullable=False),
    Column("user", String(256)),
    Column("session", String(256)),
    Column("received", Integer, nullable=False),  # the day since 1970
)

for _name in ("user", "session"):
    _given = dismissals.c[_name].is_not(None)
    Index(
        f"ix_dismissals_{_name}",
        dismissals.c[_name],
        sqlite_where=_given,
        postgresql_where=_given,
    )


def erased(connection: Connection) -> None:
    """Say, inside the transaction that deletes events, that it does."""
    connection.execute(update(erasures).values(number=erasures.c.number + 1))


def _forget_events(connection: Connection, person: Person) -> int:
    count = forgetting(events)(connection, person)
    if count:
        erased(connection)
    return count


events.info[PURGE] = _forget_events
dismissals.info[PURGE] = forgetting(dismissals)

journal = Table(
    "journal",
    metadata,
    Column("segment", String(64), primary_key=True),
    Column("position", BigInteger, nullable=False),  # bytes of it that are in the tables
)
