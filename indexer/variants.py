"""What a product's SKUs make of its columns: what any of them has, and what all of them have.

A SKU has its own attributes and those of its product that it does not name itself (semantics §1).
Which of them meets a filter is `indexer.fit`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from indexer.attributes import Attributes, AttributeValue
from indexer.catalog import Product, Scalar
from indexer.fields import PAIR

__all__ = ["Columns", "attribute_columns", "columns_of", "is_of_attributes", "normalized_values"]

_CACHED = 65_536  # values of attributes: about 30 MB when full
_CACHED_LENGTH = 64  # characters; longer values rarely come twice

_FILLED = frozenset(("name", "pair", "value", "family"))

_T = TypeVar("_T")

Values = dict[str, dict[str | float, None]]
"""A column to its values, in order and distinct."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Column values of a product; `prices` in fen, one a SKU, in the order of the SKUs.

    `variants`: how many SKUs differ in what a filter can ask; 0 where one speaks for all. `views`:
    the columns of each SKU, in their order; `common`: what all of them have.
    """

    keywords: Mapping[str, tuple[str, ...]]
    doubles: Mapping[str, tuple[float, ...]]
    prices: tuple[int, ...]
    variants: int
    views: Sequence[Values]
    common: Values


def normalized_values(
    attributes: Attributes, name: str, values: Iterable[Scalar]
) -> Iterator[AttributeValue]:
    """The values of one attribute, each normalised; a string may enumerate several."""
    for value in values:
        yield from attributes.values(name, value)


def columns_of(product: Product, attributes: Attributes) -> Columns:
    """The columns of attributes and prices, from the product and all of its SKUs."""
    attributes = attributes.present()  # one reading for a product, and for what is remembered
    own = attribute_columns(product.attributes, attributes)
    prices = _prices(product)
    if not product.skus:
        return _columns(own, own, prices, variants=0, views=())
    views = _sku_views(product, attributes)
    common = views[0]
    for view in views[1:]:
        common = {
            name: {value: None for value in values if value in view.get(name, ())}
            for name, values in common.items()
        }
    alike = all(view == views[0] for view in views) and len(set(prices)) == 1
    variants = 0 if alike and _covers(views[0], own) else len(views)
    return _columns(_merged((own, *views)), common, prices, variants=variants, views=views)


def _prices(product: Product) -> tuple[int, ...]:
    if not product.skus:
        return (product.price,)
    return tuple(product.price if sku.price is None else sku.price for sku in product.skus)


def is_of_attributes(column: str) -> bool:
    """Whether attributes fill a column."""
    return column in _FILLED or column.startswith("n_")


def _sku_views(product: Product, attributes: Attributes) -> list[Values]:
    """Each SKU's columns; what it names itself stands instead of its product's."""
    views = []
    for sku in product.skus:
        named = {attributes.dimension(name) or name for name in sku.attributes}
        inherited = {
            name: values
            for name, values in product.attributes.items()
            if (attributes.dimension(name) or name) not in named
        }
        views.append(attribute_columns({**inherited, **sku.attributes}, attributes))
    return views


def attribute_columns(owned: Mapping[str, tuple[Scalar, ...]], attributes: Attributes) -> Values:
    """What attributes alone put into the columns, in order."""
    columns: defaultdict[str, dict[str | float, None]] = defaultdict(dict)
    for name, values in owned.items():
        for value in values:
            short = not isinstance(value, str) or len(value) <= _CACHED_LENGTH
            entries = _known_entries if short else _entries
            for column, entry in entries(attributes, name, value):
                columns[column][entry] = None
    return dict(columns)


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


def _columns(
    some: Values,
    common: Values,
    prices: tuple[int, ...],
    *,
    variants: int,
    views: Sequence[Values],
) -> Columns:
    """`some`: what any SKU has; `common`: what all of them have, for the twins `…_all`.

    Where one SKU speaks for all the two are the same, and there are no twins.
    """
    keywords, doubles = _split(some)
    if variants:
        all_keywords, all_doubles = _split(common)
        keywords |= _twins(all_keywords)
        doubles |= _twins(all_doubles)
    return Columns(
        keywords=keywords,
        doubles=doubles,
        prices=prices,
        variants=variants,
        views=views,
        common=common,
    )


def _twins(columns: Mapping[str, _T]) -> dict[str, _T]:
    return {f"{name}_all": found for name, found in columns.items() if name != "name"}


def _merged(views: Iterable[Values]) -> Values:
    merged: Values = {}
    for view in views:
        for name, values in view.items():
            merged.setdefault(name, {}).update(values)
    return merged


def _covers(view: Values, own: Values) -> bool:
    return all(view.get(name, {}).keys() >= values.keys() for name, values in own.items())


def _split(
    values: Values,
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
