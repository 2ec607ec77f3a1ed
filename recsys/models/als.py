"""ALS: factors of people and products, each solved in turn with the other held; our own.

A page of numpy and scipy, for a model that is only compared with: a shop that ran it would take the
library `implicit`. Its 0.7.3 with these settings, against this: NDCG@10 on beauty, `llo-strict`,
.0242 and .0240, on ml-100k, `llo`, .0765 and .0849; CPU seconds of the fit 1.4 and 6.0, 0.5 and 2.7.
Both give the same bytes each time, `implicit` with one thread and with two.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys.models.histories import taken
from recsys.models.model import Arrays, TooLargeError
from recsys.sequences import Sequences

__all__ = ["AlsModel", "AlsSettings"]

_STEPS = 100_000_000  # 1.2 GB, and a hundred passes over them
_NUMBERS = 250_000_000  # of all factors: 1 GB, five times while they are found
_GATHERED = 2_000_000  # numbers of factors that are brought together at a time
_SHARE = 4  # products, and people, for each factor at least: else they repeat what was taken
_SEED = 1

Factors = NDArray[np.float32]


@dataclass(frozen=True)
class AlsSettings:
    """`trust`: how much more what was taken says than what was not; `regular`: of the factors.

    `llo-valid`, NDCG@10 by a trust of 2, 5 and 10: ml-100k .0786, .0750, .0735; beauty .0303, .0321,
    .0330; by `regular` 0.1, 1 and 5: .0750, .0744, .0740; beauty .0321, .0322.
    """

    factors: int = 64
    trust: float = 5.0
    regular: float = 1.0
    rounds: int = 10
    steps: int = 3
    fold_steps: int = 10


class AlsModel:
    """Scores are the factors of a history, solved as a person's are, times those of the products.

    Hu, Koren, Volinsky, "Collaborative filtering for implicit feedback datasets", ICDM 2008; solved
    by a few steps of conjugate gradients (Takacs, Pilaszy, Tikk, RecSys 2011), of all at once.
    """

    def __init__(self, items: Factors, settings: AlsSettings) -> None:
        """`items`: products by factors."""
        self._items = items
        self._settings = settings

    @classmethod
    def fit(cls, sequences: Sequences, settings: AlsSettings = AlsSettings()) -> "AlsModel":
        """Costs rounds times steps times factors for each step that was taken.

        Raises TooLargeError above 10^8 steps, or 2.5 * 10^8 numbers in all factors.
        """
        size = len(sequences.items)
        if len(sequences) > _STEPS:
            raise TooLargeError("als", f"{len(sequences):.1e} 步，最多 {_STEPS:.0e}")
        matrix = taken(sequences, size)
        numbers = sum(matrix.shape) * settings.factors
        if numbers > _NUMBERS:
            raise TooLargeError("als", f"因子有 {numbers:.1e} 个数，最多 {_NUMBERS:.0e}")
        takers = matrix.T.tocsr()
        factors = min(settings.factors, min(matrix.shape) // _SHARE)
        drawn = np.random.default_rng(_SEED).standard_normal((size, factors), np.float32)
        items = drawn * np.float32(0.01)
        items[np.diff(takers.indptr) == 0] = 0
        people = np.zeros((matrix.shape[0], factors), dtype=np.float32)
        for _ in range(settings.rounds):
            people = _solved(matrix, items, people, settings, settings.steps)
            items = _solved(takers, people, items, settings, settings.steps)
        return cls(items, settings)

    @classmethod
    def restored(cls, arrays: Arrays, settings: AlsSettings) -> "AlsModel":
        """See Kind.restored."""
        return cls(arrays["items"], settings)

    def scores(self, histories: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """See Model.scores."""
        asked = taken(histories, len(self._items))
        begin = np.zeros((len(histories), self._items.shape[1]), dtype=np.float32)
        people = _solved(asked, self._items, begin, self._settings, self._settings.fold_steps)
        return people @ self._items.T

    def arrays(self) -> Arrays:
        """See Model.arrays."""
        return {"items": self._items}


def _solved(
    matrix: sp.csr_matrix, other: Factors, begin: Factors, settings: AlsSettings, steps: int
) -> Factors:
    """The rows' factors that fit `other`'s best, from `begin` on, some steps nearer.

    Row by row: (other' C other + regular) x = other' C taken, where C is 1 + trust where taken.
    """
    gram = other.T @ other + np.float32(settings.regular) * np.eye(other.shape[1], dtype=np.float32)
    trust = np.float32(settings.trust)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))

    def applied(x: Factors) -> Factors:
        weights = trust * _dots(x, rows, other, matrix.indices)
        added = sp.csr_matrix((weights, matrix.indices, matrix.indptr), matrix.shape) @ other
        return x @ gram + added

    x = begin.copy()
    rest = (1 + trust) * (matrix @ other) - applied(x)
    way, error = rest.copy(), (rest * rest).sum(axis=1)
    for _ in range(steps):
        turned = applied(way)
        along = (way * turned).sum(axis=1)
        step = np.divide(error, along, out=np.zeros_like(error), where=along > 0)[:, None]
        x += step * way
        rest -= step * turned
        left = (rest * rest).sum(axis=1)
        way = rest + np.divide(left, error, out=np.zeros_like(left), where=error > 0)[:, None] * way
        error = left
    return x


def _dots(
    left: Factors, rows: NDArray[np.intp], right: Factors, columns: NDArray[np.int32]
) -> NDArray[np.float32]:
    """The products of pairs of rows, block by block."""
    found = np.empty(len(rows), dtype=np.float32)
    block = max(1, _GATHERED // max(1, left.shape[1]))
    for begin in range(0, len(rows), block):
        part = slice(begin, begin + block)
        np.einsum("ij,ij->i", left[rows[part]], right[columns[part]], out=found[part])
    return found
