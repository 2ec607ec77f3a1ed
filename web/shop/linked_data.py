"""What a page says of itself to machines, in the words of schema.org; the template escapes it.

Addresses are relative: readers of JSON-LD resolve them against the page, under whatever name and
scheme the shop is reached.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from indexer.catalog import Fen, Product
from query.places import product_address
from web.shop.display import pictures

__all__ = ["breadcrumbs", "product_data"]

_SCHEMA = "https://schema.org"


def product_data(product: Product) -> dict[str, Any]:
    """A Product with one Offer for each SKU."""
    address = product_address(product.id)
    data: dict[str, Any] = {
        "@context": _SCHEMA,
        "@type": "Product",
        "name": product.title,
        "sku": product.id,
        "url": address,
        "offers": [
            _offer(sku.id, f"{address}?sku={quote(sku.id, safe='')}", sku.price, sku.stock, product)
            for sku in product.skus
        ]
        or _offer(product.id, address, None, product.stock, product),
    }
    if product.brand:
        data["brand"] = {"@type": "Brand", "name": product.brand}
    if product.description:
        data["description"] = product.description
    if product.category:
        data["category"] = " > ".join(product.category)
    if images := pictures(product.images):
        data["image"] = images
    if product.rating is not None and product.reviews:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": product.rating,
            "bestRating": 5,
            "worstRating": 0,
            "reviewCount": product.reviews,
        }
    return data


def breadcrumbs(trail: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """A BreadcrumbList of names and addresses, from the root."""
    return {
        "@context": _SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(trail, 1)
        ],
    }


def _offer(
    sku: str, address: str, price: Fen | None, stock: int | None, product: Product
) -> dict[str, Any]:
    amount = product.price if price is None else price
    return {
        "@type": "Offer",
        "sku": sku,
        "url": address,
        "price": f"{amount // 100}.{amount % 100:02}",
        "priceCurrency": "CNY",
        "availability": f"{_SCHEMA}/{'OutOfStock' if stock == 0 else 'InStock'}",
    }
