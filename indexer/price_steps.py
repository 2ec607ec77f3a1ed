"""Lowest prices in steps, so that price ranges can be counted like any other value.

Which ranges suit a result is decided by those who read the counts.
"""

from bisect import bisect_left

__all__ = ["BORDERS", "price_step"]

BORDERS = tuple(
    round(mantissa * 10**power)
    for power in range(2, 9)
    for mantissa in (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
    if mantissa * 10**power <= 10**8
)
"""In fen: 1, 1.5, 2, 3, 5, 7 yuan and so on up to a million."""


def price_step(fen: int) -> int:
    """Odd on a border (2 i + 1 on the i-th), even between two: 0 is below the first."""
    i = bisect_left(BORDERS, fen)
    return 2 * i + (i < len(BORDERS) and BORDERS[i] == fen)
