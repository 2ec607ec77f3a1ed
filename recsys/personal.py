"""Personal lists and orders for a shop: its histories and the present state of what events say."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.content import Content, mixed
from recsys.diversity import Facts
from recsys.following import Following
from recsys.history import Histories, Taken, Who
from recsys.interest import Interest, by_row
from recsys.item_cf import WindowSettings
from recsys.models.saved import Saved
from recsys.neighbors import Neighbors
from recsys.recommending import FactsOf, Recommended, by_model, recommended
from recsys.rerank import Lift, Lifted, lifted, sunk

__all__ = ["Personal"]

RowsOf = Callable[[Sequence[str]], Mapping[str, int]]
"""The rows of products in the index by their ids, of those that are in it."""


_ROWS_SECONDS = 60.0  # between two looks at where all products are: it takes 5 microseconds each
_THRICE = 2.4  # see `Neighbors.often`
_PAUSE = 1.0  # seconds: what was done a moment ago may well be done again


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    neighbors: Neighbors
    rows: NDArray[np.int64]


class Personal:
    """Safe to share between threads. `refresh` takes what is new, in a thread of its own."""

    def __init__(self, following: Following, histories: Histories, rows_of: RowsOf) -> None:
        self.following = following
        self.histories = histories
        self._rows_of = rows_of
        self._state = _State(following.neighbors, np.empty(0, np.int64))
        self._refreshing = threading.Lock()
        self._rest_until = 0.0
        self._ask_again = 0.0

    @property
    def neighbors(self) -> Neighbors:
        """The present state of the lists."""
        return self._state.neighbors

    def step(self) -> int:
        """As `refresh`, for a thread that asks all the time: it takes a fifth of a core at most."""
        now = time.monotonic()
        if now < self._rest_until:
            return 0
        count = self.refresh()
        self._rest_until = time.monotonic() + max(_PAUSE, 4 * (time.monotonic() - now))
        return count

    def refresh(self) -> int:
        """Take new events and new lists; returns how many events were counted."""
        with self._refreshing:
            count = self.following.refresh()
            present, new = self._state, self.following.neighbors
            now = time.monotonic()
            known = present.rows
            if new.lists is not present.neighbors.lists or now >= self._ask_again:
                known = np.empty(0, np.int64)  # other numbers, or products that came later
                self._ask_again = now + _ROWS_SECONDS
            elif new is present.neighbors:
                return count
            more = by_row(new.items[len(known) :], self._rows_of)
            self._state = _State(new, np.concatenate((known, more)))
            return count

    def lift(self, who: Who) -> Lift | None:
        """What this person does to the order of hits; None: nothing is known of them."""
        if not who:
            return None
        state = self._state
        history = self.histories.of(who)
        interest = Interest(state.neighbors, history.taken)
        if not interest and not history.dismissed:
            return None
        # Not by the lists: what nobody took can be dismissed too.
        dismissed = self._rows_of(sorted(history.dismissed)).values() if history.dismissed else ()

        def lift(rows: NDArray[np.int64], scores: NDArray[np.float64]) -> Lifted:
            return sunk(lifted(interest, history, state.rows, rows, scores), rows, dismissed)

        return lift

    def similar(self, product: str, content: Content | None, limit: int) -> list[tuple[str, float]]:
        """Who took this also took these, the more was counted; else what is close in words.

        (product, score from 0 to 1), the best first.
        """
        near = [] if content is None else content.near(product, limit)
        neighbors = self.neighbors
        number = neighbors.numbers.get(product)
        steps = 0.0 if number is None else float(neighbors.steps[number])
        return mixed(neighbors.similar(product), near, steps, limit)

    def beside(self, products: Sequence[str], facts_of: FactsOf, limit: int) -> list[Recommended]:
        """What is taken with these products and is of another kind: for what stands in a basket.

        Only what was counted with one of them three times: once or twice is chance in any shop, and
        puts a cat's sweets beside a phone. Empty where nothing was.
        """
        settings, neighbors = WindowSettings(), self.neighbors
        often = {
            other for product in products for other in neighbors.often(product, settings, _THRICE)
        }
        interest = Interest(neighbors, [Taken(product, "cart") for product in products])
        kinds = {fact.category for fact in facts_of(products).values() if fact.category}

        def of_another_kind(asked: Sequence[str]) -> Mapping[str, Facts]:
            facts = facts_of([item for item in asked if item in often])
            return {item: fact for item, fact in facts.items() if fact.category not in kinds}

        return recommended(
            interest, limit, without=products, facts_of=of_another_kind, filled=False
        )

    def recommend(
        self, who: Who, limit: int, facts_of: FactsOf | None, *, model: Saved | None = None
    ) -> list[Recommended]:
        """A list for a person; of nobody: what is popular. `model`: by that one, not by the lists."""
        had = self.histories.had(who) if who else frozenset[str]()
        if model is not None:
            out = had | self.histories.dismissed(who)
            path = self.histories.path(who) if who else []
            return by_model(
                model, path, limit, neighbors=self.neighbors, without=out, facts_of=facts_of
            )
        history = self.histories.of(who)
        interest = Interest(self.neighbors, history.taken)
        return recommended(interest, limit, without=had | history.dismissed, facts_of=facts_of)
