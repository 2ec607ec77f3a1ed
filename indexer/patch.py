"""A change of some columns of a product or FAQ entry, and what follows from it.

It reads no feed: `indexer.feed` checks what people typed and makes these.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from indexer.catalog import LARGEST_NUMBER, DocumentId, Faq, Product

__all__ = ["Patch", "UnknownSkuError", "settled"]

T = TypeVar("T", bound=Product | Faq)


class UnknownSkuError(LookupError):
    """The product has no SKU of that id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """New values for some columns of the document `id`, or of its SKU where `sku` names one.

    `fields`: columns in the form of `to_record`; None empties one. `attributes`: joined to those
    that are there, name by name; None removes a name.
    """

    id: DocumentId
    fields: Mapping[str, Any] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    sku: str = ""

    def applied(self, record: dict[str, Any]) -> dict[str, Any]:
        """The record with this change, as `from_record` reads it. Raises UnknownSkuError."""
        if not self.sku:
            return self._changed(record)
        skus = record.get("skus", [])
        if all(sku["id"] != self.sku for sku in skus):
            raise UnknownSkuError(self.sku)
        changed = [self._changed(sku) if sku["id"] == self.sku else sku for sku in skus]
        return {**record, "skus": changed}

    def _changed(self, record: dict[str, Any]) -> dict[str, Any]:
        changed = {**record, **self.fields}
        if self.attributes:
            changed["attributes"] = _filled({**changed.get("attributes", {}), **self.attributes})
        return _filled(changed)


def settled(document: T) -> T:
    """The product with the lowest price and the sum of the stock of its SKUs (semantics §1).

    A SKU without a price does not count; one without stock is in stock, and so is the product.
    An FAQ entry is returned as it is.
    """
    if not isinstance(document, Product):
        return document
    price, stock = document.price, document.stock
    prices = [sku.price for sku in document.skus if sku.price is not None]
    if prices:
        price = min(prices)
    named = [sku.stock for sku in document.skus if sku.stock is not None]
    if named:
        stock = min(sum(named), LARGEST_NUMBER) if len(named) == len(document.skus) else None
    if price == document.price and stock == document.stock:
        return document
    return replace(document, price=price, stock=stock)


def _filled(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}
