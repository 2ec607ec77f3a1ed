"""Counts the facets of a search beside it: a count costs as much as the hits do, and needs no scores."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import NamedTuple

from indexer.engine import SearchEngine
from indexer.request import Facet, SearchRequest, ValuesFacet
from indexer.result import FacetCount, SearchResult
from indexer.spare import SpareThreads

__all__ = ["AFTER", "NO_COUNTS", "Buckets", "Counter", "ToCount"]

Buckets = Mapping[str, Sequence[FacetCount]]
"""A facet's key to its buckets."""

AFTER = "\x1fafter"
"""Under which key the buckets are of the facet that was counted after the others."""


class ToCount(NamedTuple):
    """`facets` are counted at once; from their buckets `then` tells one more, if any."""

    facets: tuple[Facet, ...]
    then: Callable[[Buckets], Facet | None] = lambda _: None


NO_COUNTS = ToCount(())


class Counter:
    """Counts in the threads of `beside`. Safe to share between threads."""

    def __init__(self, engine: SearchEngine, beside: SpareThreads) -> None:
        self._engine = engine
        self._beside = beside

    def counting(
        self, request: SearchRequest, to_count: ToCount, result: SearchResult | None = None
    ) -> Future[Buckets]:
        """The buckets over all hits of a request; `result()` waits, and raises as a search does.

        `result`: of the request, where it is there already. All its hits may be counted at hand;
        a facet with a choice counts what its own choice hides too, which is not among them.
        """
        at_hand: Buckets | None = None
        if result is not None and result.total == len(result.hits):
            free = [facet for facet in to_count.facets if facet.key not in request.chosen]
            at_hand = self._engine.at_hand(result.hits.rows.tolist(), free)
        counted = at_hand or {}
        left = tuple(facet for facet in to_count.facets if facet.key not in counted)
        text = request.text and replace(request.text, scoring=())

        def of(*facets: Facet) -> Buckets:
            if not facets:
                return {}
            counts = SearchRequest(text=text, chosen=request.chosen, facets=facets)
            return self._engine.facets(counts)

        def and_after(buckets: Buckets) -> Buckets:
            after = to_count.then(buckets)
            return buckets if after is None else {**buckets, AFTER: of(after)[after.key]}

        if any(isinstance(facet, ValuesFacet) for facet in left):
            return self._beside.submit(lambda: and_after({**counted, **of(*left)}))
        # At most totals for chips are left, which take less than another thread would to begin.
        buckets = {**counted, **of(*left)}
        if to_count.then(buckets) is not None:
            return self._beside.submit(and_after, buckets)
        done: Future[Buckets] = Future()
        done.set_result(buckets)
        return done
