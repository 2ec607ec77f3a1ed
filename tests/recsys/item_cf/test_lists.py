"""Lists of similar products: the formula, the order, and rows that do not know their block."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.item_cf import Fading, Lists, Similarity, Window, counted, lists_of, steps_of
from recsys.sequences import UNDATED
from tests.recsys.logs import Step, logs, naive_counts, sequences_of

ITEMS = 6
WINDOW = Window()
FADINGS = st.builds(Fading, at=st.integers(0, 5), half_life=st.sampled_from([None, 0.5, 1.0, 26.0]))


def _lists(
    log: list[Step], fading: Fading, similarity: Similarity, rows: tuple[int, int] = (0, ITEMS)
) -> Lists:
    sequences = sequences_of(log, ITEMS)
    steps = steps_of(sequences.item, fading(sequences.bucket), ITEMS)
    counts = counted(sequences, WINDOW).rows(*rows)
    return lists_of(counts, np.arange(*rows, dtype=np.int32), steps, fading, similarity)


@given(logs(items=ITEMS), FADINGS, st.integers(1, ITEMS))
def test_lists_are_those_of_the_formula(log: list[Step], fading: Fading, limit: int) -> None:
    """Faded co-counts over the faded steps of both, the most alike first."""
    similarity = Similarity(neighbors=limit)

    lists = _lists(log, fading, similarity)

    co: dict[tuple[int, int], float] = defaultdict(float)
    for (item, other, bucket), count in naive_counts(log, WINDOW).items():
        age = 0 if bucket == UNDATED else max(0, fading.at - bucket)
        weight = 1.0 if fading.half_life is None else 0.5 ** (age / fading.half_life)
        co[item, other] += weight * (count if item == other else count / (1 << 20))
    for item in range(ITEMS):
        alike = {
            other: value / (co[item, item] ** 0.9 * co[other, other] ** 0.1 + similarity.shrink)
            for (row, other), value in co.items()
            if row == item != other
        }
        others, values = lists.row(item)
        assert len(others) == min(limit, len(alike))
        assert len(set(others.tolist())) == len(others)
        assert values == pytest.approx([alike[other] for other in others.tolist()], rel=2e-3)
        assert sorted(zip(-values, others, strict=True)) == list(zip(-values, others, strict=True))
        left_out = alike.keys() - set(others.tolist())
        assert all(alike[other] <= values.min() * 1.002 for other in left_out)


@given(logs(items=ITEMS), FADINGS, st.integers(0, ITEMS - 1))
def test_a_row_alone_is_the_row_of_all(log: list[Step], fading: Fading, item: int) -> None:
    """To the last bit: a touched product is renewed alone."""
    similarity = Similarity(neighbors=3)

    alone = _lists(log, fading, similarity, (item, item + 1))

    for one, other in zip(alone.row(0), _lists(log, fading, similarity).row(item), strict=True):
        assert one.tobytes() == other.tobytes()


def test_of_equally_similar_products_the_lower_number_stays() -> None:
    """Deterministic where the limit falls between equals."""
    log = [(person, item, 1) for person, other in enumerate((5, 3, 4, 1)) for item in (0, other)]

    others, values = _lists(log, Fading(), Similarity(neighbors=3)).row(0)

    assert others.tolist() == [1, 3, 4]
    assert np.unique(values).size == 1
