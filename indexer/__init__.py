"""The index: what a shop sells and answers, how it is stored, and how it is matched."""

from indexer.catalog import Faq, Product, Sku
from indexer.errors import (
    AnalyzerMismatchError,
    EngineUnavailableError,
    InvalidRequestError,
    NothingPublishedError,
    XunhuoError,
)
from indexer.filters import AllOf, AnyOf, Exists, Filter, Not, Range, Term, Terms

__all__ = [
    "AllOf",
    "AnalyzerMismatchError",
    "AnyOf",
    "EngineUnavailableError",
    "Exists",
    "Faq",
    "Filter",
    "InvalidRequestError",
    "Not",
    "NothingPublishedError",
    "Product",
    "Range",
    "Sku",
    "Term",
    "Terms",
    "XunhuoError",
]
