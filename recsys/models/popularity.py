"""The model that knows nobody: what is popular now, for everyone. Any other has to beat it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.models.model import Arrays
from recsys.popularity import HALF_LIFE, Popularity
from recsys.sequences import Sequences

__all__ = ["PopularityModel", "PopularitySettings"]


@dataclass(frozen=True)
class PopularitySettings:
    """`half_life`: weeks in which half of a step's weight is gone; None: all count the same."""

    half_life: float | None = HALF_LIFE


class PopularityModel:
    """Every history has the same scores: the faded steps of each product."""

    def __init__(self, weights: NDArray[np.float32]) -> None:
        """`weights`: of each product."""
        self._weights = weights

    @classmethod
    def fit(
        cls, sequences: Sequences, settings: PopularitySettings = PopularitySettings()
    ) -> "PopularityModel":
        """Costs one pass over the steps; holds a number a product, so it refuses nothing."""
        popularity = Popularity.of(sequences, half_life=settings.half_life)
        return cls(popularity.weights.astype(np.float32))

    @classmethod
    def restored(cls, arrays: Arrays, _: PopularitySettings) -> "PopularityModel":
        """See Kind.restored."""
        return cls(arrays["weights"])

    def scores(self, histories: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """See Model.scores."""
        return np.tile(self._weights, (len(histories), 1))

    def arrays(self) -> Arrays:
        """See Model.arrays."""
        return {"weights": self._weights}
