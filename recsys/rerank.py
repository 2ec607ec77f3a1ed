"""Where behaviour reorders the first hits: it lifts what fits the shopper, and never loses a hit.

`s = (1 - w) * rel / max_rel + w * cf / max_cf` where only hits with `rel >= GUARD * max_rel` may
gain, and `w = WEIGHT * h / (h + 5) * q` for `h` steps of history and a query as broad as `q`
(recommender.md, section 5). No history, or a query that names one product: nothing moves. What the
shopper does not want to see stands below all others of its kind, and is a hit like any other.

Chosen by `recsys evaluate-rerank` on ml-100k, `llo-valid`, of guards from 0 to 0.9 and weights from
0.1 to 0.4: the most NDCG@10 of what fits the query no worse than 0.85 and 0.3, which were the first
(+32.6 %, topical -5.7 %). 0.7 and 0.2 give +36.5 % and -5.5 %; 0.8 and 0.2 +35.2 % and -5.1 %; 0.7
and 0.25 +39.2 %, but -7.8 %; no guard and 0.2 +32.6 % and -5.1 %. On `llo`: +30.2 % and -5.7 %, the
first +26.1 % and -5.6 %.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from recsys.history import History
from recsys.interest import Because, Interest

__all__ = ["GUARD", "WEIGHT", "Lift", "Lifted", "Reason", "lifted", "sunk"]

WEIGHT = 0.2
GUARD = 0.7

_HALFWAY = 5  # steps with which half of the weight is reached


Reason = Callable[[int], Because | None]


class Lifted(NamedTuple):
    """New scores of hits, comparable with each other, and why a hit stands where it does.

    Reasons are asked for by the position of a hit: a page needs few of them.
    """

    scores: NDArray[np.float64]
    because: Reason


class Lift(Protocol):
    """What a shopper does to the order of hits."""

    def __call__(self, rows: NDArray[np.int64], scores: NDArray[np.float64]) -> Lifted:
        """`rows`: of hits in the index, with their `scores`, both in one order."""


def lifted(
    interest: Interest,
    history: History,
    by_row: NDArray[np.int64],
    rows: NDArray[np.int64],
    scores: NDArray[np.float64],
) -> Lifted:
    """Scores of hits for a shopper. Dismissed and bought products get no lift.

    `by_row`: the row of each product of the lists (`recsys.interest.by_row`).
    """
    top = float(scores.max(initial=0.0))
    if not interest or not len(rows) or top <= 0:
        return Lifted(scores, lambda _: None)
    terms = interest.of(rows, by_row)
    numbers = interest.neighbors.numbers
    out = [by_row[numbers[item]] for item in history.dismissed | history.bought if item in numbers]
    may_gain = (scores >= GUARD * top) & ~np.isin(rows, out)
    fit = np.where(may_gain, terms.sum(axis=0, dtype=np.float64), 0.0)
    best = float(fit.max(initial=0.0))
    if best <= 0:
        return Lifted(scores, lambda _: None)
    weight = WEIGHT * interest.steps / (interest.steps + _HALFWAY)
    return Lifted(
        (1 - weight) * scores / top + weight * fit / best,
        lambda at: interest.because(terms[:, at]) if fit[at] > 0 else None,
    )


def sunk(found: Lifted, rows: NDArray[np.int64], dismissed: Collection[int]) -> Lifted:
    """The same with `dismissed` rows below all others, without a reason, in their own order."""
    if not dismissed:
        return found
    down = np.isin(rows, list(dismissed))
    scores = found.scores.copy()
    # Whole steps below the least: taking one number off all would round near scores to the same.
    levels, level = np.unique(scores[down], return_inverse=True)
    scores[down] = scores.min(initial=0.0) - len(levels) + level
    return Lifted(scores, lambda at: None if down[at] else found.because(at))
