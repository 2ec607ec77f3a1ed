"""Which requests a schema can answer: every engine refuses the others before it compiles anything.

It knows columns and their kinds, no generation and no engine.
"""

from collections.abc import Iterable
from math import isfinite, isnan

from indexer.errors import InvalidRequestError
from indexer.fields import Kind, Schema
from indexer.filters import AllOf, AnyOf, Exists, Filter, Not, Range, Term, Terms
from indexer.recent import Recent
from indexer.request import (
    AtLeast,
    Best,
    Clause,
    Facet,
    NearestRequest,
    Phrase,
    RangesFacet,
    SearchRequest,
    Token,
    ValuesFacet,
    Weighted,
)
from indexer.result import WINDOW

__all__ = ["MOST_HITS", "RequestChecks"]

MOST_HITS = 10_000 - WINDOW
"""Hits of one request: a cluster's default window, less what is fetched to see ties whole."""

_MOST_VALUES = 65_000
"""Values of one facet: the fewest buckets that an engine refuses to exceed is 65,536."""

_INTEGERS = 1 << 63


class RequestChecks:
    """Checks for one schema. Each raises InvalidRequestError that names what to change."""

    def __init__(self, schema: Schema) -> None:
        def named(*kinds: Kind, single: bool = False) -> frozenset[str]:
            return frozenset(
                field.name
                for field in schema.fields
                if field.kind in kinds and not (single and field.multi)
            )

        # Names and not kinds: a page has a hundred tokens, and enum members are slow to hash.
        self._known = named(*Kind)
        self._texts = named(Kind.TEXT, Kind.PHRASE)
        self._with_positions = named(Kind.PHRASE)
        self._counted = frozenset(field.name for field in schema.fields if field.counted)
        self._numbers = named(Kind.INTEGER, Kind.DOUBLE)
        self._with_values = named(Kind.KEYWORD) | self._numbers
        self._single_integers = named(Kind.INTEGER, single=True)
        # The requests of a page share their clauses: the same objects are checked once.
        self._usable: Recent[object, bool] = Recent()

    def search(self, request: SearchRequest) -> None:
        """Refuse a search that no engine could answer."""
        self._page(request)
        self._filter(request.filters)
        for chosen in request.chosen.values():
            self._filter(chosen)
        for facet in request.facets:
            self._facet(facet)
        if request.sort is not None:
            self._column(request.sort.column, self._single_integers)
        if request.text is not None:
            if request.text.required is not None:
                self._once(request.text.required, (request.text.required,))
            self._once(request.text.scoring, request.text.scoring)

    def nearest(self, request: NearestRequest) -> None:
        """Refuse a search by vector that no engine could answer, whatever the generation."""
        self._page(request)
        self._filter(request.filters)

    def _page(self, request: SearchRequest | NearestRequest) -> None:
        if not 0 <= request.limit <= MOST_HITS:
            raise InvalidRequestError("limit", f"limit 应在 0 到 {MOST_HITS} 之间：{request.limit}")
        for name in request.columns:
            self._column(name, self._single_integers)

    def _column(self, name: str, usable: frozenset[str]) -> None:
        if name in usable:
            return
        why = "这一列不能这样用" if name in self._known else "没有这一列"
        raise InvalidRequestError(name, f"{why}：{name}")

    def _filter(self, filter_: Filter) -> None:
        match filter_:
            case Term(name, value):
                self._values(name, (value,))
            case Terms(name, values):
                self._values(name, values)
            case Range(name, low, high):
                self._column(name, self._numbers)
                if any(side is not None and isnan(side) for side in (low, high)):
                    raise InvalidRequestError(name, f"范围的边界必须是数：{name}")
            case Exists(name):
                self._column(name, self._with_values)
            case AllOf(parts) | AnyOf(parts):
                for part in parts:
                    self._filter(part)
            case Not(part):
                self._filter(part)

    def _values(self, name: str, values: Iterable[str | int]) -> None:
        self._column(name, self._known)
        numbers = name in self._numbers
        if any(isinstance(value, str) is numbers for value in values):
            expected = "数" if numbers else "文字"
            raise InvalidRequestError(name, f"这一列的值是{expected}：{name}")

    def _once(self, known: object, clauses: Iterable[Clause]) -> None:
        if self._usable.get(known) is None:
            self._clauses(clauses)
            self._usable.keep(known, value=True)

    def _clause(self, clause: Clause) -> None:
        match clause:
            case Token(name):
                self._column(name, self._texts)
            case Phrase(name, tokens):
                self._column(name, self._with_positions)
                if len(tokens) < 2:  # noqa: PLR2004 - one token is no phrase
                    raise InvalidRequestError(name, f"短语至少要有两个词：{name}")
            case Weighted(inner, weight):
                if not (isfinite(weight) and weight > 0):
                    raise InvalidRequestError("weight", f"权重必须是正数：{weight}")
                self._clause(inner)
            case Best(clauses):
                self._clauses(clauses)
            case AtLeast(count, clauses):
                if count < 1:
                    raise InvalidRequestError("count", f"至少要满足一个条件：{count}")
                if not self._usable.get(clause):  # a looser way holds the strict one
                    self._clauses(clauses)

    def _clauses(self, clauses: Iterable[Clause]) -> None:
        for clause in clauses:
            self._clause(clause)

    def _facet(self, facet: Facet) -> None:
        match facet:
            case ValuesFacet(size=size):
                self._column(facet.field, self._counted)
                if not 0 <= size <= _MOST_VALUES:
                    raise InvalidRequestError(facet.key, f"最多 {_MOST_VALUES} 个值：{facet.key}")
            case RangesFacet(ranges=ranges):
                self._column(facet.field, self._numbers)
                sides = (side for range_ in ranges for side in range_ if side is not None)
                if not all(-_INTEGERS <= side < _INTEGERS for side in sides):
                    raise InvalidRequestError(facet.key, f"范围的边界超出 64 位整数：{facet.key}")
