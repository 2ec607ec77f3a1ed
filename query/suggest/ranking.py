"""Which of the matches are shown, and in which order.

A score is the phrase's weight, less for a match that is less likely meant. Brands, categories and
queries take turns by it, products stand below them. The same index and text give the same list.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from query.suggest.index import Matches, SuggestionIndex
from query.suggest.phrases import Kind
from query.suggest.readings import readings

__all__ = ["Found", "arranged", "ranked"]

# Weights are from 0 to 1. A whole phrase is meant before any that goes on; a word inside a phrase,
# or a reading of one more part, gives way to a beginning of nearly the same weight.
_WHOLE = 1.0
_INSIDE = -0.25
_BY_ALIAS = -0.02
_EXTRA = -0.3
_MOST_EXTRA = 3

_AT_MOST = {Kind.BRAND: 3, Kind.CATEGORY: 4, Kind.QUERY: 10, Kind.PRODUCT: 4}
"""Of a list, while other kinds have something to show."""

_LEAST_PRODUCTS = 3  # where there are so many: a shopper may know just what to buy

_STEPS = 1_000_000  # of a score: beyond it the phrase's own order decides
_SPARE = 6  # rows a place: a phrase has several, and some may not be shown


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase, and which of its characters were typed: `typed` of them from `start` on.

    `start` -1: another name of it was typed.
    """

    phrase: int
    start: int
    typed: int


def ranked(index: SuggestionIndex, typed: str, *, limit: int) -> list[Found]:
    """What begins with a text as `spelling.compact` has it, the best first.

    Of each kind some more than `limit`, as not all of them may be shown.
    """
    best: dict[int, tuple[int, Found]] = {}
    for matches in _matches(index, typed):
        for score, found in _best(index, matches, limit * _SPARE):
            if found.phrase not in best or score > best[found.phrase][0]:
                best[found.phrase] = score, found
    order = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].phrase))
    return [found for _, found in order]


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


def _matches(index: SuggestionIndex, typed: str) -> Iterator[Matches]:
    yield index.beginning(typed)
    for reading in readings(typed, index.inventory):
        yield index.sounding(reading)


def _best(index: SuggestionIndex, matches: Matches, most: int) -> Iterable[tuple[int, Found]]:
    """The rows of the highest score, at most so many of each kind."""
    rows = matches.rows
    if not len(rows):
        return
    phrases, offsets = index.phrases[rows], index.offsets[rows]
    scores = index.weights[phrases].astype(np.float64)
    scores[(index.ends[rows] - index.starts[rows] == matches.typed) & (offsets <= 0)] += _WHOLE
    scores[offsets > 0] += _INSIDE
    scores[offsets < 0] += _BY_ALIAS
    scores += _EXTRA * min(matches.extra, _MOST_EXTRA)
    steps = np.rint(scores * _STEPS).astype(np.int64)
    # One number, so that equal scores are parted by the order of phrases, always in the same way.
    keys = (steps << 32) - phrases
    kinds = index.kinds[phrases]
    for kind in Kind:
        places = np.flatnonzero(kinds == kind)
        if len(places) > most:
            places = places[np.argpartition(-keys[places], most)[:most]]
        for place in places.tolist():
            yield (
                int(steps[place]),
                Found(int(phrases[place]), int(offsets[place]), matches.typed),
            )
