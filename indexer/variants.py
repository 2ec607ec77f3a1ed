"""What a product's SKUs make of its columns: what any of them has, what all have, which one fits.

A SKU has its own attributes and those of its product that it does not name itself (semantics §1).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from indexer.attributes import Attributes, AttributeValue
from indexer.catalog import Product, Scalar
from indexer.fields import PAIR
from indexer.filters import AllOf, AnyOf, Exists, Filter, Not, Range, Term, Terms

__all__ = ["Columns", "Fit", "card_of", "columns_of", "fitting", "meets", "normalized_values"]

_Values = dict[str, dict[str | float, None]]


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
        if isinstance(value, str):
            for part in attributes.split(name, value):
                yield attributes.normalize(name, part)
        else:
            yield attributes.normalize(name, value)


def columns_of(product: Product, attributes: Attributes) -> Columns:
    """The columns of attributes and prices, from the product and all of its SKUs."""
    own = _attribute_columns(product.attributes, attributes)
    prices = _prices(product)
    if not product.skus:
        keywords, doubles = _split(own)
        twins_k, twins_d = _split(_twins(own))
        return Columns(
            keywords={**keywords, **twins_k},
            doubles={**doubles, **twins_d},
            prices=prices,
            variants=0,
        )
    views = _sku_views(product, attributes)
    any_ = _merged((own, *views))
    common = views[0]
    for view in views[1:]:
        common = {
            name: {value: None for value in values if value in view.get(name, ())}
            for name, values in common.items()
        }
    keywords, doubles = _split(any_)
    twins_k, twins_d = _split(_twins(common))
    alike = all(view == views[0] for view in views) and len(set(prices)) == 1
    return Columns(
        keywords={**keywords, **twins_k},
        doubles={**doubles, **twins_d},
        prices=prices,
        variants=0 if alike and _covers(views[0], own) else len(views),
    )


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
    columns: _Values = {}
    for name, values in owned.items():
        for normal in normalized_values(attributes, name, values):
            columns.setdefault("name", {})[name] = None
            columns.setdefault("pair", {})[f"{name}{PAIR}{normal.normalized}"] = None
            if normal.dimension is not None:
                columns.setdefault("value", {})[f"{normal.dimension}{PAIR}{normal.normalized}"] = (
                    None
                )
                if normal.family is not None:
                    columns.setdefault("family", {})[f"{normal.dimension}{PAIR}{normal.family}"] = (
                        None
                    )
            if normal.numeric_dimension is not None:
                column = columns.setdefault(f"n_{normal.numeric_dimension}", {})
                column.update(dict.fromkeys(normal.numbers))
    return columns


def _twins(values: _Values) -> _Values:
    return {f"{name}_all": found for name, found in values.items() if name != "name"}


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
            doubles[name] = tuple(float(value) for value in found)
        else:
            keywords[name] = tuple(str(value) for value in found)
    return keywords, doubles
