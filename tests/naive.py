"""A third engine, obviously right: every document is looked at for every question.

It keeps generations in memory and promises nothing about speed or crashes. It passes the contract
suite, and the two real engines are compared with it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from indexer.checks import RequestChecks
from indexer.engine import Generation, IndexDocument
from indexer.errors import BulkRejectedError, InvalidRequestError, NothingPublishedError
from indexer.fields import Schema
from indexer.request import Facet, NearestRequest, RangesFacet, SearchRequest, ValuesFacet
from indexer.result import FacetCount, Hits, SearchResult, ordered
from tests.naive_filters import passes, values_of
from tests.naive_scoring import Scorer

__all__ = ["NaiveEngine"]

_MAX_KEYWORD = 32_766
"""Bytes of the longest value that Lucene indexes; longer ones are refused on every engine."""


class _Snapshot:
    """What searches see of a generation since its last refresh."""

    def __init__(self, generation: Generation, documents: Iterable[IndexDocument]) -> None:
        self.generation = generation
        self.documents = sorted(documents, key=lambda document: document.row)
        self.scorer = Scorer(self.documents)


class NaiveEngine:
    """`indexer.engine.Engine` over dictionaries."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._checks = RequestChecks(schema)
        self._written: dict[Generation, dict[str, IndexDocument]] = {}
        self._visible: dict[Generation, _Snapshot] = {}
        self._dimensions: dict[Generation, int] = {}
        self._published: Generation | None = None

    @property
    def schema(self) -> Schema:
        """The table of fields of this index."""
        return self._schema

    @property
    def remote(self) -> bool:
        """See SearchEngine."""
        return False

    def search(self, request: SearchRequest) -> SearchResult:
        """Filter, count, score and order every document."""
        self._checks.search(request)
        snapshot = self._snapshot()
        found = [
            document
            for document in snapshot.documents
            if passes(document, request.filters)
            and (
                request.text is None
                or request.text.required is None
                or snapshot.scorer.score(request.text.required, document.row) is not None
            )
        ]
        hits = [d for d in found if all(passes(d, chosen) for chosen in request.chosen.values())]
        facets = {}
        for facet in request.facets:
            others = [chosen for key, chosen in request.chosen.items() if key != facet.key]
            counted = [d for d in found if all(passes(d, chosen) for chosen in others)]
            facets[facet.key] = _buckets(facet, counted)
        return SearchResult(
            total=len(hits),
            hits=self._ordered(request, snapshot, hits),
            facets=facets,
            generation=snapshot.generation.name,
        )

    def facets(self, request: SearchRequest) -> Mapping[str, tuple[FacetCount, ...]]:
        """The facets of a search."""
        return self.search(request).facets

    def at_hand(
        self, rows: Sequence[int], facets: Sequence[Facet]
    ) -> dict[str, tuple[FacetCount, ...]] | None:
        """The facets over those rows, None where one is not there."""
        there = [d for d in self._snapshot().documents if d.row in set(rows)]
        if len(there) < len(rows):
            return None
        return {facet.key: _buckets(facet, there) for facet in facets}

    def nearest(self, request: NearestRequest) -> Hits:
        """Multiply with every vector; sort by product downwards, then by row."""
        self._checks.nearest(request)
        snapshot = self._snapshot()
        code = _vector(request.code)
        dimensions = self._dimensions[snapshot.generation]
        if dimensions and len(code) != dimensions:
            raise InvalidRequestError("code", f"向量应有 {dimensions} 维")
        found = [
            (int(code @ _vector(document.code)), document)
            for document in snapshot.documents
            if document.code is not None
            and request.generation in (None, snapshot.generation.name)
            and passes(document, request.filters)
        ]
        found.sort(key=lambda pair: (-pair[0], pair[1].row))
        found = found[: request.limit]
        return self._hits(
            request, [document for _, document in found], [float(product) for product, _ in found]
        )

    def get(self, rows: Sequence[int]) -> dict[int, bytes]:
        """The sources of the rows that are there."""
        return {d.row: d.source for d in self._snapshot().documents if d.row in rows}

    def find(self, ids: Sequence[str]) -> dict[str, int]:
        """The rows of the ids that are there."""
        return {d.id: d.row for d in self._snapshot().documents if d.id in ids}

    def documents(self) -> Iterable[tuple[str, int, bytes]]:
        """Every document."""
        return [(d.id, d.row, d.source) for d in self._snapshot().documents]

    def published(self) -> Generation | None:
        """The generation that searches read."""
        return self._published

    def ping(self) -> None:
        """Memory always answers."""

    def create(self, generation: Generation, *, dimensions: int) -> None:
        """A new, empty generation."""
        if generation in self._written:
            raise InvalidRequestError("generation", f"已经存在：{generation.name}")
        self._written[generation] = {}
        self._visible[generation] = _Snapshot(generation, ())
        self._dimensions[generation] = dimensions

    def add(self, generation: Generation, documents: Iterable[IndexDocument]) -> int:
        """Insert or replace by id."""
        written = self._existing(generation)
        number = 0
        refused = {}
        for document in documents:
            if any(
                len(value.encode()) > _MAX_KEYWORD
                for values in document.keywords.values()
                for value in values
            ):
                refused[document.id] = f"有超过 {_MAX_KEYWORD} 字节的值"
                continue
            written[document.id] = document
            number += 1
        if refused:
            raise BulkRejectedError(refused)
        return number

    def remove(self, generation: Generation, ids: Iterable[str]) -> None:
        """Remove by id."""
        written = self._existing(generation)
        for id_ in ids:
            written.pop(id_, None)

    def refresh(self, generation: Generation) -> None:
        """Show searches what was written."""
        self._visible[generation] = _Snapshot(generation, self._existing(generation).values())

    def count(self, generation: Generation) -> int:
        """The documents that searches would see."""
        self._existing(generation)
        return len(self._visible[generation].documents)

    def publish(self, generation: Generation) -> None:
        """Let searches read this generation."""
        self._existing(generation)
        self._published = generation

    def generations(self) -> list[Generation]:
        """All generations, the oldest first."""
        return sorted(self._written)

    def drop(self, generation: Generation) -> None:
        """Forget a generation that is not published."""
        if generation == self._published:
            raise InvalidRequestError("generation", f"正在使用，不能删除：{generation.name}")
        self._existing(generation)
        del self._written[generation], self._visible[generation], self._dimensions[generation]

    def close(self) -> None:
        """Nothing is held."""

    def _existing(self, generation: Generation) -> dict[str, IndexDocument]:
        if generation not in self._written:
            raise InvalidRequestError("generation", f"没有这一代索引：{generation.name}")
        return self._written[generation]

    def _snapshot(self) -> _Snapshot:
        if self._published is None:
            raise NothingPublishedError("还没有索引，请先运行 rebuild")
        return self._visible[self._published]

    def _ordered(
        self, request: SearchRequest, snapshot: _Snapshot, hits: list[IndexDocument]
    ) -> Hits:
        if request.sort is not None:
            column = request.sort.column
            hits = sorted(
                hits,
                key=lambda document: int(values_of(document, column)[0]),
                reverse=request.sort.descending,
            )
            hits = hits[: request.limit]
            return self._hits(request, hits, [0.0] * len(hits))
        scoring = () if request.text is None else request.text.scoring
        scores = [sum(snapshot.scorer.matching(scoring, d.row), start=0.0) for d in hits]
        best = ordered(np.array(scores), np.array([d.row for d in hits], dtype=np.int64))
        best = best[: request.limit]
        return self._hits(request, [hits[i] for i in best], [scores[i] for i in best])

    def _hits(
        self,
        request: SearchRequest | NearestRequest,
        documents: list[IndexDocument],
        scores: list[float],
    ) -> Hits:
        codes = None
        if request.codes and self._published is not None:
            codes = np.zeros((len(documents), self._dimensions[self._published]), dtype=np.int8)
            for i, document in enumerate(documents):
                if document.code is not None:
                    codes[i] = np.frombuffer(document.code, dtype=np.int8)
        return Hits(
            rows=np.array([document.row for document in documents], dtype=np.int64),
            scores=np.array(scores, dtype=np.float64),
            columns={
                column: np.array([int(values_of(d, column)[0]) for d in documents], dtype=np.int64)
                for column in request.columns
            },
            cards=tuple(document.card for document in documents) if request.cards else (),
            codes=codes,
        )


def _vector(code: bytes) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.frombuffer(code, dtype=np.int8).astype(np.int64)


def _buckets(facet: Facet, documents: list[IndexDocument]) -> tuple[FacetCount, ...]:
    values = [values_of(document, facet.field) for document in documents]
    match facet:
        case ValuesFacet(size=size, prefix=prefix):
            counts = Counter(str(v) for of_one in values for v in of_one)
            kept = [pair for pair in counts.items() if pair[0].startswith(prefix)]
            kept.sort(key=lambda pair: (-pair[1], pair[0]))
            return tuple((value, count) for value, count in kept[:size])
        case RangesFacet(ranges=ranges):
            return tuple(
                (
                    position,
                    sum(any(_in_range(v, low, high) for v in of_one) for of_one in values),
                )
                for position, (low, high) in enumerate(ranges)
            )


def _in_range(value: str | float, low: int | None, high: int | None) -> bool:
    return (
        not isinstance(value, str)
        and (low is None or value >= low)
        and (high is None or value < high)
    )
