"""What counts as flat, on series of which it is known."""

from collections.abc import Callable
from math import exp

import pytest

from tests.load.memory import Memory, Series


def _series(private: Callable[[float], float]) -> Series:
    """Thirty minutes, a look every ten seconds; `private` by the minute."""
    return Series([Memory(10.0 * n, private(n / 6), 500.0) for n in range(1, 181)])


_FLAT: dict[str, Callable[[float], float]] = {
    "the same": lambda _: 300.0,
    "something is built now and then": lambda minute: 300 + 20 * (minute % 5 < 1),
    "caches fill": lambda minute: 300 - 80 * exp(-minute / 2),
}
_GROWING: dict[str, Callable[[float], float]] = {
    "all the time": lambda minute: 300 + 4 * minute,
    "and something is built": lambda minute: 300 + 4 * minute + 40 * (minute % 5 < 1),
    "once, and never shrinks": lambda minute: 300 + 50 * (minute > 12),
    "late": lambda minute: 300 + 2 * max(0.0, minute - 20),
}


@pytest.mark.parametrize("name", _FLAT)
def test_flat(name: str) -> None:
    assert _series(_FLAT[name]).flat


@pytest.mark.parametrize("name", _GROWING)
def test_growing(name: str) -> None:
    assert not _series(_GROWING[name]).flat


def test_its_numbers() -> None:
    series = _series(lambda minute: 300 + 4 * minute)
    assert series.slope == pytest.approx(4)
    assert series.early == pytest.approx(300 + 4 * 7.5)
    assert series.late == pytest.approx(300 + 4 * 27.5)
    assert (series.first, series.most) == pytest.approx((300 + 4 / 6, 420))
    assert len(series.minutes) == 30
    assert series.minutes[0] == pytest.approx(300 + 4 * 3.5 / 6)
