"""Builds indexes anew that had learned from the demo shop, once real goods have taken its place.

Commands that write do it at once (`indexer.index_commands`); this is for a shop that is open.
"""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from indexer.index import Index
from indexer.rebuild import ABANDONED, rebuild
from indexer.store import GenerationState

__all__ = ["Renewal"]

_LOOK = 2.0  # seconds between two looks
_PATIENCE = 30.0  # seconds for which it is left to the command that brought the goods


class Renewal:
    """A step for a `Follower`, with a thread of its own: a rebuild takes longer than a price may."""

    def __init__(
        self, indexes: Sequence[Index[Any]], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._indexes = indexes
        self._clock = clock
        self._looked = float("-inf")
        self._since: float | None = None
        self._stopped = threading.Event()

    def step(self) -> int:
        """Rebuild what has been out of date for a while and nobody is rebuilding; how many were.

        Raises as `rebuild` does; what was there before stays.
        """
        now = self._clock()
        if now - self._looked < _LOOK:
            return 0
        self._looked = now
        old = [index for index in self._indexes if index.outlived_demo()]
        if not old or self._being_built(old[0]):
            self._since = None
            return 0
        if self._since is None:
            self._since = now
        if now - self._since < _PATIENCE:
            return 0
        try:
            for index in old:
                rebuild(index, progress=self._go_on)
        except _StoppedError:
            return 0
        return len(old)

    def stop(self) -> None:
        """Have a rebuild in another thread end soon, without a result."""
        self._stopped.set()

    def _being_built(self, index: Index[Any]) -> bool:
        """Whether another process builds any index at the same place; not if it died long ago."""
        now = datetime.now(UTC)
        return any(
            record.state is GenerationState.BUILDING
            and record.key.engine == index.place
            and now - record.created < ABANDONED
            for record in index.store.generations.everything()
        )

    def _go_on(self, *_: object) -> None:
        if self._stopped.is_set():
            raise _StoppedError


class _StoppedError(Exception):
    """The process ends."""
