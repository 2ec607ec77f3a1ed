"""Reranking measured on simulated queries: real people, and for each a query made of what they took.

The query is the set of topics of the product to be found; its hits are the 200 best of what the
person has not had, by `0.8 * BM25(title and topics) + 0.2 * log popularity`, each scaled to its
best; the shopper's history lifts them as it does on a result page. What that is worth is the place
of the product that was taken; what it costs is how well the first ten fit the topics of the query
(recommender.md, section 5; after Van Gysel et al., CIKM 2016, and Ai et al., SIGIR 2017). Queries
made from their target flatter the order before: these are figures to compare, not to promise.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys.evaluate.protocols import Split
from recsys.history import History, Taken
from recsys.interest import Interest, by_number
from recsys.item_cf import WindowSettings
from recsys.models.window import window_lists
from recsys.neighbors import Neighbors
from recsys.rerank import lifted

__all__ = ["MEASURES", "Described", "Reranked", "simulated"]

MEASURES = ("MRR@20", "NDCG@10", "HR@10", "topical@10")

_HITS = 200
_TEXT = 0.8
_K1, _B = 1.2, 0.75
_DEEP, _SHOWN = 20, 10
_LENGTHS = {"0": (0, 0), "1-2": (1, 2), "3-9": (3, 9), "10+": (10, None)}

Values = dict[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Described:
    """What queries and hits are made of: a title, and its topics."""

    title: str
    topics: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reranked:
    """One value a person and measure, before and after; `moved`: whose order changed at all.

    `steps`: how long each one's history is.
    """

    before: Values
    after: Values
    moved: NDArray[np.bool_]
    steps: NDArray[np.int64]

    def by_length(self) -> Mapping[str, NDArray[np.bool_]]:
        """Who has a history of which length."""
        return {
            name: (self.steps >= low) & (self.steps <= (np.inf if high is None else high))
            for name, (low, high) in _LENGTHS.items()
        }


def simulated(
    cut: Split,
    described: Mapping[str, Described],
    *,
    history: Callable[[NDArray[np.int32]], NDArray[np.int32]] = lambda items: items,
) -> Reranked:
    """Ask for what each person of a split took, before and after the lift.

    People whose product has no topics are left out. `history`: what is known of a person when they
    ask, of what they did; the hits are the same whatever is known.
    """
    items = cut.train.items
    texts = _Texts([described.get(item, Described("", frozenset())) for item in items])
    neighbors = Neighbors(
        items=items,
        numbers={item: number for number, item in enumerate(items)},
        lists=window_lists(cut.train, WindowSettings()),
    )
    popular = np.log1p(np.bincount(cut.train.item, minlength=len(items)))
    popular /= max(popular.max(initial=0.0), 1.0)
    before: dict[str, list[float]] = {name: [] for name in MEASURES}
    after: dict[str, list[float]] = {name: [] for name in MEASURES}
    moved, steps = [], []
    for row, had in enumerate(cut.histories):
        target = int(cut.relevant.indices[cut.relevant.indptr[row]])
        topics = texts.topics[target]
        if not topics:
            continue
        scores = _TEXT * texts.scores(topics) + (1 - _TEXT) * popular
        scores[cut.excluded.indices[cut.excluded.indptr[row] : cut.excluded.indptr[row + 1]]] = -1
        hits = np.argsort(-scores, kind="stable")[:_HITS]
        known = history(had)
        taken = [Taken(items[item], "view") for item in known[::-1][:_DEEP].tolist()]
        found = lifted(
            Interest(neighbors, taken),
            History(tuple(taken)),
            by_number(neighbors),
            hits.astype(np.int64),
            scores[hits],
        )
        order = hits[np.lexsort((np.arange(len(hits)), -found.scores))]
        ideal = texts.ideal(topics)
        for values, shown in ((before, hits), (after, order)):
            for name, value in texts.measured(shown, target, topics, ideal).items():
                values[name].append(value)
        moved.append(not np.array_equal(order, hits))
        steps.append(len(taken))
    return Reranked(
        before={name: np.array(values) for name, values in before.items()},
        after={name: np.array(values) for name, values in after.items()},
        moved=np.array(moved, dtype=bool),
        steps=np.array(steps, dtype=np.int64),
    )


class _Texts:
    """Titles and topics as words, and what a query of topics finds in them."""

    def __init__(self, described: Sequence[Described]) -> None:
        self.topics = [one.topics for one in described]
        words = [[*_words(one.title), *sorted(one.topics)] for one in described]
        known = {word: number for number, word in enumerate(sorted(set().union(*words)))}
        self._known = known
        row = np.repeat(np.arange(len(words)), [len(one) for one in words])
        column = np.array([known[word] for one in words for word in one], dtype=np.int64)
        shape = (len(words), len(known))
        counts = sp.coo_matrix((np.ones(len(row)), (row, column)), shape).tocsr()
        counts.sum_duplicates()
        length = np.asarray(counts.sum(axis=1)).ravel()
        documents = np.bincount(counts.indices, minlength=len(known))
        idf = np.log(1 + (len(words) - documents + 0.5) / (documents + 0.5))
        norm = _K1 * (1 - _B + _B * length / max(length.mean(), 1.0))
        norms = np.repeat(norm, np.diff(counts.indptr))
        counts.data = idf[counts.indices] * counts.data * (_K1 + 1) / (counts.data + norms)
        self._weights = counts.tocsc()

    def scores(self, query: frozenset[str]) -> NDArray[np.float64]:
        """BM25 of all products, scaled to the best."""
        columns = [self._known[word] for word in sorted(query) if word in self._known]
        sums = np.asarray(self._weights[:, columns].sum(axis=1)).ravel()
        return np.asarray(sums / max(float(sums.max(initial=0.0)), 1e-12))

    def ideal(self, query: frozenset[str]) -> float:
        """The best that ten products can fit a query."""
        best = sorted((_jaccard(query, topics) for topics in self.topics), reverse=True)
        return float(_gains(best[:_SHOWN]))

    def measured(
        self, shown: NDArray[np.intp], target: int, query: frozenset[str], ideal: float
    ) -> dict[str, float]:
        """The measures of one order."""
        at = np.flatnonzero(shown == target)
        place = int(at[0]) + 1 if len(at) else None
        near = place is not None and place <= _SHOWN
        fit = _gains([_jaccard(query, self.topics[item]) for item in shown[:_SHOWN].tolist()])
        return {
            "MRR@20": 1 / place if place is not None and place <= _DEEP else 0.0,
            "NDCG@10": 1 / np.log2(place + 1) if near and place is not None else 0.0,
            "HR@10": float(near),
            "topical@10": float(fit / ideal) if ideal else 0.0,
        }


def _gains(values: Sequence[float]) -> float:
    return float(np.sum(np.array(values) / np.log2(np.arange(2, len(values) + 2))))


def _jaccard(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / len(one | two) if one and two else 0.0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
