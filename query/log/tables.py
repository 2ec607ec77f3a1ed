"""The tables of the search log. `searches` is raw and forgotten in time, the rest is counts.

A description only: `query.migrations` makes them in a database, revision by revision.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    and_,
)

from indexer.store import metadata as record_of_truth
from query.log.uncounting import uncounting
from recsys.people import PURGE, forgetting

__all__ = ["LONGEST_QUERY", "counts", "metadata", "queries", "searches"]

LONGEST_QUERY = 64
"""Characters of a query that is counted: nobody is shown a longer one."""

metadata = MetaData(naming_convention=record_of_truth.naming_convention)

searches = Table(
    "searches",
    metadata,
    Column("arrival", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    # Without consent a search is text, filters, total and day (semantics §6), and `query`, which
    # says no more than the text does; all else is None.
    Column("day", Integer, nullable=False),  # since 1970, in China
    Column("text", Text, nullable=False),
    Column("filters", Text, nullable=False),  # JSON, the parameters of contract §5
    Column("total", BigInteger, nullable=False),
    Column("id", String(64)),  # the answer's search_id, by which events refer to it
    Column("time", BigInteger),  # milliseconds since 1970
    Column("session", String(64)),
    Column("counter", String(8)),  # page or api
    Column("sort", String(32)),
    Column("page", Integer),
    Column("shown", Text),  # JSON, product ids in their order
    Column("query", String(LONGEST_QUERY)),  # as counted; None: not counted
    Index("ix_searches_day", "day"),
    sqlite_autoincrement=True,
)
for _name in ("id", "session"):
    _given = searches.c[_name].is_not(None)
    Index(f"ix_searches_{_name}", searches.c[_name], sqlite_where=_given, postgresql_where=_given)
_counted = and_(searches.c.session.is_not(None), searches.c.query.is_not(None))
Index(
    "ix_searches_counted",  # was this session counted for this query on this day?
    searches.c.session,
    searches.c.day,
    searches.c.query,
    sqlite_where=_counted,
    postgresql_where=_counted,
)

searches.info[PURGE] = forgetting(searches)

counts = Table(
    "query_counts",
    metadata,
    Column("day", Integer, primary_key=True),
    Column("query", String(LONGEST_QUERY), primary_key=True),
    Column("sessions", BigInteger, nullable=False),  # distinct ones
    Column("anonymous", BigInteger, nullable=False),  # searches, of whomever
    Index("ix_query_counts_query", "query"),
    sqlite_with_rowid=False,  # a day stands together
)

queries = Table(
    "queries",
    metadata,
    Column("query", String(LONGEST_QUERY), primary_key=True),
    Column("total", BigInteger),  # hits when last searched; None: never searched here
    Column("imported", BigInteger, nullable=False),  # times in the log of another system
    Column("imported_day", Integer),
    Index("ix_queries_imported", "imported"),
)

counts.info[PURGE] = uncounting(searches, counts, queries)
searches.add_is_dependent_on(counts)  # of the searches it is read what a person was counted for
