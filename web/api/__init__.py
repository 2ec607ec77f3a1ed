"""The JSON interface of contract §5."""

from web.api import events, suggest  # noqa: F401 - each adds its view
from web.api.views import views

__all__ = ["views"]
