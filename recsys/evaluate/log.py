"""The log that models are measured on: what everybody took an interest in, person after person.

Unlike `Sequences` it keeps times to the millisecond and repeats: protocols cut it.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.events import INTERESTS, Event
from recsys.sequences import UNDATED, Sequences, bucket_of

__all__ = ["Log", "LogBuilder"]

_COLUMNS = 4
_NEVER = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Log:
    """Events in arrays of one length, by (person, time, arrival).

    `people` and `items` are names in order of length, then of their characters: so whole numbers
    stand as numbers do, as in `rec_eval.py`. `time` is in milliseconds; `dated`: any event had one.
    """

    people: tuple[str, ...]
    items: tuple[str, ...]
    person: NDArray[np.int32]
    item: NDArray[np.int32]
    time: NDArray[np.int64]
    bucket: NDArray[np.int32]
    dated: bool

    def sequences(self, chosen: NDArray[np.bool_]) -> Sequences:
        """The chosen events as models take them; all products stay numbered."""
        return Sequences.ordered(
            self.items, self.person[chosen], self.item[chosen], self.bucket[chosen]
        )


class LogBuilder:
    """Gathers events in the order of their lines; 32 bytes each."""

    def __init__(self) -> None:
        self._people: dict[tuple[str, bool], int] = {}
        self._items: dict[str, int] = {}
        self._rows = array("q")
        self._last = _NEVER
        self._dated = False

    def add(self, event: Event) -> None:
        """Take an event; one of nobody, or without interest, is left out.

        An event without a time stays behind the one before it.
        """
        if event.time is not None:
            self._last, self._dated = event.time, True
        known = event.user is not None
        name = event.user if known else event.session
        if name is None or event.action not in INTERESTS:
            return
        person = self._people.setdefault((name, known), len(self._people))
        item = self._items.setdefault(event.product, len(self._items))
        bucket = UNDATED if event.time is None else bucket_of(event.time)
        self._rows.extend((person, item, self._last, bucket))

    def log(self) -> Log:
        """What was gathered."""
        rows = np.frombuffer(self._rows, dtype=np.int64).reshape(-1, _COLUMNS)
        people, person = _renumbered(((name, who) for (name, _), who in self._people.items()))
        items, item = _renumbered(self._items.items())
        of_whom, of_what, time = person[rows[:, 0]], item[rows[:, 1]], rows[:, 2].copy()
        if self._dated:  # what stands before the first time is as old as the oldest
            time[time == _NEVER] = time[time != _NEVER].min(initial=np.iinfo(np.int64).max)
        order = np.lexsort((time, of_whom))  # stable: equal times keep the order of lines
        return Log(
            people=people,
            items=items,
            person=of_whom[order],
            item=of_what[order],
            time=time[order],
            bucket=rows[order, 3].astype(np.int32),
            dated=self._dated,
        )


def _renumbered(names: Iterable[tuple[str, int]]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Names in their order, and for each old number the new one."""
    ordered = sorted(names, key=lambda pair: (len(pair[0]), pair))
    numbers = np.empty(len(ordered), dtype=np.int32)
    numbers[[old for _, old in ordered]] = np.arange(len(ordered), dtype=np.int32)
    return tuple(name for name, _ in ordered), numbers
