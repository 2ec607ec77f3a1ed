"""A shop of given products, built on an engine, to be searched."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from indexer.catalog import Product
from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from query.form import SearchForm
from query.lexicon.keeper import LexiconKeeper
from query.reading import words_only
from query.search import SearchService

__all__ = ["ranking", "shops_of"]


@contextmanager
def shops_of(
    products: Iterable[Product], folder: Path, *, url: str, prefix: str, reading: bool = False
) -> Iterator[tuple[SearchService, SearchService]]:
    """The same products on the embedded engine and on Elasticsearch, from one database.

    `reading`: texts are read by the lexicon of the products; else all words are just words.
    """
    environ = {"XUNHUO_ELASTICSEARCH_URL": url, "XUNHUO_INDEX_PREFIX": prefix}
    with Shop(Settings.from_env(environ, folder)) as elastic, elastic.on("embedded") as embedded:
        elastic.store.products.upsert(products)
        services = []
        for shop in (embedded, elastic):
            rebuild(shop.products)
            services.append(
                SearchService(
                    shop.products.engine,
                    shop.products.known(),
                    analyzer=shop.analyzer,
                    attributes=shop.attributes,
                    readers=LexiconKeeper(shop.products).ready().reader if reading else words_only,
                    # Both must rank by one clock: a product's age is part of its score.
                    now=partial(float, 1_800_000_000),
                )
            )
        yield services[0], services[1]


def ranking(service: SearchService, text: str, depth: int) -> list[str]:
    """The ids that a search shows first."""
    return [hit.id for hit in service.search(SearchForm(text=text, size=depth)).hits]
