"""What one person did lately, and what they do not want to see: all that personal lists ask of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement, Table, delete, func, or_, select

from indexer.settings import Retention
from indexer.store import Database
from recsys.days import day_of
from recsys.events import INTERESTS
from recsys.tables import dismissals, events

__all__ = ["ACTION_WEIGHTS", "NOBODY", "Histories", "History", "Taken", "Who"]

ACTION_WEIGHTS = {"view": 1.0, "click": 1.0, "favorite": 3.0, "cart": 3.0, "buy": 5.0}
"""How much an action tells of an interest, as a start (recommender.md, section 5)."""

LATELY = 20
"""Steps that are looked at."""

_EVENTS = 200  # that are read for them: a step may be a view, some clicks and a cart
_PATH = 1_000


class Who(NamedTuple):
    """A person as they are asked for: a user, the sessions of a browser, or both."""

    user: str | None = None
    sessions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anybody is meant."""
        return self.user is not None or bool(self.sessions)


NOBODY = Who()


class Taken(NamedTuple):
    """A step: a product, and the strongest action on it at that time."""

    product: str
    action: str


@dataclass(frozen=True, slots=True)
class History:
    """`taken`: the last steps, newest first. `bought`: and not given back."""

    taken: tuple[Taken, ...] = ()
    dismissed: frozenset[str] = frozenset()
    bought: frozenset[str] = frozenset()


class Histories:
    """Histories out of the stored events. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        """The tables must be there: `Events` makes them."""
        self._database = database

    def of(self, who: Who) -> History:
        """What a person did lately; an empty history of nobody."""
        if not who:
            return History()
        bought = events.c.action.in_(("buy", "refund"))
        with self._database.reading() as connection:
            lately = connection.execute(
                select(events.c.product, events.c.action)
                .where(_whose(events, who), events.c.action.in_(INTERESTS))
                .order_by(events.c.arrival.desc())
                .limit(_EVENTS)
            ).all()
            trades = connection.execute(
                select(events.c.product, events.c.action, func.max(events.c.arrival))
                .where(_whose(events, who), bought)
                .group_by(events.c.product, events.c.action)
            ).all()
        last: dict[str, tuple[int, str]] = {}
        for product, action, arrival in trades:
            last[product] = max(last.get(product, (0, "")), (arrival, action))
        return History(
            taken=_steps([Taken(*row) for row in lately]),
            dismissed=self.dismissed(who),
            bought=frozenset(product for product, (_, action) in last.items() if action == "buy"),
        )

    def path(self, who: Who) -> list[str]:
        """The products of a person's steps, oldest first, as models are asked by them.

        Of the last 1,000 events.
        """
        query = select(events.c.product).where(_whose(events, who), events.c.action.in_(INTERESTS))
        with self._database.reading() as connection:
            latest = connection.scalars(query.order_by(events.c.arrival.desc()).limit(_PATH))
            return [product for product, _ in groupby(latest)][::-1]

    def had(self, who: Who) -> frozenset[str]:
        """Every product that a person ever took an interest in."""
        query = select(events.c.product).where(_whose(events, who), events.c.action.in_(INTERESTS))
        with self._database.reading() as connection:
            return frozenset(connection.scalars(query.distinct()))

    def dismissed(self, who: Who) -> frozenset[str]:
        """What a person does not want to see."""
        if not who:
            return frozenset()
        query = select(dismissals.c.product).where(_whose(dismissals, who))
        with self._database.reading() as connection:
            return frozenset(connection.scalars(query))

    def dismiss(self, who: Who, product: str, now: float) -> None:
        """Remember that a person does not want to see a product."""
        session = who.sessions[0] if who.sessions else None
        row = {"product": product, "user": who.user, "session": session, "received": day_of(now)}
        same = _whose(dismissals, who) & (dismissals.c.product == product)
        with self._database.writing() as connection:
            if connection.scalar(select(dismissals.c.number).where(same).limit(1)) is None:
                connection.execute(dismissals.insert().values(row))

    def allow(self, who: Who, product: str) -> None:
        """Take a dismissal back."""
        with self._database.writing() as connection:
            connection.execute(
                delete(dismissals).where(_whose(dismissals, who), dismissals.c.product == product)
            )

    def expire(self, now: float, retention: Retention) -> int:
        """Delete dismissals as old as events may get; how many."""
        oldest = day_of(now) - retention.events_days
        with self._database.writing() as connection:
            return connection.execute(
                delete(dismissals).where(dismissals.c.received < oldest)
            ).rowcount


def _whose(table: Table, who: Who) -> ColumnElement[bool]:
    either = [] if who.user is None else [table.c.user == who.user]
    if who.sessions:
        either.append(table.c.session.in_(who.sessions))
    return or_(*either)


def _steps(newest_first: Sequence[Taken]) -> tuple[Taken, ...]:
    """Actions on one product in a row are one step, by the strongest of them."""
    steps: list[Taken] = []
    for taken in newest_first:
        if steps and steps[-1].product == taken.product:
            if ACTION_WEIGHTS[taken.action] > ACTION_WEIGHTS[steps[-1].action]:
                steps[-1] = taken
        elif len(steps) == LATELY:
            break
        else:
            steps.append(taken)
    return tuple(steps)
