"""The two catalogues with their intents, whole or with the metadata of half of the products withheld."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from indexer.catalog import Product
from tests.intents import beauty, beauty_intents, phone_intents, phones
from tests.intents.drawing import drawn
from tests.intents.values import Intent, Item

__all__ = ["Judged", "catalogues", "withheld"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A catalogue, and the grades of its products by intent."""

    name: str
    products: tuple[Product, ...]
    items: tuple[Item, ...]
    intents: tuple[tuple[Intent, dict[str, int]], ...]


def catalogues(count: int) -> Iterator[Judged]:
    """Both, with at most `count` intents a kind."""
    for name, read, makers in (
        ("beauty", beauty.catalogue, beauty_intents.makers),
        ("phones", phones.catalogue, phone_intents.makers),
    ):
        products, items = zip(*read(), strict=True)
        intents = drawn(makers(items), items, count)
        yield Judged(name=name, products=products, items=items, intents=tuple(intents))


def withheld(product: Product) -> Product:
    """One of two products, by a hash of the id, as a feed of bare titles and prices has it."""
    if sha256(product.id.encode()).digest()[0] % 2:
        return product
    return replace(
        product,
        brand="",
        brand_aliases=(),
        category=(),
        attributes={},
        skus=tuple(replace(sku, attributes={}) for sku in product.skus),
    )
