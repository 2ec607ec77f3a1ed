"""What lists are worth: NDCG, recall and MRR of each person, and how much of the shop they show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.evaluate.protocols import Split
from recsys.evaluate.ranking import DEPTH

__all__ = ["COVERAGE", "MEASURES", "Quality", "quality"]

MEASURES = ("NDCG@10", "recall@10", "recall@20", "MRR@20")
"""The measures that every person has a value of."""

COVERAGE = "coverage@10"
_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Quality:
    """By measure, one value a person, in the order of the split; and the coverage of all lists."""

    values: Mapping[str, NDArray[np.float64]]
    coverage: float

    def means(self) -> dict[str, float]:
        """The mean of each measure, and the coverage."""
        means = {name: float(self.values[name].mean()) for name in MEASURES}
        return {**means, COVERAGE: self.coverage}


def quality(lists: Sequence[NDArray[np.int32]], cut: Split) -> Quality:
    """Measure lists of a split's people.

    Binary NDCG whose ideal is cut at 10 too; recall by all that was to be found; 1 / the place of
    the first hit. Coverage: products in any first ten, by products that were learned from.
    """
    hits = np.zeros((len(lists), DEPTH), dtype=bool)
    relevant = np.diff(cut.relevant.indptr)
    starts = cut.relevant.indptr
    for row, shown in enumerate(lists):
        wanted = cut.relevant.indices[starts[row] : starts[row + 1]]
        hits[row, : len(shown)] = np.isin(shown, wanted)
    gains = 1 / np.log2(np.arange(2, _SHOWN + 2))
    ideal = np.cumsum(gains)[np.minimum(relevant, _SHOWN) - 1]
    places = np.where(hits.any(axis=1), hits.argmax(axis=1) + 1, np.inf)
    shown = np.unique(np.concatenate([row[:_SHOWN] for row in lists]))
    return Quality(
        values={
            "NDCG@10": hits[:, :_SHOWN] @ gains / ideal,
            "recall@10": hits[:, :_SHOWN].sum(axis=1) / relevant,
            "recall@20": hits.sum(axis=1) / relevant,
            "MRR@20": 1 / places,
        },
        coverage=len(shown) / len(np.unique(cut.train.item)),
    )
