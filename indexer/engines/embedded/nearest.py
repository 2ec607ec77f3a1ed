"""The nearest documents by an exact scan: never approximate, ties by row.

It knows vectors, the index's columns and compiled queries; nothing of requests.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tantivy import DocAddress, Query, Searcher

from indexer.engines.embedded.answers import Answer, column, found, matching
from indexer.engines.embedded.native import ROW, VROW
from indexer.engines.embedded.queries import Part, Queries, every
from indexer.engines.embedded.rows import RowReader
from indexer.engines.embedded.vectors import Codes, products
from indexer.request import Sort

__all__ = ["Near", "VectorSearch"]

_FEW = 12
"""Where fewer than one in `_FEW` vectors pass, they are looked up in the index and multiplied one
by one. Else all are multiplied first: that costs as much as looking up about a twelfth."""

_WIDER = 4
"""How many times more candidates are tried where too few of the first passed."""

_FIRST, _LAST = Sort(VROW), Sort(VROW, descending=True)


@dataclass(frozen=True, slots=True)
class Near:
    """Documents, the nearest first, with their products."""

    addresses: list[DocAddress]
    products: NDArray[np.float64]


class VectorSearch:
    """Searches the vectors of one state of the index. Safe between threads."""

    def __init__(self, searcher: Searcher, queries: Queries, vectors: RowReader) -> None:
        self._searcher = searcher
        self._queries = queries
        self._vectors = vectors
        self._last: Answer | None = None

    def nearest(self, parts: Sequence[Part], code: Codes, limit: int) -> Near:
        """The `limit` documents that meet all `parts` with the greatest products."""
        with_vector = Query.exists_query(VROW)
        last = self._last
        if last is None:
            last = self._last = found(self._searcher, with_vector, 1, _LAST)
        query = every([*parts, Part(with_vector)])
        passing = matching(self._searcher, query) if parts else last.total
        if not passing or not limit:
            return Near([], np.empty(0))
        matrix = self._vectors.matrix(int(last.keys[0]) + 1)
        if limit < passing and len(matrix) < passing * _FEW:
            return self._scanned(matrix, parts, code, limit, passing)
        live = found(self._searcher, query, passing, _FIRST)
        return self._best(live, products(matrix[live.keys], code), limit)

    def _scanned(
        self, matrix: Codes, parts: Sequence[Part], code: Codes, limit: int, passing: int
    ) -> Near:
        """Multiply all, then ask the index who of the best is live and passes, until enough do.

        The candidates are all rows from some product upwards: whoever is not among them is
        further away than each of them. So with `limit` that pass, the answer is whole.
        """
        every_product = products(matrix, code)
        wanted = limit * len(matrix) // passing + limit
        while True:
            candidates = _at_least(every_product, wanted)
            query = every([*parts, Part(self._queries.among(VROW, candidates.tolist()))])
            live = found(self._searcher, query, len(candidates), _FIRST)
            if live.total >= limit:
                return self._best(live, every_product[live.keys], limit)
            wanted *= _WIDER

    def _best(self, live: Answer, of_live: NDArray[np.float64], limit: int) -> Near:
        """The `limit` with the greatest products, equal ones by row."""
        # Rows are read only for those at or above the last place, with all who tie there.
        kept = _at_least(of_live, limit)
        addresses = [live.addresses[i] for i in kept]
        rows = column(self._searcher, ROW, addresses)
        order = np.lexsort((rows, -of_live[kept]))[:limit]
        return Near([addresses[i] for i in order], of_live[kept][order])


def _at_least(values: NDArray[np.float64], number: int) -> NDArray[np.intp]:
    """Where the `number` greatest values are, and all that equal the least of them."""
    if number >= len(values):
        return np.arange(len(values))
    return np.flatnonzero(values >= np.partition(values, -number)[-number])
