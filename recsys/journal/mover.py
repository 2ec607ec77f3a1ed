"""The thread that empties journals into the database while a shop runs, and keeps house there."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from indexer.store import Database
from recsys.journal.moving import Handler, Moved, move, remove
from recsys.journal.writing import Journal, Segment, lock_path, owners, segments

__all__ = ["Mover"]

_PAUSE = 0.25  # seconds between two looks: what shoppers did is in the tables within half a second
_AFTER_FAILURE = 2.0
_ORPHANS = 60.0  # seconds between looks for journals of processes that were killed
_SEGMENT_BYTES = 4 << 20
_SEGMENT_SECONDS = (
    60.0  # after which even a small file that was moved goes: a person's data with it
)
_HOUSEKEEPING = 3_600.0

_log = logging.getLogger(__name__)


class Mover:
    """Moves the records of one process's journal, and of processes that are gone."""

    def __init__(
        self,
        journal: Journal,
        database: Database,
        handlers: Mapping[str, Handler],
        *,
        housekeeping: Sequence[Callable[[], object]] = (),
    ) -> None:
        """`housekeeping` is called at the start of the thread and once an hour."""
        self.stored: Counter[str] = Counter()
        """How many records of a kind went into the database."""
        self.damaged = 0
        """How many records could not be read or were refused."""
        self._journal = journal
        self._database = database
        self._handlers = handlers
        self._housekeeping = housekeeping
        self._positions: dict[str, int] = {}
        self._one_at_a_time = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mover", daemon=True)

    def start(self) -> None:
        """Begin to move."""
        self._thread.start()

    def stop(self) -> None:
        """Close the journal and move what it has; what cannot be moved waits for another start."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        self._journal.close()
        try:
            self.move()
        except Exception:  # noqa: BLE001 - whatever it was: the journal keeps the records
            _log.exception("the journal waits for the next start")
        self._journal.leave()

    def move(self) -> None:
        """Move all that this process has written so far.

        Raises XunhuoError where the database cannot be written; nothing is lost then.
        """
        with self._one_at_a_time:
            # Listed before the look at the present one: what is listed and is not that is sealed.
            paths = self._journal.segments()
            present = self._journal.segment()
            if present is not None and _is_old(present):
                self._journal.seal()
                present = None
            for path in paths:
                self._advance(path)
                if present is None or path != present.path:
                    self.damaged += remove(path, self._database)
                    if not path.exists():
                        self._positions.pop(path.name, None)  # none where nothing was ever written

    def adopt(self) -> None:
        """Move what processes that are gone have left, and remove their files."""
        folder = self._journal.folder
        for owner in owners(folder) - {self._journal.name}:
            lock = FileLock(lock_path(folder, owner), thread_local=False)
            try:
                lock.acquire(blocking=False)
            except Timeout:
                continue  # it is alive
            try:
                for path in segments(folder, owner):
                    while self._count(move(path, self._database, self._handlers)):
                        pass
                    self.damaged += remove(path, self._database)
                lock_path(folder, owner).unlink(missing_ok=True)
            finally:
                lock.release()

    def _advance(self, path: Path) -> None:
        """Move a segment of this process to its end as it is now."""
        upto = path.stat().st_size
        known = self._positions.get(path.name, 0)
        while known < upto:
            moved = move(path, self._database, self._handlers)
            self._count(moved)
            if moved.position == known:
                break
            self._journal.moved(moved.position - known)
            known = self._positions[path.name] = moved.position

    def _count(self, moved: Moved) -> bool:
        self.stored.update(moved.stored)
        self.damaged += moved.damaged
        return bool(moved.read)

    def _run(self) -> None:
        orphans = housekeeping = float("-inf")
        while True:
            try:
                self.move()
                if time.monotonic() - orphans >= _ORPHANS:
                    orphans = time.monotonic()
                    self.adopt()
                if time.monotonic() - housekeeping >= _HOUSEKEEPING:
                    housekeeping = time.monotonic()
                    for step in self._housekeeping:
                        step()
            except Exception:  # noqa: BLE001 - whatever it was: a thread that ends silently is worse
                _log.exception("the journal waits")
                if self._stop.wait(_AFTER_FAILURE):
                    return
            if self._stop.wait(_PAUSE):
                return


def _is_old(segment: Segment) -> bool:
    age = time.monotonic() - segment.opened
    return segment.size >= _SEGMENT_BYTES or age >= _SEGMENT_SECONDS
