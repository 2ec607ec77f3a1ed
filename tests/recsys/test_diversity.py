"""Lists that do not repeat themselves, and lose little of what fits."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys.diversity import BALANCE, Facts, diverse

FACTS = st.builds(
    Facts,
    brand=st.sampled_from(["", "华为", "小米", "苹果"]),
    category=st.sampled_from([(), ("手机",), ("手机", "智能手机"), ("食品", "茶叶")]),
)
LISTS = st.lists(st.tuples(st.floats(0.0625, 1, width=32), FACTS), max_size=30)


@given(LISTS, st.integers(1, 20))
def test_every_place_goes_to_the_best_by_score_and_difference(
    given_: list[tuple[float, Facts]], limit: int
) -> None:
    """As defined; at most three of a brand in the first ten, where there are others."""
    given_.sort(key=lambda pair: -pair[0])
    scores = np.array([score for score, _ in given_], dtype=np.float32)
    facts = [fact for _, fact in given_]

    chosen = diverse(scores, facts, limit)

    assert len(chosen) == min(limit, len(facts))
    assert len(set(chosen)) == len(chosen)
    for place, at in enumerate(chosen):
        above, left = (
            chosen[:place],
            [one for one in range(len(facts)) if one not in chosen[:place]],
        )
        brands = [facts[one].brand for one in above if facts[one].brand]
        allowed = [one for one in left if brands.count(facts[one].brand) < 3]
        allowed = allowed if place < 10 and allowed else left

        def worth(one: int, above: list[int] = above) -> float:
            likeness = max((_jaccard(facts[one], facts[other]) for other in above), default=0.0)
            return BALANCE * float(scores[one] / scores.max()) - (1 - BALANCE) * likeness

        assert at in allowed
        assert worth(at) >= max(map(worth, allowed)) - 1e-6


def test_without_facts_the_order_stays() -> None:
    """Nothing is like anything then."""
    scores = np.array([0.9, 0.5, 0.4, 0.1], dtype=np.float32)

    assert diverse(scores, [Facts()] * 4, 3) == [0, 1, 2]


def _jaccard(one: Facts, two: Facts) -> float:
    a, b = (
        {*enumerate(fact.category), *([("brand", fact.brand)] if fact.brand else [])}
        for fact in (one, two)
    )
    return len(a & b) / len(a | b) if a and b else 0.0
