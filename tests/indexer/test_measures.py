"""Measures of a ranking, against values worked out by hand."""

from math import log2

import pytest

from indexer.measures import mrr_at, ndcg_at, recall_at


@pytest.mark.parametrize(
    ("k", "grades", "judged", "value"),
    [
        (10, [3, 2, 1], [1, 2, 3], 1.0),
        (10, [1, 2, 3], [1, 2, 3], (1 + 3 / log2(3) + 7 / 2) / (7 + 3 / log2(3) + 1 / 2)),
        (10, [0, 0, 1], [1], 1 / 2),
        (2, [0, 0, 1], [1], 0.0),
        (1, [2], [3, 2], 3 / 7),
        (10, [], [1, 3], 0.0),
        (10, [0, 0], [], 0.0),
        (10, [0], [0, 0], 0.0),
        (10, [1], [1] * 20, 1 / sum(1 / log2(place + 1) for place in range(1, 11))),
    ],
)
def test_ndcg(k: int, grades: list[int], judged: list[int], value: float) -> None:
    assert ndcg_at(k, grades, judged) == pytest.approx(value)


@pytest.mark.parametrize(
    ("k", "grades", "judged", "value"),
    [
        (10, [1, 0, 3], [1, 3, 2, 0], 2 / 3),
        (1, [1, 0, 3], [1, 3, 2, 0], 1 / 3),
        (10, [], [1], 0.0),
        (10, [0], [0], 0.0),
        (10, [], [], 0.0),
    ],
)
def test_recall(k: int, grades: list[int], judged: list[int], value: float) -> None:
    assert recall_at(k, grades, judged) == pytest.approx(value)


@pytest.mark.parametrize(
    ("k", "grades", "value"),
    [(10, [0, 0, 2, 3], 1 / 3), (10, [1], 1.0), (2, [0, 0, 1], 0.0), (10, [], 0.0)],
)
def test_mrr(k: int, grades: list[int], value: float) -> None:
    assert mrr_at(k, grades) == pytest.approx(value)
