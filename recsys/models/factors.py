"""Models of a few factors that libraries find: SVD and NMF. A history is folded in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys.models.histories import taken
from recsys.models.model import Arrays, TooLargeError
from recsys.sequences import Sequences

__all__ = ["NmfModel", "NmfSettings", "SvdModel", "SvdSettings"]

_STEPS = 100_000_000  # 1.2 GB, and dozens of passes over them
_NUMBERS = 500_000_000  # of all factors: 2 GB, and as much again while they are found
_POWERS = 7
_SHARE = 4  # products, and people, for each factor at least
_SEED = 1


@dataclass(frozen=True)
class SvdSettings:
    """`llo-valid`, NDCG@10 by 20, 30, 50 and 100 factors.

    ml-100k .0790, .0825, .0765, .0788; beauty .0203, .0221, .0242, .0266.
    """

    factors: int = 100


@dataclass(frozen=True)
class NmfSettings:
    """`passes`: of the descent.

    `llo-valid`, NDCG@10 by 20, 30 and 50 factors: ml-100k .0741, .0730, .0770; beauty .0190, .0208,
    .0228.
    """

    factors: int = 50
    passes: int = 60


class SvdModel:
    """The truncated SVD of what was taken; a history is projected.

    Cremonesi et al., "Performance of recommender algorithms on top-n recommendation tasks", RecSys
    2010 (PureSVD), by scikit-learn's randomized SVD (Halko et al., 2011).
    """

    def __init__(self, items: NDArray[np.float32]) -> None:
        """`items`: factors by products."""
        self.items = items
        """What each product has of each factor."""

    @classmethod
    def fit(cls, sequences: Sequences, settings: SvdSettings = SvdSettings()) -> "SvdModel":
        """Costs a few dozen passes over the steps, and people plus products times factors squared.

        Raises TooLargeError above 10^8 steps, or 5 * 10^8 numbers in all factors.
        """
        from sklearn.utils.extmath import randomized_svd  # noqa: PLC0415 - a second to import

        matrix, factors = _held("svd", sequences, settings.factors)
        if not factors:
            return cls(_nothing(matrix))
        found = randomized_svd(matrix, factors, n_iter=_POWERS, random_state=_SEED)
        return cls(np.ascontiguousarray(found[2], dtype=np.float32))

    @classmethod
    def restored(cls, arrays: Arrays, _: SvdSettings) -> "SvdModel":
        """See Kind.restored."""
        return cls(arrays["items"])

    def scores(self, histories: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """See Model.scores."""
        asked = taken(histories, self.items.shape[1])
        return np.asarray((asked @ self.items.T) @ self.items, dtype=np.float32)

    def arrays(self) -> Arrays:
        """See Model.arrays."""
        return {"items": self.items}


class NmfModel:
    """Factors that are never negative; a history is folded in by the same descent.

    Lee and Seung, Nature 1999, by scikit-learn's coordinate descent (Cichocki and Phan, 2009).
    """

    def __init__(self, items: NDArray[np.float32], settings: NmfSettings) -> None:
        """`items`: factors by products."""
        self._items = items
        self._gram = items @ items.T
        self._settings = settings

    @classmethod
    def fit(cls, sequences: Sequences, settings: NmfSettings = NmfSettings()) -> "NmfModel":
        """Costs `passes` over the steps and the factors of people and products.

        Raises TooLargeError as `SvdModel.fit` does.
        """
        from sklearn.decomposition import NMF  # noqa: PLC0415 - a second to import

        matrix, factors = _held("nmf", sequences, settings.factors)
        if not factors:
            return cls(_nothing(matrix), settings)
        descent = NMF(factors, init="nndsvda", tol=0, max_iter=settings.passes, random_state=_SEED)
        found = descent.fit(matrix).components_
        return cls(np.ascontiguousarray(found, dtype=np.float32), settings)

    @classmethod
    def restored(cls, arrays: Arrays, settings: NmfSettings) -> "NmfModel":
        """See Kind.restored."""
        return cls(arrays["items"], settings)

    def scores(self, histories: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """See Model.scores."""
        asked = taken(histories, self._items.shape[1])
        folded = _descended(asked @ self._items.T, self._gram, self._settings.passes)
        return np.asarray(folded @ self._items, dtype=np.float32)

    def arrays(self) -> Arrays:
        """See Model.arrays."""
        return {"items": self._items}


def _descended(
    aims: NDArray[np.float32], gram: NDArray[np.float32], passes: int
) -> NDArray[np.float32]:
    """The factors of histories that rebuild them best without being negative.

    The same descent as scikit-learn's; its own `transform` would make one history's answer depend
    on who asks beside it.
    """
    found = np.zeros_like(aims)
    for _ in range(passes):
        for factor in np.flatnonzero(np.diag(gram) > 0):
            rest = aims[:, factor] - found @ gram[:, factor]
            found[:, factor] = np.maximum(found[:, factor] + rest / gram[factor, factor], 0)
    return found


def _held(name: str, sequences: Sequences, factors: int) -> tuple[sp.csr_matrix, int]:
    """What was taken, and how many factors it bears: with more they would repeat what was taken."""
    size = len(sequences.items)
    if len(sequences) > _STEPS:
        raise TooLargeError(name, f"{len(sequences):.1e} 步，最多 {_STEPS:.0e}")
    matrix = taken(sequences, size)
    numbers = sum(matrix.shape) * factors
    if numbers > _NUMBERS:
        raise TooLargeError(name, f"因子有 {numbers:.1e} 个数，最多 {_NUMBERS:.0e}")
    return matrix, min(factors, min(matrix.shape) // _SHARE)


def _nothing(matrix: sp.csr_matrix) -> NDArray[np.float32]:
    """No factors: where hardly anybody took anything, all products are alike."""
    return np.zeros((0, matrix.shape[1]), np.float32)
