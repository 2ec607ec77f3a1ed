"""The order of hits for a shopper: a small lift of what fits and is as relevant, nothing else."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from recsys.history import History, Taken
from recsys.interest import Because, Interest, by_number
from recsys.item_cf import Similarity, Window, WindowSettings
from recsys.models.window import window_lists
from recsys.neighbors import Neighbors
from recsys.rerank import GUARD, WEIGHT, Lifted, lifted, sunk
from tests.recsys.logs import Step, logs, sequences_of

ITEMS = 12
SCORES = st.lists(st.floats(0.5, 2), min_size=ITEMS, max_size=ITEMS)


def _neighbors(log: list[Step]) -> Neighbors:
    sequences = sequences_of(log, ITEMS)
    lists = window_lists(sequences, WindowSettings(Window(), Similarity()))
    numbers = {item: number for number, item in enumerate(sequences.items)}
    return Neighbors(items=sequences.items, numbers=numbers, lists=lists)


@given(logs(items=ITEMS), st.lists(st.integers(0, ITEMS - 1), max_size=6), SCORES)
def test_scores_are_those_of_the_formula(
    log: list[Step], seen: list[int], given_: list[float]
) -> None:
    """Item by item, by the definition; without a history that says anything, the same array."""
    neighbors = _neighbors(log)
    taken = [Taken(f"P{number}", "view") for number in seen]
    scores, rows = np.array(given_), np.arange(ITEMS, dtype=np.int64)

    found = lifted(
        Interest(neighbors, taken), History(tuple(taken)), by_number(neighbors), rows, scores
    )

    similar = [dict(neighbors.similar(step.product)) for step in taken]
    fit = [
        sum(known.get(item, 0.0) * 0.5**age for age, known in enumerate(similar))
        if scores[number] >= GUARD * scores.max()
        else 0.0
        for number, item in enumerate(neighbors.items)
    ]
    if max(fit) == 0:
        assert found.scores is scores
        return
    weight = WEIGHT * len(seen) / (len(seen) + 5)
    wanted = (1 - weight) * scores / scores.max() + weight * np.array(fit) / max(fit)
    assert found.scores == pytest.approx(wanted, rel=1e-5)
    for number in range(ITEMS):
        because = found.because(number)
        if because is not None:
            assert fit[number] > 0
            assert because.share >= 0.3
            assert because.similarity == pytest.approx(
                dict(neighbors.similar(because.product))[neighbors.items[number]]
            )


def test_what_is_less_relevant_stays_below() -> None:
    """However well it fits: the guard."""
    neighbors = _neighbors([(person, item, 0) for person in range(9) for item in (0, 1)])
    interest = Interest(neighbors, [Taken("P0", "buy")])
    rows = np.array([5, 1], dtype=np.int64)

    far = lifted(interest, History(), by_number(neighbors), rows, np.array([1.0, GUARD - 0.01]))
    near = lifted(interest, History(), by_number(neighbors), rows, np.array([1.0, GUARD + 0.01]))

    assert far.scores.argmax() == 0
    assert near.scores[1] > near.scores[0] * GUARD


def test_what_is_bought_gets_no_lift() -> None:
    """A second kettle is not what somebody with a kettle looks for."""
    neighbors = _neighbors([(person, item, 0) for person in range(9) for item in (0, 1)])
    history = History((Taken("P0", "view"),), bought=frozenset({"P1"}))
    scores = np.array([1.0, 1.0])

    found = lifted(
        Interest(neighbors, history.taken), history, by_number(neighbors), np.array([5, 1]), scores
    )

    assert found.scores is scores


@given(SCORES, st.sets(st.integers(0, ITEMS - 1)))
@example([1.0, 0.5, 0.5 + 2**-53, *[1.0] * 9], {0, 1, 2})
@example([1e-9 * place for place in range(ITEMS)], {1, 5, 11})
def test_what_is_dismissed_sinks_below_all_others_in_its_own_order(
    given_: list[float], dismissed: set[int]
) -> None:
    scores, rows = np.array(given_), np.arange(ITEMS, dtype=np.int64)
    because = Because("P0", "view", 1.0, 1.0, 1.0)

    found = sunk(Lifted(scores, lambda _: because), rows, dismissed)

    def order(values: NDArray[np.float64]) -> list[int]:
        return sorted(range(ITEMS), key=lambda at: (-values[at], at))

    before = order(scores)
    others = [at for at in before if at not in dismissed]
    assert order(found.scores) == others + [at for at in before if at in dismissed]
    assert {at for at in range(ITEMS) if found.because(at) is None} == dismissed
