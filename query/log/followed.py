"""What people went on to after a search: the search log joined with the events.

Only what was kept is seen: of shoppers who agreed, and of no robot (semantics §6). It is read anew
each time, so that of who is forgotten nothing is left in the next reading.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from math import log1p
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, func, or_, select

from query.log.store import SearchLog
from query.log.tables import searches
from recsys.events import INTERESTS, Events
from recsys.tables import events

__all__ = ["FollowedSearches"]

_LATEST = 500_000  # events that are looked at; six seconds of work
_MOST_PRODUCTS = 200_000  # about 30 MB
_MOVED = 0.1  # of the events: so many new ones may tell something new
_DEPTH = {"favorite": 1, "cart": 1, "buy": 2}
"""Who put something into the basket meant that, whatever else was looked at."""


class FollowedSearches:
    """The Followed of a shop's own tables. Safe to share between threads."""

    def __init__(self, log: SearchLog, behavior: Events) -> None:
        """Nothing is read yet. The log and the events are of one database."""
        self._database = log.database
        self._events = behavior

    def products(self) -> frozenset[str]:
        """See Followed. Of very many those that most events are of."""
        window = _window().subquery()
        told = or_(window.c.search_id.is_not(None), window.c.query.is_not(None))
        counted = select(window.c.product).where(told).group_by(window.c.product)
        most = counted.order_by(func.count().desc(), window.c.product).limit(_MOST_PRODUCTS)
        with self._database.reading() as connection:
            return frozenset(connection.scalars(most))

    def people(self) -> Iterator[Mapping[str, frozenset[str]]]:
        """See Followed. A person is a user, else a session; memory holds one at a time.

        A click counts for the search of the same session that it names, an imported event for the
        query that it names; the basket for the search after which the same product was clicked. Where
        somebody bought, or else put something into the basket, it is that which was meant.
        """
        window = _window().subquery()
        of_search = and_(
            searches.c.id == window.c.search_id, searches.c.session == window.c.session
        )
        # What a browser says of its query nobody has seen it type.
        named = case((window.c.received.is_(None), window.c.query))
        rows = (
            select(
                window.c.user,
                window.c.session,
                window.c.action,
                window.c.product,
                func.coalesce(searches.c.text, named),
            )
            .select_from(window.outerjoin(searches, of_search))
            .order_by(window.c.user, window.c.session)
        )
        with self._database.reading() as connection:
            found = connection.execution_options(yield_per=5_000).execute(rows)
            for person, steps in groupby(map(_Step._make, found), key=_person):
                if any(person) and (meant := _meant(steps)):
                    yield meant

    def state(self) -> str:
        """Another one when a tenth of the events is new, or when some were erased."""
        latest = self._events.latest()
        moved = latest / _LATEST + log1p(_LATEST) if latest > _LATEST else log1p(latest)
        return f"{self._events.erasures()}:{int(moved / _MOVED)}"


class _Step(NamedTuple):
    """An event with the text of the search that it came of, if it did."""

    user: str | None
    session: str | None
    action: str
    product: str
    text: str | None


def _window() -> Select[Any]:
    """The latest of the events that are there: it is not for those that are gone to shift it."""
    return (
        select(
            events.c.user,
            events.c.session,
            events.c.action,
            events.c.product,
            events.c.search_id,
            events.c.query,
            events.c.received,
        )
        .where(events.c.action.in_(INTERESTS))
        .order_by(events.c.arrival.desc())
        .limit(_LATEST)
    )


def _person(step: _Step) -> tuple[str | None, str | None]:
    return step.user, step.session if step.user is None else None


def _meant(steps: Iterable[_Step]) -> Mapping[str, frozenset[str]]:
    """By text the products of one person that were gone on to, those alone where it went furthest."""
    led: defaultdict[str, set[str]] = defaultdict(set)
    depth: defaultdict[str, int] = defaultdict(int)
    for _, _, action, product, text in steps:
        depth[product] = max(depth[product], _DEPTH.get(action, 0))
        if text:
            led[text].add(product)
    furthest = {text: max(depth[one] for one in products) for text, products in led.items()}
    return {
        text: frozenset(one for one in products if depth[one] == furthest[text])
        for text, products in led.items()
    }
