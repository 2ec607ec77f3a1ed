"""What the commands search and read by: a shop's lexicon, built now where there is none."""

from indexer.errors import NothingPublishedError
from indexer.shop import Shop
from query.kept import resting
from query.lexicon.building import built
from query.lexicon.keeper import LexiconKeeper
from query.reading import LexiconReader, Reader
from query.search import SearchService

__all__ = ["search_service", "shop_reader"]


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


def shop_reader(shop: Shop) -> Reader:
    """Reads texts by what a shop has: its index is not needed, nor any product.

    Raises EngineUnavailableError and AnalyzerMismatchError.
    """
    index = shop.products
    try:
        return LexiconKeeper(index).ready().reader()
    except NothingPublishedError:
        lexicon = built(lambda: resting(index, lambda: None), shop.attributes)
        return LexiconReader(lexicon, shop.analyzer, shop.attributes)
