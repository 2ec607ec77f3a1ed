"""The memory of a server over time, and whether it stays where it is.

Caches fill and allocators find their size in the first minutes: what counts is what follows.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import linear_regression, median

from tests.benchmarks.process import memory_of_tree

__all__ = ["Memory", "Series", "measured"]

_GROWN = 0.05  # of what there was early on
_SLOPE = 0.5  # MB a minute: a gigabyte in a day and a half


@dataclass(frozen=True, slots=True)
class Memory:
    """Of the server's processes together, in MB: what no file holds, and what is resident.

    Not the pages of mapped files, which the system may drop at any time: index and vectors grow
    with each change of a price until the index is built anew.
    """

    second: float
    private: float
    resident: float


def measured(pid: int, second: float) -> Memory:
    """The memory of a process and its children now, `second` after the beginning."""
    return Memory(second, *memory_of_tree(pid))


@dataclass(frozen=True, slots=True)
class Series:
    """Looks at the memory at even distances over a whole run, in their order; at least two."""

    looks: Sequence[Memory]

    @property
    def first(self) -> float:
        """Private MB at the first look."""
        return self.looks[0].private

    @property
    def most(self) -> float:
        """The most private MB."""
        return max(look.private for look in self.looks)

    @property
    def early(self) -> float:
        """The median of the second sixth, of 30 minutes those from 5 to 10: private MB."""
        return self._median(1 / 6, 2 / 6)

    @property
    def late(self) -> float:
        """The median of the last sixth, of 30 minutes the last 5: private MB."""
        return self._median(5 / 6, 1)

    @property
    def slope(self) -> float:
        """Private MB a minute over the last half, by least squares."""
        half = self.looks[len(self.looks) // 2 - 1 :]
        return linear_regression([look.second / 60 for look in half], [k.private for k in half])[0]

    @property
    def minutes(self) -> list[float]:
        """The median of each minute that was begun: private MB."""
        whole: defaultdict[int, list[float]] = defaultdict(list)
        for look in self.looks:
            whole[ceil(look.second / 60)].append(look.private)
        return [median(whole[minute]) for minute in sorted(whole)]

    @property
    def flat(self) -> bool:
        """Whether it neither grows at the end nor has grown since its early minutes."""
        return self.slope < _SLOPE and self.late < (1 + _GROWN) * self.early

    def lines(self) -> list[str]:
        """What a reader should know of it."""
        by_minute = " ".join(f"{private:.0f}" for private in self.minutes)
        verdict = "flat" if self.flat else "it GROWS"
        return [
            f"private memory, MB by the minute: {by_minute}",
            f"at first {self.first:.0f} MB, at most {self.most:.0f} MB",
            f"in the second sixth of the time {self.early:.0f} MB, in the last {self.late:.0f} MB",
            f"over the last half {self.slope:+.2f} MB a minute: {verdict}",
        ]

    def _median(self, begin: float, end: float) -> float:
        last = self.looks[-1].second
        within = [k.private for k in self.looks if begin * last <= k.second <= end * last]
        return median(within or [self.looks[-1].private])
