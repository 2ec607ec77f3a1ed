"""Price ranges that suit a result: about equally full, at borders that people say aloud."""

from collections.abc import Sequence

from indexer.price_steps import BORDERS, SEVERAL
from indexer.request import ValuesFacet
from indexer.result import FacetCount

__all__ = ["MAX_RANGES", "Steps", "steps_facet"]

MAX_RANGES = 6

_STEPS = 2 * len(BORDERS) + 1

_Range = tuple[int | None, int | None]


def steps_facet(key: str) -> ValuesFacet:
    """Counts of lowest prices on each border and between neighbouring ones."""
    return ValuesFacet(key=key, field="price_step", size=_STEPS + 1)


class Steps:
    """The counts of `steps_facet`, read. `several`: some products have more than one price."""

    def __init__(self, buckets: Sequence[FacetCount]) -> None:
        counts = [0] * _STEPS
        self.several = False
        for step, count in buckets:
            if step == SEVERAL:
                self.several = True
            else:
                counts[int(step)] = count
        self._at = counts[1::2]
        # What is below the first border, then what is on each one and up to the next.
        after = counts[2::2]
        self._fills = [counts[0], *(a + b for a, b in zip(self._at, after, strict=True))]

    def ranges(self) -> list[_Range]:
        """At most MAX_RANGES in fen, both ends included, in order; none where all cost alike."""
        borders: list[int] = []
        left, filled = sum(self._fills), 0
        for border, fill in zip(BORDERS, self._fills, strict=False):
            filled += fill
            wanted = left / (MAX_RANGES - len(borders))
            # The last range takes the rest; a border with nothing beyond it parts nothing.
            if filled and filled >= wanted * 0.75 and filled < left:
                borders.append(border)
                left, filled = left - filled, 0
                if len(borders) == MAX_RANGES - 1:
                    break
        if not borders:
            return []
        lows: list[int | None] = [0, *borders]
        return list(zip(lows, [*borders, None], strict=True))

    @property
    def total(self) -> int:
        """All products: each has one lowest price."""
        return sum(self._fills)

    def count(self, low: int | None, high: int | None) -> int:
        """The number of lowest prices from `low` to `high`, both borders and included."""
        first = 0 if not low else BORDERS.index(low) + 1
        last = len(BORDERS) if high is None else BORDERS.index(high) + 1
        upto = sum(self._fills[first:last])
        return upto + (self._at[last - 1] if high is not None else self._fills[last])

    def spread(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Borders in fen from below the lowest price to above the highest; the counts between.

        The n-th count is of the lowest prices from the n-th border up to the next one. Both are
        empty where nothing is found.
        """
        full = [i for i, fill in enumerate(self._fills) if fill]
        if not full:
            return (), ()
        first, last = full[0], full[-1] + 1
        # Nothing is known of prices above the last border: they are drawn up to twice as much.
        borders = (0, *BORDERS, 2 * BORDERS[-1])[first : last + 1]
        return borders, tuple(self._fills[first:last])
