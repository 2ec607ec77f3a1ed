"""A process's own journal: what a request must remember, in a file within microseconds.

A record is in the kernel's hands when `append` returns: `kill -9` of the process cannot lose it.
(A power cut can lose the last second, as nothing waits for the disk here.) Segments are files
`NAME-NUMBER.jsonl`; while the process lives it holds `NAME.lock`.
"""

import errno
import os
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import orjson
from filelock import FileLock

from indexer.errors import XunhuoError

__all__ = ["Journal", "JournalFullError", "Segment", "lock_path", "owners", "segments"]

LIMIT = 64 << 20
"""Bytes that may wait to be moved: more than 100,000 searches with all that they showed."""

_SEGMENTS = "*.jsonl"
_LOCKS = "*.lock"
_STALE_SECONDS = 24 * 3600


class JournalFullError(XunhuoError):
    """What was to be remembered is not: the database or the disk does not keep up."""


class Segment(NamedTuple):
    """A file of the journal. `size`: bytes of whole records; `opened`: by the monotonic clock."""

    path: Path
    size: int
    opened: float


class Journal:
    """Takes records from any thread. `close` it; what was not moved stays for the next process."""

    def __init__(self, folder: Path, *, limit: int = LIMIT) -> None:
        """`folder` is made with the first record and shared by all processes of a shop."""
        self.folder = folder
        self.name = uuid4().hex
        self.dropped: Counter[str] = Counter()
        """How many records of a kind were refused."""
        self._limit = limit
        self._lock = threading.Lock()
        self._owner: FileLock | None = None
        self._descriptor: int | None = None
        self._segment = Segment(folder, 0, 0.0)
        self._number = 0
        self._waiting = 0
        self._closed = False

    @property
    def waiting(self) -> int:
        """Bytes that are not known to be in the database."""
        return self._waiting

    def append(
        self, kind: str, records: Sequence[Mapping[str, Any]], *, share: float = 1.0
    ) -> None:
        """Remember all of these records, or none and raise JournalFullError.

        `share` is the part of the limit that records of this kind may fill.
        """
        data = b"".join(orjson.dumps((kind, record)) + b"\n" for record in records)
        with self._lock:
            if self._closed or self._waiting + len(data) > self._limit * share:
                self.dropped[kind] += len(records)
                message = "记录来不及写进数据库，请稍后再试。"
                raise JournalFullError(message)
            try:
                self._write(data)
            except OSError as error:
                self.dropped[kind] += len(records)
                message = f"记录写不进 {self.folder}，请检查权限和磁盘空间：{error.strerror}。"
                raise JournalFullError(message) from error

    def segments(self) -> list[Path]:
        """The files of this journal, the oldest first."""
        return segments(self.folder, self.name)

    def segment(self) -> Segment | None:
        """The file that takes the records, as it is now; None while there is none."""
        with self._lock:
            return None if self._descriptor is None else self._segment

    def moved(self, size: int) -> None:
        """Be told that so many more bytes are in the database."""
        with self._lock:
            self._waiting -= size

    def seal(self) -> None:
        """Let the next record begin a new file."""
        with self._lock:
            self._seal()

    def close(self) -> None:
        """Take nothing more."""
        with self._lock:
            self._closed = True
            self._seal()

    def leave(self) -> None:
        """After `close`: let other processes move what is left."""
        if self._owner is not None:
            self._owner.release()
            if not self.segments():
                lock_path(self.folder, self.name).unlink(missing_ok=True)

    def _write(self, data: bytes) -> None:
        descriptor = self._opened()
        size = self._segment.size
        try:
            if os.write(descriptor, data) < len(data):
                _raise_full()
        except OSError:
            # Half a record must not stand before the next one.
            os.ftruncate(descriptor, size)
            raise
        self._segment = self._segment._replace(size=size + len(data))
        self._waiting += len(data)

    def _opened(self) -> int:
        if self._descriptor is None:
            if self._owner is None:
                self.folder.mkdir(parents=True, exist_ok=True)
                # Taken before the first segment is there: nobody can think it an orphan.
                self._owner = FileLock(lock_path(self.folder, self.name), thread_local=False)
                self._owner.acquire()
            self._number += 1
            path = self.folder / f"{self.name}-{self._number}.jsonl"
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
            # What shoppers did is for the shop's own eyes.
            self._descriptor = os.open(path, flags, 0o600)
            self._segment = Segment(path, 0, time.monotonic())
        return self._descriptor

    def _seal(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def segments(folder: Path, name: str) -> list[Path]:
    """The files of the journal of that name, the oldest first."""
    return sorted(folder.glob(f"{name}-{_SEGMENTS}"), key=lambda path: int(path.stem.split("-")[1]))


def owners(folder: Path) -> set[str]:
    """The names of all journals that have records there, of living processes and of others.

    A lock alone is a journal that is just beginning, or one that left nothing behind: a day later
    it is the latter, and counts too.
    """
    found = {path.stem.split("-")[0] for path in folder.glob(_SEGMENTS)}
    for path in folder.glob(_LOCKS):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                found.add(path.stem)
    return found


def lock_path(folder: Path, name: str) -> Path:
    """What a journal holds locked while its process lives."""
    return folder / f"{name}.lock"


def _raise_full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
