"""From counts to lists: for each product the products most similar to it.

`similarity = co / (steps_i ** exponent * steps_j ** (1 - exponent) + shrink)`, where co and steps
have faded by whole buckets. Sums are of whole numbers and each row is reckoned alone: a row built
alone is the same to the last bit as in a build of all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys.item_cf.counts import ONE, Counts
from recsys.sequences import UNDATED

__all__ = ["WHOLE", "Fading", "Lists", "Similarity", "lists_of", "nearest", "steps_of"]

WHOLE = 1 << 12
"""The weight of what has not faded."""


@dataclass(frozen=True)
class Fading:
    """How much what lies in a bucket counts at a time. `half_life`: weeks; None: all counts."""

    at: int = UNDATED
    half_life: float | None = None

    def __call__(self, buckets: NDArray[np.int32]) -> NDArray[np.int64]:
        """Whole weights, 4,096 for what is new, undated, or after `at`."""
        if self.half_life is None or not len(buckets):
            return np.full(len(buckets), WHOLE, dtype=np.int64)
        age = np.where(buckets == UNDATED, 0, np.maximum(self.at - buckets, 0))
        table = WHOLE * 0.5 ** (np.arange(age.max() + 1) / self.half_life)
        return np.rint(table).astype(np.int64)[age]


@dataclass(frozen=True)
class Similarity:
    """How alike two products are by their counts, and how many of the most alike are kept."""

    exponent: float = 0.9
    shrink: float = 3.0
    neighbors: int = 100


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """The products most similar to each product, the most similar first, ties by number.

    `starts[i]` to `starts[i + 1]` are the entries of product i; `similarity` is positive.
    """

    starts: NDArray[np.int64]
    other: NDArray[np.int32]
    similarity: NDArray[np.float32]

    @classmethod
    def joined(cls, blocks: Iterable[Self]) -> Self:
        """Blocks of rows, one after the other."""
        parts = list(blocks)
        ends = np.cumsum([0, *(len(part.other) for part in parts)])
        starts = [part.starts[:-1] + end for part, end in zip(parts, ends[:-1], strict=True)]
        return cls(
            np.concatenate([*starts, ends[-1:]]),
            np.concatenate([np.empty(0, np.int32), *(part.other for part in parts)]),
            np.concatenate([np.empty(0, np.float32), *(part.similarity for part in parts)]),
        )

    def matrix(self) -> sp.csr_matrix:
        """Products by products; the entries of a row stay in their order."""
        size = len(self.starts) - 1
        return sp.csr_matrix((self.similarity, self.other, self.starts), (size, size))

    def row(self, item: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The products similar to one, and how similar they are."""
        part = slice(self.starts[item], self.starts[item + 1])
        return self.other[part], self.similarity[part]


def steps_of(item: NDArray[np.int32], faded: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """For each of `size` products, the sum of its faded steps."""
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, item, faded)
    return sums


def lists_of(
    counts: Counts,
    items: NDArray[np.int32],
    steps: NDArray[np.int64],
    fading: Fading,
    similarity: Similarity,
) -> Lists:
    """The lists of the rows of `counts`, which are those of `items`; `steps` are of all products."""
    rows = len(counts.starts) - 1
    row = np.repeat(np.arange(rows, dtype=np.int32), np.diff(counts.starts))
    apart = counts.other != items[row]
    row, other = row[apart], counts.other[apart]
    value = counts.count[apart] * fading(counts.bucket[apart])
    if len(row):
        new = np.flatnonzero(
            np.concatenate(([True], (row[1:] != row[:-1]) | (other[1:] != other[:-1])))
        )
        row, other, value = row[new], other[new], np.add.reduceat(value, new)
    strength = steps / WHOLE
    # Rows of one product and of all go through the same operations on arrays of the same length.
    left, right = strength**similarity.exponent, strength ** (1 - similarity.exponent)
    alike = value / (ONE * WHOLE) / (left[items[row]] * right[other] + similarity.shrink)
    return nearest(rows, row, other, alike.astype(np.float32), similarity.neighbors)


def nearest(
    rows: int,
    row: NDArray[np.int32],
    other: NDArray[np.int32],
    alike: NDArray[np.float32],
    limit: int,
) -> Lists:
    """At most `limit` of each row, the most alike first; of equals the lower number."""
    starts = np.searchsorted(row, np.arange(rows + 1))
    kept = []
    for low, high in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        part = -alike[low:high]
        if high - low > limit:
            least = np.partition(part, limit - 1)[limit - 1]
            near = np.flatnonzero(part <= least)
            near = near[np.argsort(part[near], kind="stable")][:limit]
        else:
            near = np.argsort(part, kind="stable")
        kept.append(near + low)
    chosen = np.concatenate([np.empty(0, np.intp), *kept])
    chosen = chosen[alike[chosen] > 0]
    ends = np.searchsorted(row[chosen], np.arange(rows + 1)).astype(np.int64)
    return Lists(ends, other[chosen], alike[chosen])
