"""Histories as the rows of a sparse matrix: what most models are asked with."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys.sequences import Sequences

__all__ = ["rows_of", "taken"]


def rows_of(
    histories: Sequence[NDArray[np.int32]],
    size: int,
    *,
    memory: float = 1.0,
    last: int | None = None,
) -> sp.csr_matrix:
    """Histories by `size` products, float32: the newest step weighs 1, each older one `memory` of it.

    Only the `last` steps count. A product that occurs twice has two entries; they add up.
    """
    recent = [history if last is None else history[-last:] for history in histories]
    lengths = np.array([len(history) for history in recent], dtype=np.intp)
    ages = np.concatenate([np.empty(0), *(np.arange(n - 1, -1, -1) for n in lengths)])
    items = np.concatenate([np.empty(0, np.int32), *recent])
    starts = np.concatenate(([0], np.cumsum(lengths)))
    return sp.csr_matrix(((memory**ages).astype(np.float32), items, starts), (len(recent), size))


def taken(rows: Sequences | Sequence[NDArray[np.int32]], size: int) -> sp.csr_matrix:
    """Which person took which of `size` products, float32: 1 however often; entries are sorted."""
    if isinstance(rows, Sequences):
        people = int(rows.person[-1]) + 1 if len(rows) else 0
        starts = np.searchsorted(rows.person, np.arange(people + 1))
        ones = np.ones(len(rows), dtype=np.float32)
        matrix = sp.csr_matrix((ones, rows.item, starts), (people, size), copy=True)
    else:
        matrix = rows_of(rows, size)
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix
