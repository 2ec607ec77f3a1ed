"""The one rule for ties, against a walk down the scores: all three engines lean on it."""

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.result import TIE, ordered

_scores = st.tuples(
    st.sampled_from((0.0, 1e-9, 0.5, 2.0, 7.25)),
    st.sampled_from((0.0, 3e-7, 6e-7, 9e-7, 1.5e-6, 4e-6, 0.1)),
).map(lambda parts: parts[0] * (1 + parts[1]))


def walked(scores: list[float], rows: list[int]) -> list[int]:
    """Rows in order: down the scores, neighbours within TIE in one tie, a tie by row."""
    down = sorted(zip(scores, rows, strict=True), key=lambda hit: -hit[0])
    ties: list[list[int]] = []
    above: float | None = None
    for score, row in down:
        if above is None or above - score > TIE * above:
            ties.append([])
        ties[-1].append(row)
        above = score
    return [row for tie in ties for row in sorted(tie)]


@given(st.lists(_scores, max_size=30), st.randoms(use_true_random=False))
def test_hits_are_ordered_as_if_walked_down(scores: list[float], chance: Random) -> None:
    rows = list(range(len(scores)))
    chance.shuffle(rows)
    order = ordered(np.array(scores), np.array(rows, dtype=np.int64))
    assert [rows[i] for i in order] == walked(scores, rows)


def test_a_chain_of_small_steps_is_one_tie() -> None:
    # Each is within TIE of the one above, the last far from the first.
    scores = np.array([1.0 - step * 0.9 * TIE for step in range(10)])
    assert ordered(scores, np.arange(10)[::-1]).tolist() == list(range(9, -1, -1))
