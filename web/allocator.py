"""How the C library keeps the memory that it was given back."""

import ctypes
import sys
from contextlib import suppress

__all__ = ["share_arenas"]

_M_ARENA_MAX = -8  # mallopt(3)
_ARENAS = 2


def share_arenas() -> None:
    """Have all threads of this process and its children take memory from two places, with glibc.

    To be called before there are threads. By itself glibc lets eight threads a core each keep an
    arena of its own, and an arena keeps the most that ever was in it at a time: every thread that
    merged segments or built suggestions once. After half an hour of searches and price changes
    that was 270 of 480 MB on two cores. With two arenas it is 50, and a request takes as much
    time of a core as before.
    """
    if not sys.platform.startswith("linux"):
        return
    with suppress(AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)
