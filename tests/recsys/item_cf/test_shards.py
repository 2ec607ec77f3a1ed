"""Counts of any split of the people, added, are the bytes of counting them together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys.item_cf import Counts, Window, counted
from recsys.item_cf.shards import counted_in_processes, counted_in_shards, shards
from recsys.sequences import Sequences
from tests.recsys.logs import Step, logs, sequences_of

ITEMS = 6
WINDOW = Window()


def _same(one: Counts, other: Counts) -> bool:
    names = ("starts", "other", "bucket", "count")
    return all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in names)


@given(logs(items=ITEMS), st.integers(1, 7))
def test_any_number_of_shards_gives_the_same_bytes(log: list[Step], number: int) -> None:
    """And no person is in two of them."""
    sequences = sequences_of(log, ITEMS)

    parts = list(shards(sequences, number))

    assert sum(map(len, parts)) == len(sequences)
    assert len(parts) <= number
    people = [set(part.person.tolist()) for part in parts]
    assert sum(map(len, people)) == len(set().union(*people))
    whole = counted(sequences, WINDOW)
    assert _same(counted_in_shards(sequences, WINDOW, number=number), whole)


def test_processes_give_the_same_bytes() -> None:
    """Two of them, over a few thousand people."""
    random = np.random.default_rng(7)
    steps = 20_000
    sequences = Sequences.ordered(
        [f"P{number:03}" for number in range(500)],
        random.integers(0, 3_000, steps).astype(np.int32),
        random.zipf(1.3, steps).clip(max=500).astype(np.int32) - 1,
        random.integers(2_900, 2_910, steps).astype(np.int32),
    )

    split = counted_in_processes(sequences, WINDOW, processes=2)

    assert _same(split, counted(sequences, WINDOW))
