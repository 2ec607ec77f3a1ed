"""The pages that a shopper sees: results and products."""

from web.shop.install import install

__all__ = ["install"]
