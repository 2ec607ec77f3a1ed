"""What a shopper chose beside the text, as filters by facet key."""

from collections.abc import Iterable, Mapping

from indexer.attributes import Attributes
from indexer.catalog import fen
from indexer.fields import PAIR
from indexer.filters import AnyOf, Filter, Range, Terms
from query.form import PriceRange, SearchForm

__all__ = [
    "LEVELS",
    "chosen_filters",
    "is_dimension",
    "price_filter",
    "selected",
    "value_column",
    "written_name",
]

LEVELS = {"brand": "品牌", "category": "分类", "tags": "标签"}
"""The facets that every shop has, besides price, with their labels."""


def chosen_filters(form: SearchForm, attributes: Attributes) -> dict[str, Filter]:
    """One filter a facet key: any of its values, any of the price ranges."""
    filters: dict[str, Filter] = {}
    for key in form.chosen:
        values = tuple(selected(form, key, attributes))
        if key in LEVELS:
            filters[key] = Terms(key, values)
        else:
            pairs = tuple(f"{key}{PAIR}{value}" for value in values)
            filters[key] = Terms(value_column(key, attributes), pairs)
    if form.prices:
        filters["price"] = price_filter(form.prices)
    return filters


def is_dimension(key: str, attributes: Attributes) -> bool:
    """Whether a facet's key is a dimension of contract §4, not a catalogue's own name."""
    return attributes.dimension(key) == key


def written_name(key: str, names: Iterable[str], attributes: Attributes) -> str | None:
    """What a dimension is called: the first of these `names` that is one of it; None without one."""
    if not is_dimension(key, attributes):
        return None
    return next((name for name in names if attributes.dimension(name) == key), None)


def value_column(key: str, attributes: Attributes) -> str:
    """Where the values of an attribute stand: by dimension, or by the catalogue's own name."""
    return "value" if is_dimension(key, attributes) else "pair"


def price_filter(prices: tuple[PriceRange, ...]) -> Filter:
    """Any of the ranges, in fen."""
    parts = tuple(
        Range(
            "price",
            None if price.low is None else fen(price.low),
            None if price.high is None else fen(price.high),
        )
        for price in prices
    )
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def selected(form: SearchForm, key: str, attributes: Attributes) -> Mapping[str, str]:
    """The chosen values of a facet: as the index has them, to as they were given."""
    values = form.chosen.get(key, ())
    if key == "category":
        return {_path(value): value for value in values}
    if key in LEVELS:
        return {value: value for value in values}
    return {attributes.normalize(key, value).normalized: value for value in values}


def _path(text: str) -> str:
    return "/".join(part.strip() for part in text.split("/") if part.strip())
