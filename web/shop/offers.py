"""The variant that a product page offers, and the choices that lead to the others.

A choice is a link to a variant: it works without a script, and can be shared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.catalog import Fen, Product, Sku
from web.shop.variants import sku_columns

__all__ = ["Axis", "Offer", "Option", "axes_of", "offer_of"]

_NONE = "无"
_BY_ID = "款式"


@dataclass(frozen=True, slots=True)
class Offer:
    """What is sold: price in fen; `stock` None is in stock. `sku` None: the product itself."""

    sku: Sku | None
    price: Fen
    stock: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A value to choose and the SKU that choosing it leads to.

    `exact` False: nothing has it together with all else that is chosen, the SKU is the one that
    keeps most of it.
    """

    label: str
    sku: str
    selected: bool
    exact: bool
    out: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """What may be chosen of one attribute."""

    name: str
    options: Sequence[Option]


def offer_of(product: Product, sku_id: str) -> Offer:
    """The SKU of that id, else the cheapest that is in stock, else the cheapest."""
    if not product.skus:
        return Offer(None, product.price, product.stock)
    named = (sku for sku in product.skus if sku.id == sku_id)
    sku = next(named, None) or min(
        product.skus, key=lambda sku: (sku.stock == 0, _price(product, sku))
    )
    return Offer(sku, _price(product, sku), sku.stock)


def axes_of(product: Product, chosen: Sku | None) -> list[Axis]:
    """The attributes in the order of the feed; none where there is nothing to choose.

    Where attributes do not tell some SKUs apart, the last axis has their ids.
    """
    if chosen is None or len(product.skus) < 2:  # noqa: PLR2004 - one is no choice
        return []
    names = sku_columns(product)
    axes = [Axis(name, list(_options(product, chosen, names, name))) for name in names]
    alike = [sku for sku in product.skus if _values(sku, names) == _values(chosen, names)]
    if len(alike) > 1:
        ids = [
            Option(label=sku.id, sku=sku.id, selected=sku is chosen, exact=True, out=sku.stock == 0)
            for sku in alike
        ]
        axes.append(Axis(_BY_ID, ids))
    return axes


def _options(product: Product, chosen: Sku, names: Sequence[str], name: str) -> Iterator[Option]:
    own = _value(chosen, name)
    for value in dict.fromkeys(_value(sku, name) for sku in product.skus):
        wanted = [value if other == name else _value(chosen, other) for other in names]
        having = (sku for sku in product.skus if _value(sku, name) == value)
        nearest = min(
            having,
            key=lambda sku: (
                -sum(a == b for a, b in zip(_values(sku, names), wanted, strict=True)),
                sku is not chosen,
                sku.stock == 0,
                _price(product, sku),
            ),
        )
        yield Option(
            label=value,
            sku=nearest.id,
            selected=value == own,
            exact=_values(nearest, names) == wanted,
            out=nearest.stock == 0,
        )


def _values(sku: Sku, names: Sequence[str]) -> list[str]:
    return [_value(sku, name) for name in names]


def _value(sku: Sku, name: str) -> str:
    return "、".join(map(str, sku.attributes.get(name, ()))) or _NONE


def _price(product: Product, sku: Sku) -> Fen:
    return product.price if sku.price is None else sku.price
