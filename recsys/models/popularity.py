"""The model that knows nobody: what is popular now, for everyone. Any other has to beat it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from recsys.popularity import HALF_LIFE, Popularity
from recsys.sequences import Sequences

__all__ = ["PopularityModel"]


class PopularityModel:
    """Every history has the same scores: the faded steps of each product."""

    def __init__(self, popularity: Popularity) -> None:
        self._weights = popularity.weights.astype(np.float32)

    @classmethod
    def fit(cls, sequences: Sequences, *, half_life: float | None = HALF_LIFE) -> "PopularityModel":
        """Costs one pass over the steps; holds a number a product, so it refuses nothing."""
        return cls(Popularity.of(sequences, half_life=half_life))

    def scores(self, histories: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """See Model.scores."""
        return np.tile(self._weights, (len(histories), 1))
