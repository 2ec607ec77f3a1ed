"""Which of the matches are shown, and in which order.

A score is the phrase's weight, less for a match that is less likely meant. Brands, categories and
queries take turns by it, products stand below them. The same index and text give the same list.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

import numpy as np

from indexer.cached import cached
from query.suggest.index import Matches, SuggestionIndex
from query.suggest.phrases import Kind

__all__ = ["Found", "Ranking", "arranged"]

# Weights are from 0 to 1. A whole phrase is meant before any that goes on; a word inside a phrase,
# or a reading of one more part, gives way to a beginning of nearly the same weight.
_INSIDE = -0.25
_BY_ALIAS = -0.02
_STEPS = 1_000_000  # of a score: beyond it the phrase's own order decides
_WHOLE = 1 * _STEPS
_EXTRA = -3 * _STEPS // 10
_MOST_EXTRA = 3
_SHIFT = 32  # bits: more than there are phrases

_AT_MOST = {Kind.BRAND: 3, Kind.CATEGORY: 4, Kind.QUERY: 10, Kind.PRODUCT: 4}
"""Of a list, while other kinds have something to show."""

_LEAST_PRODUCTS = 3  # where there are so many: a shopper may know just what to buy

_SHORT = 2
_CACHED = 256  # texts of so few characters: at most 10 kB each

_ROWS = 3  # looked at for each phrase: one may match from several words on


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase, and which of its characters were typed: `typed` of them from `start` on.

    `start` -1: another name of it was typed.
    """

    phrase: int
    start: int
    typed: int


class Ranking:
    """An index with the scores of its rows, made once. Safe to share between threads."""

    def __init__(self, index: SuggestionIndex) -> None:
        """A pass over the rows: a few milliseconds for 100,000 phrases."""
        self.index = index
        scores = index.weights[index.phrases].astype(np.float64)
        scores[index.offsets > 0] += _INSIDE
        scores[index.offsets < 0] += _BY_ALIAS
        # One number a row, so that equal scores are parted by the order of phrases.
        self._keys = (np.rint(scores * _STEPS).astype(np.int64) << _SHIFT) - index.phrases
        self._kinds = index.kinds[index.phrases]
        self._broad = cached(_CACHED, self._ranked)

    def ranked(self, typed: str, *, limit: int) -> Sequence[Found]:
        """What begins with a text as `spelling.compact` has it, the best first.

        Of each kind at most `limit`.
        """
        # Everybody types first letters, and tens of thousands of rows begin with one.
        return (self._broad if len(typed) <= _SHORT else self._ranked)(typed, limit)

    def _ranked(self, typed: str, limit: int) -> Sequence[Found]:
        return self.chosen(chain([self.index.beginning(typed)], self.index.sounding(typed)), limit)

    def chosen(self, matches: Iterable[Matches], limit: int) -> Sequence[Found]:
        """The phrases of rows that match, the best first; of each kind at most `limit`."""
        best: dict[int, tuple[int, Found]] = {}
        most = limit * _ROWS
        for key, found in chain.from_iterable(self._best(one, most) for one in matches):
            if found.phrase not in best or key > best[found.phrase][0]:
                best[found.phrase] = key, found
        counts = [0] * len(Kind)
        kept = []
        for _, found in sorted(best.values(), key=itemgetter(0), reverse=True):
            kind = self.index.kinds[found.phrase]
            counts[kind] += 1
            if counts[kind] <= limit:
                kept.append(found)
        return kept

    def _best(self, matches: Matches, most: int) -> Iterator[tuple[int, Found]]:
        """The rows of the highest keys, at most so many of each kind."""
        index, rows = self.index, matches.rows
        if not len(rows):
            return
        keys, kinds = self._keys[rows], self._kinds[rows]
        whole = np.flatnonzero(index.lengths[rows] == matches.typed)
        keys[whole[index.offsets[rows[whole]] <= 0]] += _WHOLE << _SHIFT
        keys += _EXTRA * min(matches.extra, _MOST_EXTRA) << _SHIFT
        for kind in Kind:
            places = np.flatnonzero(kinds == kind)
            if len(places) > most:
                places = places[np.argpartition(-keys[places], most)[:most]]
            for place in places.tolist():
                row = rows[place]
                found = Found(int(index.phrases[row]), int(index.offsets[row]), matches.typed)
                yield int(keys[place]), found


def arranged(kinds: Sequence[Kind], *, limit: int) -> list[int]:
    """Which of the found to show, by place: `kinds` are theirs, the best first.

    No kind too often while there are others, and products below all others.
    """
    counts = dict.fromkeys(Kind, 0)
    within: list[int] = []
    beyond: list[int] = []
    for place, kind in enumerate(kinds):
        counts[kind] += 1
        (within if counts[kind] <= _AT_MOST[kind] else beyond).append(place)
    order = [*within, *beyond]
    products = [place for place in order if kinds[place] is Kind.PRODUCT]
    others = [place for place in order if kinds[place] is not Kind.PRODUCT]
    kept = max(limit - len(others), min(len(products), _LEAST_PRODUCTS, limit // 2))
    return [*others[: limit - kept], *products[:kept]]
