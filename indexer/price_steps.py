"""Lowest prices in steps, so that price ranges can be counted like any other value.

Which ranges suit a result is decided by those who read the counts.
"""

from bisect import bisect_left
from collections.abc import Collection

__all__ = ["BORDERS", "SEVERAL", "price_steps"]

BORDERS = tuple(
    round(mantissa * 10**power)
    for power in range(2, 9)
    for mantissa in (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
    if mantissa * 10**power <= 10**8
)
"""In fen: 1, 1.5, 2, 3, 5, 7 yuan and so on up to a million."""


SEVERAL = "+"
"""Beside the step, of what has several prices: the lowest does not tell the other ranges."""


def price_steps(prices: Collection[int]) -> tuple[str, ...]:
    """The step of the lowest price, in fen: odd on a border (2 i + 1 on the i-th), even between
    two, 0 below the first. With SEVERAL where there is another price.
    """
    low = min(prices)
    i = bisect_left(BORDERS, low)
    step = f"{2 * i + (i < len(BORDERS) and BORDERS[i] == low)}"
    return (step,) if max(prices) == low else (step, SEVERAL)
