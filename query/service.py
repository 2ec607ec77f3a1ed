"""What the commands search and read by: a shop's lexicon, built now where there is none."""

from indexer.attributes import Attributes
from indexer.errors import NothingPublishedError
from indexer.fields import PRODUCTS
from indexer.shop import Shop
from query.kept import resting
from query.lexicon.building import built, without_products
from query.lexicon.keeper import LexiconKeeper
from query.log import SearchLog
from query.log.followed import FollowedSearches
from query.planner import Planner
from query.reading import LexiconReader, Reader
from query.search import SearchService
from query.synonyms import Present, SynonymStore, no_synonyms
from recsys.events import Events

__all__ = ["followed_searches", "search_service", "shop_planner", "shop_reader"]


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
        readers=_keeper(shop).reader,
        synonyms=_synonyms(shop),
    )


def shop_reader(shop: Shop) -> Reader:
    """Reads texts by what a shop has: its index is not needed, nor any product, nor the shop.

    Raises EngineUnavailableError and AnalyzerMismatchError.
    """
    if not shop.exists:  # and asking makes none
        attributes = Attributes.shipped()
        return LexiconReader(without_products(), shop.analyzer, attributes)
    index = shop.products
    try:
        return _keeper(shop).reader()
    except NothingPublishedError:
        vocabulary = shop.vocabulary.read()
        lexicon = built(
            lambda: resting(index, lambda: None),
            shop.attributes,
            vocabulary,
            followed=followed_searches(shop),
        )
        return LexiconReader(lexicon, shop.analyzer, shop.attributes)


def shop_planner(shop: Shop) -> Planner:
    """Plans texts as the search of a shop does; its index is not needed."""
    present = _synonyms(shop) if shop.exists else no_synonyms
    return Planner(shop.analyzer, PRODUCTS, present)


def followed_searches(shop: Shop) -> FollowedSearches:
    """What people went on to after their searches in a shop."""
    return FollowedSearches(SearchLog(shop.behavior), Events(shop.behavior))


def _synonyms(shop: Shop) -> Present:
    return SynonymStore(shop.store, shop.analyzer).ready().present


def _keeper(shop: Shop) -> LexiconKeeper:
    vocabulary, followed = shop.vocabulary.read, followed_searches(shop)
    return LexiconKeeper(shop.products, vocabulary=vocabulary, followed=followed).ready()
