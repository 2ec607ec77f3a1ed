"""The last few things made from an object, found again by the very same object.

Equal objects are not looked for: comparing clauses would cost as much as compiling them.
"""

from typing import Generic, TypeVar

__all__ = ["Recent"]

_KEPT = 16
"""Enough for the pages that the threads of one process make at a time."""

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Remembers the last 16. Safe to share between threads: a lost entry is only made again."""

    def __init__(self) -> None:
        # Replaced and never changed, so that it can be read without a lock.
        self._pairs: tuple[tuple[K, V], ...] = ()

    def get(self, key: K) -> V | None:
        """What was kept for this object, None without it."""
        for kept, value in self._pairs:
            if kept is key:
                return value
        return None

    def keep(self, key: K, value: V) -> V:
        """Keep and return the value, in place of the oldest."""
        self._pairs = ((key, value), *self._pairs[: _KEPT - 1])
        return value
