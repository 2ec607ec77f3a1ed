"""The JSON interface of contract §5."""

from web.api.views import views

__all__ = ["views"]
