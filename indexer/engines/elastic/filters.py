"""Filters to the client's query objects, each case in its own line.

Scores are no matter here: filters stand where nothing is scored.
"""

from math import ceil, floor, inf, isnan

from elasticsearch.dsl import query
from elasticsearch.dsl.query import Query

from indexer.engines.elastic.mapping import Columns, column
from indexer.fields import Field, Kind
from indexer.filters import AllOf, AnyOf, Exists, Filter, Not, Range, Term, Terms

__all__ = ["all_queries", "filter_query"]

_LONGEST_TERM = 32_766
"""Bytes: longer ones are in no index, and a search for one is refused."""

_LEAST, _GREATEST = -(2**63), 2**63 - 1


def filter_query(  # noqa: PLR0911 - one line a case
    filter_: Filter, columns: Columns
) -> Query:
    """The query that passes what `filter_` passes; InvalidRequestError for an unknown column."""
    match filter_:
        case Term(name, value):
            return _terms(column(columns, name), (value,))
        case Terms(name, values):
            return _terms(column(columns, name), values)
        case Range(name, low, high):
            return _range(column(columns, name), low, high)
        case Exists(name):
            return query.Exists(field=column(columns, name).name)
        case AllOf(parts):
            return all_queries([filter_query(part, columns) for part in parts])
        case AnyOf(parts):
            found = [filter_query(part, columns) for part in parts]
            return query.Bool(should=found, minimum_should_match=1) if found else _nothing()
        case Not(part):
            return query.Bool(must_not=[filter_query(part, columns)])


def all_queries(queries: list[Query]) -> Query:
    """Everything that passes all of them."""
    return query.Bool(filter=queries) if queries else query.MatchAll()


def _nothing() -> Query:
    return query.MatchNone()


def _terms(field: Field, values: tuple[str | int, ...]) -> Query:
    # The server would read "5" as 5, and refuse a number that is too large.
    fitting = [value for value in values if _fits(field.kind, value)]
    if len(fitting) == 1:
        return query.Term(field.name, {"value": fitting[0]})
    return query.Terms(field.name, fitting) if fitting else _nothing()


def _fits(kind: Kind, value: str | float) -> bool:
    match kind:
        case Kind.INTEGER:
            return not isinstance(value, str) and _LEAST <= value <= _GREATEST
        case Kind.DOUBLE:
            return not isinstance(value, str)
        case Kind.KEYWORD | Kind.TEXT | Kind.PHRASE:
            return isinstance(value, str) and len(value.encode()) <= _LONGEST_TERM


def _range(field: Field, low: float | None, high: float | None) -> Query:
    if field.kind not in (Kind.INTEGER, Kind.DOUBLE):
        return _nothing()
    least = -inf if low is None else low
    greatest = inf if high is None else high
    if isnan(least) or isnan(greatest) or least > greatest or least == inf or greatest == -inf:
        return _nothing()
    bounds: dict[str, float] = {}
    if field.kind is Kind.INTEGER:
        if least > _GREATEST or greatest < _LEAST:
            return _nothing()
        # Beyond 64 bits the server refuses a bound; there it bounds nothing.
        if least > _LEAST:
            bounds["gte"] = ceil(least)
        if greatest < _GREATEST:
            bounds["lte"] = floor(greatest)
    else:
        if least > -inf:
            bounds["gte"] = least
        if greatest < inf:
            bounds["lte"] = greatest
    return query.Range(field.name, bounds) if bounds else query.Exists(field=field.name)
