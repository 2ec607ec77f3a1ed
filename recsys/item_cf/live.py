"""Counts that follow the events: the same additive kernel, a batch of new steps at a time.

What a batch adds is what its people's last steps and the new ones count together, without what the
last steps count alone. So after every batch the counts are those of all events at once, to the last
bit, however long a history is. (Additive updates of item-CF from a stream: TencentRec, SIGMOD 2015.)
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from recsys.events.event import INTERESTS, Event
from recsys.item_cf.counts import Counts, Window, counted
from recsys.item_cf.lists import Fading, steps_of
from recsys.sequences import Person, Sequences, bucket_of, person_of

__all__ = ["LiveCounts", "Tails"]

_PEOPLE = 100_000  # whose last steps are kept at hand: about 60 MB
_BLOCK = 20_000  # rows that are put together at a time

Step = tuple[str, int]
"""A product and a bucket."""


class Tails:
    """The last steps of people, as far as a window reaches; of those who were away, asked for."""

    def __init__(
        self, reach: int, earlier: Callable[[Person], Sequence[Step]], *, people: int = _PEOPLE
    ) -> None:
        """`earlier` gives a person's last `reach` steps before all that was added since the start."""
        self._reach = reach
        self._earlier = earlier
        self._people = people
        self._kept: OrderedDict[Person, list[Step]] = OrderedDict()

    def of(self, person: Person) -> list[Step]:
        """The last steps of a person, oldest first."""
        if person not in self._kept:
            self._kept[person] = list(self._earlier(person))
        self._kept.move_to_end(person)
        return self._kept[person]

    def keep(self, person: Person, steps: list[Step]) -> None:
        """Remember what a person's last steps are now."""
        self._kept[person] = steps[-self._reach :]

    def trim(self) -> None:
        """Forget those who were away the longest; what they did must be there to be asked for."""
        while len(self._kept) > self._people:
            self._kept.popitem(last=False)


class LiveCounts:
    """The counts of a shop: those of a base, which may be a mapped file, and what came since.

    Products are numbers of `items`, which are sorted: a new product moves the numbers behind it.
    """

    def __init__(
        self, items: Sequence[str], base: Counts, window: Window, tails: Tails, *, latest: int
    ) -> None:
        """`base` counts `items`; `latest` is its newest bucket."""
        self.items = list(items)
        self.numbers = {item: number for number, item in enumerate(self.items)}
        self.latest = latest
        self._window = window
        self._tails = tails
        self._base = self._new = base
        self.settle(base)

    @property
    def settled(self) -> int:
        """How many entries the base has."""
        return len(self._base.other)

    @property
    def added(self) -> int:
        """How many entries came since the base."""
        return len(self._new.other)

    def add(self, events: Iterable[Event]) -> NDArray[np.int32]:
        """Count events in order of arrival; returns the numbers of the products they touch.

        Touched is a product with a new step, or with a count that it shares with one: for others
        no similarity has changed.
        """
        olds: dict[Person, list[Step]] = {}
        news: dict[Person, list[Step]] = {}
        for event in events:
            person = person_of(event)
            if person is None or event.action not in INTERESTS:
                continue
            if person not in olds:
                olds[person], news[person] = self._tails.of(person), []
            last = news[person] or olds[person]
            if not last or last[-1][0] != event.product:
                news[person].append((event.product, bucket_of(event.time)))
        changed = {person: steps for person, steps in news.items() if steps}
        if not changed:
            return np.empty(0, dtype=np.int32)
        self._number({product for steps in changed.values() for product, _ in steps})
        before = [olds[person] for person in changed]
        after = [olds[person] + steps for person, steps in changed.items()]
        counts = self._counted(after).minus(self._counted(before))
        self._new = Counts.added((self._new, counts))
        for (person, steps), whole in zip(changed.items(), after, strict=True):
            self._tails.keep(person, whole)
            self.latest = max(self.latest, *(bucket for _, bucket in steps))
        self._tails.trim()
        stepped = np.flatnonzero(np.diff(counts.starts)).astype(np.int32)
        own = {self.numbers[product] for steps in changed.values() for product, _ in steps}
        sharing = self.rows(np.array(sorted(own), dtype=np.int32)).other
        return np.unique(np.concatenate((stepped, sharing)))

    def settle(self, base: Counts) -> None:
        """Take these counts, which are the present ones of all `items`, as the base."""
        self._base = base
        # The base keeps its own numbers: in ours, and ours in its (-1: it has no such product).
        self._ours = np.arange(len(self.items), dtype=np.int32)
        self._its = self._ours.copy()
        self._base_steps = _diagonal(base)
        self._new = Counts.empty(len(self.items))

    def rows(self, items: NDArray[np.int32]) -> Counts:
        """The counts of these products."""
        base = self._base.take(self._its[items])
        ours = Counts(base.starts, self._ours[base.other], base.bucket, base.count)
        return Counts.added((ours, self._new.take(items)))

    def blocks(self, size: int = _BLOCK) -> Iterator[Counts]:
        """The counts of all products, in blocks of rows."""
        for begin in range(0, len(self.items), size):
            end = min(begin + size, len(self.items))
            yield self.rows(np.arange(begin, end, dtype=np.int32))

    def steps(self, fading: Fading) -> NDArray[np.int64]:
        """The faded steps of each product."""
        size = len(self.items)
        item, bucket, count = self._base_steps
        sums = steps_of(self._ours[item], fading(bucket) * count, size)
        item, bucket, count = _diagonal(self._new)
        return sums + steps_of(item, fading(bucket) * count, size)

    def _number(self, products: Iterable[str]) -> None:
        """Give new products their numbers; all orders stay as they are."""
        new = [product for product in products if product not in self.numbers]
        if not new:
            return
        earlier = self.items
        self.items = sorted([*earlier, *new])
        self.numbers = {item: number for number, item in enumerate(self.items)}
        moved = np.array([self.numbers[item] for item in earlier], dtype=np.int32)
        self._ours = moved[self._ours]
        self._its = np.full(len(self.items), -1, dtype=np.int32)
        self._its[self._ours] = np.arange(len(self._ours), dtype=np.int32)
        self._new = self._new.renumbered(moved, len(self.items))

    def _counted(self, people: Sequence[Sequence[Step]]) -> Counts:
        steps = [
            (number, self.numbers[product], bucket)
            for number, history in enumerate(people)
            for product, bucket in history
        ]
        person, item, bucket = np.array(steps, dtype=np.int32).reshape(-1, 3).T
        return counted(Sequences.ordered(self.items, person, item, bucket), self._window)


def _diagonal(counts: Counts) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Product, bucket and count of all steps."""
    row = np.repeat(np.arange(len(counts.starts) - 1, dtype=np.int32), np.diff(counts.starts))
    own = np.flatnonzero(row == counts.other)
    return row[own], counts.bucket[own], counts.count[own]
