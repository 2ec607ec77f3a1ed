"""Prices to drag: a histogram of a result's prices with two thumbs over it.

The scale follows the borders of the price steps, so that cheap goods get as much room as dear ones.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from query.form import PriceRange
from query.page import PageFacet

__all__ = ["BETWEEN", "HEIGHT", "Bar", "PriceSlider"]

BETWEEN = 5
"""Positions of a thumb from one border to the next; `results.js` reckons with it too."""

HEIGHT = 24
"""Of the highest bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of prices; bars are one unit apart. `out`: it is not in the chosen range."""

    left: int
    height: int
    out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSlider:
    """What is drawn and where the thumbs are: `low` and `high`, from 0 to `top`.

    A thumb at its end leaves its side open.
    """

    borders: tuple[float, ...]
    bars: tuple[Bar, ...]
    low: int
    high: int

    @property
    def top(self) -> int:
        """The last position."""
        return len(self.bars) * BETWEEN

    @classmethod
    def of(cls, facet: PageFacet, chosen: PriceRange) -> Self | None:
        """The slider of a price facet; None where its prices are all in one step."""
        borders, counts = facet.borders, facet.counts
        if len(counts) < 2:  # noqa: PLR2004 - a single bar has nothing to drag between
            return None
        low = 0 if chosen.low is None else _position(borders, chosen.low)
        high = len(counts) * BETWEEN if chosen.high is None else _position(borders, chosen.high)
        most = max(counts)
        bars = tuple(
            # Even one product among thousands is seen.
            Bar(i, -(-count * HEIGHT // most), not (low < (i + 1) * BETWEEN and i * BETWEEN < high))
            for i, count in enumerate(counts)
        )
        return cls(borders=borders, bars=bars, low=low, high=high)


def _position(borders: Sequence[float], price: float) -> int:
    """The position closest to a price."""
    last = len(borders) - 1
    if price >= borders[last]:
        return last * BETWEEN
    i = bisect_right(borders, price) - 1
    if i < 0:
        return 0
    share = (price - borders[i]) / (borders[i + 1] - borders[i])
    return i * BETWEEN + round(share * BETWEEN)
