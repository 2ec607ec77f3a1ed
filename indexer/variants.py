"""What a product's SKUs make of its columns: what any of them has, what all have, which one fits.

A SKU has its own attributes and those of its product that it does not name itself (semantics §1).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import orjson

from indexer.attributes import Attributes, AttributeValue
from indexer.catalog import Product, Scalar
from indexer.fields import PAIR
from indexer.filters import AllOf, AnyOf, Exists, Filter, Not, Range, Term, Terms

__all__ = ["Columns", "Fit", "card_of", "columns_of", "fitting", "meets", "normalized_values"]

_CACHED = 65_536  # values of attributes: about 30 MB when full
_CACHED_LENGTH = 64  # characters; longer values rarely come twice

_T = TypeVar("_T")

_Values = dict[str, dict[str | float, None]]
"""A column to its values, in order and distinct."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Column values of a product; `prices` in fen, one a SKU, in the order of the SKUs.

    `variants`: how many SKUs differ in what a filter can ask; 0 where one speaks for all.
    """

    keywords: Mapping[str, tuple[str, ...]]
    doubles: Mapping[str, tuple[float, ...]]
    prices: tuple[int, ...]
    variants: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The SKU that meets all filters together: its id, its price in fen, its stock."""

    sku: str
    price: int
    stock: int | None


def normalized_values(
    attributes: Attributes, name: str, values: Iterable[Scalar]
) -> Iterator[AttributeValue]:
    """The values of one attribute, each normalised; a string may enumerate several."""
    for value in values:
        yield from attributes.values(name, value)


def columns_of(product: Product, attributes: Attributes) -> Columns:
    """The columns of attributes and prices, from the product and all of its SKUs."""
    own = _attribute_columns(product.attributes, attributes)
    prices = _prices(product)
    if not product.skus:
        return _columns(own, own, prices, variants=0)
    views = _sku_views(product, attributes)
    common = views[0]
    for view in views[1:]:
        common = {
            name: {value: None for value in values if value in view.get(name, ())}
            for name, values in common.items()
        }
    alike = all(view == views[0] for view in views) and len(set(prices)) == 1
    variants = 0 if alike and _covers(views[0], own) else len(views)
    return _columns(_merged((own, *views)), common, prices, variants)


_LEVELS = ("brand", "category", "tags", "group")  # of the product, whatever the SKU


def card_of(
    product: Product,
    columns: Columns,
    attributes: Attributes,
    keywords: Mapping[str, tuple[str, ...]],
) -> bytes:
    """The compact SKU values that come with a hit; empty where no filter can tell SKUs apart.

    JSON: `{"shared": {column: values}, "skus": [[id, fen, stock, {column: values}]]}`, where
    `keywords` gives what all SKUs share of their product.
    """
    if not columns.variants:
        return b""
    views = _sku_views(product, attributes)
    shared = {
        name: values
        for name, values in views[0].items()
        if all(view.get(name) == values for view in views[1:])
    }
    return orjson.dumps(
        {
            "shared": {
                **{name: keywords[name] for name in _LEVELS if name in keywords},
                **{name: list(values) for name, values in shared.items()},
            },
            "skus": [
                [
                    sku.id,
                    price,
                    sku.stock,
                    {name: list(values) for name, values in view.items() if name not in shared},
                ]
                for sku, price, view in zip(product.skus, columns.prices, views, strict=True)
            ],
        }
    )


def fitting(card: bytes, filter_: Filter) -> Fit | None:
    """The cheapest SKU of a card that meets the filter; None where none does."""
    read: dict[str, Any] = orjson.loads(card)
    best: Fit | None = None
    for sku, price, stock, own in read["skus"]:
        if best is not None and best.price <= price:
            continue
        if meets(filter_, {**read["shared"], **own, "price": (price,)}):
            best = Fit(sku=sku, price=price, stock=stock)
    return best


def meets(filter_: Filter, columns: Mapping[str, Iterable[str | float | int]]) -> bool:
    """Whether one SKU, or a product without SKUs, meets a filter: the plain reading of it."""
    match filter_:
        case Term(field, value):
            return value in columns.get(field, ())
        case Terms(field, values):
            return any(value in values for value in columns.get(field, ()))
        case Range(field, low, high):
            return any(
                (low is None or value >= low) and (high is None or value <= high)
                for value in columns.get(field, ())
                if not isinstance(value, str)
            )
        case Exists(field):
            return any(True for _ in columns.get(field, ()))
        case AllOf(parts):
            return all(meets(part, columns) for part in parts)
        case AnyOf(parts):
            return any(meets(part, columns) for part in parts)
        case Not(part):
            return not meets(part, columns)


def _prices(product: Product) -> tuple[int, ...]:
    if not product.skus:
        return (product.price,)
    return tuple(product.price if sku.price is None else sku.price for sku in product.skus)


def _sku_views(product: Product, attributes: Attributes) -> list[_Values]:
    """Each SKU's columns; what it names itself stands instead of its product's."""
    views = []
    for sku in product.skus:
        named = {attributes.dimension(name) or name for name in sku.attributes}
        inherited = {
            name: values
            for name, values in product.attributes.items()
            if (attributes.dimension(name) or name) not in named
        }
        views.append(_attribute_columns({**inherited, **sku.attributes}, attributes))
    return views


def _attribute_columns(owned: Mapping[str, tuple[Scalar, ...]], attributes: Attributes) -> _Values:
    columns: defaultdict[str, dict[str | float, None]] = defaultdict(dict)
    for name, values in owned.items():
        for value in values:
            short = not isinstance(value, str) or len(value) <= _CACHED_LENGTH
            entries = _known_entries if short else _entries
            for column, entry in entries(attributes, name, value):
                columns[column][entry] = None
    return columns


def _entries(
    attributes: Attributes, name: str, written: Scalar
) -> tuple[tuple[str, str | float], ...]:
    """The columns that one value of an attribute fills, each with what it puts there."""
    entries: list[tuple[str, str | float]] = []
    for value in attributes.values(name, written):
        entries += [("name", name), ("pair", f"{name}{PAIR}{value.normalized}")]
        if value.dimension is not None:
            entries.append(("value", f"{value.dimension}{PAIR}{value.normalized}"))
            if value.family is not None:
                entries.append(("family", f"{value.dimension}{PAIR}{value.family}"))
        entries += [(f"n_{value.numeric_dimension}", number) for number in value.numbers]
    return tuple(entries)


_known_entries = lru_cache(_CACHED)(_entries)


def _columns(some: _Values, common: _Values, prices: tuple[int, ...], variants: int) -> Columns:
    """`some`: what any SKU has; `common`: what all of them have, for the twins `…_all`."""
    keywords, doubles = _split(some)
    all_keywords, all_doubles = (keywords, doubles) if common is some else _split(common)
    return Columns(
        keywords={**keywords, **_twins(all_keywords)},
        doubles={**doubles, **_twins(all_doubles)},
        prices=prices,
        variants=variants,
    )


def _twins(columns: Mapping[str, _T]) -> dict[str, _T]:
    return {f"{name}_all": found for name, found in columns.items() if name != "name"}


def _merged(views: Iterable[_Values]) -> _Values:
    merged: _Values = {}
    for view in views:
        for name, values in view.items():
            merged.setdefault(name, {}).update(values)
    return merged


def _covers(view: _Values, own: _Values) -> bool:
    return all(view.get(name, {}).keys() >= values.keys() for name, values in own.items())


def _split(
    values: _Values,
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[float, ...]]]:
    keywords: dict[str, tuple[str, ...]] = {}
    doubles: dict[str, tuple[float, ...]] = {}
    for name, found in values.items():
        if not found:
            continue
        if name.startswith("n_"):
            doubles[name] = tuple(map(float, found))
        else:
            keywords[name] = tuple(map(str, found))
    return keywords, doubles
