"""What people did, in order, as arrays: the one form in which models take events.

A sequence is what one person did: a user, else a session, by what each event said when it arrived;
a later login does not reorder the past. Products and people are numbers here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from recsys.days import day_of
from recsys.events.event import INTERESTS, Event

__all__ = [
    "BUCKET_DAYS",
    "UNDATED",
    "Person",
    "Sequences",
    "SequencesBuilder",
    "bucket_of",
    "person_of",
]

BUCKET_DAYS = 7
"""Days of one bucket of time: what lies in one bucket fades together."""

UNDATED = 0
"""The bucket of events without a time: they never fade."""


Person = tuple[str, str]
"""Whose a sequence is: ("user", name) or ("session", name)."""


@dataclass(frozen=True, slots=True, eq=False)
class Sequences:
    """Steps of people, in arrays of one length: person after person, each in order of arrival.

    `item` holds numbers of `items`, `person` numbers that do not fall, `bucket` weeks since 1970.
    A step on the product of the step before it is none: a click and a view are one interest.
    """

    items: tuple[str, ...]
    person: NDArray[np.int32]
    item: NDArray[np.int32]
    bucket: NDArray[np.int32]

    @classmethod
    def ordered(
        cls,
        items: Sequence[str],
        person: NDArray[np.int32],
        item: NDArray[np.int32],
        bucket: NDArray[np.int32],
    ) -> Self:
        """Sequences from arrays in order of arrival, people mixed."""
        order = np.argsort(person, kind="stable")
        person, item = person[order], item[order]
        new = np.ones(len(person), dtype=bool)
        new[1:] = (person[1:] != person[:-1]) | (item[1:] != item[:-1])
        return cls(tuple(items), person[new], item[new], bucket[order][new])

    def __len__(self) -> int:
        """How many steps."""
        return len(self.item)

    @property
    def latest(self) -> int:
        """The newest bucket; UNDATED without dated steps."""
        return int(self.bucket.max()) if len(self) else UNDATED

    def histories(self) -> Iterator[NDArray[np.int32]]:
        """The items of each person, oldest first."""
        if len(self):
            yield from np.split(self.item, np.flatnonzero(np.diff(self.person)) + 1)


class SequencesBuilder:
    """Gathers events in order of arrival, whatever their number; 12 bytes a step."""

    def __init__(self) -> None:
        self._people: dict[Person, int] = {}
        self._items: dict[str, int] = {}
        self._parts: list[NDArray[np.int32]] = []

    def add(self, events: Iterable[Event]) -> None:
        """Take these events; those of nobody, and those without interest, are left out."""
        rows: list[tuple[int, int, int]] = []
        people, items = self._people, self._items
        for event in events:
            who = person_of(event)
            if who is None or event.action not in INTERESTS:
                continue
            person = people.setdefault(who, len(people))
            item = items.setdefault(event.product, len(items))
            rows.append((person, item, bucket_of(event.time)))
        if rows:
            self._parts.append(np.array(rows, dtype=np.int32))

    def sequences(self) -> Sequences:
        """What was gathered, with the products numbered in the order of their ids.

        So the numbers say nothing of who came first, and equal events give equal arrays.
        """
        steps = np.concatenate([np.empty((0, 3), np.int32), *self._parts])
        items = sorted(self._items)
        number = np.empty(len(items), dtype=np.int32)
        number[[self._items[item] for item in items]] = np.arange(len(items), dtype=np.int32)
        return Sequences.ordered(items, steps[:, 0], number[steps[:, 1]], steps[:, 2])


def person_of(event: Event) -> Person | None:
    """Whose sequence an event belongs to; None: nobody's."""
    if event.user is not None:
        return ("user", event.user)
    return None if event.session is None else ("session", event.session)


def bucket_of(time: int | None) -> int:
    """The bucket of a time in milliseconds since 1970; UNDATED where there is none."""
    return UNDATED if time is None else max(1, day_of(time / 1000) // BUCKET_DAYS)
