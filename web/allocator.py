"""How the C library keeps the memory that it was given back. Elsewhere than with glibc: as it likes."""

import ctypes
import sys
from collections.abc import Callable
from contextlib import suppress

__all__ = ["share_arenas", "tidied"]

_M_ARENA_MAX = -8  # mallopt(3)
_ARENAS = 2


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


def tidied(step: Callable[[], int]) -> Callable[[], int]:
    """The step, which gives back to the system what it left free where it has done something.

    For what takes much memory for a moment: each highest tide would stay, and every quarter of an
    hour one is higher than those before. It takes some milliseconds.
    """

    def run() -> int:
        done = step()
        if done:
            with suppress(AttributeError):
                _library().malloc_trim(0)
        return done

    return run


def _library() -> ctypes.CDLL:
    if not sys.platform.startswith("linux"):
        raise AttributeError
    return ctypes.CDLL(None)
