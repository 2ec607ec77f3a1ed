"""Random requests over random catalogues: each engine answers as the naive one does.

First over a fresh index, where scores count too; then after changes, where they may not
(deleted documents linger in the statistics, semantics §3).
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from hypothesis import given, note
from hypothesis import strategies as st

from indexer.engine import Engine, Generation
from indexer.engines.embedded import EmbeddedEngine
from indexer.fields import PRODUCTS
from indexer.request import NearestRequest, SearchRequest
from tests.congruence.agreement import agree, agree_about_facts, same_hits, tied
from tests.congruence.catalogues import (
    DIMENSIONS,
    LISTINGS,
    Catalogue,
    Listed,
    catalogues,
    listed,
    products,
)
from tests.congruence.documents import Documents
from tests.congruence.drawing import Drawing
from tests.congruence.requests import Vocabulary, nearest_requests, search_requests
from tests.congruence.tally import Tally
from tests.engines import NewEngine
from tests.naive import NaiveEngine

_CATALOGUES = 25
_FRESH = 80
_CHANGED = 20
_LEAST = 2000
_AT_HAND = 50  # requests with facets that the embedded engine counted without a search
_NEAREST_ONE_IN = 8

_EVERYTHING = 1_000
"""A limit for the naive engine, to see all that tie."""

Change = tuple[int, "Listed | None"]
"""A product's number, and what it becomes: None removes it."""


@st.composite
def changes(draw: st.DrawFn) -> list[Change]:
    """Products replaced, added and removed."""
    numbers = draw(st.lists(st.integers(0, LISTINGS - 1), min_size=1, max_size=12))
    vector = draw(st.binary(min_size=DIMENSIONS, max_size=DIMENSIONS))
    designs = draw(st.lists(products(), min_size=1, max_size=3))
    chosen = st.sampled_from((None, *designs))
    return [
        (number, None if design is None else listed(design, number, vector))
        for number, design in ((number, draw(chosen)) for number in numbers)
    ]


class _Pair:
    """An engine and the naive one, always given the same documents and the same requests."""

    def __init__(self, engine: Engine, documents: Documents, tally: Tally) -> None:
        self.engine = engine
        self._both = (engine, NaiveEngine(PRODUCTS))
        self._documents = documents
        self._tally = tally
        self._names = count(1)
        self._generation: Generation | None = None

    def build(self, catalogue: Sequence[Listed]) -> Vocabulary:
        """A fresh generation of both engines; the one before is dropped."""
        before, generation = self._generation, Generation(f"20260101t{next(self._names):06}z")
        documents = self._documents.of(catalogue)
        for engine in self._both:
            engine.create(generation, dimensions=DIMENSIONS)
            assert engine.add(generation, documents) == len(documents)
            engine.refresh(generation)
            engine.publish(generation)
            if before is not None:
                engine.drop(before)
        self._generation = generation
        self._tally.catalogues += 1
        return Vocabulary.of(documents)

    def change(self, changed: Sequence[Change]) -> None:
        """Bring changes into the generation, in their order."""
        assert self._generation is not None
        for _, now in changed:
            for engine in self._both:
                if now is None:
                    continue
                engine.add(self._generation, self._documents.of([now]))
        removed = [f"p{number}" for number, now in changed if now is None]
        for engine in self._both:
            engine.remove(self._generation, removed)
            engine.refresh(self._generation)
        counts = {engine.count(self._generation) for engine in self._both}
        assert len(counts) == 1
        listings = [sorted(engine.documents()) for engine in self._both]
        assert listings[0] == listings[1]

    def ask(self, request: SearchRequest | NearestRequest, *, fresh: bool) -> None:
        """Ask both and compare."""
        engine, naive = self._both
        note(repr(request))
        self._tally.changed += not fresh
        if isinstance(request, NearestRequest):
            near, expected_near = engine.nearest(request), naive.nearest(request)
            self._tally.add(request, len(expected_near), tied=tied(expected_near.scores))
            assert near.rows.tolist() == expected_near.rows.tolist()
            assert near.scores.tolist() == expected_near.scores.tolist()
            same_hits(near, expected_near)
            return
        answer = engine.search(request)
        expected = naive.search(replace(request, limit=_EVERYTHING))
        ties = request.sort is None and tied(expected.hits.scores)
        self._tally.add(request, expected.total, tied=ties)
        (agree if fresh else agree_about_facts)(request, answer, expected)
        assert dict(engine.facets(request)) == dict(answer.facets)
        rows = answer.hits.rows.tolist()
        at_hand = engine.at_hand(rows, request.facets)
        if at_hand is not None:
            self._tally.at_hand += bool(request.facets)
            assert dict(at_hand) == naive.at_hand(rows, request.facets)


def test_an_engine_answers_as_the_naive_one_does(
    new_engine: NewEngine, documents: Documents, new_tally: Tally, drawing: Drawing
) -> None:
    pair = _Pair(new_engine(PRODUCTS), documents, new_tally)

    def agree_over(vocabulary: Vocabulary, *, requests: int, fresh: bool) -> None:
        searches, nearest = search_requests(vocabulary), nearest_requests(vocabulary)
        any_request = st.integers(1, _NEAREST_ONE_IN).flatmap(
            lambda number: nearest if number == _NEAREST_ONE_IN else searches
        )

        @drawing.requests(requests)
        @given(any_request)
        def agree_about(request: SearchRequest | NearestRequest) -> None:
            pair.ask(request, fresh=fresh)

        agree_about()

    @drawing.catalogues(_CATALOGUES)
    @given(catalogues(), changes())
    def agree_everywhere(catalogue: Catalogue, changed: list[Change]) -> None:
        vocabulary = pair.build(catalogue.listings())
        agree_over(vocabulary, requests=_FRESH, fresh=True)
        pair.change(changed)
        agree_over(vocabulary, requests=_CHANGED, fresh=False)

    agree_everywhere()
    if drawing.fixed:
        new_tally.check(_LEAST)
        assert new_tally.at_hand >= _AT_HAND or not isinstance(pair.engine, EmbeddedEngine)
