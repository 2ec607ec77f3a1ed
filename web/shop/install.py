"""Adds the shop to an app: its views, and what its templates may use."""

from functools import cache
from pathlib import Path

from flask import Flask

from indexer.errors import XunhuoError
from query.places import category_address
from web.caching import version
from web.context import services, services_of
from web.shop import baskets, display, drawings
from web.shop.linked_data import breadcrumbs
from web.shop.pages import views
from web.shop.window import ShopWindow, shop_window

__all__ = ["install"]

_HOT_WORDS = 10


def install(app: Flask) -> None:
    """Register the pages and their filters."""
    ShopWindow(services_of(app)).install(app)
    folder = Path(app.static_folder or "")

    @cache
    def asset(name: str) -> str:
        """A static file at an address that changes with its content."""
        return f"{app.static_url_path}/{name}?v={version((folder / name).read_bytes())}"

    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["category_address"] = category_address
    app.jinja_env.globals["hot_words"] = lambda: services().hot_words()[:_HOT_WORDS]
    app.jinja_env.globals["is_demo"] = lambda: services().is_demo()
    app.jinja_env.globals["ways_on"] = _ways_on
    app.jinja_env.filters.update(display.FILTERS)
    app.jinja_env.filters.update(drawings.FILTERS)
    app.jinja_env.filters["breadcrumbs"] = breadcrumbs
    baskets.install(app)
    app.register_blueprint(views)


def _ways_on() -> list[tuple[str, str]]:
    """The departments with their addresses, for a page that has nothing else; none in a failure."""
    try:
        return [(part.label, category_address(part.value)) for part in shop_window().departments]
    except XunhuoError:
        return []
