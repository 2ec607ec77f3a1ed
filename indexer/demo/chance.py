"""Draws that are alike on every version of Python: they ask `random()` for nothing but its floats."""

from bisect import bisect_right
from collections.abc import Sequence
from random import Random
from typing import TypeVar

__all__ = ["below", "one_in", "some", "weighted"]

T = TypeVar("T")


def below(random: Random, size: int) -> int:
    """A number from 0 to `size` - 1."""
    return int(random.random() * size)


def one_in(random: Random, many: int) -> bool:
    """True once in so many times."""
    return random.random() * many < 1


def some(random: Random, values: Sequence[T], count: int) -> list[T]:
    """`count` of the values, in their order."""
    left = count
    chosen = []
    for number, value in enumerate(values):
        if random.random() * (len(values) - number) < left:
            chosen.append(value)
            left -= 1
    return chosen


def weighted(random: Random, ends: Sequence[int]) -> int:
    """A number by weight: `ends` are the sums of the weights up to each."""
    return bisect_right(ends, int(random.random() * ends[-1]))
