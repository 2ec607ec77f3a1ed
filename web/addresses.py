"""How product ids stand in addresses: any id that a feed may have, in one path segment."""

from urllib.parse import quote

from werkzeug.routing import BaseConverter

__all__ = ["ProductIdConverter"]


class ProductIdConverter(BaseConverter):
    """1–64 characters, slashes included; always escaped whole when an address is built."""

    regex = ".{1,64}?"
    part_isolating = False

    def to_url(self, value: str) -> str:
        """The id as it stands in a path."""
        return quote(value, safe="")
