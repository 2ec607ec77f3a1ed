"""How product ids are read from addresses, which `query.places.product_address` makes."""

from werkzeug.routing import BaseConverter

__all__ = ["ProductIdConverter"]


class ProductIdConverter(BaseConverter):
    """1–64 characters, slashes included, whether they were escaped or not."""

    regex = ".{1,64}?"
    part_isolating = False
