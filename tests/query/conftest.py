"""A shop filled and indexed once, and the search service over it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer.catalog import Product
from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from query.lexicon.keeper import LexiconKeeper
from query.reading import Readers, words_only
from query.search import SearchService
from tests.query.goods import GOODS, TOWELS

__all__ = ["NOW", "opened", "service_of"]

NOW = 1_770_000_000.0
"""Epoch seconds: a month after the goods were created."""


@contextmanager
def opened(folder: Path, goods: Iterable[Product]) -> Iterator[Shop]:
    """A shop in that folder with those goods, on the embedded engine."""
    with Shop(Settings.from_env({}, folder)) as shop:
        shop.store.products.upsert(goods)
        rebuild(shop.products)
        yield shop


def service_of(shop: Shop, readers: Readers = words_only) -> SearchService:
    """As the pages and commands have it, at a fixed time; by words alone without `readers`."""
    index = shop.products
    return SearchService(
        index.engine,
        index.known(),
        analyzer=shop.analyzer,
        attributes=shop.attributes,
        readers=readers,
        now=lambda: NOW,
    )


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """GOODS, for tests that only read."""
    with opened(tmp_path_factory.mktemp("shop"), GOODS) as filled:
        yield filled


@pytest.fixture(scope="session")
def service(shop: Shop) -> SearchService:
    """The search over GOODS."""
    return service_of(shop)


@pytest.fixture(scope="session")
def towels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    """The search over TOWELS."""
    with opened(tmp_path_factory.mktemp("towels"), TOWELS) as filled:
        yield service_of(filled)


@pytest.fixture(scope="module")
def understood(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchService]:
    """The search over GOODS of the module that asks, by their own lexicon."""
    with opened(tmp_path_factory.mktemp("understood"), request.module.GOODS) as filled:
        yield service_of(filled, LexiconKeeper(filled.products).ready().reader)
