"""Lists and what they are worth, by hand."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from recsys.evaluate import quality, ranked, split
from recsys.models.popularity import PopularityModel
from recsys.models.ranking import best
from tests.recsys.evaluate.rivals import log_of

SCORES = st.lists(st.sampled_from([-np.inf, -1.0, 0.0, 0.5, 2.0]), min_size=1, max_size=30)


@given(SCORES, st.integers(1, 10))
def test_the_best_are_those_of_a_full_sort(scores: list[float], limit: int) -> None:
    """Of equals the smaller number first, also where the limit falls between them."""
    naive = sorted(range(len(scores)), key=lambda number: (-scores[number], number))
    shown = [number for number in naive if scores[number] > -np.inf][:limit]

    assert best(np.array(scores, dtype=np.float32), limit).tolist() == shown


def test_what_is_excluded_is_not_shown_and_lists_are_never_padded() -> None:
    excluded = sp.csr_matrix(np.array([[0, 0, 0, 1], [1, 1, 0, 0]], dtype=bool))

    model = PopularityModel(np.arange(4, dtype=np.float32))
    lists = list(ranked(model, [np.array([3]), np.array([0, 1])], excluded))

    assert [shown.tolist() for shown in lists] == [[2, 1, 0], [3, 2]]


def test_measures_by_hand() -> None:
    """Person 1 has two to find, first and third; person 2 one, in the eleventh place; person 3 none."""
    others = list(range(20, 40))
    log = log_of(
        [
            *((9, item, 0) for item in range(1, 40)),
            *((person, 30 + person, 0) for person in (1, 2, 3)),
            *((1, 1, 60), (1, 2, 60), (2, 3, 60), (3, 4, 60)),
        ]
    )
    cut = split(log, "time")
    numbers = {name: number for number, name in enumerate(log.items)}
    assert [log.people[person] for person in cut.people] == ["1", "2", "3"]

    def listed(*items: int) -> NDArray[np.int32]:
        return np.array([numbers[str(item)] for item in items], dtype=np.int32)

    lists = [listed(1, 20, 2), listed(*others[:10], 3), listed(*others[:20])]
    found = quality(lists, cut)

    ideal = 1 + 1 / np.log2(3)
    assert found.values["NDCG@10"] == pytest.approx([(1 + 0.5) / ideal, 0, 0])
    assert found.values["recall@10"].tolist() == [1, 0, 0]
    assert found.values["recall@20"].tolist() == [1, 1, 0]
    assert found.values["MRR@20"] == pytest.approx([1, 1 / 11, 0])
    assert found.coverage == pytest.approx(12 / 39)
    assert found.means()["recall@20"] == pytest.approx(2 / 3)
