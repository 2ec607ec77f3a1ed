"""The tables of behaviour: events, and how far each journal has been moved.

A description only: `recsys.migrations` makes them in a database, revision by revision.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from indexer.store import metadata as record_of_truth
from recsys.people import PURGE, forgetting

__all__ = ["events", "journal", "metadata"]

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

events.info[PURGE] = forgetting(events)

journal = Table(
    "journal",
    metadata,
    Column("segment", String(64), primary_key=True),
    Column("position", BigInteger, nullable=False),  # bytes of it that are in the tables
)
