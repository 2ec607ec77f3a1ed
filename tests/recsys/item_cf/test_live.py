"""Counts that follow the events equal those of all events at once, after every batch."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys.events import Event
from recsys.item_cf import Counts, Fading, Similarity, Window, counted, lists_of
from recsys.item_cf.live import LiveCounts, Tails
from recsys.sequences import Person, SequencesBuilder, bucket_of, person_of
from tests.recsys.logs import EVENTS, as_dict

WINDOW = Window(reach=3)

BATCHES = st.lists(st.lists(EVENTS, max_size=6), max_size=8)


def _batch(events: Sequence[Event]) -> tuple[tuple[str, ...], Counts]:
    builder = SequencesBuilder()
    builder.add(events)
    sequences = builder.sequences()
    return sequences.items, counted(sequences, WINDOW)


def _tails(past: Sequence[Event], people: int) -> Tails:
    """Tails that ask the events themselves, as a shop asks its database."""

    def earlier(person: Person) -> list[tuple[str, int]]:
        builder = SequencesBuilder()
        builder.add(event for event in past if person_of(event) == person)
        sequences = builder.sequences()
        steps = zip(sequences.item.tolist(), sequences.bucket.tolist(), strict=True)
        return [(sequences.items[item], bucket) for item, bucket in steps][-WINDOW.reach :]

    return Tails(WINDOW.reach, earlier, people=people)


@given(BATCHES, st.lists(EVENTS, max_size=12), st.integers(0, 3))
def test_counts_are_those_of_all_events_after_every_batch(
    batches: list[list[Event]], first: list[Event], people: int
) -> None:
    """From a base on, new products and people who were away included, to the last bit."""
    items, base = _batch(first)
    known = list(first)
    latest = max([0, *(bucket_of(event.time) for event in first)])
    live = LiveCounts(items, base, WINDOW, _tails(known, people), latest=latest)

    for batch in batches:
        live.add(batch)
        known.extend(batch)
        whole_items, whole = _batch(known)
        assert tuple(live.items) == whole_items
        joined = Counts.joined([Counts.empty(0), *live.blocks(2)])
        for name in ("starts", "other", "bucket", "count"):
            assert getattr(joined, name).tobytes() == getattr(whole, name).tobytes()


@given(BATCHES, st.sampled_from([None, 1.0]))
def test_lists_of_what_is_not_touched_have_not_changed(
    batches: list[list[Event]], half_life: float | None
) -> None:
    """Renewing the touched products alone gives the lists of a build of all."""
    live = LiveCounts((), Counts.empty(0), WINDOW, _tails([], 9), latest=0)
    kept: dict[str, list[tuple[str, bytes]]] = {}
    fading = Fading(5, half_life)

    def lists(
        numbers: np.ndarray[tuple[int], np.dtype[np.int32]],
    ) -> dict[str, list[tuple[str, bytes]]]:
        found = lists_of(live.rows(numbers), numbers, live.steps(fading), fading, Similarity())
        return {
            live.items[number]: [
                (live.items[other], value.tobytes())
                for other, value in zip(*found.row(row), strict=True)
            ]
            for row, number in enumerate(numbers.tolist())
        }

    for batch in batches:
        touched = live.touched(live.add(batch))
        numbers = np.array(sorted(live.numbers[item] for item in touched), dtype=np.int32)
        kept.update(lists(numbers))
        assert kept == lists(np.arange(len(live.items), dtype=np.int32))


def test_a_count_of_zero_is_none() -> None:
    """What is taken out leaves no entry behind."""
    items, counts = _batch([Event("view", "P1", session="s"), Event("view", "P2", session="s")])

    assert len(items) == 2
    assert as_dict(counts.minus(counts)) == {}
