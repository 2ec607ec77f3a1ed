"""The current state of the published generation, for all threads of a process.

Other processes may write, publish and drop meanwhile: this is where their changes are noticed.
"""

from threading import Lock
from time import monotonic

import numpy as np
import tantivy

from indexer.engine import Generation
from indexer.engines.embedded.columns import ColumnReader
from indexer.engines.embedded.failures import translated
from indexer.engines.embedded.generations import Generations
from indexer.engines.embedded.native import open_index
from indexer.engines.embedded.nearest import VectorSearch
from indexer.engines.embedded.queries import Queries
from indexer.engines.embedded.records import RecordReader
from indexer.engines.embedded.rows import RowReader
from indexer.engines.embedded.snapshot import Snapshot
from indexer.engines.embedded.values import ValueReader
from indexer.errors import (
    EngineUnavailableError,
    InvalidRequestError,
    NothingPublishedError,
)
from indexer.fields import Schema
from indexer.spare import SpareThreads

__all__ = ["OpenGeneration", "Published"]

_RELOAD = 0.1
"""Seconds for which a state counts as current: a reload takes up to 16 ms, a search 1."""

_ATTEMPTS = 3
"""A generation can be dropped between reading its name and opening it, but not again and again."""


class OpenGeneration:
    """A generation open for reading. `passes`: runs counts side by side."""

    def __init__(
        self, generations: Generations, generation: Generation, schema: Schema, passes: SpareThreads
    ) -> None:
        place = generations.place(generation)
        self.generation = generation
        self._passes = passes
        self._commits = place.index / "meta.json"
        self._index: tantivy.Index = open_index(place.index)
        self._queries = Queries(schema, self._index.schema)
        with translated():
            self._records = RecordReader(place.records)
            self._columns = ColumnReader(place.columns, schema)
            self._values = ValueReader(place.values, schema)
            self._vectors = RowReader(place.vectors, place.dimensions, np.int8)

    def commit(self) -> bytes:
        """The description of its latest commit: any other commit has another."""
        with translated():
            return self._commits.read_bytes()

    def snapshot(self) -> Snapshot:
        """The state of its latest commit."""
        with translated():
            self._index.reload()
            searcher = self._index.searcher()
        return Snapshot(
            generation=self.generation,
            searcher=searcher,
            queries=self._queries,
            records=self._records,
            columns=self._columns,
            values=self._values,
            vectors=self._vectors,
            near=VectorSearch(searcher, self._queries, self._vectors),
            passes=self._passes,
        )


class Published:
    """Hands out snapshots that are at most `_RELOAD` old. Safe between threads.

    A snapshot stays good while it is used, whatever happens to its generation.
    """

    def __init__(self, generations: Generations, schema: Schema, passes: SpareThreads) -> None:
        self._generations = generations
        self._schema = schema
        self._passes = passes
        self._lock = Lock()
        self._open: OpenGeneration | None = None
        self._latest: tuple[float, Snapshot] | None = None
        self._commit = b""

    def snapshot(self) -> Snapshot:
        """A current state. Raises NothingPublishedError."""
        latest = self._latest
        if latest is not None and monotonic() - latest[0] < _RELOAD:
            return latest[1]
        if latest is None:
            return self.reload()
        # One thread looks for news; the others need not wait for it.
        if not self._lock.acquire(blocking=False):
            return latest[1]
        try:
            return self._reloaded()
        finally:
            self._lock.release()

    def reload(self) -> Snapshot:
        """The state as it is now, which every search that begins later sees."""
        with self._lock:
            return self._reloaded()

    def _reloaded(self) -> Snapshot:
        for _ in range(_ATTEMPTS):
            # Read before the index: what is committed later is news at the next look.
            now = monotonic()
            current = self._generations.current()
            if current is None:
                message = "还没有索引，请先运行 python -m indexer rebuild"
                raise NothingPublishedError(message)
            try:
                snapshot = self._state(current)
            except (InvalidRequestError, EngineUnavailableError) as error:
                failure = error
            else:
                self._latest = (now, snapshot)
                return snapshot
        message = f"索引打不开：{failure}"
        raise EngineUnavailableError(message) from failure

    def _state(self, current: Generation) -> Snapshot:
        """The latest state of a generation, the one at hand where nothing was committed since."""
        if self._open is None or self._open.generation != current:
            self._open = OpenGeneration(self._generations, current, self._schema, self._passes)
            self._latest = None
        commit = self._open.commit()
        if self._latest is not None and commit == self._commit:
            return self._latest[1]
        snapshot, self._commit = self._open.snapshot(), commit
        return snapshot
