"""Strategies for requests over a catalogue: every clause, filter, facet, choice, sort and limit.

Each request has one document in mind and mostly asks for what that one holds: a request that
nothing answers proves little.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from math import ceil
from typing import Any, Self, TypeVar

from hypothesis import strategies as st

from indexer.engine import IndexDocument
from indexer.fields import PRODUCTS, SORTS, Kind
from indexer.filters import EVERYTHING, AllOf, AnyOf, Exists, Filter, Not, Range, Term, Terms
from indexer.request import (
    AtLeast,
    Best,
    Clause,
    Facet,
    NearestRequest,
    Phrase,
    RangesFacet,
    SearchRequest,
    Sort,
    Text,
    Token,
    ValuesFacet,
    Weighted,
)
from tests.congruence.catalogues import DIMENSIONS

__all__ = ["Vocabulary", "nearest_requests", "search_requests"]

_LIMITS = (0, 1, 5, 20, 48, 60, 200)
_WEIGHTS = (0.1, 0.3, 0.4, 1.0, 1.7, 3.0)
_COUNTED = tuple(field.name for field in PRODUCTS.columns if field.counted)
_COLUMNS = ("price_low", "price_high", "in_stock", "variants", "popularity", "by_sales", "row")
_KEYS = ("甲", "乙", "丙")
_PHRASED = tuple(field.name for field in PRODUCTS.fields if field.kind is Kind.PHRASE)
_RANGED = ("price", "price", "price_low", "popularity", "in_stock", "row")
"""Columns below 2**53: engines count ranges in doubles."""
_FIELDS = tuple(field.name for field in PRODUCTS.columns)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The documents of a catalogue, and all that they hold, by column."""

    documents: tuple[IndexDocument, ...]
    tokens: Mapping[str, tuple[str, ...]]
    keywords: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, tuple[float | int, ...]]

    @classmethod
    def of(cls, documents: Sequence[IndexDocument]) -> Self:
        """Everything distinct, sorted."""
        tokens: defaultdict[str, set[str]] = defaultdict(set)
        keywords: defaultdict[str, set[str]] = defaultdict(set)
        numbers: defaultdict[str, set[float | int]] = defaultdict(set)
        for document in documents:
            for column, text in document.texts.items():
                tokens[column].update(text.split(" "))
            for column, values in document.keywords.items():
                keywords[column].update(values)
            for column, found in (*document.integers.items(), *document.doubles.items()):
                numbers[column].update(found)
        return cls(
            documents=tuple(documents),
            tokens=_sorted(tokens),
            keywords=_sorted(keywords),
            numbers=_sorted(numbers),
        )


@st.composite
def search_requests(draw: st.DrawFn, vocabulary: Vocabulary) -> SearchRequest:
    """Any search."""
    asker = _Asker(draw, vocabulary)
    facets = {facet.key: facet for facet in asker.several(asker.facet, most=3)}
    filters = (asker.everything, asker.everything, asker.leaf, asker.compound, asker.compound)
    sorts = [Sort(column, descending) for column, descending in SORTS.values()]
    return SearchRequest(
        text=asker.pick((asker.nothing, asker.text, asker.text, asker.page))(),
        filters=asker.pick(filters)(),
        chosen={
            asker.pick((*facets, "none of them")): asker.leaf()
            for _ in range(asker.pick((0, 0, 0, 1, 2)))
        },
        facets=tuple(facets.values()),
        # Scores are where engines may differ: most requests go by score.
        sort=asker.pick(sorts) if asker.one_in(3) else None,
        limit=asker.pick(_LIMITS),
        columns=tuple(dict.fromkeys(asker.several(partial(asker.pick, _COLUMNS), most=2))),
        cards=asker.one_in(2),
        codes=asker.one_in(2),
    )


@st.composite
def nearest_requests(draw: st.DrawFn, vocabulary: Vocabulary) -> NearestRequest:
    """Any search by vector."""
    asker = _Asker(draw, vocabulary)
    return NearestRequest(
        code=draw(st.binary(min_size=DIMENSIONS, max_size=DIMENSIONS)),
        limit=asker.pick((1, 5, 30, 200)),
        filters=asker.pick((asker.everything, asker.leaf, asker.compound))(),
        columns=(asker.pick(_COLUMNS),),
        cards=asker.one_in(2),
        codes=asker.one_in(2),
    )


class _Asker:
    """Draws the parts of a request choice by choice: trees of strategies cost 20 ms a request."""

    def __init__(self, draw: st.DrawFn, vocabulary: Vocabulary) -> None:
        self._draw = draw
        self._vocabulary = vocabulary
        self._meant = self.pick(vocabulary.documents)

    def pick(self, options: Sequence[T]) -> T:
        return options[self._draw(st.integers(0, len(options) - 1))]

    def one_in(self, times: int) -> bool:
        return self._draw(st.integers(1, times)) == times

    def several(self, part: Callable[[], T], *, least: int = 0, most: int) -> tuple[T, ...]:
        return tuple(part() for _ in range(self._draw(st.integers(least, most))))

    def nothing(self) -> None:
        return None

    def everything(self) -> Filter:
        return EVERYTHING

    def compound(self, depth: int = 2) -> Filter:
        deeper = partial(self.compound, depth - 1) if depth else self.leaf
        part = self.pick((self.leaf, deeper))
        kinds: tuple[Callable[[], Filter], ...] = (
            lambda: AllOf(self.several(part, most=3)),
            lambda: AnyOf(self.several(part, most=3)),
            lambda: Not(part()),
            lambda: Not(Not(part())),
        )
        return self.pick(kinds)()

    def leaf(self) -> Filter:
        return self.pick((self._term, self._terms, self._range, self._exists))()

    def _term(self) -> Filter:
        column, values = self._exact()
        return Term(column, self.pick(values))

    def _terms(self) -> Filter:
        column, values = self._exact()
        return Terms(column, self.several(partial(self.pick, values), least=1, most=3))

    def _range(self) -> Filter:
        column = self.pick(tuple(self._vocabulary.numbers))
        if self.one_in(4):
            bounds = (None, -1, *self._vocabulary.numbers[column])
            return Range(column, self.pick(bounds), self.pick(bounds))
        held = {**self._meant.integers, **self._meant.doubles}.get(column, (0,))
        low, high = self.pick(held), self.pick(self._vocabulary.numbers[column])
        low, high = self.pick((low, low, low + 0.5)), max(low, high)
        return Range(column, self.pick((low, None)), self.pick((high, high - 0.5, None)))

    def _exists(self) -> Filter:
        return Exists(self.pick(_FIELDS))

    def _exact(self) -> tuple[str, Sequence[str | int]]:
        """A column of whole values, or the tokens of a text, and values to ask for."""
        if self.one_in(8):
            column = self.pick(tuple(self._vocabulary.tokens))
            return column, self.pick(
                (self._vocabulary.tokens[column], self._meant.texts[column].split())
            )
        if self.one_in(3):
            column = self.pick(_COLUMNS)
            integers = [int(value) for value in self._vocabulary.numbers[column]]
            return column, [-1, *integers] if self.one_in(4) else self._meant.integers[column]
        if self.one_in(4):
            column = self.pick(tuple(self._vocabulary.keywords))
            return column, ["没有", *self._vocabulary.keywords[column]]
        column = self.pick(tuple(self._meant.keywords))
        return column, self._meant.keywords[column]

    def text(self) -> Text:
        clause = partial(self._clause, 2)
        required = None if self.one_in(6) else clause()
        return Text(required, self.several(clause, most=3))

    def page(self) -> Text:
        """What a page asks: most of the tokens in some field; what each scores is added up."""
        title = self._meant.texts["title_words"].split(" ")
        words = self.pick((title, title, self._vocabulary.tokens["title_words"]))
        tokens = self.several(partial(self.pick, words), least=1, most=4)
        each = tuple(
            tuple(
                Token(text.column(stream), token)
                for text in PRODUCTS.texts
                for stream in text.streams[:2]
            )
            for token in tokens
        )
        met = tuple(AtLeast(1, columns) for columns in each)
        scoring = tuple(Weighted(token, self.pick(_WEIGHTS)) for token in chain(*each))
        return Text(AtLeast(ceil(0.75 * len(met)), met), scoring)

    def _clause(self, depth: int) -> Clause:
        part = partial(self._clause, depth - 1)
        compounds: tuple[Callable[[], Clause], ...] = (
            lambda: Best(self.several(part, least=1, most=3)),
            lambda: AtLeast(self.pick((1, 1, 2, 3)), self.several(part, least=1, most=3)),
            lambda: Weighted(part(), self.pick(_WEIGHTS)),
        )
        leaves = (self._token, self._phrase)
        return self.pick((*leaves, *compounds) if depth else leaves)()

    def _token(self) -> Clause:
        column = self.pick(tuple(self._vocabulary.tokens))
        if self.one_in(4):
            return Token(column, self.pick(("没有的词", *self._vocabulary.tokens[column])))
        return Token(column, self.pick(self._meant.texts[column].split(" ")))

    def _phrase(self) -> Clause:
        column = self.pick(_PHRASED)
        text = tuple(self._meant.texts[column].split(" "))
        start = self.pick(range(max(1, len(text) - 1)))
        tokens = text[start : start + self.pick((2, 3, 4))]
        if len(tokens) < 2 or self.one_in(5):
            tokens = (tokens[-1], *tokens)  # mostly a phrase that nobody has
        return Phrase(column, tokens)

    def facet(self) -> Facet:
        if self.one_in(3):
            column = self.pick(_RANGED)
            bounds = (None, 5000, *(int(value) for value in self._vocabulary.numbers[column]))
            pair = partial(self.several, partial(self.pick, bounds), least=2, most=2)
            return RangesFacet(
                key=self.pick(_KEYS),
                field=column,
                ranges=tuple((low, high) for low, high in self.several(pair, least=1, most=4)),
            )
        column = self.pick([name for name in _COUNTED if name in self._vocabulary.keywords])
        value = self.pick(self._vocabulary.keywords[column])
        return ValuesFacet(
            key=self.pick(_KEYS),
            field=column,
            size=self.pick((1, 3, 12, 1000)),
            prefix=self.pick(("", "", value[:1], value[:4], value)),
        )


def _sorted(values: Mapping[str, Iterable[Any]]) -> dict[str, tuple[Any, ...]]:
    return {column: tuple(sorted(found)) for column, found in sorted(values.items())}
