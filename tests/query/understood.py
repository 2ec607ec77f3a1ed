"""A shop whose texts are read by the lexicon of its own goods, as pages and commands have it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.catalog import DocumentId, Product, fen
from query.lexicon.keeper import LexiconKeeper
from query.reading import Reader
from query.search import SearchService
from tests.query.conftest import opened, service_of

__all__ = ["good", "reading"]


def good(
    id_: str,
    title: str,
    category: str = "",
    *,
    brand: str = "",
    price: float = 100,
    **attributes: str,
) -> Product:
    """A product; of no category and brand it has only its title."""
    return Product(
        id=DocumentId(id_),
        title=title,
        price=fen(price),
        brand=brand,
        category=tuple(category.split("/")) if category else (),
        attributes={name: (value,) for name, value in attributes.items()},
    )


@contextmanager
def reading(
    folder: Path, goods: Iterable[Product], wrap: Callable[[Reader], Reader] = lambda reader: reader
) -> Iterator[SearchService]:
    """The search over the goods; `wrap` makes another reader of theirs."""
    with opened(folder, goods) as shop:
        reader = wrap(LexiconKeeper(shop.products).ready().reader())
        yield service_of(shop, lambda: reader)
