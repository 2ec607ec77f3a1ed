"""When two answers are alike: semantics §3, and the one rule for ties of `indexer.result`.

It asks nothing and makes nothing up: both answers are given.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.request import SearchRequest
from indexer.result import TIE, Hits, SearchResult

__all__ = ["agree", "agree_about_facts", "same_hits", "tied"]

_RELATIVE = 1e-5
_ABSOLUTE = 1e-6
"""Of scores, on fresh indexes: engines.md measured 3.3e-7, and 3.2e-5 where idf is nearly 0."""

_BLUR = 8e-7
"""How far from TIE the gap of two neighbours may lie and still fall on either side of it: both
scores carry an error of up to 3.3e-7, so one engine may see a tie where another sees none."""


def agree(request: SearchRequest, answer: SearchResult, expected: SearchResult) -> None:
    """Fail unless the answers are alike in everything; for indexes without a deletion.

    `expected` holds every hit, its scores are doubles; it is cut to the limit here.
    """
    _agree_about_counts(answer, expected)
    wanted = _first(expected.hits, request.limit)
    if request.sort is not None or not _blurred(expected.hits.scores):
        assert answer.hits.rows.tolist() == wanted.rows.tolist()
        same_hits(answer.hits, wanted)
    assert len(answer.hits) == len(wanted)
    if request.sort is None:
        score_of = dict(zip(expected.hits.rows.tolist(), expected.hits.scores, strict=True))
        theirs = [score_of[row] for row in answer.hits.rows.tolist()]
        assert theirs == pytest.approx(answer.hits.scores.tolist(), rel=_RELATIVE, abs=_ABSOLUTE)
        # Also where a tie is in doubt, each place is taken by a score that belongs there.
        assert theirs == pytest.approx(wanted.scores.tolist(), rel=len(theirs) * 2 * TIE)


def agree_about_facts(request: SearchRequest, answer: SearchResult, expected: SearchResult) -> None:
    """Fail unless totals, facets and ids agree: what holds also while deletions linger."""
    _agree_about_counts(answer, expected)
    rows = answer.hits.rows.tolist()
    assert len(set(rows)) == len(rows) == min(request.limit, expected.total)
    if request.sort is not None:
        assert rows == expected.hits.rows[: request.limit].tolist()
    elif request.limit >= expected.total:
        assert set(rows) == set(expected.hits.rows.tolist())


def same_hits(answer: Hits, expected: Hits) -> None:
    """Fail unless all that comes with the hits is equal, byte by byte."""
    assert {name: values.tolist() for name, values in answer.columns.items()} == {
        name: values.tolist() for name, values in expected.columns.items()
    }
    assert answer.cards == expected.cards
    if expected.codes is None:
        assert answer.codes is None
    else:
        assert answer.codes is not None
        assert answer.codes.tolist() == expected.codes.tolist()


def tied(scores: NDArray[np.float64]) -> bool:
    """Whether two neighbours have the same score, and it is not 0."""
    above, below = scores[:-1], scores[1:]
    return bool(np.any((above > 0) & (above - below <= TIE * above)))


def _agree_about_counts(answer: SearchResult, expected: SearchResult) -> None:
    assert answer.total == expected.total
    assert dict(answer.facets) == dict(expected.facets)


def _first(hits: Hits, limit: int) -> Hits:
    return hits.take(np.arange(min(limit, len(hits))))


def _blurred(scores: NDArray[np.float64]) -> bool:
    descending = np.sort(scores)[::-1]
    above, below = descending[:-1], descending[1:]
    gaps = (above - below)[above > 0] / above[above > 0]
    return bool(np.any(np.abs(gaps - TIE) < _BLUR))
