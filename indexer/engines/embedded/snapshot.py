"""One state of one generation, and every question that can be asked of it.

It never changes: a later state is another snapshot over the same files. Which state is the
current one is told by `published`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from tantivy import DocAddress, Query, Searcher

from indexer.engine import Generation
from indexer.engines.embedded.answers import Answer, column, found
from indexer.engines.embedded.columns import AT, CARD, VALUES, VALUES_END, ColumnReader, Columns
from indexer.engines.embedded.facets import Counted, counted, is_total
from indexer.engines.embedded.native import ID, NUMBER, ROW, VROW
from indexer.engines.embedded.nearest import VectorSearch
from indexer.engines.embedded.queries import Part, Queries, every, everything
from indexer.engines.embedded.records import RecordReader
from indexer.engines.embedded.rows import RowReader
from indexer.engines.embedded.values import ValueReader
from indexer.errors import InvalidRequestError
from indexer.filters import EVERYTHING
from indexer.request import Facet, NearestRequest, SearchRequest, Sort
from indexer.result import WINDOW, FacetCount, Hits, SearchResult, ordered
from indexer.spare import SpareThreads

__all__ = ["Snapshot"]

_STRETCH = 4096
"""Documents that are listed at once."""

_AT_ONCE = 3
"""Passes of one request that run side by side: with one of many choices others go on too."""

_REMEMBERED = 16_384
"""Hits whose numbers are kept, about 2 MB: a page asks for those it was just given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Answers `indexer.engine.SearchEngine`'s questions. Safe between threads."""

    generation: Generation
    searcher: Searcher
    queries: Queries
    records: RecordReader
    columns: ColumnReader
    values: ValueReader
    vectors: RowReader
    near: VectorSearch
    passes: SpareThreads
    numbers: dict[int, int] = field(default_factory=dict)
    """Row to number, of hits that were given out."""

    def search(self, request: SearchRequest) -> SearchResult:
        """See SearchEngine.search."""
        with self.passes:
            return self._search(request)

    def _search(self, request: SearchRequest) -> SearchResult:
        base, chosen = self._parts(request)
        scoring: list[Query] = []
        if request.text is not None and request.limit:  # a count needs no scores
            scoring = self.queries.scoring(request.text.scoring)
        parts = [*base, *chosen.values()]
        total, facets = self._facets(request, base, chosen)
        by_score = request.sort is None and bool(scoring)
        if not request.limit and total is not None:
            answer = Answer(total, np.empty(0), [])
        elif by_score:
            answer = found(
                self.searcher, every(parts, scoring), request.limit and request.limit + WINDOW
            )
        else:
            answer = found(self.searcher, every(parts), request.limit, request.sort or Sort(ROW))
        columns = self._columns(answer.addresses)
        scores = np.zeros(len(answer.addresses))
        if by_score:
            order = ordered(answer.keys.astype(np.float64), columns[ROW])[: request.limit]
            columns, scores = columns.take(order), answer.keys[order].astype(np.float64)
        return SearchResult(
            total=answer.total,
            hits=self._hits(request, columns, scores),
            facets=facets,
            generation=self.generation.name,
        )

    def facets(self, request: SearchRequest) -> Mapping[str, tuple[FacetCount, ...]]:
        """See SearchEngine.facets."""
        with self.passes:
            return self._facets(request, *self._parts(request))[1]

    def at_hand(
        self, rows: Sequence[int], facets: Sequence[Facet]
    ) -> Mapping[str, tuple[FacetCount, ...]] | None:
        """See SearchEngine.at_hand: for hits that this state gave out and facets of values."""
        numbers, here = self._given_out(rows), self.values.here(facets)
        if len(numbers) < len(rows) or len(here) < len(facets):
            return None
        columns = self._taken(numbers)
        places = zip(columns[VALUES].tolist(), columns[VALUES_END].tolist(), strict=True)
        return self.values.counted(places, here)

    def nearest(self, request: NearestRequest) -> Hits:
        """See SearchEngine.nearest."""
        passing = self._passing(request)
        dimensions = self.vectors.width
        if not dimensions or request.generation not in (None, self.generation.name):
            return self._hits(request, self._columns([]), np.empty(0))
        if len(request.code) != dimensions:
            raise InvalidRequestError("code", f"向量应有 {dimensions} 维")
        code = np.frombuffer(request.code, dtype=np.int8)
        near = self.near.nearest(passing, code, request.limit)
        return self._hits(request, self._columns(near.addresses), near.products)

    def get(self, rows: Sequence[int]) -> dict[int, bytes]:
        """See SearchEngine.get."""
        numbers = self._given_out(rows)
        unknown = tuple(row for row in rows if row not in numbers)
        if unknown:
            answer = found(self.searcher, self.queries.terms(ROW, unknown), len(unknown), Sort(ROW))
            known = column(self.searcher, NUMBER, answer.addresses)
            numbers |= zip(answer.keys.tolist(), known.tolist(), strict=True)
        places = self._taken(numbers)[AT].tolist()
        return {row: self.records.source(at) for row, at in zip(numbers, places, strict=True)}

    def find(self, ids: Sequence[str]) -> dict[str, int]:
        """See SearchEngine.find."""
        answer = found(self.searcher, self.queries.terms(ID, tuple(ids)), len(ids))
        places = self._columns(answer.addresses)[AT].tolist()
        identities = [self.records.identity(at) for at in places]
        return {identity.id: identity.row for identity in identities}

    def documents(self) -> Iterator[tuple[str, int, bytes]]:
        """See SearchEngine.documents: in the order of the record file, a stretch at a time."""
        last = found(self.searcher, everything(), 1, Sort(NUMBER, descending=True))
        end = int(last.keys[0]) + 1 if last.total else 0
        for begin in range(0, end, _STRETCH):
            query = self.queries.between(NUMBER, begin, begin + _STRETCH - 1)
            numbers = found(self.searcher, query, _STRETCH, Sort(NUMBER)).keys
            for at in self.columns.take(numbers.astype(np.int64))[AT].tolist():
                identity = self.records.identity(at)
                yield identity.id, identity.row, self.records.source(at)

    def _parts(self, request: SearchRequest) -> tuple[list[Part], dict[str, Part]]:
        """What every hit meets, and the choices by their facets."""
        base = self._passing(request)
        if request.text is not None and request.text.required is not None:
            base.append(Part(self.queries.required(request.text.required)))
        return base, {key: self.queries.filter(part) for key, part in request.chosen.items()}

    def _passing(self, request: SearchRequest | NearestRequest) -> list[Part]:
        """The request's filters, nothing where everything passes."""
        if request.filters == EVERYTHING:
            return []
        return [self.queries.filter(request.filters)]

    def _facets(
        self, request: SearchRequest, base: list[Part], chosen: dict[str, Part]
    ) -> tuple[int | None, dict[str, tuple[FacetCount, ...]]]:
        """One pass for all facets without a choice of their own, one for each that has one.

        The first pass is over the hits themselves and tells their number too. Those that aggregate
        run side by side: they do not hold the interpreter.
        """

        def over(own: str | None) -> Counted:
            others = [part for key, part in chosen.items() if key != own]
            return counted(self.searcher, [*base, *others], asked[own])

        asked: defaultdict[str | None, list[Facet]] = defaultdict(list)
        for facet in request.facets:
            asked[facet.key if facet.key in chosen else None].append(facet)
        long = [own for own, facets in asked.items() if not all(map(is_total, facets))]
        beside = {own: self.passes.submit(over, own) for own in long[1:_AT_ONCE]}
        found = {own: over(own) for own in asked if own not in beside}
        found |= {own: passed.result() for own, passed in beside.items()}
        hits = found[None].total if None in found else None
        return hits, {key: buckets for one in found.values() for key, buckets in one.facets.items()}

    def _given_out(self, rows: Sequence[int]) -> dict[int, int]:
        """The numbers of those rows that were given out."""
        # A copy: another thread may forget them meanwhile.
        numbers = ((row, self.numbers.get(row)) for row in rows)
        return {row: number for row, number in numbers if number is not None}

    def _taken(self, numbers: Mapping[int, int]) -> Columns:
        return self.columns.take(np.fromiter(numbers.values(), np.int64, len(numbers)))

    def _columns(self, addresses: Sequence[DocAddress]) -> Columns:
        numbers = column(self.searcher, NUMBER, addresses)
        columns = self.columns.take(numbers)
        if len(self.numbers) > _REMEMBERED:
            self.numbers.clear()
        self.numbers.update(zip(columns[ROW].tolist(), numbers.tolist(), strict=True))
        return columns

    def _hits(
        self,
        request: SearchRequest | NearestRequest,
        columns: Columns,
        scores: NDArray[np.float64],
    ) -> Hits:
        return Hits(
            rows=columns[ROW],
            scores=scores,
            columns={name: columns[name] for name in request.columns},
            cards=self._cards(columns) if request.cards else (),
            codes=self.vectors.take_known(columns[VROW]) if request.codes else None,
        )

    def _cards(self, columns: Columns) -> tuple[bytes, ...]:
        cards = [b""] * len(columns[AT])
        for i in np.flatnonzero(columns[CARD]).tolist():
            cards[i] = self.records.card(int(columns[AT][i]))
        return tuple(cards)
