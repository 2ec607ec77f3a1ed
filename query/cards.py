"""A hit's stored record to the card that a result page shows."""

from collections.abc import Mapping
from typing import Any

from indexer.catalog import fen
from indexer.fit import Fit
from query.page import HitCard

__all__ = ["hit_card"]


def hit_card(
    record: Mapping[str, Any],
    highlight: str,
    *,
    score: float,
    fits: bool,
    fit: Fit | None,
) -> HitCard:
    """`highlight`: the title as HTML. `fit`: the SKU that meets the filters; without one, the cheapest SKU is named."""
    skus = record.get("skus", ())
    sku, price = (fit.sku, fit.price) if fit else (None, fen(record["price"]))
    if fit is None and fits and skus:
        sku = min(skus, key=lambda s: s.get("price", record["price"]))["id"]
    return HitCard(
        id=record["id"],
        title=record["title"],
        highlight=highlight,
        price=price,
        sku=sku,
        fits=fits,
        stock=fit.stock if fit else record.get("stock"),
        score=score,
        record=record,
    )
