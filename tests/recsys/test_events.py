"""Events as they are stored and read: in the order of arrival, all of an import or nothing."""

from pathlib import Path

import pytest

from indexer.errors import FeedError
from recsys.events import Event, Events, load

# What a year of a shop looks like, out of order, as contract §2 has it.
RECORDS = [
    {"time": "2026-03-01T10:00:00+08:00", "action": "buy", "product": "P2", "user": "u1",
     "quantity": 2, "price": 59.9},
    {"time": 1767225600, "action": "view", "product": "P1", "session": "s1"},
    {"action": "click", "product": "P3", "session": "s1", "query": "手机", "search_id": "q1",
     "position": 3},
    {"time": "2026-01-01", "action": "cart", "product": "P4", "user": 7},
]  # fmt: skip


def stored(events: Events, after: int = 0, size: int = 5_000) -> list[Event]:
    return [event for batch in events.iterate(after, size=size) for event in batch]


def test_events_arrive_in_the_order_of_their_time(events: Events, tmp_path: Path) -> None:
    assert load(events, RECORDS, tmp_path) == 4

    found = stored(events)

    # The one without a time stays behind the one before it in the file.
    assert [event.product for event in found] == ["P4", "P1", "P3", "P2"]
    assert [event.arrival for event in found] == sorted(event.arrival for event in found)
    bought = found[-1]
    assert bought == Event("buy", "P2", 1772330400000, "u1", None, None, None, None, 2, 5990,
                           arrival=bought.arrival)  # fmt: skip
    assert next(event for event in found if event.product == "P3").time is None


def test_reading_goes_on_after_a_number_and_sees_what_came_later(
    events: Events, tmp_path: Path
) -> None:
    load(events, RECORDS, tmp_path)
    read = stored(events, size=3)
    assert len(read) == 4
    assert stored(events, after=read[-1].arrival) == []
    assert events.latest() == read[-1].arrival

    load(events, [{"time": "1999-01-01", "action": "buy", "product": "old"}], tmp_path)

    assert [event.product for event in stored(events, after=read[-1].arrival)] == ["old"]


def test_a_wrong_record_is_named_and_nothing_is_kept(events: Events, tmp_path: Path) -> None:
    for wrong, message in (
        ({"action": "steal", "product": "P"}, "3: action: 是 steal，可用：impression"),
        ({"action": "buy"}, "3: product: 缺少，必填。"),
        ({"action": "buy", "product": "P", "time": "gestern"}, "3: time: 应当是 ISO 8601"),
        ({"action": "buy", "product": "P", "position": -1}, "3: position: 是 -1"),
        ({"action": "buy", "product": "P", "query": "a\0b"}, "3: query: 含有控制字符"),
        ({"action": "buy", "product": "P", "user": ["u"]}, "3: user: 应当是文字"),
    ):
        with pytest.raises(FeedError) as told:
            load(events, [*RECORDS[:2], wrong], tmp_path)
        assert str(told.value).startswith(message)
    assert stored(events) == []
    assert list((tmp_path / "staging").iterdir()) == []


def test_numbers_of_arrival_are_not_given_out_again(events: Events, tmp_path: Path) -> None:
    load(events, RECORDS, tmp_path, demo=True)
    last = events.latest()

    # What is no demo takes the demo's place.
    load(events, RECORDS[:1], tmp_path)

    assert [event.product for event in stored(events, after=last)] == ["P2"]
    assert len(stored(events)) == 1
