"""What is drawn where no photograph is: an icon by the words, else a character; a quiet colour."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from zlib import crc32

from query.page import FacetValue
from web.shop.icons import icon_of

__all__ = ["FILTERS", "Drawing", "category_drawing", "product_drawing"]

TONES = 8
"""Colours: classes `tone-0` to `tone-7` of the style sheet."""


class Drawing(NamedTuple):
    """`icon` names a symbol of `static/icons.svg`; where it is None, `initial` is written."""

    icon: str | None
    initial: str
    tone: int


def product_drawing(record: Mapping[str, Any]) -> Drawing:
    """Of a product's feed record; the colour is alike within a brand."""
    name = str(record.get("brand") or record["title"])
    return _drawing(icon_of(record.get("category", ()), record["title"]), name)


def category_drawing(category: FacetValue | Sequence[str]) -> Drawing:
    """Of a category, by its path."""
    levels = category.value.split("/") if isinstance(category, FacetValue) else category
    return _drawing(icon_of(levels), levels[-1])


def _drawing(icon: str | None, name: str) -> Drawing:
    initial = next((c for c in name if c.isalnum()), "货").upper()
    return Drawing(icon, initial, crc32(name.encode()) % TONES)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "category_drawing": category_drawing,
    "product_drawing": product_drawing,
}
"""For the templates."""
