"""What a running shop understands and suggests stays in memory while nothing of it has changed."""

from pathlib import Path

from indexer.apply import apply
from indexer.catalog import DocumentId, Product, fen
from indexer.patch import Patch, settled
from indexer.store import Store
from query.lexicon.keeper import LexiconKeeper
from query.reading import LexiconReader
from query.suggest import SuggestionKeeper
from tests.query.conftest import opened, service_of
from tests.query.goods import GOODS
from tests.query.suggest.test_suggestions import Clock

LONG = 10_000.0  # seconds: what was built is not fresh, however slowly


def reprice(store: Store, yuan: int) -> None:
    """Change the price of a product without variants."""
    id_ = next(product.id for product in GOODS if not product.skus)
    assert store.products.patch([Patch(id=id_, fields={"price": yuan})]).changed == 1


def test_a_price_change_replaces_neither_lexicon_nor_suggestions(tmp_path: Path) -> None:
    with opened(tmp_path, GOODS) as shop:
        clock = Clock()
        lexicon = LexiconKeeper(shop.products, now=clock).ready()
        suggestions = SuggestionKeeper(shop.products, service_of(shop), now=clock).ready()
        other = LexiconKeeper(shop.products, now=clock).ready()  # as another process has it
        before = lexicon.reader(), suggestions.index, other.reader()

        clock.time += LONG
        reprice(shop.store, 4321)
        apply(shop.products)
        assert lexicon.refresh() == 1  # looked through, for the products may have changed
        assert suggestions.refresh() > 0
        assert other.refresh() == 0
        assert before == (lexicon.reader(), suggestions.index, other.reader())

        clock.time += LONG
        new = settled(Product(id=DocumentId("N"), title="云杉牌扫帚", brand="云杉", price=fen(9)))
        shop.store.products.upsert([new])
        apply(shop.products)
        assert lexicon.refresh() == 1
        assert suggestions.refresh() > 0
        assert other.refresh() == 0
        for reader in (lexicon.reader(), other.reader()):
            assert isinstance(reader, LexiconReader)
            assert reader.parse("云杉扫帚").slot("brand") is not None
        assert before[1] is not suggestions.index
