"""A hit as its card shows it: every text ready, because a page has dozens of cards."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from query.page import HitCard, SearchPage
from query.places import product_address
from web.recording import POSITION, SEARCH
from web.shop.amounts import money, sold
from web.shop.variants import Variant

__all__ = ["Card", "card_of", "trails_of"]

_TAGS = 3
_ALT = 40  # characters of a picture's description: the whole title stands beside it


class Card(NamedTuple):
    """What a card says. Empty texts are left out; `several`: the price is the lowest of several.

    `because`: why it stands there; who is told so can say that it does not interest them.
    `dismissed`: they did, and can take it back.
    """

    id: str
    address: str
    title: Markup
    alt: str
    price: str
    several: bool
    list_price: str
    variant: str
    out: bool
    fits: bool
    brand: str
    sold: str
    rating: str
    tags: Sequence[str]
    record: Mapping[str, Any]
    because: str
    dismissed: bool


def card_of(
    hit: HitCard, variant: Variant | None = None, trail: str = "", *, dismissed: bool = False
) -> Card:
    """The card of a hit; `variant` is the SKU to name, where the filters tell SKUs apart.

    `trail` is added to the address.
    """
    record = hit.record
    listed = record.get("list_price")
    sales, rating = record.get("sales"), record.get("rating")
    return Card(
        id=hit.id,
        address=product_address(hit.id) + trail,
        # `highlight` is escaped HTML by its promise.
        title=Markup(hit.highlight),  # noqa: S704
        alt=hit.title[:_ALT],
        price=money(hit.price),
        several=variant is None and _several(record),
        list_price=money(round(listed * 100)) if listed and listed * 100 > hit.price else "",
        variant=_named(variant) if variant else "",
        out=hit.stock == 0,
        fits=hit.fits,
        brand=record.get("brand") or "",
        sold="" if sales is None else sold(sales),
        rating="" if rating is None else f"{rating:.1f}",
        tags=record.get("tags", ())[:_TAGS],
        record=record,
        because=hit.because or "",
        dismissed=dismissed,
    )


def trails_of(page: SearchPage) -> list[str]:
    """What each hit's address adds to be known as a click on this result: search and place.

    The product's page names itself without it.
    """
    first = (page.page - 1) * page.size + 1
    return [
        f"?{SEARCH}={page.search_id}&{POSITION}={place}"
        for place in range(first, first + len(page.hits))
    ]


def _named(variant: Variant) -> str:
    """The variant, with its price where the card shows another one."""
    return f"{variant.label} 款" + ("" if variant.fits else f" {money(variant.price)}")


def _several(record: Mapping[str, Any]) -> bool:
    price = record["price"]
    skus = record.get("skus", ())
    return len({sku.get("price", price) for sku in skus}) > 1
