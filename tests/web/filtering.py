"""The form of filters on a result page, filled in and sent as a browser without scripts does."""

from collections.abc import Iterable
from urllib.parse import urlencode

from tests.web.reading import PageRead

__all__ = ["chosen", "filter_address", "values_of"]

_Pair = tuple[str, str]


def chosen(page: PageRead) -> list[_Pair]:
    """The boxes that are ticked: name and value of each."""
    return [(a["name"], a["value"]) for a in _boxes(page) if "checked" in a]


def values_of(page: PageRead, name: str) -> list[str]:
    """The values to tick under a name, in their order."""
    return [a["value"] for a in _boxes(page) if a["name"] == name]


def filter_address(
    page: PageRead,
    *,
    tick: Iterable[_Pair] = (),
    untick: Iterable[_Pair] = (),
    low: str = "",
    high: str = "",
) -> str:
    """The address that the form is sent to, with these boxes ticked or not any more.

    `low` and `high` are typed into the price boxes; empty ones stay as they are.
    """
    there = [(a["name"], a["value"]) for a in _boxes(page)]
    assert set(tick) | set(untick) <= set(there), f"no such boxes among {there}"
    pairs = [(a["name"], a["value"]) for a in _inputs(page) if a.get("type") == "hidden"]
    ticked = {*chosen(page), *tick} - set(untick)
    pairs += [pair for pair in there if pair in ticked]
    pairs += [
        (name, typed or page.attributes("input", name=name)["value"])
        for name, typed in (("price_low", low), ("price_high", high))
    ]
    return f"{page.attributes('form', id='facets')['action']}?{urlencode(pairs)}"


def _inputs(page: PageRead) -> list[dict[str, str]]:
    return [attrs for tag, attrs in page.tags if tag == "input"]


def _boxes(page: PageRead) -> list[dict[str, str]]:
    return [attrs for attrs in _inputs(page) if attrs.get("type") == "checkbox"]
