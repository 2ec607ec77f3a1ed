"""The lexicon of the demo shop: what the cases of this folder are read by."""

import pytest

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from indexer.catalog import Product
from indexer.demo import products
from indexer.feed.mapping import Mapped
from indexer.feed.product import product
from query.lexicon.building import built
from query.lexicon.lexicon import Lexicon
from query.understanding.parser import Understanding


@pytest.fixture(scope="session")
def demo_goods() -> list[Product]:
    """The products of the demo shop."""
    return [product(Mapped(dict(row)), lambda _: None) for row in products()]


@pytest.fixture(scope="session")
def lexicon(demo_goods: list[Product]) -> Lexicon:
    """Their lexicon."""
    return built(lambda: demo_goods, Attributes.shipped())


@pytest.fixture(scope="session")
def understanding(lexicon: Lexicon) -> Understanding:
    """Reads texts by it."""
    return Understanding(lexicon, Analyzer())
