"""EASE: the linear model that rebuilds each person's products from the others they took."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.models.histories import taken
from recsys.models.model import Arrays, TooLargeError
from recsys.sequences import Sequences

__all__ = ["EaseModel", "EaseSettings"]

_ITEMS = 20_000  # 1.6 GB, and minutes to invert
_BLOCK = 4_096  # rows of the product that are made dense at a time


@dataclass(frozen=True)
class EaseSettings:
    """`regular`: added to the diagonal.

    `llo-valid`, NDCG@10 by 200, 500 and 1,000: ml-100k .0839, .0792, .0748; beauty .0515, .0500.
    """

    regular: float = 200.0


class EaseModel:
    """Scores are the history times a dense matrix of products by products.

    Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019.
    """

    def __init__(self, weights: NDArray[np.float32]) -> None:
        """`weights`: how much taking the row's product speaks for the column's."""
        self._weights = weights

    @classmethod
    def fit(cls, sequences: Sequences, settings: EaseSettings = EaseSettings()) -> "EaseModel":
        """Costs the cube of the number of products; holds its square, 4 bytes each.

        Raises TooLargeError above 20,000 products.
        """
        size = len(sequences.items)
        if size > _ITEMS:
            raise TooLargeError("ease", f"{size} 件商品，最多 {_ITEMS}")
        matrix = taken(sequences, size)
        gram = np.empty((size, size), dtype=np.float32)
        for begin in range(0, size, _BLOCK):
            gram[begin : begin + _BLOCK] = (matrix.T[begin : begin + _BLOCK] @ matrix).toarray()
        gram[np.diag_indices(size)] += settings.regular
        return cls(_solved(gram))

    @classmethod
    def restored(cls, arrays: Arrays, _: EaseSettings) -> "EaseModel":
        """See Kind.restored."""
        return cls(arrays["weights"])

    def scores(self, histories: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """See Model.scores."""
        return np.asarray(taken(histories, len(self._weights)) @ self._weights, dtype=np.float32)

    def arrays(self) -> Arrays:
        """See Model.arrays."""
        return {"weights": self._weights}


def _solved(gram: NDArray[np.float32]) -> NDArray[np.float32]:
    """The weights of the closed form, in the memory of the regularized Gram matrix."""
    if not len(gram):
        return gram
    from scipy.linalg import lapack  # noqa: PLC0415 - a quarter of a second; shops do without

    # It is symmetric and positive: Cholesky needs half the work of an inversion and no copy. The
    # transpose is the same matrix in the order that LAPACK works in place on.
    factor, _ = lapack.spotrf(gram.T, lower=0, overwrite_a=1, clean=0)
    inverse, _ = lapack.spotri(factor, lower=0, overwrite_c=1)
    weights = np.asarray(inverse).T  # the lower triangle, by rows
    for begin in range(0, len(weights), _BLOCK):  # the upper triangle by the lower
        end = begin + _BLOCK
        corner = weights[begin:end, begin:end]
        corner[...] = np.tril(corner) + np.tril(corner, -1).T
        weights[begin:end, end:] = weights[end:, begin:end].T
    weights /= -np.diag(weights).copy()
    np.fill_diagonal(weights, 0)
    return np.ascontiguousarray(weights)
