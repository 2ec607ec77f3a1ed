"""Counts that follow the events: the same additive kernel, a batch of new steps at a time.

What a batch adds are the pairs of its steps with the steps before them. So after every batch the
counts are those of all events at once, to the last bit, however long a history is. (Additive
updates of item-CF from a stream: TencentRec, SIGMOD 2015.)
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from recsys.events.event import INTERESTS, Event
from recsys.item_cf.counts import Counts, Window, counted_since
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

    def add(self, events: Iterable[Event]) -> set[str]:
        """Count events in order of arrival; returns the products that have a new step."""
        tails = self._tails
        people: dict[Person, list[Step]] = {}
        lengths: list[int] = []  # of what each of them did before
        for event in events:
            person = person_of(event)
            if person is None or event.action not in INTERESTS:
                continue
            steps = people.get(person)
            if steps is None:
                steps = people[person] = list(tails.of(person))
                lengths.append(len(steps))
            if not steps or steps[-1][0] != event.product:
                steps.append((event.product, bucket_of(event.time)))
        flat = [step for steps in people.values() for step in steps]
        whole = np.array([len(steps) for steps in people.values()], dtype=np.int64)
        before = np.array(lengths, dtype=np.int64)
        if not (whole - before).any():
            return set()
        starts = np.cumsum(whole) - whole
        place = np.arange(len(flat)) - np.repeat(starts, whole)
        new = np.flatnonzero(place >= np.repeat(before, whole)).astype(np.int32)
        stepped = {flat[at][0] for at in new.tolist()}
        self._number(stepped)
        numbers = self.numbers
        sequences = Sequences(
            tuple(self.items),
            np.repeat(np.arange(len(people), dtype=np.int32), whole),
            np.array([numbers[product] for product, _ in flat], dtype=np.int32),
            np.array([bucket for _, bucket in flat], dtype=np.int32),
        )
        self._new = Counts.added((self._new, counted_since(sequences, self._window, new)))
        self.latest = max(self.latest, int(sequences.bucket[new].max()))
        for person, steps in people.items():
            tails.keep(person, steps)
        tails.trim()
        return stepped

    def touched(self, products: Iterable[str]) -> set[str]:
        """These products, and those that share a count with one: of no other a list can change."""
        own = np.array(sorted(self.numbers[product] for product in products), dtype=np.int32)
        base = self._ours[self._base.take(self._its[own]).other]
        sharing = np.unique(np.concatenate((own, base, self._new.take(own).other)))
        return {self.items[number] for number in sharing.tolist()}

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


def _diagonal(counts: Counts) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Product, bucket and count of all steps."""
    row = np.repeat(np.arange(len(counts.starts) - 1, dtype=np.int32), np.diff(counts.starts))
    own = np.flatnonzero(row == counts.other)
    return row[own], counts.bucket[own], counts.count[own]
