"""Events of one import in the order in which they happened, whatever their number.

They are sorted in a temporary file: memory does not grow with them.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

import orjson

from indexer.store.staging import clear_stale
from recsys.events.event import Event

__all__ = ["ByTime"]

_BATCH = 1_000
_SCHEMA = """
PRAGMA journal_mode=OFF;
PRAGMA synchronous=OFF;
PRAGMA locking_mode=EXCLUSIVE;
PRAGMA cache_size=-16384;
PRAGMA temp_store=FILE;
CREATE TABLE events (line INTEGER PRIMARY KEY, time INTEGER, content BLOB);
"""
_EARLIEST = -(1 << 62)


class ByTime:
    """Gathers events, then gives them by (time, order of gathering). Use it with `with`.

    An event without a time stays behind the one before it.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` is made and takes the temporary file."""
        self._path = folder / f"{uuid4().hex}.db"
        self._waiting: list[tuple[int, bytes]] = []
        self._last = _EARLIEST

    def __enter__(self) -> Self:
        """Open the temporary file; those of killed imports are removed."""
        clear_stale(self._path.parent)
        self._file = sqlite3.connect(self._path, isolation_level=None)
        self._file.executescript(_SCHEMA)
        self._file.execute("BEGIN")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget everything."""
        self._file.close()
        self._path.unlink(missing_ok=True)

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
