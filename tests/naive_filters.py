"""Filters over one document, as `indexer.filters` words them.

No index is here: a document's values are looked at one by one.
"""

from indexer.engine import IndexDocument
from indexer.filters import AllOf, AnyOf, Exists, Filter, Not, Range, Term, Terms

__all__ = ["passes", "values_of"]


def values_of(document: IndexDocument, column: str) -> tuple[str | int | float, ...]:
    """All values of a column; of a text its tokens."""
    if column == "id":
        return (document.id,)
    if column == "row":
        return (document.row,)
    return (
        *document.keywords.get(column, ()),
        *document.integers.get(column, ()),
        *document.doubles.get(column, ()),
        *document.texts.get(column, "").split(),
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
