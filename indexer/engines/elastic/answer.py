"""Answers of the server to hits: columns of numbers, cards and codes.

What is missing in a document is 0 or empty, as `indexer.result` has it.
"""

from binascii import a2b_base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.elastic.mapping import CARD, CODE, SOURCE
from indexer.request import NearestRequest, SearchRequest
from indexer.result import Hits

__all__ = ["codes_of", "document_of", "hits_of", "rows_of", "scores_of"]

_ABSENT = (0,)
_EMPTY = ("",)

_Facts = Mapping[str, Any]
"""What came with a hit: a column to the list of its values."""


def hits_of(
    found: Sequence[dict[str, Any]],
    scores: NDArray[np.float64],
    request: SearchRequest | NearestRequest,
    dimensions: int,
) -> Hits:
    """The hits in the given order. `dimensions` of the codes, where they were asked for."""
    facts = [hit["fields"] for hit in found]
    return Hits(
        rows=_integers(facts, "row"),
        scores=scores,
        columns={name: _integers(facts, name) for name in request.columns},
        cards=_cards(facts) if request.cards else (),
        codes=_codes(facts, dimensions) if request.codes else None,
    )


def rows_of(found: Sequence[dict[str, Any]]) -> NDArray[np.int64]:
    """The rows of the hits."""
    return _integers([hit["fields"] for hit in found], "row")


def scores_of(found: Sequence[dict[str, Any]]) -> NDArray[np.float64]:
    """The scores of the hits."""
    return np.array([hit["_score"] for hit in found], dtype=np.float64)


def codes_of(found: Sequence[dict[str, Any]], dimensions: int) -> NDArray[np.int8]:
    """The codes of the hits, one a row; zeros where a document has none."""
    return _codes([hit["fields"] for hit in found], dimensions)


def document_of(hit: dict[str, Any]) -> tuple[str, int, bytes]:
    """The id, row and source of a hit of `page_body`."""
    facts = hit["fields"]
    return facts["id"][0], facts["row"][0], a2b_base64(facts.get(SOURCE, _EMPTY)[0])


def _cards(facts: Sequence[_Facts]) -> tuple[bytes, ...]:
    return tuple(a2b_base64(fact.get(CARD, _EMPTY)[0]) for fact in facts)


def _codes(facts: Sequence[_Facts], dimensions: int) -> NDArray[np.int8]:
    blank = bytes(dimensions)
    parts = [a2b_base64(fact[CODE][0]) if CODE in fact else blank for fact in facts]
    return np.frombuffer(b"".join(parts), dtype=np.int8).reshape(len(facts), dimensions)


def _integers(facts: Sequence[_Facts], name: str) -> NDArray[np.int64]:
    try:
        values = [fact[name][0] for fact in facts]
    except KeyError:
        values = [fact.get(name, _ABSENT)[0] for fact in facts]
    return np.array(values, dtype=np.int64)
