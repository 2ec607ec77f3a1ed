"""What tantivy finds, as totals, addresses and arrays.

The queries are made in `queries`; what an answer means is decided by those who ask.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tantivy import DocAddress, Order, Query, Searcher

from indexer.engines.embedded.failures import translated
from indexer.request import Sort

__all__ = ["Answer", "column", "found", "matching"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The first documents in order, with the score or sort key of each. `total`: of all."""

    total: int
    keys: NDArray[np.float64] | NDArray[np.int64]
    addresses: list[DocAddress]


def found(searcher: Searcher, query: Query, limit: int, sort: Sort | None = None) -> Answer:
    """The first `limit` documents by score, or by a column that each of them has."""
    # The library makes room for as many as are asked for, and fails for none.
    room = max(1, min(limit, searcher.num_docs))
    with translated():
        if sort is None:
            answer = searcher.search(query, room)
        else:
            order = Order.Desc if sort.descending else Order.Asc
            answer = searcher.search(query, room, order_by_field=sort.column, order=order)
        # Each access makes the list anew.
        hits = answer.hits[:limit]
        total: int = answer.count  # type: ignore[attr-defined]  # missing in its stubs
    keys = [key for key, _ in hits]
    return Answer(
        total,
        np.array(keys, dtype=np.float64) if sort is None else np.array(keys, dtype=np.int64),
        [address for _, address in hits],
    )


def matching(searcher: Searcher, query: Query) -> int:
    """How many documents meet the query."""
    return found(searcher, query, 0).total


def column(searcher: Searcher, name: str, addresses: Sequence[DocAddress]) -> NDArray[np.int64]:
    """The value of an integer column that each of the documents has."""
    with translated():
        values = searcher.fast_field_values(name, list(addresses))
    return np.array(values, dtype=np.int64)
