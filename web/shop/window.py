"""What stands in the shop's window, made once for all who come by.

In a shop of a million products it takes a tenth of a second: departments are counted over all of
them, and each shelf is a search of its own.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from flask import Flask, current_app

from query.page import FacetValue
from web.services import Services
from web.shop.shelves import Shelf, departments, shelves

__all__ = ["ShopWindow", "Window", "shop_window"]

_SECONDS = 5.0
"""For which it is shown while nothing changes: a reader may see a commit a moment after the
database knows of it, and products grow older."""

_LEAST = 1.0
"""For which it is shown whatever changes: prices may change all the time."""

_NAME = "xunhuo.window"


@dataclass(frozen=True, slots=True)
class Window:
    """The departments, and shelves of products worth seeing; no shelves in an empty shop."""

    departments: Sequence[FacetValue]
    shelves: Sequence[Shelf]


@dataclass(frozen=True, slots=True)
class _Made:
    state: object
    at: float
    window: Window


class ShopWindow:
    """Made anew after changes of the index. Safe to share between threads: one makes it, and the
    others take the last one meanwhile."""

    def __init__(self, services: Services, clock: Callable[[], float] = time.monotonic) -> None:
        self._services = services
        self._clock = clock
        self._lock = Lock()
        self._made: _Made | None = None

    def __call__(self) -> Window:
        """The window as it is now. Raises as a search does."""
        live = self._services.shop.products.live()
        state = (live.key.name, live.applied)
        made = self._made
        if made is not None and (self._is_fresh(made, state) or self._lock.locked()):
            return made.window
        with self._lock:
            made = self._made  # another thread may have been faster
            if made is None or not self._is_fresh(made, state):
                search = self._services.search
                parts = departments(search)
                window = Window(parts, shelves(search, parts))
                made = self._made = _Made(state, self._clock(), window)
            return made.window

    def _is_fresh(self, made: _Made, state: object) -> bool:
        return self._clock() - made.at < (_SECONDS if made.state == state else _LEAST)

    def install(self, app: Flask) -> None:
        """Have the views of an app show it."""
        app.extensions[_NAME] = self


def shop_window() -> Window:
    """The window of the shop that answers this request. Raises as a search does."""
    found = current_app.extensions[_NAME]
    assert isinstance(found, ShopWindow)  # noqa: S101 - tells the type checker what was installed
    return found()
