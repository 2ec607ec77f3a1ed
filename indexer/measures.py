"""Measures of a ranking against judgements: pure functions over grades.

A ranking is given as the grades of its results in order (unjudged: 0); relevant means a grade
above 0. Gain is 2^grade - 1 (Burges et al., "Learning to rank using gradient descent", 2005).
"""

from collections.abc import Iterable, Sequence
from math import log2

__all__ = ["mrr_at", "ndcg_at", "recall_at"]


def ndcg_at(k: int, grades: Sequence[int], judged: Iterable[int]) -> float:
    """nDCG of the first `k`; `judged` has the grades of every judgement of the query."""
    ideal = _dcg(sorted(judged, reverse=True)[:k])
    return _dcg(grades[:k]) / ideal if ideal else 0.0


def recall_at(k: int, grades: Sequence[int], judged: Iterable[int]) -> float:
    """The share of all relevant products that are among the first `k`."""
    relevant = sum(grade > 0 for grade in judged)
    return sum(grade > 0 for grade in grades[:k]) / relevant if relevant else 0.0


def mrr_at(k: int, grades: Sequence[int]) -> float:
    """1 / the place of the first relevant result among the first `k`; 0 without one."""
    return next((1 / place for place, grade in enumerate(grades[:k], 1) if grade > 0), 0.0)


def _dcg(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))
