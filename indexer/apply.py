"""Brings what has changed in the database into an index: the engine first, then the number.

Every write is an upsert, so a crash in between repeats work and loses none (semantics §4).
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from indexer.catalog import Faq, Product
from indexer.documents import DocumentBuilder, Row
from indexer.engine import Generation
from indexer.errors import (
    AnalyzerMismatchError,
    BulkRejectedError,
    NothingPublishedError,
    WriterBusyError,
)
from indexer.index import Index
from indexer.store import Change

__all__ = ["Follower", "apply", "replay"]

T = TypeVar("T", Product, Faq)

_BATCH = 1_000  # documents a commit: memory stays at a few megabytes, a crash repeats little
_PAUSE = 0.2  # seconds between looks at the queue: a price is visible well within a second

_AFTER_FAILURE = 1.0  # seconds before a failing engine is asked again

_log = logging.getLogger(__name__)


def apply(index: Index[T], progress: Callable[[int], None] = lambda _: None) -> int:
    """Bring every waiting change into the published generation and make it visible.

    Returns how many rows changed. `progress` is told after each batch how many it had.
    Raises NothingPublishedError, AnalyzerMismatchError, and WriterBusyError where another
    process writes; nothing is lost then, the changes go on waiting.
    """
    live = index.live()
    if index.store.change_number() == live.applied:
        return 0
    knowledge = index.known().of(live.key.name)
    generation = Generation(live.key.name)
    return replay(index, generation, index.builder(knowledge), live.applied, progress)


def replay(
    index: Index[T],
    generation: Generation,
    builder: DocumentBuilder[T],
    after_change: int,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Bring the changes after a number into any generation; returns how many rows changed."""
    key = index.key(generation)
    upto = index.store.change_number()
    # After the number: a vocabulary that numbered products anew is read with them.
    index.attributes.renew()
    count = 0
    changes = index.catalogue.iterate(after_change, upto)
    for batch in _batches(changes):
        gone = [change.id for change in batch if change.document is None]
        rows = [
            Row(row=change.row, change=change.change, record=change.document)
            for change in batch
            if change.document is not None
        ]
        refused: BulkRejectedError | None = None
        try:
            if rows:
                index.engine.add(generation, builder.build(rows))
        except BulkRejectedError as error:
            # One document that an engine cannot take must not hold up all that follow it.
            _log.exception("%s: refused documents", index.name)
            refused = error
        if gone:
            index.engine.remove(generation, gone)
        index.store.generations.set_applied(key, batch[-1].change)
        count += len(batch)
        progress(len(batch))
        if refused is not None:
            index.engine.refresh(generation)
            raise refused
    if count:
        index.engine.refresh(generation)
    index.store.generations.set_applied(key, upto)
    return count


class Follower:
    """A thread that keeps indexes in step with the database while a shop runs."""

    def __init__(self, steps: Mapping[str, Callable[[], int]]) -> None:
        """`steps`: an index's name to what brings its changes in, as `partial(apply, index)`."""
        self._steps = steps
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at hand and end."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(_PAUSE):
            for name, step in self._steps.items():
                try:
                    step()
                except (NothingPublishedError, AnalyzerMismatchError, WriterBusyError):
                    continue  # the next look may find it mended; commands say how
                except Exception:  # noqa: BLE001 - whatever it was: a thread that ends silently is worse
                    _log.exception("%s: changes wait", name)
                    self._stop.wait(_AFTER_FAILURE)


def _batches(changes: Iterator[Change[T]]) -> Iterator[list[Change[T]]]:
    while batch := list(islice(changes, _BATCH)):
        yield batch
