"""Filters over one document, as `indexer.filters` words them; and every column a request names.

No index is here: a document's values are looked at one by one.
"""

from collections.abc import Iterator

from indexer.engine import IndexDocument
from indexer.filters import AllOf, AnyOf, Exists, Filter, Not, Range, Term, Terms
from indexer.request import (
    AtLeast,
    Best,
    Clause,
    NearestRequest,
    Phrase,
    SearchRequest,
    Token,
    Weighted,
)

__all__ = ["columns_named", "passes", "values_of"]


def values_of(document: IndexDocument, column: str) -> tuple[str | int | float, ...]:
    """All values of a column that is not a text."""
    if column == "id":
        return (document.id,)
    if column == "row":
        return (document.row,)
    return (
        *document.keywords.get(column, ()),
        *document.integers.get(column, ()),
        *document.doubles.get(column, ()),
    )


def passes(document: IndexDocument, filter_: Filter) -> bool:  # noqa: PLR0911 - a case each
    """Whether the document meets the filter."""
    match filter_:
        case Term(column, value):
            return value in values_of(document, column)
        case Terms(column, values):
            return any(value in values_of(document, column) for value in values)
        case Range(column, low, high):
            return any(
                (low is None or value >= low) and (high is None or value <= high)
                for value in values_of(document, column)
                if not isinstance(value, str)
            )
        case Exists(column):
            return bool(values_of(document, column))
        case AllOf(parts):
            return all(passes(document, part) for part in parts)
        case AnyOf(parts):
            return any(passes(document, part) for part in parts)
        case Not(part):
            return not passes(document, part)


def columns_named(request: SearchRequest | NearestRequest) -> Iterator[str]:
    """Every column that a request mentions, in any part."""
    yield from request.columns
    yield from _in_filter(request.filters)
    if isinstance(request, NearestRequest):
        return
    for chosen in request.chosen.values():
        yield from _in_filter(chosen)
    for facet in request.facets:
        yield facet.field
    if request.sort is not None:
        yield request.sort.column
    if request.text is not None:
        yield from _in_clause(request.text.required)
        for clause in request.text.scoring:
            yield from _in_clause(clause)


def _in_filter(filter_: Filter) -> Iterator[str]:
    match filter_:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _in_filter(part)
        case Not(part):
            yield from _in_filter(part)
        case Term(column) | Terms(column) | Range(column) | Exists(column):
            yield column


def _in_clause(clause: Clause) -> Iterator[str]:
    match clause:
        case Token(column) | Phrase(column):
            yield column
        case Weighted(inner):
            yield from _in_clause(inner)
        case Best(clauses) | AtLeast(clauses=clauses):
            for part in clauses:
                yield from _in_clause(part)
