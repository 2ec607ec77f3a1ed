"""What many people search: from the counts by the day, the more recent the more it matters.

No single person can lift a query far: a session counts once a day for it, and searches of which
nobody knows whose they are count only as far as others stand beside them.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Float, Integer, and_, case, column, func, or_, select, values

from indexer.store import Database
from query.log.tables import counts, queries
from recsys.days import day_of

__all__ = ["HALF_LIFE", "HOT_HALF_LIFE", "PopularQuery", "hot", "popular"]

HALF_LIFE = 14.0
"""Days after which a search counts half. Chosen: two weeks outlast a weekend and a slow week, and
let a season's words come up within the season."""

HOT_HALF_LIFE = 1.5
"""The same for hot words: yesterday's are still there, those of last week are gone."""

_DAYS = 90  # by then a search counts 1 %
_HOT_DAYS = 7
_SESSIONS = 3  # a query of fewer is nobody else's business

# Searches of one day without a session: so many are believed, and so many more for each session
# that searched the same. A flood of one query without consent is worth ten a day.
_BELIEVED = 10
_BELIEVED_BESIDE = 10


@dataclass(frozen=True, slots=True)
class PopularQuery:
    """A query in its one spelling. `total`: its hits when last made; None: never made here."""

    text: str
    weight: float
    total: int | None


def popular(  # noqa: PLR0913 - each is a choice of its own
    database: Database,
    *,
    limit: int,
    now: float,
    days: int = _DAYS,
    half_life: float = HALF_LIFE,
    imported: bool = True,
    anonymous: bool = True,
) -> list[PopularQuery]:
    """The most searched queries, the most popular first, at most `limit`.

    Only those that found something when last made, by at least three sessions or, where
    `anonymous`, more often than is believed of one day. `imported` adds the past queries of another
    system, as if made when imported.
    """
    today = day_of(now)
    ages = [(today - age, 0.5 ** (age / half_life)) for age in range(days)]
    # A common table: SQLite names the columns of no other list of values.
    weights = values(column("day", Integer), column("weight", Float)).data(ages).cte("weights")
    believed: ColumnElement[int] = counts.c.sessions
    if anonymous:
        most = _BELIEVED + _BELIEVED_BESIDE * counts.c.sessions
        believed = counts.c.sessions + _least(counts.c.anonymous, most)
    # Summed up before the join: a twelfth of the rows, half the time.
    sums = (
        select(
            counts.c.query,
            func.sum(believed).label("voices"),
            func.sum(counts.c.sessions).label("sessions"),
            func.max(counts.c.sessions).label("at_once"),
            func.sum(weights.c.weight * believed).label("weight"),
        )
        .join(weights, weights.c.day == counts.c.day)
        .group_by(counts.c.query)
        .subquery()
    )
    # Who comes back day after day is still one: on some day there were two.
    several = and_(sums.c.sessions >= _SESSIONS, sums.c.at_once > 1)
    found = or_(queries.c.total.is_(None), queries.c.total > 0)
    made = (
        select(sums.c.query, queries.c.total, sums.c.weight)
        .join(queries, queries.c.query == sums.c.query)
        .where(or_(several, sums.c.voices > _BELIEVED), found)
        .order_by(sums.c.weight.desc(), sums.c.query)
        .limit(limit)
    )
    past = (
        select(queries.c.query, queries.c.total, queries.c.imported, queries.c.imported_day)
        .where(queries.c.imported > 0, found)
        .order_by(queries.c.imported.desc(), queries.c.query)
        .limit(limit)
    )
    merged: dict[str, PopularQuery] = {}
    with database.reading() as connection:
        for text, total, live in connection.execute(made):
            merged[text] = PopularQuery(text, float(live), total)
        for text, total, times, day in connection.execute(past) if imported else ():
            faded = times * 0.5 ** (max(0, today - day) / half_life)
            live = merged[text].weight if text in merged else 0.0
            merged[text] = PopularQuery(text, live + faded, total)
    best = sorted(merged.values(), key=lambda query: (-query.weight, query.text))
    return best[:limit]


def hot(database: Database, *, limit: int, now: float) -> list[PopularQuery]:
    """What is searched just now, the most searched first: the words under a search box.

    They stand on the first page of the shop: only what at least three sessions searched is among
    them, and nothing that a stranger can type in twice.
    """
    return popular(
        database,
        limit=limit,
        now=now,
        days=_HOT_DAYS,
        half_life=HOT_HALF_LIFE,
        imported=False,
        anonymous=False,
    )


def _least(first: ColumnElement[int], second: ColumnElement[int]) -> ColumnElement[int]:
    return case((first < second, first), else_=second)
