"""Small worlds in which it is known what a model has to find (after benfred/implicit's tests)."""

import numpy as np
from numpy.typing import NDArray

from recsys.sequences import Sequences

__all__ = ["SIZE", "SPARE", "checkerboard", "enormous", "held_out"]

SIZE = 60
"""People of the checkerboard, and products that somebody takes."""

SPARE = 2
"""Products behind those, which nobody takes."""


_IN_MEMORY = 1_000_000


def checkerboard() -> Sequences:
    """Even people take the even products and odd people the odd ones, each but the one of their number.

    Person n begins with the product after theirs and goes on from there.
    """
    rows = [(person, item) for person in range(SIZE) for item in _liked(person)]
    person, item = np.array(rows, dtype=np.int32).T
    items = [f"P{number}" for number in range(SIZE + SPARE)]
    return Sequences.ordered(items, person, item, np.full(len(item), 2_900, dtype=np.int32))


def held_out(person: int) -> NDArray[np.int32]:
    """The history of a person of the checkerboard: all that they like but the product `person`."""
    return np.array(_liked(person), dtype=np.int32)


def enormous(people: int, items: int, steps: int) -> Sequences:
    """That many steps of the last of so many people, on all products in turn as far as memory goes.

    Beyond a million steps they are all on one product, and take no memory at all.
    """
    person = np.broadcast_to(np.int32(people - 1), steps)
    item = np.broadcast_to(np.int32(0), steps)
    if steps <= _IN_MEMORY:
        item = np.arange(steps, dtype=np.int32) % np.int32(items)
    return Sequences(("P",) * items, person, item, np.broadcast_to(np.int32(0), steps))


def _liked(person: int) -> list[int]:
    return [(person + step) % SIZE for step in range(2, SIZE, 2)]
