"""How often products stand near each other in what people did: whole numbers, added up.

Order-aware item-CF ("window"): two steps of one person count when they are at most `reach` apart,
the more the nearer, backwards less. Counts are fixed-point integers in buckets of time, without a
weight of the person: so a batch, shards of people, a live stream and "all without this person" add
up to the same numbers, whatever the order (recommender.md, section 0a).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from recsys.sequences import Sequences

__all__ = ["ONE", "Counts", "Window", "counted", "counted_since", "row_blocks"]

ONE = 1 << 20
"""What two steps next to each other count, forwards. The weight of a step itself is 1."""

_BLOCK = 500_000
"""Pairs that are sorted at a time: 16 MB. Eight times as many take a quarter longer each: they no
longer fit a core's cache."""

_KEY_BITS = 63
_FARTHEST = 100


@dataclass(frozen=True)
class Window:
    """Which pairs of steps count, and how much: `fade ** (gap - 1)`, backwards times `back`."""

    reach: int = 5
    fade: float = 0.95
    back: float = 0.2

    def __post_init__(self) -> None:
        """Every pair counts in both directions: who shares a count with whom is symmetric."""
        if not (
            1 <= self.reach <= _FARTHEST and self.fade > 0 and self.back > 0 and self.weights.all()
        ):
            message = f"a window must reach at least a step, and weigh all in it: {self}"
            raise ValueError(message)

    @cached_property
    def weights(self) -> NDArray[np.int64]:
        """By code: gaps forwards from 1 on, gaps backwards, and the step itself."""
        ahead = [round(ONE * self.fade**gap) for gap in range(self.reach)]
        return np.array([*ahead, *(round(w * self.back) for w in ahead), 1], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """The counts of rows of products, by (product, other product, bucket), sorted, none of them 0.

    `starts[i]` to `starts[i + 1]` are the entries of row i. Where `other` is the product itself,
    the count is the number of its steps; all others are sums of `Window.weights`.
    """

    starts: NDArray[np.int64]
    other: NDArray[np.int32]
    bucket: NDArray[np.int32]
    count: NDArray[np.int64]

    @classmethod
    def empty(cls, rows: int) -> Self:
        """No counts of that many products."""
        none = np.empty(0, dtype=np.int32)
        return cls(np.zeros(rows + 1, np.int64), none, none, np.empty(0, dtype=np.int64))

    @classmethod
    def joined(cls, blocks: Iterable[Self]) -> Self:
        """Blocks of rows, one after the other."""
        parts = list(blocks)
        ends = np.cumsum([0, *(len(part.other) for part in parts)])
        starts = [part.starts[:-1] + end for part, end in zip(parts, ends[:-1], strict=True)]
        return cls(
            np.concatenate([*starts, ends[-1:]]),
            np.concatenate([part.other for part in parts]),
            np.concatenate([part.bucket for part in parts]),
            np.concatenate([part.count for part in parts]),
        )

    @classmethod
    def added(cls, parts: Iterable[Self]) -> Self:
        """The sum of counts of the same products."""
        given = list(parts)
        entries = np.sum([np.asarray(part.starts) for part in given], axis=0)
        blocks = [
            cls._summed([part.rows(begin, end) for part in given])
            for begin, end in _parted(entries, _BLOCK)
        ]
        return cls.joined(blocks) if blocks else given[0]

    @classmethod
    def _summed(cls, parts: Sequence[Self]) -> Self:
        rows = len(parts[0].starts) - 1
        row = np.concatenate([np.repeat(np.arange(rows), np.diff(part.starts)) for part in parts])
        other = np.concatenate([part.other for part in parts])
        bucket = np.concatenate([part.bucket for part in parts])
        # Sorted runs follow each other: a stable sort of one number merges them.
        key = row * (int(other.max(initial=0)) + 1) + other
        key = key * (int(bucket.max(initial=0)) + 1) + bucket
        order = np.argsort(key, kind="stable")
        first = np.flatnonzero(np.diff(key[order], prepend=-1))
        count = np.concatenate([part.count for part in parts])[order]
        count = np.add.reduceat(count, first) if len(first) else count
        first, count = order[first[count != 0]], count[count != 0]
        starts = np.searchsorted(row[first], np.arange(rows + 1)).astype(np.int64)
        return cls(starts, other[first], bucket[first], count)

    def minus(self, other: Self) -> Self:
        """These counts without others that are among them."""
        return self.added((self, type(self)(other.starts, other.other, other.bucket, -other.count)))

    def renumbered(self, numbers: NDArray[np.int32], rows: int) -> Self:
        """The same counts where product i is `numbers[i]` of `rows`; the order must stay."""
        lengths = np.zeros(rows, dtype=np.int64)
        lengths[numbers] = np.diff(self.starts)
        starts = np.concatenate(([0], np.cumsum(lengths)))
        return type(self)(starts, numbers[self.other], self.bucket, self.count)

    def take(self, rows: NDArray[np.int32]) -> Self:
        """The counts of these rows, in this order; a row of -1 has none."""
        lengths = np.where(rows < 0, 0, self.starts[rows + 1] - self.starts[rows])
        starts = np.concatenate(([0], np.cumsum(lengths)))
        at = np.repeat(self.starts[rows] - starts[:-1], lengths) + np.arange(starts[-1])
        return type(self)(starts, self.other[at], self.bucket[at], self.count[at])

    def rows(self, begin: int, end: int) -> Self:
        """The counts of the products from one number to before another."""
        low, high = self.starts[begin], self.starts[end]
        part = slice(low, high)
        return type(self)(
            self.starts[begin : end + 1] - low,
            self.other[part],
            self.bucket[part],
            self.count[part],
        )


def counted(sequences: Sequences, window: Window, *, block: int = _BLOCK) -> Counts:
    """The counts of all products of some sequences."""
    if not len(sequences):
        return Counts.empty(len(sequences.items))
    return Counts.joined(row_blocks(sequences, window, block=block))


def row_blocks(sequences: Sequences, window: Window, *, block: int = _BLOCK) -> Iterator[Counts]:
    """The counts of all products in blocks of rows, so that memory stays bounded.

    Work is steps times `2 * reach + 1`, whatever the longest history.
    """
    neighborhood = _Neighborhood(sequences, window)
    order = np.argsort(sequences.item, kind="stable").astype(np.int32)
    starts = np.searchsorted(sequences.item[order], np.arange(len(sequences.items) + 1))
    steps = max(1, block // len(window.weights))
    for begin, end in _parted(starts, steps):
        yield neighborhood.rows(order[starts[begin] : starts[end]], begin, end)


def counted_since(sequences: Sequences, window: Window, steps: NDArray[np.int32]) -> Counts:
    """What these steps add to the counts of all products: their pairs with the steps before them.

    `steps`: positions, in any order. Of all steps it is what `counted` gives.
    """
    return _Neighborhood(sequences, window).since(steps)


class _Neighborhood:
    """Counts what stands near some steps."""

    def __init__(self, sequences: Sequences, window: Window) -> None:
        self._steps = sequences
        self._window = window
        self._low = int(sequences.bucket.min()) if len(sequences) else 0
        # A pair is sorted as one number: its row, the other, the bucket and, lowest, its weight.
        self._codes = _bits(len(window.weights))
        self._buckets = _bits(sequences.latest - self._low + 1)
        self._others = _bits(len(sequences.items))
        # How many steps of the same person follow and precede each, as far as the window reaches.
        ends = np.flatnonzero(np.diff(sequences.person, append=-1)) + 1
        lengths = np.diff(ends, prepend=0)
        at = np.arange(len(sequences), dtype=np.int32)
        reach = np.int32(window.reach)
        self._after = np.minimum(np.repeat(ends, lengths) - 1 - at, reach).astype(np.int8)
        self._before = np.minimum(at - np.repeat(ends - lengths, lengths), reach).astype(np.int8)

    def rows(self, at: NDArray[np.int32], begin: int, end: int) -> Counts:
        """The counts of the products from `begin` to before `end`, whose steps are `at`."""
        item, reach = self._steps.item, self._window.reach
        own = item[at]
        row = self._row(own - np.int32(begin))
        keys = [self._key(row, own, at, 2 * reach)]
        for near, sign, first in ((self._after[at], 1, 0), (self._before[at], -1, reach)):
            for gap in range(1, reach + 1):
                there = np.flatnonzero(near >= gap)
                to = at[there] + np.int32(sign * gap)
                other = item[to]
                # The pair lies in the bucket of its later step.
                later = to if sign > 0 else at[there]
                key = self._key(row[there], other, later, first + gap - 1)
                keys.append(key[other != own[there]])
        return self._counts(keys, end - begin)

    def since(self, at: NDArray[np.int32]) -> Counts:
        """The counts of all products by the pairs of which a step of `at` is the later one."""
        item, reach = self._steps.item, self._window.reach
        own = item[at]
        keys = [self._key(self._row(own), own, at, 2 * reach)]
        before = self._before[at]
        for gap in range(1, reach + 1):
            there = np.flatnonzero(before >= gap)
            earlier = item[at[there] - np.int32(gap)]
            apart = earlier != own[there]
            there, earlier = there[apart], earlier[apart]
            later, step = own[there], at[there]
            keys.append(self._key(self._row(earlier), later, step, gap - 1))
            keys.append(self._key(self._row(later), earlier, step, reach + gap - 1))
        return self._counts(keys, len(self._steps.items))

    def _counts(self, keys: Sequence[NDArray[np.int64]], rows: int) -> Counts:
        row_shift = self._others + self._buckets
        if _bits(rows) + row_shift + self._codes > _KEY_BITS:
            message = "too many products, buckets or gaps for one block"
            raise OverflowError(message)
        key = np.concatenate(keys)
        if not len(key):
            return Counts.empty(rows)
        key.sort()
        weight = self._window.weights[key & ((1 << self._codes) - 1)]
        key >>= self._codes
        first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
        count = np.add.reduceat(weight, first)
        key = key[first]
        starts = np.searchsorted(key, np.arange(rows + 1) << row_shift).astype(np.int64)
        bucket = (key & ((1 << self._buckets) - 1)) + self._low
        other = (key >> self._buckets) & ((1 << self._others) - 1)
        return Counts(starts, other.astype(np.int32), bucket.astype(np.int32), count)

    def _row(self, rows: NDArray[np.int32]) -> NDArray[np.int64]:
        return rows.astype(np.int64) << (self._others + self._buckets)

    def _key(
        self, row: NDArray[np.int64], other: NDArray[np.int32], step: NDArray[np.int32], code: int
    ) -> NDArray[np.int64]:
        key = row | (other.astype(np.int64) << self._buckets)
        if self._buckets:
            key |= self._steps.bucket[step] - self._low
        key <<= self._codes
        key |= code
        return key


def _parted(starts: NDArray[np.int64], most: int) -> Iterator[tuple[int, int]]:
    """Ranges of rows with at most so many entries each, or of one row that has more."""
    begin, size = 0, len(starts) - 1
    while begin < size:
        end = int(np.searchsorted(starts, starts[begin] + most, side="right")) - 1
        end = min(size, max(end, begin + 1))
        yield begin, end
        begin = end


def _bits(size: int) -> int:
    """Bits that numbers below `size` need."""
    return (size - 1).bit_length() if size else 0
