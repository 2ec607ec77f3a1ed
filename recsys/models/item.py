"""Item-based CF of the textbook: what those took who took the same, whatever the order."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys.item_cf.together import Together, lists_together, products_of
from recsys.models.histories import taken
from recsys.models.model import Arrays, TooLargeError
from recsys.models.sparse import arrays_of, matrix_of
from recsys.sequences import Sequences

__all__ = ["ItemModel"]

_PAIRS = 10_000_000_000  # a quarter of an hour on one core


class ItemModel:
    """Lists of similar products, added up over the different products of a history.

    Cosine, Pearson: Sarwar et al., "Item-based collaborative filtering recommendation algorithms",
    WWW 2001. IUF: Breese et al., UAI 1998.
    """

    def __init__(self, alike: sp.csr_matrix) -> None:
        """`alike`: the list of each product, as a row."""
        self._alike = alike

    @classmethod
    def fit(cls, sequences: Sequences, settings: Together = Together()) -> "ItemModel":  # noqa: B008 - frozen
        """Costs the sum of the squares of what each person took, about 15 million a second.

        Holds what was taken and `neighbors` entries a product. Raises TooLargeError above 10^10.
        """
        matrix = taken(sequences, len(sequences.items))
        pairs = products_of(matrix)
        if pairs > _PAIRS:
            raise TooLargeError(
                settings.alike.value, f"要加的商品对有 {pairs:.1e}，最多 {_PAIRS:.0e}"
            )
        return cls(lists_together(matrix, settings).matrix())

    @classmethod
    def restored(cls, arrays: Arrays, _: Together) -> "ItemModel":
        """See Kind.restored."""
        return cls(matrix_of(arrays))

    def scores(self, histories: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """See Model.scores."""
        asked = taken(histories, self._alike.shape[0])
        return np.asarray((asked @ self._alike).toarray(), dtype=np.float32)

    def arrays(self) -> Arrays:
        """See Model.arrays."""
        return arrays_of(self._alike)
