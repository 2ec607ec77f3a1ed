"""The search of a shop as the commands use it: with its lexicon, built now where there is none."""

from indexer.shop import Shop
from query.lexicon.keeper import LexiconKeeper
from query.search import SearchService

__all__ = ["search_service"]


def search_service(shop: Shop) -> SearchService:
    """Searches the published products of a shop.

    Raises NothingPublishedError, EngineUnavailableError and AnalyzerMismatchError.
    """
    index = shop.products
    return SearchService(
        index.engine,
        index.known(),
        analyzer=shop.analyzer,
        attributes=shop.attributes,
        readers=LexiconKeeper(index).ready().reader,
    )
