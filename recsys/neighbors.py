"""The lists of similar products as readers see them: a mapped table, and what was renewed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recsys.item_cf import Lists, Similarity, WindowSettings
from recsys.sequences import UNDATED

__all__ = ["Neighbors", "Row", "Together"]

Row = tuple[NDArray[np.int32], NDArray[np.float32]]
"""Numbers of similar products, the most similar first, and how similar they are."""


class Together(NamedTuple):
    """`co`: how often two products were taken together, the closer in time the more, at most 1 a
    time; `steps` and `others`: how often each was taken. All have faded as the lists have.
    """

    co: float
    steps: float
    others: float


_NONE: Row = (np.empty(0, np.int32), np.empty(0, np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Neighbors:
    """One state of all lists; it never changes, a newer one takes its place.

    Products are numbers of `items`. `lists` are of the first of them, `renewed` has the rows built
    since. `steps` and `popularity`: how often each product was taken, as lists count it, and
    lately. `at`: the bucket for whose time all this is.
    """

    items: Sequence[str] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    lists: Lists = field(default_factory=lambda: Lists(np.zeros(1, np.int64), *_NONE))
    renewed: Mapping[int, Row] = field(default_factory=dict)
    steps: NDArray[np.float32] = field(default_factory=lambda: _NONE[1])
    popularity: NDArray[np.float32] = field(default_factory=lambda: _NONE[1])
    at: int = UNDATED

    def row(self, number: int) -> Row:
        """What is similar to a product."""
        found = self.renewed.get(number)
        if found is not None:
            return found
        return self.lists.row(number) if number < len(self.lists.starts) - 1 else _NONE

    def together(self, product: str, other: str, similarity: Similarity) -> Together | None:
        """What a similarity in the list of `product` was reckoned from; None for what is not in it.

        Anybody can reckon again: `co / (steps ** exponent * others ** (1 - exponent) + shrink)`.
        """
        known = dict(self.similar(product))
        if other not in known:
            return None
        steps, others = (float(self.steps[self.numbers[item]]) for item in (product, other))
        alike = steps**similarity.exponent * others ** (1 - similarity.exponent)
        return Together(known[other] * (alike + similarity.shrink), steps, others)

    def often(self, product: str, settings: WindowSettings, least: float) -> set[str]:
        """What is in the list of `product` and was taken together with it `least` times.

        Whichever came first; what is five steps apart counts 0.81 each time. One person who goes to
        and fro counts as often as several.
        """
        number = self.numbers.get(product)
        if number is None:
            return set()
        both = 1 + settings.window.back
        found = set()
        for other, ahead in self._counted(number, settings.similarity).items():
            behind = self._counted(other, settings.similarity).get(number, 0.0)
            if max(ahead, behind, (ahead + behind) / both) >= least:
                found.add(self.items[other])
        return found

    def _counted(self, number: int, similarity: Similarity) -> dict[int, float]:
        """How often what is in the list of a product came soon after it, or before it for a part."""
        others, values = self.row(number)
        alike = self.steps[number] ** similarity.exponent
        alike = alike * self.steps[others] ** (1 - similarity.exponent)
        counted = values * (alike + similarity.shrink)
        return dict(zip(others.tolist(), counted.tolist(), strict=True))

    def similar(self, product: str) -> list[tuple[str, float]]:
        """(product, similarity), the most similar first; none for a product nobody took."""
        number = self.numbers.get(product)
        if number is None:
            return []
        others, values = self.row(number)
        return [
            (self.items[other], value)
            for other, value in zip(others.tolist(), values.tolist(), strict=True)
        ]
