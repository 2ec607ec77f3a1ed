"""Searches by the parameters of an address, as the tests of this folder say them."""

from collections.abc import Iterable

from query.form import SearchForm
from query.page import Chip, SearchPage
from query.search import SearchService

__all__ = ["asked", "broken_promises", "found", "ids"]


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
    return service.search(SearchForm.from_args(args, programs=True))


def broken_promises(service: SearchService, text: str) -> list[Chip]:
    """The chips of a page whose count is not the total of the search without them."""
    return [
        chip
        for chip in asked(service, text).chips
        if asked(service, text, ("drop", chip.slot)).total != chip.without
    ]
