"""Events of one import in the order in which they happened, whatever their number.

They are sorted in a temporary file: memory does not grow with them.
"""

from collections.abc import Iterator
from pathlib import Path

import orjson

from indexer.store.scratch import Scratch
from recsys.events.event import Event

__all__ = ["ByTime"]

_BATCH = 1_000
_SCHEMA = "CREATE TABLE events (line INTEGER PRIMARY KEY, time INTEGER, content BLOB);"
_EARLIEST = -(1 << 62)


class ByTime(Scratch):
    """Gathers events, then gives them by (time, order of gathering). Use it with `with`.

    An event without a time stays behind the one before it.
    """

    def __init__(self, data: Path) -> None:
        """`data`: the data folder, which takes the temporary file."""
        super().__init__(data, _SCHEMA)
        self._waiting: list[tuple[int, bytes]] = []
        self._last = _EARLIEST

    def add(self, event: Event) -> None:
        """Gather an event."""
        if event.time is not None:
            self._last = event.time
        self._waiting.append((self._last, orjson.dumps(tuple(event))))
        if len(self._waiting) >= _BATCH:
            self._flush()

    def __iter__(self) -> Iterator[Event]:
        """All events gathered so far, the earliest first."""
        self._flush()
        rows = self._file.execute("SELECT content FROM events ORDER BY time, line")
        for (content,) in rows:
            yield Event(*orjson.loads(content))

    def _flush(self) -> None:
        self._file.executemany("INSERT INTO events (time, content) VALUES (?, ?)", self._waiting)
        self._waiting.clear()
