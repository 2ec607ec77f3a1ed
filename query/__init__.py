"""Meaning: what a shopper typed and chose, in; one page of products, out."""

from query.form import PriceRange, SearchForm
from query.page import FacetRange, FacetValue, HitCard, Notice, PageFacet, SearchPage
from query.search import SearchService

__all__ = [
    "FacetRange",
    "FacetValue",
    "HitCard",
    "Notice",
    "PageFacet",
    "PriceRange",
    "SearchForm",
    "SearchPage",
    "SearchService",
]
