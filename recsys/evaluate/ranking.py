"""The lists that a model would show: every product ranked, never a sample of them.

Whether the lists are any good is for `measures`.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys.models import Model
from recsys.models.ranking import best

__all__ = ["DEPTH", "ranked"]

DEPTH = 20
"""How many products a list has at most."""

_BLOCK = 20_000_000  # scores at a time: 80 MB


def ranked(
    model: Model, histories: Sequence[NDArray[np.int32]], excluded: sp.csr_matrix
) -> Iterator[NDArray[np.int32]]:
    """The best DEPTH products for each history, without what its row of `excluded` has."""
    rows = max(1, _BLOCK // max(1, excluded.shape[1]))
    for begin in range(0, len(histories), rows):
        scores = model.scores(histories[begin : begin + rows])
        out = excluded[begin : begin + len(scores)].tocoo()
        scores[out.row, out.col] = -np.inf
        yield from (best(row, DEPTH) for row in scores)
