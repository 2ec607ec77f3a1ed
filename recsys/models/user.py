"""User-based CF of the textbook: what the people took who are most like this one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys.item_cf.lists import nearest
from recsys.models.histories import taken
from recsys.models.model import Arrays, TooLargeError
from recsys.models.sparse import arrays_of, matrix_of
from recsys.sequences import Sequences

__all__ = ["UserModel", "UserSettings"]

_STEPS = 100_000_000  # 1.2 GB
_WORK = 20_000_000  # takers of a mean history's products: a third of a second a question
_ASKED = 256  # histories at a time


@dataclass(frozen=True)
class UserSettings:
    """`pearson`: the correlation of two people over all products, else the cosine.

    `llo-valid`, NDCG@10 by 30, 50, 100 and 200 neighbors: ml-100k .0727, .0667, .0618, .0606; beauty
    .0380, .0429, .0470, .0470.
    """

    pearson: bool = False
    neighbors: int = 100


class UserModel:
    """The similarities of the most similar people, added up over what they took.

    Herlocker et al., "An algorithmic framework for performing collaborative filtering", SIGIR 1999,
    over what was taken in place of ratings.
    """

    def __init__(self, matrix: sp.csr_matrix, settings: UserSettings) -> None:
        """`matrix`: people by products, 1 where taken."""
        self._taken = matrix
        self._takers = matrix.T.tocsr()
        self._lengths = np.diff(matrix.indptr).astype(np.float64)
        self._settings = settings

    @classmethod
    def fit(cls, sequences: Sequences, settings: UserSettings = UserSettings()) -> "UserModel":
        """Fitting is free: it holds what was taken, twice. A question costs the takers of all
        products of its history.

        Raises TooLargeError above 10^8 steps, and where a mean question costs above 2 * 10^7.
        """
        name = "user-pearson" if settings.pearson else "user"
        if len(sequences) > _STEPS:
            raise TooLargeError(name, f"{len(sequences):.1e} 步，最多 {_STEPS:.0e}")
        matrix = taken(sequences, len(sequences.items))
        takers = np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(np.float64)
        work = takers @ takers / max(1, matrix.shape[0])
        if work > _WORK:
            raise TooLargeError(name, f"回答一个人平均要比 {work:.1e} 次，最多 {_WORK:.0e}")
        return cls(matrix, settings)

    @classmethod
    def restored(cls, arrays: Arrays, settings: UserSettings) -> "UserModel":
        """See Kind.restored."""
        return cls(matrix_of(arrays), settings)

    def scores(self, histories: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """See Model.scores."""
        found = np.zeros((len(histories), self._taken.shape[1]), dtype=np.float32)
        for begin in range(0, len(histories), _ASKED):
            part = self._neighbors(taken(histories[begin : begin + _ASKED], self._taken.shape[1]))
            found[begin : begin + _ASKED] = (part @ self._taken).toarray()
        return found

    def arrays(self) -> Arrays:
        """See Model.arrays. They are what everybody took, without names."""
        return arrays_of(self._taken)

    def _neighbors(self, asked: sp.csr_matrix) -> sp.csr_matrix:
        """How alike the most similar people are to those who ask."""
        both = (asked @ self._takers).tocsr()
        both.sort_indices()
        row = np.repeat(np.arange(asked.shape[0], dtype=np.int32), np.diff(both.indptr))
        left = np.diff(asked.indptr).astype(np.float64)[row]
        right = self._lengths[both.indices]
        common = both.data.astype(np.float64)
        if self._settings.pearson:
            size = float(asked.shape[1])
            spread = np.sqrt(left * (size - left)) * np.sqrt(right * (size - right))
            covered = common * size - left * right
            alike = np.divide(covered, spread, out=np.zeros_like(covered), where=spread > 0)
        else:
            alike = common / np.sqrt(left * right)
        limit = self._settings.neighbors
        lists = nearest(asked.shape[0], row, both.indices, alike.astype(np.float32), limit)
        shape = (asked.shape[0], self._taken.shape[0])
        return sp.csr_matrix((lists.similarity, lists.other, lists.starts), shape)
