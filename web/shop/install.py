"""Adds the shop to an app: its views, and what its templates may use."""

from pathlib import Path

from flask import Flask, url_for

from web.caching import version
from web.shop import display
from web.shop.views import views

__all__ = ["install"]

_STYLES = "shop.css"


def install(app: Flask) -> None:
    """Register the pages and their filters."""
    content = version(Path(app.static_folder or "", _STYLES).read_bytes())

    def stylesheet() -> str:
        return url_for("static", filename=_STYLES, v=content)

    app.jinja_env.globals["stylesheet"] = stylesheet
    app.jinja_env.filters.update(display.FILTERS)
    app.register_blueprint(views)
