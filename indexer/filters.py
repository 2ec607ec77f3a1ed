"""Filters as values: which documents may be hits. Engines compile them, they run nothing.

An engine reads them as ordinary logic over columns (`indexer.fields`). What a shop means by an
exclusion, "not every SKU has it" (semantics §1), is said by `lowered` before an engine is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

__all__ = [
    "EVERYTHING",
    "AllOf",
    "AnyOf",
    "Exists",
    "Filter",
    "Not",
    "Range",
    "Term",
    "Terms",
    "all_of",
    "lowered",
]


@dataclass(frozen=True, slots=True)
class Term:
    """The column holds `value`."""

    field: str
    value: str | int


@dataclass(frozen=True, slots=True)
class Terms:
    """The column holds at least one of `values`; of none, nothing is met."""

    field: str
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """The column holds a number from `low` to `high`, both included; None leaves a side open."""

    field: str
    low: float | int | None = None
    high: float | int | None = None


@dataclass(frozen=True, slots=True)
class Exists:
    """The column holds anything."""

    field: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part is met; of no parts, everything is."""

    parts: tuple["Filter", ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part is met; of no parts, nothing is."""

    parts: tuple["Filter", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """`part` is not met; a document without the column passes."""

    part: "Filter"


Filter = Term | Terms | Range | Exists | AllOf | AnyOf | Not

EVERYTHING = AllOf()


def all_of(*parts: Filter) -> Filter:
    """The filters together, without needless nesting."""
    kept = tuple(part for part in parts if part != EVERYTHING)
    return kept[0] if len(kept) == 1 else AllOf(kept)


def lowered(filter_: Filter, everywhere: Mapping[str, tuple[str, str]]) -> Filter:
    """`filter_` said of documents instead of SKUs: what engines are given.

    `Not` moves down to the leaves by De Morgan. There it reads the columns that hold what every
    SKU has: `everywhere` maps a column to (its twin, its twin), or to the columns of the lowest
    and the highest value where each SKU has exactly one. A column that is not named is its own.
    """
    match filter_:
        case AllOf(parts):
            return AllOf(tuple(lowered(part, everywhere) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(lowered(part, everywhere) for part in parts))
        case Not(Not(part)):
            return lowered(part, everywhere)
        case Not(AllOf(parts)):
            return AnyOf(tuple(lowered(Not(part), everywhere) for part in parts))
        case Not(AnyOf(parts)):
            return AllOf(tuple(lowered(Not(part), everywhere) for part in parts))
        case Not(Range(field, low, high)):
            least, greatest = everywhere.get(field, (field, field))
            if least == greatest:
                return Not(Range(least, low, high))
            # Every SKU lies in the range exactly when the cheapest and the dearest do.
            sides = (Range(least, low, None), Range(greatest, None, high))
            return Not(AllOf(tuple(s for s in sides if (s.low, s.high) != (None, None))))
        case Not(Terms(field, values)) if len(set(everywhere.get(field, (field,)))) > 1:
            return lowered(Not(AnyOf(tuple(Term(field, value) for value in values))), everywhere)
        case Not(Term(field, value)) if len(set(everywhere.get(field, (field,)))) > 1:
            # Every SKU costs that much exactly when the cheapest and the dearest do.
            return Not(AllOf(tuple(Term(side, value) for side in everywhere[field])))
        case Not(Term(field) | Terms(field) | Exists(field) as leaf):
            return Not(replace(leaf, field=everywhere.get(field, (field, field))[0]))
        case _:
            return filter_
