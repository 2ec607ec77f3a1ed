"""How values look on a page: pictures, categories, facets. All text; the templates escape it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from query.page import FacetValue, PageFacet
from query.places import product_address
from web.shop.amounts import box, money, side, sold
from web.shop.cards import card_of
from web.shop.links import filtered, price_label
from web.shop.variants import sku_label

__all__ = ["FILTERS", "FOLDED_AFTER", "as_tree", "folded_values", "picture", "pictures"]

FOLDED_AFTER = 8
"""Values of a facet that are seen at once; more are unfolded."""


def picture(images: Iterable[str]) -> str | None:
    """The first image that our content policy lets a browser load; None: draw one."""
    return next((image for image in images if _loadable(image)), None)


def pictures(images: Iterable[str]) -> list[str]:
    """All images that a browser may load."""
    return [image for image in images if _loadable(image)]


def listed(value: Any) -> str:  # noqa: ANN401 - a feed's value: a scalar or a list
    """An attribute's value or values."""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def as_tree(values: Sequence[FacetValue]) -> list[tuple[int, FacetValue]]:
    """Category paths with their depth, children after their parent, else in the given order.

    A path whose parent is not among them stands at the top.
    """
    known = {value.value for value in values}
    children: dict[str | None, list[FacetValue]] = {}
    for value in values:
        parent = value.value.rpartition("/")[0]
        # An address may name the empty path, which is no parent, least of all its own.
        children.setdefault(parent if parent and parent in known else None, []).append(value)

    def below(parent: str | None, depth: int) -> list[tuple[int, FacetValue]]:
        return [
            pair
            for value in children.get(parent, ())
            for pair in ((depth, value), *below(value.value, depth + 1))
        ]

    return below(None, 0)


def folded_values(
    facet: PageFacet,
) -> tuple[Sequence[tuple[int, FacetValue]], Sequence[tuple[int, FacetValue]]]:
    """The values to see at once and those to unfold, each with its depth; chosen ones are seen."""
    found = [value for value in facet.values if isinstance(value, FacetValue)]
    values = as_tree(found) if facet.key == "category" else [(0, value) for value in found]
    if len(values) <= FOLDED_AFTER + 1:  # nobody unfolds for one more
        return values, ()
    seen: list[tuple[int, FacetValue]] = []
    folded: list[tuple[int, FacetValue]] = []
    for i, pair in enumerate(values):
        (seen if i < FOLDED_AFTER or pair[1].selected else folded).append(pair)
    return seen, folded


def _loadable(image: str) -> bool:
    try:
        parts = urlsplit(image)
    except ValueError:
        return False
    return parts.scheme == "https" or (
        not parts.scheme and not parts.netloc and image.startswith("/")
    )


FILTERS: Mapping[str, Callable[..., Any]] = {
    "box": box,
    "card": card_of,
    "filtered": lambda value, key: filtered(key, value),
    "folded_values": folded_values,
    "listed": listed,
    "money": money,
    "picture": picture,
    "pictures": pictures,
    "price_label": price_label,
    "product_address": product_address,
    "side": side,
    "sku_label": sku_label,
    "sold": sold,
}
