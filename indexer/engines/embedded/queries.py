"""Our filters and clauses compiled to tantivy queries, one query a node.

Unknown columns and impossible values are refused here, before the library sees them; nothing is
run.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor, inf, isfinite, isnan
from typing import NamedTuple

from tantivy import FieldType, Occur, Query
from tantivy import Schema as NativeSchema

from indexer.cached import cached
from indexer.engines.embedded.native import ABSENT
from indexer.errors import InvalidRequestError
from indexer.fields import Field, Kind, Schema
from indexer.filters import AllOf, AnyOf, Exists, Filter, Not, Range, Term, Terms
from indexer.recent import Recent
from indexer.request import AtLeast, Best, Clause, Phrase, Token, Weighted

__all__ = ["Part", "Queries", "every", "everything"]

_LEAST, _GREATEST = -(2**63), 2**63 - 1
_MANY = 1500
"""Values from which on a set walks the column's terms faster than each is looked up: 48 of 100,000
rows take 0.1 ms one by one and 0.7 ms as a set, 3,000 take 17 and 6."""

_FILTERS = 128
"""That are kept compiled, 6 MB at most: one of hundreds of words takes a millisecond to make, and
50 kB. A page asks for each of its own three times."""

_NUMBERS = frozenset({Kind.INTEGER, Kind.DOUBLE})


def everything() -> Query:
    """Met by every document."""
    return Query.all_query()


class Part(NamedTuple):
    """What hits must meet: the query, or where `inverted` the query is not to match.

    Kept apart, so that what is not wanted is looked at where there is a hit: to walk all that is
    left of the index took most of the time of a page without white things.
    """

    query: Query
    inverted: bool = False


def every(parts: Sequence[Part], scoring: Iterable[Query] = ()) -> Query:
    """Met where all of `parts` are, which score nothing; the sum of `scoring` is the score."""
    # Clauses that must not match would match nothing if there were no other.
    wanted = [part.query for part in parts if not part.inverted] or [everything()]
    clauses = [(Occur.Must, Query.const_score_query(query, 0.0)) for query in wanted]
    clauses += [(Occur.MustNot, part.query) for part in parts if part.inverted]
    query = clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)
    # One around the other: side by side the library would walk through all that each matches,
    # thousands of documents at a time. So a clause is looked at where there is a hit.
    for clause in scoring:
        query = Query.boolean_query([(Occur.Must, query), (Occur.Should, clause)])
    return query


class Queries:
    """Compiles for one schema what `indexer.checks` let pass. Safe to share between threads."""

    def __init__(self, schema: Schema, native: NativeSchema) -> None:
        self._fields = {field.name: field for field in schema.fields}
        self._native = native
        # The requests of a page share their clauses: the same objects are compiled once.
        # Filters by what they say: a page asks each of its own three times, most pages ask the same.
        self._filter = cached(_FILTERS, self._compiled)
        self._required: Recent[Clause, Query] = Recent()
        self._scoring: Recent[tuple[Clause, ...], list[Query]] = Recent()

    def column(self, name: str, kinds: Iterable[Kind], *, single: bool = False) -> Field:
        """The column of that name, when it is of one of those kinds and, if asked, single."""
        field = self._fields.get(name)
        if field is None:
            raise InvalidRequestError(name, f"没有这一列：{name}")
        if field.kind not in kinds or (single and field.multi):
            raise InvalidRequestError(name, f"这一列不能这样用：{name}")
        return field

    def filter(self, filter_: Filter) -> Part:
        """A filter; what it scores means nothing."""
        if isinstance(filter_, Term):
            return Part(self.terms(filter_.field, (filter_.value,)))
        return self._filter(filter_)

    def _compiled(self, filter_: Filter) -> Part:  # noqa: PLR0911 - a line a node
        match filter_:
            case Term(name, value):
                return Part(self.terms(name, (value,)))
            case Terms(name, values):
                return Part(self.terms(name, values))
            case Range(name, low, high):
                return Part(self._range(self.column(name, _NUMBERS), low, high))
            case Exists(name):
                return Part(self._exists(name))
            case AllOf(parts):
                return Part(every([self.filter(part) for part in parts]))
            case AnyOf(parts):
                found = [self.filter(part) for part in parts]
                if any(part.inverted for part in found):  # one of them is met: not none of them
                    return Part(every([Part(one.query, not one.inverted) for one in found]), True)
                return Part(_any([part.query for part in found]))
            case Not(Exists(name)) if self.column(name, Kind).counted:
                return Part(self.among(ABSENT, (name,)))
            case Not(part):
                query, inverted = self.filter(part)
                return Part(query, not inverted)

    def _exists(self, name: str) -> Query:
        field = self.column(name, _NUMBERS | {Kind.KEYWORD})
        if field.kind is Kind.KEYWORD and not field.counted:
            # Not a fast column: all of its terms, which takes milliseconds.
            return Query.regex_query(self._native, name, "(?s).*")
        return Query.exists_query(name)

    def terms(self, name: str, values: tuple[str | int, ...]) -> Query:
        """Met where the column holds one of the values."""
        field = self.column(name, Kind)
        if field.kind in _NUMBERS:
            numbers = [_number(name, value) for value in values]
            if field.sought:
                return self.among(name, [int(n) for n in numbers if _is_integer(n)])
            return _any([self._range(field, number, number) for number in numbers])
        if not all(isinstance(value, str) for value in values):
            raise InvalidRequestError(name, f"这一列的值是文字：{name}")
        return self.among(name, values)

    def required(self, clause: Clause) -> Query:
        """What matches where the clause does."""
        known = self._required.get(clause)
        return self._required.keep(clause, self._met(clause)) if known is None else known

    def scoring(self, clauses: tuple[Clause, ...]) -> list[Query]:
        """Queries for `every`, of the same sum: the tokens in one, any other clause in its own.

        A union of nothing but tokens is the library's fastest.
        """
        known = self._scoring.get(clauses)
        if known is None:
            tokens = [self._clause(clause) for clause in clauses if _is_token(clause)]
            others = [self._clause(clause) for clause in clauses if not _is_token(clause)]
            known = self._scoring.keep(clauses, [*([_any(tokens)] if tokens else []), *others])
        return known

    def among(self, name: str, values: Sequence[str | int]) -> Query:
        """Met where an indexed column holds one of the values, which are of its type."""
        if len(values) > _MANY:
            return Query.term_set_query(self._native, name, values)
        return _any([Query.term_query(self._native, name, value, "basic") for value in values])

    def between(self, name: str, low: int, high: int) -> Query:
        """Met where an integer column, ours or the one of numbers, holds low <= value <= high."""
        return Query.range_query(self._native, name, FieldType.Integer, low, high)

    def _met(self, clause: Clause) -> Query:
        """A clause without its score, in as few steps as say the same.

        The library's fast union is one of tokens: one of unions takes half as long again.
        """
        match clause:
            case AtLeast(1, clauses) | Best(clauses):
                return _any(list(self._alternatives(clauses)))
            case AtLeast(count, clauses):
                return _at_least(count, [self._met(part) for part in clauses])
            case Weighted(part, _):
                return self._met(part)
            case _:
                return self._clause(clause)

    def _alternatives(self, clauses: Iterable[Clause]) -> Iterator[Query]:
        for clause in clauses:
            # A looser way to ask holds the strict one, which was asked before.
            before = self._required.get(clause)
            match clause:
                case _ if before is not None:
                    yield before
                case AtLeast(1, parts):
                    yield from self._alternatives(parts)
                case _:
                    yield self._met(clause)

    def _clause(self, clause: Clause) -> Query:
        """A clause with its score."""
        match clause:
            case Token(name, token):
                return Query.term_query(self._native, name, token, "freq")
            case Weighted(part, weight):
                return Query.boost_query(self._clause(part), weight)
            case AtLeast(count, clauses):
                return _at_least(count, [self._clause(part) for part in clauses])
            case Phrase(name, tokens):
                return Query.phrase_query(self._native, name, list(tokens))
            case Best(clauses):
                return Query.disjunction_max_query([self._clause(part) for part in clauses])

    def _range(self, field: Field, low: float | None, high: float | None) -> Query:
        for side in (low, high):
            if side is not None and isnan(_number(field.name, side)):
                raise InvalidRequestError(field.name, "范围的边界必须是数")
        if low is None and high is None:
            return Query.exists_query(field.name)
        if field.kind is Kind.INTEGER:
            least, greatest = _integers(low, high)
            if least > greatest:
                return Query.empty_query()
            return self.between(field.name, least, greatest)
        # Adding zero: a negative zero would sort below the zero it equals.
        bottom = -inf if low is None else float(low) + 0.0
        top = inf if high is None else float(high) + 0.0
        return Query.range_query(self._native, field.name, FieldType.Float, bottom, top)


def _is_token(clause: Clause) -> bool:
    return isinstance(clause, Token) or (
        isinstance(clause, Weighted) and isinstance(clause.clause, Token)
    )


def _any(parts: list[Query]) -> Query:
    match parts:
        case []:
            return Query.empty_query()
        case [part]:
            return part
        case _:
            return Query.boolean_query([(Occur.Should, part) for part in parts])


def _at_least(count: int, parts: list[Query]) -> Query:
    if count < 1:
        raise InvalidRequestError("count", f"至少要满足一个条件：{count}")
    if count > len(parts):
        return Query.empty_query()
    if count == len(parts):
        return Query.boolean_query([(Occur.Must, part) for part in parts])
    return Query.boolean_query(
        [(Occur.Should, part) for part in parts], minimum_number_should_match=count
    )


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidRequestError(name, f"这一列的值是数：{name}")
    return value


def _is_integer(value: float) -> bool:
    return isfinite(value) and value == int(value) and _LEAST <= value <= _GREATEST


def _integers(low: float | None, high: float | None) -> tuple[int, int]:
    """The whole numbers in a range, within 64 bits; the first above the second for none."""
    least, greatest = _LEAST, _GREATEST
    if low is not None and low != -inf:
        least = _GREATEST + 1 if low == inf else max(_LEAST, ceil(low))
    if high is not None and high != inf:
        greatest = _LEAST - 1 if high == -inf else min(_GREATEST, floor(high))
    return least, greatest
