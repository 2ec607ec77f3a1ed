"""What a run of random requests met, so that nobody mistakes a thin run for proof.

It counts and sets floors; it draws nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass

from indexer.fields import SORTS
from indexer.filters import AllOf, AnyOf, Not
from indexer.request import NearestRequest, SearchRequest, ValuesFacet

__all__ = ["PAGE", "Tally"]

PAGE = 48
"""Hits on a page; a request with more has a border that ties may straddle."""

_FULL_SHARE = 0.15
_TIED_SHARE = 0.1
"""Floors for the shares of requests; the fixed run has 25 and 19 %, other seeds had 14 to 36 and 9 to 27."""

_LEAST_EACH = 5
"""Requests that met each kind and had a hit."""

_KINDS = frozenset(
    {
        *("Token", "Phrase", "Best", "AtLeast", "Weighted", "no text"),
        *("Term", "Terms", "Range", "Exists", "AllOf", "AnyOf", "Not"),
        *("Not of a compound", "compound in a compound"),
        *("ValuesFacet", "RangesFacet", "prefix", "chosen", "chosen in its facet"),
        *("limit 0", "limit below total", "nearest", "nearest with a filter"),
        *(f"sort {name}" for name in SORTS),
    }
)


@dataclass(slots=True)
class Tally:
    """Counts of one run against one engine."""

    requests: int = 0
    full: int = 0
    tied: int = 0
    changed: int = 0
    at_hand: int = 0
    catalogues: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, request: SearchRequest | NearestRequest, total: int, *, tied: bool) -> None:
        """Count a request that had `total` hits."""
        self.requests += 1
        self.full += total > PAGE
        self.tied += tied
        if total:
            self.kinds.update(set(_kinds(request, total)))

    def lines(self) -> Iterator[str]:
        """The report, for people."""
        yield (
            f"{self.requests} requests over {self.catalogues} catalogues "
            f"({self.changed} after changes): {self.full / self.requests:.0%} with more than "
            f"{PAGE} hits, {self.tied / self.requests:.0%} with ties, {self.at_hand} with facets "
            "counted at hand"
        )
        met = sorted(self.kinds.items())
        yield "with hits: " + ", ".join(f"{name} {count}" for name, count in met)

    def check(self, least: int) -> None:
        """Fail where the run was thinner than its floors."""
        assert self.requests >= least
        assert self.full / self.requests >= _FULL_SHARE
        assert self.tied / self.requests >= _TIED_SHARE
        rare = {kind: self.kinds[kind] for kind in _KINDS if self.kinds[kind] < _LEAST_EACH}
        assert not rare, f"hardly met: {rare}"


def _kinds(request: SearchRequest | NearestRequest, total: int) -> Iterator[str]:
    for part in _parts(request):
        yield from _kinds_of_part(part)
    if isinstance(request, NearestRequest):
        yield "nearest"
        if request.filters != AllOf():
            yield "nearest with a filter"
    else:
        yield from _kinds_of_search(request, total)


def _kinds_of_part(part: object) -> Iterator[str]:
    yield type(part).__name__
    match part:
        case Not(AllOf() | AnyOf() | Not()):
            yield "Not of a compound"
        case AllOf(parts) | AnyOf(parts):
            if any(isinstance(inner, AllOf | AnyOf | Not) for inner in parts):
                yield "compound in a compound"
        case ValuesFacet(prefix=prefix) if prefix:
            yield "prefix"


def _kinds_of_search(request: SearchRequest, total: int) -> Iterator[str]:
    if request.text is None:
        yield "no text"
    if request.chosen:
        yield "chosen"
    if request.chosen.keys() & {facet.key for facet in request.facets}:
        yield "chosen in its facet"
    if not request.limit:
        yield "limit 0"
    elif request.limit < total:
        yield "limit below total"
    if request.sort is not None:
        order = (request.sort.column, request.sort.descending)
        yield from (f"sort {name}" for name, known in SORTS.items() if known == order)


def _parts(value: object) -> Iterator[object]:
    if is_dataclass(value):
        yield value
        for column in fields(value):
            yield from _parts(getattr(value, column.name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from _parts(inner)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _parts(inner)
