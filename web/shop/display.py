"""How values look on a page: money, counts, pictures. All text; the templates escape it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

from markupsafe import Markup

from query.page import FacetRange, FacetValue, HitCard, PageFacet
from web.shop.links import filtered, price_label
from web.shop.variants import sku_label

__all__ = ["FILTERS", "FOLDED_AFTER", "as_tree", "folded_values", "money", "picture", "tone"]

TONES = 8
"""Colours of drawn pictures: classes `tone-0` to `tone-7` of the style sheet."""

FOLDED_AFTER = 8
"""Values of a facet that are seen at once; more are unfolded."""

_WAN = 10_000


def money(fen: int) -> str:
    """Fen as a price: ¥6,999 or ¥6,999.50."""
    return f"¥{fen // 100:,}" if fen % 100 == 0 else f"¥{fen / 100:,.2f}"


def box(yuan: float | None) -> str:
    """Yuan as they stand in a box to type in; nothing for an open side."""
    return "" if yuan is None else f"{yuan:.10g}"


def sold(count: int) -> str:
    """A count as shops write it: 3021 or 1.2万."""
    return str(count) if count < _WAN else f"{int(count / (_WAN / 10)) / 10:g}万"


def picture(images: Iterable[str]) -> str | None:
    """The first image that our content policy lets a browser load; None: draw one."""
    return next((image for image in images if _loadable(image)), None)


def pictures(images: Iterable[str]) -> list[str]:
    """All images that a browser may load."""
    return [image for image in images if _loadable(image)]


def tone(record: Mapping[str, Any]) -> int:
    """The colour of a product's drawn picture: alike within a brand."""
    return crc32(str(record.get("brand") or record["title"]).encode()) % TONES


def initial(record: Mapping[str, Any]) -> str:
    """The character on a product's drawn picture."""
    name = str(record.get("brand") or record["title"])
    return next((c for c in name if c.isalnum()), "货").upper()


def highlighted(hit: HitCard) -> Markup:
    """A hit's title with its marks: `highlight` is escaped HTML by its promise."""
    return Markup(hit.highlight)  # noqa: S704


def listed(value: Any) -> str:  # noqa: ANN401 - a feed's value: a scalar or a list
    """An attribute's value or values."""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def as_tree(values: Sequence[FacetValue]) -> list[tuple[int, FacetValue]]:
    """Category paths with their depth, children after their parent, else in the given order.

    A path whose parent is not among them stands at the top.
    """
    known = {value.value for value in values}
    children: dict[str, list[FacetValue]] = {}
    for value in values:
        parent = value.value.rpartition("/")[0]
        children.setdefault(parent if parent in known else "", []).append(value)

    def below(parent: str, depth: int) -> list[tuple[int, FacetValue]]:
        return [
            pair
            for value in children.get(parent, ())
            for pair in ((depth, value), *below(value.value, depth + 1))
        ]

    return below("", 0)


def folded_values(
    facet: PageFacet,
) -> tuple[list[tuple[int, FacetValue | FacetRange]], list[tuple[int, FacetValue | FacetRange]]]:
    """The values to see at once and those to unfold, each with its depth; chosen ones are seen."""
    if facet.key == "category":
        values: list[tuple[int, FacetValue | FacetRange]] = [
            *as_tree([value for value in facet.values if isinstance(value, FacetValue)])
        ]
    else:
        values = [(0, value) for value in facet.values]
    if len(values) <= FOLDED_AFTER + 1:  # nobody unfolds for one more
        return values, []
    seen = [pair for i, pair in enumerate(values) if i < FOLDED_AFTER or pair[1].selected]
    return seen, [pair for pair in values if pair not in seen]


def levels(category: Sequence[str]) -> list[tuple[str, str]]:
    """The name of each level of a category with the address of everything in it."""
    return [
        (name, filtered("category", "/".join(category[: i + 1]))) for i, name in enumerate(category)
    ]


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
    "filtered": lambda value, key: filtered(key, value),
    "folded_values": folded_values,
    "highlighted": highlighted,
    "initial": initial,
    "levels": levels,
    "listed": listed,
    "money": money,
    "picture": picture,
    "pictures": pictures,
    "price_label": price_label,
    "sku_label": sku_label,
    "sold": sold,
    "tone": tone,
}
