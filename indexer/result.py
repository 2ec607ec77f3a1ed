"""What an engine answers: hits as columns, facet counts, a total; and the one rule for ties."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["TIE", "WINDOW", "FacetCount", "Hits", "SearchResult", "ordered"]

TIE = 1e-6
"""Neighbours whose scores are closer than this, relatively, tie: the last bits of a BM25 sum
differ between engines (largest seen over 31,464 hits: 3.3e-7)."""

WINDOW = 128
"""Hits to ask for beyond those wanted, so that a tie across the border is seen whole. 64 failed
2 of 500 pages over 100,000 documents, 128 none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Hits in order, a column a property; all have the same length.

    `cards[i]`: the compact SKU values that `indexer.fit` wrote, empty without variants.
    `codes`: int8, one row a hit, zeros where a document has no vector; None unless asked for.
    """

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]
    columns: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)
    cards: tuple[bytes, ...] = ()
    codes: NDArray[np.int8] | None = None

    def __len__(self) -> int:
        """The number of hits."""
        return len(self.rows)

    def take(self, order: NDArray[np.intp]) -> "Hits":
        """The hits at those positions, in that order."""
        return Hits(
            rows=self.rows[order],
            scores=self.scores[order],
            columns={name: values[order] for name, values in self.columns.items()},
            cards=tuple(self.cards[i] for i in order) if self.cards else (),
            codes=None if self.codes is None else self.codes[order],
        )

    def followed_by(self, others: "Hits") -> "Hits":
        """These hits, then the others, which have the same columns."""
        if not len(self):
            return others
        codes = None
        if self.codes is not None and others.codes is not None:
            codes = np.concatenate((self.codes, others.codes))
        return Hits(
            rows=np.concatenate((self.rows, others.rows)),
            scores=np.concatenate((self.scores, others.scores)),
            columns={
                name: np.concatenate((values, others.columns[name]))
                for name, values in self.columns.items()
            },
            cards=self.cards + others.cards,
            codes=codes,
        )


FacetCount = tuple[str | int, int]
"""A bucket: a value, or a range's position in the request, and its number of hits.

A bare tuple: a page has hundreds, and one with names takes nine times as long to make.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """`total` is exact. `facets` has the buckets of each facet asked for, by its key.

    `generation`: the name of the one that answered; a cluster may not tell where `hits` is empty.
    """

    total: int
    hits: Hits
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    generation: str | None = None


def ordered(scores: NDArray[np.float64], rows: NDArray[np.int64]) -> NDArray[np.intp]:
    """Positions in the order that both engines must show: score downwards, ties by row upwards.

    Ties are chained: walking down the scores, neighbours closer than TIE belong to one tie.
    """
    by_score = np.lexsort((rows, -scores))
    if not len(scores):
        return by_score
    sorted_scores = scores[by_score]
    above, below = sorted_scores[:-1], sorted_scores[1:]
    starts = (above - below) > TIE * np.abs(above)
    if starts.all():
        return by_score
    ties = np.concatenate(([0], np.cumsum(starts)))
    return by_score[np.lexsort((rows[by_score], ties))]
