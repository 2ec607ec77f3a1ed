"""The two protocols that every engine keeps, whole: reading and writing an index.

The shared suite in `tests/contract` is the contract; nothing here is optional.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from indexer.fields import Schema
from indexer.request import Facet, NearestRequest, SearchRequest
from indexer.result import FacetCount, Hits, SearchResult

__all__ = ["Engine", "Generation", "IndexDocument", "IndexWriter", "SearchEngine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDocument:
    """A product or an FAQ entry as an engine stores it.

    `texts`: a text column to its tokens between single spaces, never empty (`fields.BLANK`).
    `keywords`, `integers`, `doubles`: a column to its values, distinct; absent without any.
    `card`: compact SKU values; `source`: what a page shows, both opaque to the engine.
    `code`: int8 vector, None without one.
    """

    id: str
    row: int
    texts: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    integers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    doubles: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    card: bytes = b""
    source: bytes = b""
    code: bytes | None = None


@dataclass(frozen=True, slots=True, order=True)
class Generation:
    """One complete build of an index, named by UTC time: names sort by age."""

    name: str


@runtime_checkable
class SearchEngine(Protocol):
    """Reading the published generation. Safe to share between threads."""

    @property
    def schema(self) -> Schema:
        """The table of fields of this index."""
        ...

    @property
    def remote(self) -> bool:
        """Whether another process answers: who asks waits, and takes no processor meanwhile."""
        ...

    def search(self, request: SearchRequest) -> SearchResult:
        """The hits in order, never more than `request.limit`, with exact total and facets.

        Raises InvalidRequestError for an unknown column, NothingPublishedError without a
        generation, EngineUnavailableError where the answer would not be whole.
        """
        ...

    def facets(self, request: SearchRequest) -> Mapping[str, tuple[FacetCount, ...]]:
        """The facets of `search`, without its hits and its total; raises as it does."""
        ...

    def at_hand(
        self, rows: Sequence[int], facets: Sequence[Facet]
    ) -> Mapping[str, tuple[FacetCount, ...]] | None:
        """Facets over just these rows, each once, where that takes no search: as `search` has them.

        None where it would: then ask for them by `search`.
        """
        ...

    def nearest(self, request: NearestRequest) -> Hits:
        """The nearest documents among those that pass; `scores` are the integer dot products."""
        ...

    def get(self, rows: Sequence[int]) -> dict[int, bytes]:
        """The `source` of each row; rows that are not in the index are left out."""
        ...

    def find(self, ids: Sequence[str]) -> dict[str, int]:
        """The row of each id; ids that are not in the index are left out."""
        ...

    def documents(self) -> Iterable[tuple[str, int, bytes]]:
        """Every live document as (id, row, source), in any order: for `indexer.verify`."""
        ...

    def published(self) -> Generation | None:
        """The generation that searches read, None without one."""
        ...

    def ping(self) -> None:
        """Return when the engine answers; raise EngineUnavailableError when it does not."""
        ...


@runtime_checkable
class IndexWriter(Protocol):
    """Building generations, and bringing changes into one of them.

    One writer at a time: the embedded engine raises WriterBusyError for a second one.
    """

    def create(self, generation: Generation, *, dimensions: int) -> None:
        """A new, empty, unpublished generation for vectors of `dimensions` (0: without)."""
        ...

    def add(self, generation: Generation, documents: Iterable[IndexDocument]) -> int:
        """Insert or replace by id; return how many. What is returned for survives a crash.

        Raises BulkRejectedError naming the documents that the engine refused; the others are in.
        """
        ...

    def remove(self, generation: Generation, ids: Iterable[str]) -> None:
        """Remove by id; ids that are not there are no error. Survives a crash once returned."""
        ...

    def refresh(self, generation: Generation) -> None:
        """Make everything added and removed visible to new searches."""
        ...

    def count(self, generation: Generation) -> int:
        """The live documents in a generation, after `refresh`."""
        ...

    def publish(self, generation: Generation) -> None:
        """Let searches read this generation from now on: atomic, also against a crash."""
        ...

    def generations(self) -> list[Generation]:
        """All generations that exist, the oldest first."""
        ...

    def drop(self, generation: Generation) -> None:
        """Remove a generation for good, and what a killed `create` left of it.

        One that is not there is no error. Raises InvalidRequestError for the published one.
        """
        ...

    def close(self) -> None:
        """Let go of locks and connections; a closed writer opens again when used."""
        ...


@runtime_checkable
class Engine(SearchEngine, IndexWriter, Protocol):
    """Both halves: they share the schema and the place."""
