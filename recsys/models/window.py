"""The default model: order-aware item-CF, asked by a history that fades step by step."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys.item_cf import Lists, WindowSettings, lists_of, row_blocks, steps_of
from recsys.models.histories import rows_of
from recsys.models.model import Arrays
from recsys.models.sparse import arrays_of, matrix_of
from recsys.sequences import Sequences

__all__ = ["WindowModel", "window_lists"]


class WindowModel:
    """Lists of similar products, added up over a history."""

    def __init__(self, alike: sp.csr_matrix, settings: WindowSettings) -> None:
        """`alike`: the list of each product, as a row."""
        self._alike = alike
        self._settings = settings

    @classmethod
    def fit(cls, sequences: Sequences, settings: WindowSettings | None = None) -> Self:
        """Costs steps times the window's reach; holds `neighbors` entries a product."""
        chosen = settings or WindowSettings()
        return cls(window_lists(sequences, chosen).matrix(), chosen)

    @classmethod
    def restored(cls, arrays: Arrays, settings: WindowSettings) -> Self:
        """See Kind.restored."""
        return cls(matrix_of(arrays), settings)

    def scores(self, histories: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """See Model.scores."""
        size = self._alike.shape[0]
        memory, last = self._settings.memory, self._settings.last
        asked = rows_of(histories, size, memory=memory, last=last)
        return np.asarray((asked @ self._alike).toarray(), dtype=np.float32)

    def arrays(self) -> Arrays:
        """See Model.arrays."""
        return arrays_of(self._alike)


def window_lists(sequences: Sequences, settings: WindowSettings) -> Lists:
    """The lists of all products, at the time of the newest step; memory is bounded by blocks."""
    size = len(sequences.items)
    fading = settings.fading(sequences.latest)
    steps = steps_of(sequences.item, fading(sequences.bucket), size)
    blocks, first = [], 0
    for counts in row_blocks(sequences, settings.window):
        items = np.arange(first, first + len(counts.starts) - 1, dtype=np.int32)
        blocks.append(lists_of(counts, items, steps, fading, settings.similarity))
        first += len(items)
    return Lists.joined(blocks)
