"""What stands in the shop's window, made once for all who come by.

In a shop of a million products it takes a tenth of a second: departments are counted over all of
them, and each shelf is a search of its own.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from query.page import FacetValue
from web.services import Services
from web.shop.shelves import Shelf, departments, shelves

__all__ = ["ShopWindow", "Window", "shop_window"]

_SECONDS = 5.0
"""For which it is shown while nothing changes: a reader may see a commit a moment after the
database knows of it, and products grow older."""

_NAME = "xunhuo.window"


@dataclass(frozen=True, slots=True)
class Window:
    """The departments, and shelves of products worth seeing; no shelves in an empty shop."""

    departments: Sequence[FacetValue]
    shelves: Sequence[Shelf]


class ShopWindow:
    """Made anew with every change of the index that was applied. Safe to share between threads."""

    def __init__(self, services: Services, clock: Callable[[], float] = time.monotonic) -> None:
        self._services = services
        self._clock = clock
        self._made: tuple[object, Window] | None = None

    def __call__(self) -> Window:
        """The window as it is now. Raises as a search does."""
        live = self._services.shop.products.live()
        state = (live.key.name, live.applied, self._clock() // _SECONDS)
        made = self._made
        if made is None or made[0] != state:
            search = self._services.search
            parts = departments(search)
            made = self._made = (state, Window(parts, shelves(search, parts)))
        return made[1]

    def install(self, app: Flask) -> None:
        """Have the views of an app show it."""
        app.extensions[_NAME] = self


def shop_window() -> Window:
    """The window of the shop that answers this request. Raises as a search does."""
    found = current_app.extensions[_NAME]
    assert isinstance(found, ShopWindow)  # noqa: S101 - tells the type checker what was installed
    return found()
