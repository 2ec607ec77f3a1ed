"""The pages that a shopper sees: results and products, in Chinese, without scripts."""

from web.shop.install import install

__all__ = ["install"]
