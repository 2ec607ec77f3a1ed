"""Small logs of behaviour for tests, and what counting them naively gives."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from recsys.events import Event
from recsys.item_cf import Counts, Window
from recsys.sequences import Sequences

__all__ = [
    "EVENTS",
    "WEEK",
    "Step",
    "as_dict",
    "logs",
    "naive_counts",
    "naive_kept",
    "sequences_of",
]

WEEK = 7 * 24 * 3600 * 1000
"""In milliseconds."""

EVENTS = st.builds(
    lambda action, product, time, user, session: Event(
        action, product, time=time, user=user, session=session
    ),
    st.sampled_from(["view", "click", "buy", "impression", "refund"]),
    st.sampled_from(["P3", "P1", "P2", "P0", "P5"]),
    st.sampled_from([None, 3 * WEEK, 4 * WEEK]),
    st.sampled_from([None, None, "a", "b"]),
    st.sampled_from([None, "a", "s", "t"]),
)
"""A few people, some by their session, with a few products over two weeks."""

Step = tuple[int, int, int]
"""A person, a product and a bucket, by their numbers."""


def logs(*, people: int = 5, items: int = 6, buckets: int = 3) -> st.SearchStrategy[list[Step]]:
    """Steps in order of arrival."""
    step = st.tuples(*(st.integers(0, size - 1) for size in (people, items, buckets)))
    return st.lists(step, max_size=40)


def sequences_of(log: Sequence[Step], items: int) -> Sequences:
    """The log as arrays, with all `items` numbered."""
    person, item, bucket = np.array(log, dtype=np.int32).reshape(-1, 3).T
    return Sequences.ordered([f"P{n}" for n in range(items)], person, item, bucket)


def naive_kept(log: Sequence[Step]) -> dict[int, list[tuple[int, int]]]:
    """For each person the (product, bucket) of their steps, without repeats of the one before."""
    kept: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for person, item, bucket in log:
        if not kept[person] or kept[person][-1][0] != item:
            kept[person].append((item, bucket))
    return kept


def naive_counts(log: Sequence[Step], window: Window) -> dict[tuple[int, int, int], int]:
    """(product, other, bucket) to count, by the definition."""
    weights = window.weights.tolist()
    found: dict[tuple[int, int, int], int] = defaultdict(int)
    for steps in naive_kept(log).values():
        for at, (item, bucket) in enumerate(steps):
            found[item, item, bucket] += 1
            for gap in range(1, window.reach + 1):
                if at < gap or steps[at - gap][0] == item:
                    continue
                before = steps[at - gap][0]
                found[before, item, bucket] += weights[gap - 1]
                found[item, before, bucket] += weights[window.reach + gap - 1]
    return dict(found)


def as_dict(counts: Counts) -> dict[tuple[int, int, int], int]:
    """Counts by (product, other, bucket)."""
    rows = np.repeat(np.arange(len(counts.starts) - 1), np.diff(counts.starts))
    entries = zip(
        rows.tolist(),
        counts.other.tolist(),
        counts.bucket.tolist(),
        counts.count.tolist(),
        strict=True,
    )
    return {(row, other, bucket): count for row, other, bucket, count in entries}
