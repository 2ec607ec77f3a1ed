"""Filters over a product and its SKUs, read straight from semantics §1: no columns, no lowering.

It shares with the index only how a value is normalised.
"""

from collections import defaultdict
from collections.abc import Mapping

from indexer.attributes import Attributes
from indexer.catalog import Product, Scalar
from indexer.fields import PAIR
from indexer.filters import AllOf, AnyOf, Exists, Filter, Not, Range, Term, Terms

__all__ = ["Owner", "meets", "owners"]

Owner = Mapping[str, set[str | int | float]]
"""What a SKU has, or the product itself: column to values."""


def owners(product: Product, attributes: Attributes) -> tuple[Owner, list[Owner]]:
    """The product itself, and its SKUs; a product without SKUs is its own only SKU.

    A SKU also has what its product has, except under the names (or dimensions) that it names.
    """
    of_product: dict[str, set[str | int | float]] = {
        "id": {product.id},
        "brand": {product.brand} if product.brand else set(),
        "category": {"/".join(product.category[: i + 1]) for i in range(len(product.category))},
        "tags": set(product.tags),
    }
    itself = {**of_product, **_values(product.attributes, attributes)}
    if not product.skus:
        return {**itself, "price": {product.price}}, [{**itself, "price": {product.price}}]
    skus: list[Owner] = []
    for sku in product.skus:
        named = {attributes.dimension(name) or name for name in sku.attributes}
        inherited = {
            name: values
            for name, values in product.attributes.items()
            if (attributes.dimension(name) or name) not in named
        }
        price = product.price if sku.price is None else sku.price
        own = _values({**inherited, **sku.attributes}, attributes)
        skus.append({**of_product, **own, "price": {price}})
    return itself, skus


def meets(filter_: Filter, itself: Owner, skus: list[Owner]) -> bool:
    """A filter is met when any SKU, or the product itself, meets it."""
    match filter_:
        case AllOf(parts):
            return all(meets(part, itself, skus) for part in parts)
        case AnyOf(parts):
            return any(meets(part, itself, skus) for part in parts)
        case Not(part):
            return _escapes(part, itself, skus)
        case leaf:
            return any(_held(leaf, owner) for owner in (itself, *skus))


def _escapes(excluded: Filter, itself: Owner, skus: list[Owner]) -> bool:
    """An exclusion is met when not every SKU has the value."""
    match excluded:
        case AllOf(parts):
            return any(_escapes(part, itself, skus) for part in parts)
        case AnyOf(parts):
            return all(_escapes(part, itself, skus) for part in parts)
        case Not(part):
            return meets(part, itself, skus)
        case leaf:
            common = [value for value in _held(leaf, skus[0]) if _by_all(value, leaf, skus)]
            return not common


def _by_all(value: str | float, leaf: Filter, skus: list[Owner]) -> bool:
    if isinstance(leaf, Range) and leaf.field == "price":
        # Each SKU has one price: "the value" is that its price lies there.
        return all(_held(leaf, sku) for sku in skus)
    return all(value in _held(leaf, sku) for sku in skus)


def _held(leaf: Filter, owner: Owner) -> set[str | int | float]:
    """The owner's values that the leaf asks for."""
    match leaf:
        case Term(column, value):
            return owner.get(column, set()) & {value}
        case Terms(column, values):
            return owner.get(column, set()) & set(values)
        case Range(column, low, high):
            return {
                value
                for value in owner.get(column, set())
                if not isinstance(value, str)
                if (low is None or value >= low) and (high is None or value <= high)
            }
        case Exists(column):
            return set(owner.get(column, set()))
        case _:
            raise TypeError(leaf)


def _values(
    named: Mapping[str, tuple[Scalar, ...]], attributes: Attributes
) -> dict[str, set[str | int | float]]:
    found: defaultdict[str, set[str | int | float]] = defaultdict(set)
    for name, values in named.items():
        for value in values:
            parts = attributes.split(name, value) if isinstance(value, str) else (value,)
            for part in parts:
                normal = attributes.normalize(name, part)
                found["pair"].add(f"{name}{PAIR}{normal.normalized}")
                if normal.dimension is not None:
                    found["value"].add(f"{normal.dimension}{PAIR}{normal.normalized}")
                if normal.dimension is not None and normal.family is not None:
                    found["family"].add(f"{normal.dimension}{PAIR}{normal.family}")
                if normal.numeric_dimension is not None:
                    found[f"n_{normal.numeric_dimension}"].update(normal.numbers)
    return dict(found)
