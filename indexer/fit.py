"""Which SKU of a hit meets all filters together: the card that an engine keeps, and its reading.

Fit is decided above the engines, from the cards that come with hits (semantics §1); what the
columns of a SKU are is `indexer.variants`.
"""

import operator
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

import orjson

from indexer.catalog import Product
from indexer.fields import TEXT_COLUMNS
from indexer.filters import AllOf, AnyOf, Exists, Filter, Not, Range, Term, Terms
from indexer.variants import Columns

__all__ = ["Fit", "Fitting", "card_of", "fields_of", "meeting"]

_LEVELS = ("brand", "category", "tags", "group")  # of the product, whatever the SKU
_PRICE = "price"

_Values = Mapping[str, Collection[str | float | int]]
_Test = Callable[[_Values], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The SKU that meets all filters together: its id, its price in fen, its stock."""

    sku: str
    price: int
    stock: int | None


def card_of(product: Product, columns: Columns, keywords: Mapping[str, tuple[str, ...]]) -> bytes:
    """The compact SKU values that come with a hit; empty where no filter can tell SKUs apart.

    JSON: `{"shared": {column: values}, "skus": [[id, fen, stock, {column: its other values}]]}`,
    the cheapest SKU first. `keywords` gives what all SKUs have of their product.
    """
    if not columns.variants:
        return b""
    shared: dict[str, list[str | float]] = {
        name: list(keywords[name]) for name in _LEVELS if name in keywords
    }
    shared |= {name: list(values) for name, values in columns.common.items() if values}
    variants = zip(product.skus, columns.prices, columns.views, strict=True)
    skus = []
    for sku, price, view in sorted(variants, key=lambda variant: variant[1]):
        own = {
            name: rest
            for name, values in view.items()
            if (rest := [value for value in values if value not in columns.common.get(name, ())])
        }
        skus.append([sku.id, price, sku.stock, own])
    return orjson.dumps({"shared": shared, "skus": skus})


class Fitting:
    """Finds the SKU that meets all filters, card by card: what can be prepared is done once.

    A filter that a title may meet in place of a field says nothing of SKUs where none meets it.
    """

    def __init__(self, *filters: Filter) -> None:
        self._tests = tuple(map(_test, filters))
        named = {field for filter_ in filters for field in fields_of(filter_)}
        self._by_title = tuple(map(_met_by_title, filters))
        self._fields = tuple(sorted(named - {_PRICE}))

    def __call__(self, card: bytes) -> Fit | None:
        """The cheapest SKU in stock that meets the filters, else the cheapest; None where none does."""
        read: dict[str, Any] = orjson.loads(card)
        shared = {field: read["shared"].get(field, []) for field in self._fields}
        found: list[tuple[Fit, list[bool]]] = []
        sold_out: Fit | None = None
        for sku, price, stock, own in read["skus"]:
            values = {field: values + own.get(field, []) for field, values in shared.items()}
            values[_PRICE] = (price,)
            met = [test(values) for test in self._tests]
            fit = Fit(sku=sku, price=price, stock=stock)
            if not all(met):
                found.append((fit, met))
            elif stock != 0:
                return fit
            else:
                sold_out = sold_out or fit
        if sold_out is not None or not any(self._by_title):
            return sold_out
        unsaid = [
            by_title and not any(met[i] for _, met in found)
            for i, by_title in enumerate(self._by_title)
        ]
        fitting = [fit for fit, met in found if all(map(operator.or_, met, unsaid))]
        return next((fit for fit in fitting if fit.stock != 0), next(iter(fitting), None))


def meeting(filter_: Filter) -> Callable[[Mapping[str, Collection[str | float]]], bool]:
    """Tells whether a SKU meets the filter that has some columns and no others."""
    test = _test(filter_)
    return lambda columns: test(defaultdict(tuple, columns))


def fields_of(filter_: Filter) -> Iterator[str]:
    """The columns that a filter reads, each as often as it does."""
    match filter_:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from fields_of(part)
        case Not(part):
            yield from fields_of(part)
        case Term(field) | Terms(field) | Range(field) | Exists(field):
            yield field


def _met_by_title(filter_: Filter) -> bool:
    """Whether a title may meet it: under a negation one can only fail it."""
    match filter_:
        case AllOf(parts) | AnyOf(parts):
            return any(map(_met_by_title, parts))
        case Not():
            return False
        case Term(field) | Terms(field) | Range(field) | Exists(field):
            return field in TEXT_COLUMNS


def _test(filter_: Filter) -> _Test:  # noqa: PLR0911 - a line a node
    """The plain reading of a filter, of the columns of one SKU; every column has its values."""
    match filter_:
        case Term(field, value):
            return lambda values: value in values[field]
        case Terms(field, some):
            wanted = frozenset(some)
            return lambda values: not wanted.isdisjoint(values[field])
        case Range(field, low, high):
            least, most = -inf if low is None else low, inf if high is None else high
            return lambda values: any(
                not isinstance(value, str) and least <= value <= most for value in values[field]
            )
        case Exists(field):
            return lambda values: bool(values[field])
        case AllOf(parts):
            tests = [_test(part) for part in parts]
            return lambda values: all(test(values) for test in tests)
        case AnyOf(parts):
            tests = [_test(part) for part in parts]
            return lambda values: any(test(values) for test in tests)
        case Not(part):
            negated = _test(part)
            return lambda values: not negated(values)
