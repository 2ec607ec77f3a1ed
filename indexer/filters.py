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
    and the highest value where each SKU has exactly one. A column that is not named is its own,
    and so is one with a twin in a document whose `variants` are 0: it leaves the twin empty.
    """
    match filter_:
        case AllOf(parts):
            return AllOf(tuple(lowered(part, everywhere) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(lowered(part, everywhere) for part in parts))
        case Not(part):
            return _excluded(part, everywhere)
        case _:
            return filter_


def _excluded(part: Filter, everywhere: Mapping[str, tuple[str, str]]) -> Filter:
    """What `Not(part)` is said of documents."""
    match part:
        case AllOf(parts):
            return AnyOf(tuple(_excluded(inner, everywhere) for inner in parts))
        case AnyOf(parts):
            return AllOf(tuple(_excluded(inner, everywhere) for inner in parts))
        case Not(inner):
            return lowered(inner, everywhere)
        case Term(field) | Terms(field) | Range(field) | Exists(field):
            least, greatest = everywhere.get(field, (field, field))
            if least != greatest:
                return Not(_between(part, least, greatest))
            if least == field:
                return Not(part)
            return Not(AnyOf((AllOf((part, Term("variants", 0))), replace(part, field=least))))


def _between(leaf: Term | Terms | Range | Exists, least: str, greatest: str) -> Filter:
    """That every SKU meets the leaf, where each has one value: the lowest and the highest do."""
    match leaf:
        case Range(_, low, high):
            sides = (Range(least, low, None), Range(greatest, None, high))
            return AllOf(tuple(s for s in sides if (s.low, s.high) != (None, None)))
        case Terms(_, values):
            return AnyOf(tuple(AllOf((Term(least, v), Term(greatest, v))) for v in values))
        case Term() | Exists():
            return AllOf((replace(leaf, field=least), replace(leaf, field=greatest)))
