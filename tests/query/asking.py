"""Searches by the parameters of an address, as the tests of this folder say them."""

from collections.abc import Iterable

from query.form import SearchForm
from query.page import SearchPage
from query.search import SearchService

__all__ = ["asked", "found", "ids"]


def ids(page: SearchPage) -> list[str]:
    """The hits of a page, in order."""
    return [hit.id for hit in page.hits]


def found(
    service: SearchService, text: str, *choices: tuple[str, str], **more: object
) -> list[str]:
    """The hits of `asked`."""
    return ids(asked(service, text, *choices, **more))


def asked(
    service: SearchService, text: str, *choices: tuple[str, str], **more: object
) -> SearchPage:
    """Search by the parameters of an address; `more` are its other parameters."""
    args: Iterable[tuple[str, str]] = [
        ("q", text),
        *choices,
        *((name, str(value)) for name, value in more.items()),
    ]
    return service.search(SearchForm.from_args(args))
