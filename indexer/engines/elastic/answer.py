"""Answers of the server to hits: columns of numbers, cards and codes.

What is missing in a document is 0 or empty, as `indexer.result` has it.
"""

from base64 import b64decode
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.elastic.mapping import CARD, CODE, SOURCE
from indexer.request import NearestRequest, SearchRequest
from indexer.result import Hits

__all__ = ["codes_of", "document_of", "hits_of", "rows_of", "scores_of"]

_ABSENT = (0,)
_EMPTY = ("",)


def hits_of(
    found: Sequence[dict[str, Any]],
    scores: NDArray[np.float64],
    request: SearchRequest | NearestRequest,
    dimensions: int,
) -> Hits:
    """The hits in the given order. `dimensions` of the codes, where they were asked for."""
    return Hits(
        rows=rows_of(found),
        scores=scores,
        columns={name: _integers(found, name) for name in request.columns},
        cards=_cards_of(found) if request.cards else (),
        codes=codes_of(found, dimensions) if request.codes else None,
    )


def rows_of(found: Sequence[dict[str, Any]]) -> NDArray[np.int64]:
    """The rows of the hits."""
    return _integers(found, "row")


def scores_of(found: Sequence[dict[str, Any]]) -> NDArray[np.float64]:
    """The scores of the hits."""
    return np.array([hit["_score"] for hit in found], dtype=np.float64)


def codes_of(found: Sequence[dict[str, Any]], dimensions: int) -> NDArray[np.int8]:
    """The codes of the hits, one a row; zeros where a document has none."""
    blank = bytes(dimensions)
    parts = [b64decode(hit["fields"][CODE][0]) if CODE in hit["fields"] else blank for hit in found]
    return np.frombuffer(b"".join(parts), dtype=np.int8).reshape(len(found), dimensions)


def document_of(hit: dict[str, Any]) -> tuple[str, int, bytes]:
    """The id, row and source of a hit of `page_body`."""
    fields = hit["fields"]
    return fields["id"][0], fields["row"][0], b64decode(fields.get(SOURCE, _EMPTY)[0])


def _cards_of(found: Sequence[dict[str, Any]]) -> tuple[bytes, ...]:
    return tuple(b64decode(hit["fields"].get(CARD, _EMPTY)[0]) for hit in found)


def _integers(found: Sequence[dict[str, Any]], name: str) -> NDArray[np.int64]:
    values = [hit["fields"].get(name, _ABSENT)[0] for hit in found]
    return np.array(values, dtype=np.int64)
