"""The JSON interface of contract §5."""

from web.api import events  # noqa: F401 - adds its view
from web.api.suggest import suggest
from web.api.views import views

__all__ = ["suggest", "views"]
