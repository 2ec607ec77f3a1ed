"""Facets as tantivy aggregations: one pass over the hits for all facets with the same filters.

Which documents are counted is decided by the caller.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import inf
from typing import Any, NamedTuple

from tantivy import Searcher

from indexer.engines.embedded.answers import matching
from indexer.engines.embedded.failures import translated
from indexer.engines.embedded.native import ROW
from indexer.engines.embedded.queries import Part, every
from indexer.request import Facet, RangesFacet, ValuesFacet
from indexer.result import FacetCount

__all__ = ["Counted", "counted", "is_total"]

_TOTAL = "\x1ftotal"  # no facet's key: those come from names and attribute names
_CACHED = 64  # facets of ranges: a shop asks for the same few on every page
_ALL_VALUES = 1 << 31
"""More than a column has distinct values: a segment that keeps fewer would miscount."""

_EXACT_DOUBLES = 1 << 53
"""Up to here a double holds every whole number."""

_SPECIAL = frozenset(r"\.+*?()|[]{}^$#&-~")
"""What has to be escaped in the library's regular expressions, and may be: nothing else may."""

_Layer = list[tuple[float, float, int]]
"""Ranges that do not overlap, upwards: low, high, position in the facet."""


class Counted(NamedTuple):
    """How many documents were counted, and the buckets of each facet by its key."""

    total: int
    facets: dict[str, tuple[FacetCount, ...]]


def counted(searcher: Searcher, parts: Sequence[Part], facets: Sequence[Facet]) -> Counted:
    """Over the documents that meet all parts."""
    if all(map(is_total, facets)):
        # An aggregation takes three times as long to begin with.
        total = matching(searcher, every(parts)) if parts else searcher.num_docs
        return Counted(total, {facet.key: ((0, total),) for facet in facets})
    wanted: dict[str, Any] = {_TOTAL: {"value_count": {"field": ROW}}}
    for facet in facets:
        wanted |= _values(facet) if isinstance(facet, ValuesFacet) else _ranges(facet)
    with translated():
        answer = searcher.aggregate(every(parts), wanted)
    buckets = {
        facet.key: _values_counted(facet, answer)
        if isinstance(facet, ValuesFacet)
        else _ranges_counted(facet, answer)
        for facet in facets
    }
    return Counted(int(answer[_TOTAL]["value"]), buckets)


def is_total(facet: Facet) -> bool:
    """Whether a facet has one range that every document is in."""
    return isinstance(facet, RangesFacet) and facet.field == ROW and facet.ranges == ((None, None),)


def _values(facet: ValuesFacet) -> dict[str, Any]:
    if not facet.size:
        return {}
    terms: dict[str, Any] = {
        "field": facet.field,
        "size": facet.size,
        "shard_size": _ALL_VALUES,
        "order": {"_count": "desc"},
    }
    if facet.prefix:
        terms["include"] = f"(?s){_literal(facet.prefix)}.*"
    return {facet.key: {"terms": terms}}


def _values_counted(facet: ValuesFacet, answer: dict[str, Any]) -> tuple[FacetCount, ...]:
    if not facet.size:
        return ()
    buckets = answer[facet.key]["buckets"]
    return tuple([(bucket["key"], bucket["doc_count"]) for bucket in buckets])


def _ranges(facet: RangesFacet) -> dict[str, Any]:
    layers: dict[str, Any] = {
        _layer_key(facet, number): {
            "range": {"field": facet.field, "ranges": [_sides(*range_) for range_ in layer]}
        }
        for number, layer in enumerate(_layers(facet))
    }
    filters = {
        _filter_key(facet, position): {"filter": _condition(facet.field, *facet.ranges[position])}
        for position in _beyond_doubles(facet)
    }
    return layers | filters


def _ranges_counted(facet: RangesFacet, answer: dict[str, Any]) -> tuple[FacetCount, ...]:
    counts = dict.fromkeys(range(len(facet.ranges)), 0)
    for number in range(len(_layers(facet))):
        for bucket in answer[_layer_key(facet, number)]["buckets"]:
            # Buckets without our key fill the gaps between ranges.
            if bucket["key"].isdecimal():
                counts[int(bucket["key"])] = bucket["doc_count"]
    for position in _beyond_doubles(facet):
        counts[position] = answer[_filter_key(facet, position)]["doc_count"]
    return tuple(counts.items())


@lru_cache(_CACHED)
def _layers(facet: RangesFacet) -> list[_Layer]:
    """The facet's ranges in as few layers as hold no overlap: the library counts no others.

    Ranges that hold nothing are in none, nor are those `_beyond_doubles`.
    """
    apart = _beyond_doubles(facet)
    sides = sorted(
        (-inf if low is None else low, inf if high is None else high, position)
        for position, (low, high) in enumerate(facet.ranges)
        if position not in apart
    )
    layers: list[_Layer] = []
    for low, high, position in sides:
        if low >= high:
            continue
        free = next((layer for layer in layers if layer[-1][1] <= low), None)
        if free is None:
            layers.append([(low, high, position)])
        else:
            free.append((low, high, position))
    return layers


@lru_cache(_CACHED)
def _beyond_doubles(facet: RangesFacet) -> list[int]:
    """The ranges with a side that a double does not hold: range aggregations know only doubles.

    They are counted by a filter each, exactly, which costs more.
    """
    return [
        position
        for position, sides in enumerate(facet.ranges)
        if any(side is not None and abs(side) > _EXACT_DOUBLES for side in sides)
    ]


def _condition(field: str, low: int | None, high: int | None) -> str:
    """A range in the library's query language: `field` is ours, the sides are numbers."""
    least = "*" if low is None else low
    return f"{field}:[{least} TO *]" if high is None else f"{field}:[{least} TO {high}}}"


def _sides(low: float, high: float, position: int) -> dict[str, Any]:
    sides: dict[str, Any] = {"key": f"{position}"}
    if low != -inf:
        sides["from"] = low
    if high != inf:
        sides["to"] = high
    return sides


def _layer_key(facet: RangesFacet, number: int) -> str:
    return f"{facet.key}\0{number}"


def _filter_key(facet: RangesFacet, position: int) -> str:
    return f"{facet.key}\0\0{position}"


def _literal(text: str) -> str:
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in text)
