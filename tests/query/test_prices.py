"""Price ranges suit the result: about equally full, at borders that people say, all counted."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indexer.price_steps import price_steps
from query.prices import MAX_RANGES, Steps

PRICES = st.lists(
    st.integers(0, 5_000_000) | st.sampled_from((0, 100, 150, 1000, 10**8)), max_size=60
)


def steps_of(prices: Sequence[int]) -> Steps:
    """As an engine counts them."""
    counts = Counter(step for price in prices for step in price_steps((price,)))
    return Steps([(step, count) for step, count in counts.items()])


def within(prices: Sequence[int], low: int | None, high: int | None) -> int:
    return sum((low is None or p >= low) and (high is None or p <= high) for p in prices)


@given(PRICES)
def test_ranges_meet_and_leave_out_no_price(prices: list[int]) -> None:
    steps = steps_of(prices)
    ranges = steps.ranges()
    assert len(ranges) <= MAX_RANGES
    if not ranges:
        return
    assert len(ranges) > 1
    assert ranges[0][0] == 0
    assert ranges[-1][1] is None
    assert all(one[1] == following[0] for one, following in pairwise(ranges))
    assert all(within(prices, *sides) for sides in ranges[1:])


@given(PRICES)
def test_counts_are_of_the_prices_in_the_range_with_both_ends(prices: list[int]) -> None:
    steps = steps_of(prices)
    for low, high in steps.ranges():
        assert steps.count(low, high) == within(prices, low, high)


def test_goods_that_cost_about_the_same_are_not_parted() -> None:
    assert steps_of([1990] * 10).ranges() == []
    assert steps_of([]).ranges() == []


def test_a_spread_is_parted_about_evenly() -> None:
    prices = [round(100 * 1.2**i) for i in range(60)]
    steps = steps_of(prices)
    counted = [steps.count(low, high) for low, high in steps.ranges()]
    assert len(counted) == MAX_RANGES
    assert max(counted) <= 2.5 * min(counted)


@given(PRICES)
def test_a_spread_counts_each_price_between_its_borders(prices: list[int]) -> None:
    borders, counts = steps_of(prices).spread()
    if not prices:
        assert (borders, counts) == ((), ())
        return
    assert len(borders) == len(counts) + 1
    assert counts[0]
    assert counts[-1]
    last = len(counts) - 1
    for i, count in enumerate(counts):
        # Beyond the last border of all nothing is parted.
        above = borders[i + 1] if i < last else max(prices) + 1
        assert count == sum(borders[i] <= price < above for price in prices)
