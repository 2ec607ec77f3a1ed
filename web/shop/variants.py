"""Which variant a card names: the one that fits the filters, or the one that comes closest.

Whether one fits is decided by the search; nothing here changes what is found.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.attributes import Attributes
from indexer.catalog import Product, fen
from indexer.variants import normalized_values
from query.choices import LEVELS
from query.form import SearchForm
from query.page import HitCard

__all__ = ["Variant", "sku_columns", "sku_label", "variant_of"]

_LABEL_VALUES = 3  # 曜石黑 12GB 256GB says which one it is; more would not fit a card


@dataclass(frozen=True, slots=True)
class Variant:
    """A SKU to name on a card: what tells it apart, its price in fen, whether it fits."""

    label: str
    price: int
    fits: bool


def variant_of(hit: HitCard, form: SearchForm, attributes: Attributes) -> Variant | None:
    """The SKU to name; None where the filters tell no SKUs apart.

    `form` has its values as the index spells them. Where no SKU fits all filters, the one that
    meets most of the chosen attributes is named, the cheapest of several (semantics §1).
    """
    skus: Sequence[Mapping[str, Any]] = hit.record.get("skus", ())
    asked = {key: values for key, values in form.chosen.items() if key not in LEVELS}
    if not skus or not (asked or form.prices):
        return None
    if hit.fits:
        found = next((sku for sku in skus if sku["id"] == hit.sku), None)
        price = hit.price
    else:
        found = min(
            skus, key=lambda sku: (-_met(sku, asked, attributes), sku.get("price", hit.price))
        )
        price = fen(found["price"]) if "price" in found else hit.price
    if found is None or not (label := sku_label(found.get("attributes", {}))):
        return None
    return Variant(label, price, hit.fits)


def sku_label(values: Mapping[str, Any]) -> str:
    """The first few values of a SKU's attributes, as written."""
    written = (value for value in values.values() if not isinstance(value, list))
    return " ".join(str(value) for value in list(written)[:_LABEL_VALUES])


def sku_columns(product: Product) -> list[str]:
    """The attributes that the SKUs of a product name, in the order of the feed."""
    return list(dict.fromkeys(name for sku in product.skus for name in sku.attributes))


def _met(sku: Mapping[str, Any], asked: Mapping[str, Sequence[str]], attributes: Attributes) -> int:
    own: Mapping[str, Any] = sku.get("attributes", {})
    return sum(
        any(
            value.normalized in values
            for name, written in own.items()
            if key in (name, attributes.dimension(name))
            for value in normalized_values(attributes, name, _listed(written))
        )
        for key, values in asked.items()
    )


def _listed(value: Any) -> Iterable[Any]:  # noqa: ANN401 - a feed's value: a scalar or a list
    return value if isinstance(value, list) else (value,)
