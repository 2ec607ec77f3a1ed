"""The counter: pages, API and health over HTTP. Views are thin; searching is `query`'s work."""

from web.app import create_app
from web.services import Services

__all__ = ["Services", "create_app"]
