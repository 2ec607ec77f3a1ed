"""Judged queries against a search: the measures of contract §3.

Rankings come in as functions from text to ids; what made them is not known here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.errors import FeedError
from indexer.measures import mrr_at, ndcg_at, recall_at

__all__ = ["DEPTH", "MEASURES", "Evaluation", "evaluated", "judgements"]

DEPTH = 100
_MAX_GRADE = 3

Judgements = Mapping[str, Mapping[str, int]]
Ranking = Callable[[str, int], Sequence[str]]

_Measure = Callable[[Sequence[int], Sequence[int]], float]

MEASURES: Mapping[str, _Measure] = {
    "nDCG@10": lambda grades, judged: ndcg_at(10, grades, judged),
    "MRR@10": lambda grades, judged: mrr_at(10, grades),  # noqa: ARG005 - one form for all
    "recall@10": lambda grades, judged: recall_at(10, grades, judged),
    "recall@50": lambda grades, judged: recall_at(50, grades, judged),
    "recall@100": lambda grades, judged: recall_at(100, grades, judged),
    "zero-result": lambda grades, judged: float(not grades),  # noqa: ARG005
}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """By measure, one value a query, in the order of the judgements."""

    values: Mapping[str, Sequence[float]]

    def mean(self, measure: str) -> float:
        """The mean over all judged queries that have a relevant product."""
        return float(np.mean(self.values[measure])) if self.values[measure] else 0.0


def judgements(lines: Iterable[str], name: str) -> Judgements:
    """Read `query<TAB>product id<TAB>grade 0–3`, no header; the last of a pair wins.

    Raises FeedError naming the line.
    """
    judged: dict[str, dict[str, int]] = {}
    for number, line in enumerate(lines, 1):
        parts = line.rstrip("\r\n").split("\t")
        if parts == [""]:
            continue
        if len(parts) != 3 or parts[2] not in {"0", "1", "2", "3"} or not parts[0].strip():  # noqa: PLR2004
            message = f"每行应为“查询<TAB>商品编号<TAB>0 到 {_MAX_GRADE} 的等级”，没有表头"
            raise FeedError(f"{name}:{number}", "", message)
        judged.setdefault(parts[0], {})[parts[1]] = int(parts[2])
    return judged


def evaluated(judged: Judgements, ranking: Ranking, measures: Iterable[str]) -> Evaluation:
    """Every judged query with at least one relevant product, searched to DEPTH."""
    values: dict[str, list[float]] = {name: [] for name in measures}
    for text, grades in judged.items():
        if not any(grades.values()):
            continue
        found = [grades.get(identity, 0) for identity in ranking(text, DEPTH)]
        everything = list(grades.values())
        for name, column in values.items():
            column.append(MEASURES[name](found, everything))
    return Evaluation(values)
