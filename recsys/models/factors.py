"""Models of a few factors that libraries find: SVD and NMF. A history is folded in."""

from collections.abc import Callable, Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys.models.histories import taken
from recsys.models.model import TooLargeError
from recsys.sequences import Sequences

__all__ = ["FactorModel", "fit_nmf", "fit_svd"]

_STEPS = 100_000_000  # 1.2 GB, and dozens of passes over them
_NUMBERS = 500_000_000  # of all factors: 2 GB, and as much again while they are found
# `llo-valid`, NDCG@10. SVD by 20, 30, 50 and 100 factors: ml-100k .0790, .0825, .0765, .0788;
# beauty .0203, .0221, .0242, .0266. NMF by 20, 30, 50: .0741, .0730, .0770; .0190, .0208, .0228.
_SVD, _NMF = 100, 50
_PASSES = 60
_POWERS = 7
_SHARE = 4  # products, and people, for each factor at least
_SEED = 1

Fold = Callable[[sp.csr_matrix], NDArray[np.float32]]


class FactorModel:
    """Scores are what a folded history has of each factor, times what each product has of it."""

    def __init__(self, fold: Fold, items: NDArray[np.float32]) -> None:
        """`fold`: histories to their factors; `items`: factors by products."""
        self._fold = fold
        self.items = items
        """What each product has of each factor."""

    def scores(self, histories: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """See Model.scores."""
        asked = taken(histories, self.items.shape[1])
        return np.asarray(self._fold(asked) @ self.items, dtype=np.float32)


def fit_svd(sequences: Sequences, *, factors: int = _SVD) -> FactorModel:
    """The truncated SVD of what was taken; a history is projected.

    Cremonesi et al., "Performance of recommender algorithms on top-n recommendation tasks", RecSys
    2010 (PureSVD), by scikit-learn's randomized SVD (Halko et al., 2011). Costs a few dozen passes
    over the steps, and people plus products times the square of the factors. Raises TooLargeError
    above 10^8 steps, or 5 * 10^8 numbers in all factors.
    """
    from sklearn.utils.extmath import randomized_svd  # noqa: PLC0415 - a second to import

    matrix, factors = _held("svd", sequences, factors)
    if not factors:
        return _nothing(matrix.shape[1])
    found = randomized_svd(matrix, factors, n_iter=_POWERS, random_state=_SEED)
    items = np.ascontiguousarray(found[2], dtype=np.float32)
    return FactorModel(lambda asked: asked @ items.T, items)


def fit_nmf(sequences: Sequences, *, factors: int = _NMF, passes: int = _PASSES) -> FactorModel:
    """Factors that are never negative; a history is folded in by the same descent.

    Lee and Seung, Nature 1999, by scikit-learn's coordinate descent (Cichocki and Phan, 2009).
    Costs `passes` over the steps and the factors of people and products. Raises TooLargeError as
    `fit_svd` does.
    """
    from sklearn.decomposition import NMF  # noqa: PLC0415 - a second to import

    matrix, factors = _held("nmf", sequences, factors)
    if not factors:
        return _nothing(matrix.shape[1])
    found = NMF(factors, init="nndsvda", tol=0, max_iter=passes, random_state=_SEED).fit(matrix)
    items = np.ascontiguousarray(found.components_, dtype=np.float32)
    gram = items @ items.T
    return FactorModel(lambda asked: _descended(asked @ items.T, gram, passes), items)


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


def _nothing(size: int) -> FactorModel:
    """Where hardly anybody took anything, all products are alike."""
    return FactorModel(
        lambda asked: np.zeros((asked.shape[0], 0), np.float32), np.zeros((0, size), np.float32)
    )
