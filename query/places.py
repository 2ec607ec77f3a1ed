"""The addresses of a shop's own places. A place has one address, however one got there."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from query.form import SearchForm

__all__ = ["category_address", "form_address", "product_address", "trail_of"]


def product_address(product_id: str) -> str:
    """The page of a product; any id that a feed may have is one segment of it."""
    return f"/p/{quote(product_id, safe='')}"


def category_address(path: str) -> str:
    """The page of a category, by its path from the root: 手机数码/手机."""
    return form_address(SearchForm(chosen={"category": (path,)}))


def trail_of(levels: Sequence[str]) -> list[tuple[str, str]]:
    """Each level of a category with the address of its page, from the root."""
    return [(name, category_address("/".join(levels[: i + 1]))) for i, name in enumerate(levels)]


def form_address(form: SearchForm) -> str:
    """The page of a search: of a category where the search is for nothing but everything in it."""
    paths = form.chosen.get("category", ())
    alone = SearchForm(chosen={"category": paths}, page=form.page, sort=form.sort)
    if form == alone and len(paths) == 1 and _stands_in_an_address(paths[0]):
        return replace(form, chosen={}).address(f"/c/{quote(paths[0], safe='/')}")
    return form.address()


def _stands_in_an_address(path: str) -> bool:
    """Browsers take a dot for a step; two slashes are one to many a server between."""
    levels = path.split("/")
    return all(level == level.strip() and level not in ("", ".", "..") for level in levels)
