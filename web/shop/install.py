"""Adds the shop to an app: its views, and what its templates may use."""

from functools import cache
from pathlib import Path

from flask import Flask

from web.caching import version
from web.shop import display
from web.shop.views import views

__all__ = ["install"]


def install(app: Flask) -> None:
    """Register the pages and their filters."""
    folder = Path(app.static_folder or "")

    @cache
    def asset(name: str) -> str:
        """A static file at an address that changes with its content."""
        return f"{app.static_url_path}/{name}?v={version((folder / name).read_bytes())}"

    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["stylesheet"] = lambda: asset("shop.css")
    app.jinja_env.filters.update(display.FILTERS)
    app.register_blueprint(views)
