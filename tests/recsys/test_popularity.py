"""What is popular now: newer steps count more, and what nobody takes any more comes last."""

from itertools import pairwise

from hypothesis import given

from recsys.popularity import Popularity
from tests.recsys.logs import Step, logs, naive_kept, sequences_of

ITEMS = 6


@given(logs(items=ITEMS, buckets=30))
def test_weights_are_the_faded_steps(log: list[Step]) -> None:
    """By definition, to the precision of a whole weight a step; all steps ever break ties."""
    found = Popularity.of(sequences_of(log, ITEMS), half_life=4.0)

    kept = [step for steps in naive_kept(log).values() for step in steps]
    latest = max((bucket for _, bucket in kept), default=0)
    for item in range(ITEMS):
        ages = [0 if bucket == 0 else latest - bucket for other, bucket in kept if other == item]
        faded = sum(0.5 ** (age / 4) for age in ages)
        assert abs(found.weights[item] - faded) <= (len(ages) + 1) / 4096
        assert (found.weights[item] > 0) == bool(ages)


def test_the_newer_step_counts_more() -> None:
    log = [(1, 0, 10), (2, 0, 10), (3, 0, 10), (1, 1, 13), (4, 2, 13), (5, 2, 12)]

    assert Popularity.of(sequences_of(log, 4)).top(9) == ["P2", "P1", "P0"]
    assert Popularity.of(sequences_of(log, 4), half_life=None).top(2) == ["P0", "P2"]


def test_what_has_faded_is_in_the_order_of_all_its_steps() -> None:
    log = [(1, 0, 1), (1, 1, 1), (2, 1, 1), (3, 1, 1), (1, 2, 200)]

    assert Popularity.of(sequences_of(log, 3)).top(9) == ["P2", "P1", "P0"]


@given(logs(items=ITEMS))
def test_a_category_is_in_the_order_of_the_whole_shop(log: list[Step]) -> None:
    """A product is in all categories of its path, one without a category in none."""
    categories = {
        "P0": ["手机数码", "手机"],
        "P1": ["手机数码"],
        "P5": ["手机数码", "手机"],
        "P9": ["酒"],
    }
    found = Popularity.of(sequences_of(log, ITEMS))

    top, groups = found.top(9), found.by_category(categories, 9)

    assert groups.keys() == {"手机数码", "手机"}
    for name, members in (("手机数码", {"P0", "P1", "P5"}), ("手机", {"P0", "P5"})):
        assert groups[name] == [item for item in top if item in members]
        assert found.by_category(categories, 1)[name] == groups[name][:1]
    weights = [found.weights[int(item[1:])] for item in top]
    assert all(high >= low > 0 for high, low in pairwise(weights))
