"""Splits: those of the reference to the last event, and what no split may do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import XunhuoError
from recsys.evaluate import PROTOCOLS, LogBuilder, Split, split
from recsys.events import Event
from recsys.sequences import Sequences
from tests.recsys.evaluate.rivals import TOOL, Taken, log_of, reference, reference_data

LOGS = st.lists(
    st.tuples(st.integers(1, 14), st.integers(1, 14), st.integers(10**9, 10**9 + 30)),
    min_size=1,
    max_size=80,
)


def attempt(taken: list[Taken], protocol: str) -> Split | None:
    """The split; None where nobody is tested."""
    try:
        return split(log_of(taken), protocol)
    except XunhuoError:
        return None


@pytest.mark.relevance
@pytest.mark.skipif(not TOOL.exists(), reason="no development tools at ../shared/tools")
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_splits_are_the_references(protocol: str) -> None:
    """Training, histories, what is to be found and what is left out, person by person."""
    tool = reference()

    @given(LOGS)
    def same(taken: list[Taken]) -> None:
        ours = attempt(taken, protocol)
        if ours is None:  # the reference breaks where nobody is tested
            return
        theirs = tool.split(reference_data(taken), protocol)
        people = np.flatnonzero(np.diff(theirs["test"].indptr))
        assert ours.people.tolist() == people.tolist()
        assert (ours.relevant != theirs["test"][people].astype(bool)).nnz == 0
        assert (ours.excluded != theirs["exclude"][people].astype(bool)).nnz == 0
        # The reference keeps repeats of the step before; for models they are one step.
        trained = ordered(theirs["u"], theirs["i"], ours.train.items)
        assert ours.train.person.tolist() == trained.person.tolist()
        assert ours.train.item.tolist() == trained.item.tolist()
        asked = ordered(theirs["qu"], theirs["qi"], ours.train.items)
        for history, person in zip(ours.histories, people, strict=True):
            assert history.tolist() == asked.item[asked.person == person].tolist()

    same()


def ordered(
    person: np.ndarray[tuple[int], np.dtype[np.int64]],
    item: np.ndarray[tuple[int], np.dtype[np.int64]],
    items: tuple[str, ...],
) -> Sequences:
    """The reference's events in the form of models."""
    return Sequences.ordered(items, person.astype(np.int32), item.astype(np.int32),
                             np.zeros(len(item), np.int32))  # fmt: skip


@given(LOGS, st.sampled_from(sorted(PROTOCOLS)))
def test_nobody_is_asked_for_what_stays_hidden(taken: list[Taken], protocol: str) -> None:
    """What is to be found is never left out, and the history always is, but for repeats."""
    cut = attempt(taken, protocol)
    if cut is None:
        return
    assert cut.relevant.multiply(cut.excluded).nnz == 0
    for row, history in enumerate(cut.histories):
        known = cut.relevant[row].indices.tolist() + cut.excluded[row].indices.tolist()
        assert set(history.tolist()) <= set(known)
        assert cut.relevant[row].nnz > 0


def test_events_without_any_time_are_in_the_order_of_lines() -> None:
    builder = LogBuilder()
    for item in ("c", "a", "b"):
        builder.add(Event("buy", item, user="anna"))
    log = builder.log()

    cut = split(log, "llo")

    assert [log.items[item] for item in cut.histories[0]] == ["c", "a"]
    with pytest.raises(XunhuoError, match="没有一个事件有时间"):
        split(log, "next")


def test_an_event_without_a_time_stays_behind_the_one_before_it() -> None:
    builder = LogBuilder()
    for item, time in (("first", None), ("late", 9_000), ("behind", None), ("early", 1_000)):
        builder.add(Event("view", item, time, session="s1"))

    log = builder.log()

    assert [log.items[item] for item in log.item] == ["first", "early", "late", "behind"]
    assert log.time.tolist() == [1_000, 1_000, 9_000, 9_000]


def test_only_interest_counts_and_a_session_is_a_person() -> None:
    builder = LogBuilder()
    builder.add(Event("impression", "P1", 1, user="anna"))
    builder.add(Event("refund", "P1", 2, user="anna"))
    builder.add(Event("view", "P1", 3))
    builder.add(Event("view", "P1", 4, session="anna"))
    builder.add(Event("view", "P1", 5, user="anna"))

    log = builder.log()

    assert log.people == ("anna", "anna")
    assert sorted(log.time.tolist()) == [4, 5]


def test_nobody_to_test_is_told() -> None:
    with pytest.raises(XunhuoError, match="没有可以测量的人"):
        split(log_of([(1, 1, 1), (1, 2, 2)]), "llo")
    for protocol in PROTOCOLS:
        with pytest.raises(XunhuoError):
            split(LogBuilder().log(), protocol)
