"""How the C library keeps the memory that it was given back. Elsewhere than with glibc: as it likes."""

import ctypes
import sys
import time
from collections.abc import Callable
from contextlib import suppress

__all__ = ["Tidier", "share_arenas"]

_M_ARENA_MAX = -8  # mallopt(3)
_ARENAS = 2

_EVERY = 60.0  # seconds


def share_arenas() -> None:
    """Have all threads of this process and its children take memory from two places.

    To be called before there are threads. By itself glibc lets eight threads a core each keep an
    arena of its own, and an arena keeps the most that ever was in it at a time: every thread that
    merged segments or built suggestions once. After half an hour of searches and price changes
    that was 270 of 480 MB on two cores. With two arenas it is 60, and a request takes as much
    time of a core as before.
    """
    with suppress(AttributeError):
        _library().mallopt(_M_ARENA_MAX, _ARENAS)


class Tidier:
    """A step for a `Follower` that gives back to the system what was left free, once a minute.

    What is kept for long lies between what a page takes for a moment: the library gives back only
    what is free at its end, and of a shop under load that end rises by a megabyte a minute, as does
    each highest tide of what builds suggestions. It takes 10 to 30 ms of one thread, in
    which others may wait for memory.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tidied = clock()

    def step(self) -> int:
        """1 where it was time, else 0."""
        if self._clock() - self._tidied < _EVERY:
            return 0
        self._tidied = self._clock()
        with suppress(AttributeError):
            _library().malloc_trim(0)
        return 1


def _library() -> ctypes.CDLL:
    if not sys.platform.startswith("linux"):
        raise AttributeError
    return ctypes.CDLL(None)
