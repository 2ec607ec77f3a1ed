"""Counts are what the definition says, whatever is counted together, apart or taken out again."""

from hypothesis import given
from hypothesis import strategies as st

from recsys.item_cf import Counts, Window, counted
from tests.recsys.logs import Step, as_dict, logs, naive_counts, sequences_of

ITEMS = 6
WINDOWS = st.builds(
    Window,
    reach=st.integers(1, 6),
    fade=st.sampled_from([1.0, 0.95, 0.5]),
    back=st.sampled_from([0.2, 1.0]),
)


@given(logs(items=ITEMS), WINDOWS, st.sampled_from([1, 20, 4_000_000]))
def test_counts_are_those_of_the_definition_in_blocks_of_any_size(
    log: list[Step], window: Window, block: int
) -> None:
    """Every pair of the window, in the bucket of its later step, and the steps themselves."""
    counts = counted(sequences_of(log, ITEMS), window, block=block)

    assert as_dict(counts) == naive_counts(log, window)


@given(logs(items=ITEMS), WINDOWS, st.integers(2, 4))
def test_shards_of_people_add_up_to_the_whole(log: list[Step], window: Window, shards: int) -> None:
    """To the last bit, as all are whole numbers."""
    parts = [[step for step in log if step[0] % shards == shard] for shard in range(shards)]

    added = Counts.added(counted(sequences_of(part, ITEMS), window) for part in parts)

    whole = counted(sequences_of(log, ITEMS), window)
    assert as_dict(added) == as_dict(whole)
    for name in ("starts", "other", "bucket", "count"):
        assert getattr(added, name).tobytes() == getattr(whole, name).tobytes()


@given(logs(items=ITEMS), WINDOWS)
def test_without_a_person_is_what_all_others_did(log: list[Step], window: Window) -> None:
    """Taken out, nothing of them is left."""
    theirs = [step for step in log if step[0] == 0]
    others = [step for step in log if step[0] != 0]

    left = counted(sequences_of(log, ITEMS), window).minus(
        counted(sequences_of(theirs, ITEMS), window)
    )

    assert as_dict(left) == naive_counts(others, window)
