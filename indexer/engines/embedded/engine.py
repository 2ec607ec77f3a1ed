"""EmbeddedEngine: both protocols of `indexer.engine` over a folder.

It only brings the parts together: reading is in `published` and `snapshot`, writing in `writer`,
the folder's layout in `generations`.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock

from indexer.checks import RequestChecks
from indexer.engine import Generation, IndexDocument
from indexer.engines.embedded.generations import Generations
from indexer.engines.embedded.published import OpenGeneration, Published
from indexer.engines.embedded.writer import GenerationWriter
from indexer.errors import (
    AnalyzerMismatchError,
    DamagedError,
    EngineUnavailableError,
    InvalidRequestError,
    NothingPublishedError,
)
from indexer.fields import Schema
from indexer.request import Facet, NearestRequest, SearchRequest
from indexer.result import FacetCount, Hits, SearchResult
from indexer.spare import SpareThreads

__all__ = ["EmbeddedEngine"]

_PASSES = 4
"""Counts that run beside others, of all threads together. They wait for nothing."""


class EmbeddedEngine:
    """`indexer.engine.Engine` in this process, over files in `folder`.

    Readers: any number of threads and processes. Writers: one process a generation.

    Memory: all files are mapped, and shared between processes; 100,000 products are 43 MB of
    index, 26 MB of vectors, 33 MB of what is read of hits and what their sources and cards hold.
    A writer takes up to 256 MB until `close`. What replaced and removed documents leave in the
    files beside the index goes with the next generation.

    Limits: meant for about a million documents on one machine. A facet gives at most 65,000
    values. Vectors are scanned exactly, 4 ms for 100,000 of 256 dimensions; with filters that
    let a part pass, twice that. On Windows a folder in use keeps its name: drop fails there while
    another process reads that generation.
    """

    def __init__(self, folder: Path, schema: Schema) -> None:
        self._schema = schema
        self._checks = RequestChecks(schema)
        self._generations = Generations(folder, schema)
        self._passes = SpareThreads(_PASSES, "passes")
        self._published = Published(self._generations, schema, self._passes)
        self._writers: dict[Generation, GenerationWriter] = {}
        self._lock = Lock()

    @property
    def schema(self) -> Schema:
        """The table of fields of this index."""
        return self._schema

    @property
    def remote(self) -> bool:
        """See SearchEngine."""
        return False

    def search(self, request: SearchRequest) -> SearchResult:
        """See SearchEngine. Sees the commits of other processes after at most 0.1 s."""
        self._checks.search(request)
        return self._published.snapshot().search(request)

    def facets(self, request: SearchRequest) -> Mapping[str, tuple[FacetCount, ...]]:
        """See SearchEngine."""
        self._checks.search(request)
        return self._published.snapshot().facets(request)

    def at_hand(
        self, rows: Sequence[int], facets: Sequence[Facet]
    ) -> Mapping[str, tuple[FacetCount, ...]] | None:
        """See SearchEngine. Of hits that `search` gave out since the last commit was seen."""
        return self._published.snapshot().at_hand(rows, facets)

    def nearest(self, request: NearestRequest) -> Hits:
        """See SearchEngine."""
        self._checks.nearest(request)
        return self._published.snapshot().nearest(request)

    def get(self, rows: Sequence[int]) -> dict[int, bytes]:
        """See SearchEngine. Raises DamagedError for a record that does not match its checksum."""
        return self._published.snapshot().get(rows)

    def find(self, ids: Sequence[str]) -> dict[str, int]:
        """See SearchEngine."""
        return self._published.snapshot().find(ids)

    def documents(self) -> Iterable[tuple[str, int, bytes]]:
        """See SearchEngine. One state, even while others write."""
        return self._published.snapshot().documents()

    def published(self) -> Generation | None:
        """See SearchEngine."""
        return self._generations.current()

    def ping(self) -> None:
        """See SearchEngine."""
        try:
            self._published.snapshot()
        except NothingPublishedError:
            return

    def create(self, generation: Generation, *, dimensions: int) -> None:
        """See IndexWriter."""
        self._generations.create(generation, dimensions)

    def add(self, generation: Generation, documents: Iterable[IndexDocument]) -> int:
        """See IndexWriter. One commit at the end, and one after each 200,000 documents."""
        return self._writer(generation).add(documents)

    def remove(self, generation: Generation, ids: Iterable[str]) -> None:
        """See IndexWriter."""
        self._writer(generation).remove(ids)

    def refresh(self, generation: Generation) -> None:
        """See IndexWriter."""
        self._generations.place(generation)
        if generation == self._generations.current():
            self._published.reload()

    def count(self, generation: Generation) -> int:
        """See IndexWriter."""
        opened = OpenGeneration(self._generations, generation, self._schema, self._passes)
        return opened.snapshot().searcher.num_docs

    def publish(self, generation: Generation) -> None:
        """See IndexWriter."""
        self._generations.publish(generation)
        self._published.reload()

    def generations(self) -> list[Generation]:
        """See IndexWriter."""
        return self._generations.names()

    def drop(self, generation: Generation) -> None:
        """See IndexWriter. Raises WriterBusyError while another process writes it."""
        if generation == self._generations.current():
            message = f"正在使用，不能删除：{generation.name}"
            raise InvalidRequestError("generation", message)
        try:
            writer = self._writer(generation)
            writer.hold()
            writer.close()
        except (AnalyzerMismatchError, DamagedError, EngineUnavailableError, InvalidRequestError):
            pass  # what cannot be opened, or is not there, is not being written
        with self._lock:
            self._writers.pop(generation, None)
        self._generations.remove(generation)

    def close(self) -> None:
        """See IndexWriter. Waits for merges."""
        with self._lock:
            writers = list(self._writers.values())
        for writer in writers:
            writer.close()

    def _writer(self, generation: Generation) -> GenerationWriter:
        with self._lock:
            writer = self._writers.get(generation)
            if writer is not None:
                return writer
            place = self._generations.place(generation)
            writer = self._writers[generation] = GenerationWriter(place, self._schema)
            current = self._generations.current()
            past = [old for old in self._writers if current is not None and old < current]
            left = [self._writers.pop(old) for old in past if old != generation]
        # Nobody writes what is older than the published one: let others remove it.
        for old_writer in left:
            old_writer.close()
        return writer
