"""Plain item-based CF: products that the same people take, whatever the order or the time between.

The textbook's similarities over one kernel: the people who took both, summed in whole numbers,
block by block. So the lists are the same to the last bit with `sparse_dot_topn` (the extra `fast`)
and without. The order-aware way is in `counts` and `lists`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys.item_cf.lists import Lists, nearest

try:
    from sparse_dot_topn import sp_matmul_topn
except ImportError:  # without the extra it is slower, and the lists are the same
    sp_matmul_topn = None

__all__ = ["Alike", "Together", "lists_together", "products_of"]

_BLOCK = 5_000_000
"""Pairs of one person's products that are added up at a time: 200 MB."""

_ONE = 1 << 20
"""The weight of a person where all weigh the same, and of one with e - 1 products in IUF."""

_SPARE = 16
"""Candidates of the compiled kernel beyond those kept: it orders by sums that are rounded."""

_NUDGE = 2.0**-40
"""By which share a later product is kept back there, so that of equals the lower number stays."""


class Alike(Enum):
    """When two products are alike. People who take much tell less in IUF: 1 / log(1 + n)."""

    COSINE = "cosine"
    PEARSON = "pearson"
    IUF = "iuf"


@dataclass(frozen=True)
class Together:
    """How alike products are reckoned, and how many of the most alike are kept.

    Cosine, `llo-valid`, NDCG@10 by 20, 50, 100 and 200 neighbors: ml-100k .0682, .0705, .0688,
    .0681; beauty .0415, .0414, .0437, .0438.
    """

    alike: Alike = Alike.COSINE
    neighbors: int = 100


def products_of(taken: sp.csr_matrix) -> int:
    """How many pairs of one person's products there are to add up: what `lists_together` costs."""
    return int((np.diff(taken.indptr).astype(np.int64) ** 2).sum())


def lists_together(taken: sp.csr_matrix, settings: Together, *, block: int = _BLOCK) -> Lists:
    """The lists of all products. `taken`: people by products, 1 where taken, entries sorted.

    Costs the sum of the squares of what each person took; memory is bounded by blocks.
    """
    kernel = _Kernel(taken, settings)
    return Lists.joined(kernel.rows(begin, end) for begin, end in _blocks(taken, block))


def _blocks(taken: sp.csr_matrix, block: int) -> Iterator[tuple[int, int]]:
    """Rows of products whose pairs are about `block` each."""
    size = taken.shape[1]
    lengths = np.diff(taken.indptr)
    cost = np.cumsum(np.bincount(taken.indices, np.repeat(lengths, lengths), size))
    begin = 0
    while begin < size:
        done = cost[begin - 1] if begin else 0
        end = min(size, max(begin + 1, int(np.searchsorted(cost, done + block))))
        yield begin, end
        begin = end


class _Kernel:
    """Reckons the lists of some rows of products."""

    def __init__(self, taken: sp.csr_matrix, settings: Together) -> None:
        self._settings = settings
        lengths = np.diff(taken.indptr)
        weight = np.full(taken.shape[0], _ONE, dtype=np.int64)
        if settings.alike is Alike.IUF:
            weight = np.rint(_ONE / np.log1p(np.maximum(lengths, 1))).astype(np.int64)
        data = np.repeat(weight, lengths)
        self._people = taken.shape[0] * _ONE
        self._weighed = sp.csr_matrix((data, taken.indices, taken.indptr), taken.shape)
        self._takers = taken.astype(np.int64).T.tocsr()
        self._own = np.zeros(taken.shape[1], dtype=np.int64)
        np.add.at(self._own, taken.indices, data)
        self._fast = sp_matmul_topn is not None and settings.alike is not Alike.PEARSON
        if self._fast:
            self._takers = self._takers.astype(np.float64)
            later = 1 - _NUDGE * np.arange(taken.shape[1])
            self._shares = later / np.sqrt(np.maximum(self._own, 1))
            self._weighed = sp.csr_matrix(
                (data * self._shares[taken.indices], taken.indices, taken.indptr), taken.shape
            )

    def rows(self, begin: int, end: int) -> Lists:
        """The lists of the products from one number to before another."""
        both = self._candidates(begin, end) if self._fast else self._all(begin, end)
        row = np.repeat(np.arange(end - begin, dtype=np.int32), np.diff(both.indptr))
        apart = both.indices != row + begin
        row, other, together = row[apart], both.indices[apart], both.data[apart]
        alike = self._alike(row + begin, other, together)
        return nearest(end - begin, row, other, alike, self._settings.neighbors)

    def _all(self, begin: int, end: int) -> sp.csr_matrix:
        both = (self._takers[begin:end] @ self._weighed).tocsr()
        both.sort_indices()
        return both

    def _candidates(self, begin: int, end: int) -> sp.csr_matrix:
        """The most alike and some more. Their sums are whole numbers: a share is taken back out."""
        limit = self._settings.neighbors + 1 + _SPARE
        both: sp.csr_matrix = sp_matmul_topn(
            self._takers[begin:end], self._weighed, limit, n_threads=-1
        )
        both.data = np.rint(both.data / self._shares[both.indices]).astype(np.int64)
        both.sort_indices()
        return both

    def _alike(
        self, item: NDArray[np.int32], other: NDArray[np.int32], together: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        left, right = self._own[item].astype(np.float64), self._own[other].astype(np.float64)
        if self._settings.alike is not Alike.PEARSON:
            return (together / np.sqrt(left * right)).astype(np.float32)
        # The correlation of two columns of zeros and ones; those of everybody correlate with none.
        spread = np.sqrt(left * (self._people - left)) * np.sqrt(right * (self._people - right))
        covered = together * float(self._people) - left * right
        alike = np.divide(covered, spread, out=np.zeros_like(covered), where=spread > 0)
        return np.asarray(alike, dtype=np.float32)
