"""A log of a large shop: 200,000 people, 50,000 products, 5 million events (recommender.md, section 4).

Popularity falls by Zipf (the first hundredth of products has a third of all events), products lie in
200 categories with 8 styles each, a person has four favourite styles and comes back in sessions of
four events on average; 15 % of all events are popular products of any kind. Same seed, same log.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Log", "generated"]

_SEED = 20240601
_CATEGORIES, _STYLES, _FAVOURITES = 200, 8, 4
_SESSION = 4
_NOISE = 0.15
_ACTIVITY = 1.0  # of a lognormal


class Log(NamedTuple):
    """Events in the order of people: who, and which product."""

    person: NDArray[np.int32]
    item: NDArray[np.int32]
    items: int

    def save(self, file: Path) -> None:
        """Write it, for a process that counts and does nothing else."""
        np.savez(file, person=self.person, item=self.item, items=self.items)

    @classmethod
    def load(cls, file: Path) -> "Log":
        """What `save` wrote."""
        with np.load(file) as arrays:
            return cls(arrays["person"], arrays["item"], int(arrays["items"]))


def generated(events: int, *, people: int | None = None, items: int | None = None) -> Log:
    """About so many events; by default 25 a person, and 1 product in 100 events up to 50,000."""
    people = people or max(1, events // 25)
    items = items or max(100, min(50_000, events // 100))
    random = np.random.default_rng(_SEED)
    weight = np.empty(items)
    weight[random.permutation(items)] = 1 / np.arange(1, items + 1)
    cell = random.integers(0, _CATEGORIES * _STYLES, items)
    by_cell = np.argsort(cell, kind="stable")
    starts = np.searchsorted(cell[by_cell], np.arange(_CATEGORIES * _STYLES + 1))
    activity = random.lognormal(0, _ACTIVITY, people)
    lengths = np.maximum(1, np.rint(activity / activity.sum() * events).astype(np.int64))
    share = np.bincount(cell, weight, _CATEGORIES * _STYLES) / weight.sum()
    favourites = random.choice(len(share), (people, _FAVOURITES), p=share)
    person = np.repeat(np.arange(people), lengths)
    begins = random.random(len(person)) < 1 / _SESSION
    session = np.cumsum(begins)
    chosen = random.integers(0, _FAVOURITES, session[-1] + 1)[session]
    within = favourites[person, chosen]
    sums = np.concatenate(([0.0], np.cumsum(weight[by_cell])))
    low, high = sums[starts[within]], sums[starts[within + 1]]
    drawn = np.searchsorted(sums, low + random.random(len(person)) * (high - low), side="right") - 1
    item = by_cell[np.clip(drawn, 0, items - 1)]
    noise = random.random(len(person)) < _NOISE
    popular = np.searchsorted(np.cumsum(weight), random.random(int(noise.sum())) * weight.sum())
    item[noise] = np.minimum(popular, items - 1)
    return Log(person.astype(np.int32), item.astype(np.int32), items)
