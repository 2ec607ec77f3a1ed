"""Every difference between index and database is named, and none where there is none."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.catalog import DocumentId, Product, fen
from indexer.documents import Row
from indexer.engine import IndexDocument
from indexer.errors import NothingPublishedError
from indexer.rebuild import rebuild
from indexer.shop import Shop
from indexer.verify import verify
from tests.indexer.shops import FAQS, GOODS, opened


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """GOODS, indexed."""
    with opened(tmp_path) as shop:
        shop.store.products.upsert(GOODS)
        rebuild(shop.products)
        yield shop


def found(shop: Shop) -> dict[str, str]:
    differences = list(verify(shop.products))
    assert len(differences) == len({difference.id for difference in differences})
    return {difference.id: difference.what for difference in differences}


def document(shop: Shop, product: Product, *, row: int, change: int) -> IndexDocument:
    index = shop.products
    builder = index.builder(index.knowledge(index.live().key.name))
    return builder.build([Row(row=row, change=change, record=product)])[0]


def put(shop: Shop, *documents: IndexDocument) -> None:
    """Write into the index behind the database's back."""
    engine = shop.products.engine
    generation = engine.published()
    assert generation is not None
    engine.add(generation, documents)
    engine.refresh(generation)


def test_a_fresh_index_is_without_differences(shop: Shop) -> None:
    assert found(shop) == {}


def test_each_way_to_differ_is_named(shop: Shop) -> None:
    engine, generation = shop.products.engine, shop.products.engine.published()
    assert generation is not None
    changes = {c.id: c for c in shop.store.products.all()}
    p1, p3 = changes[DocumentId("P1")], changes[DocumentId("P3")]
    engine.remove(generation, ["P0"])
    put(
        shop,
        document(shop, replace(GOODS[1], price=fen(1)), row=p1.row, change=p1.change),
        document(shop, GOODS[2], row=9_999, change=changes[DocumentId("P2")].change),
        document(shop, GOODS[3], row=p3.row, change=p3.change - 1),
        document(shop, replace(GOODS[4], id=DocumentId("谁")), row=8_888, change=1),
    )
    assert found(shop) == {
        "P0": "索引里没有",
        "P1": "内容不一致",
        "P2": f"行号是 9999，应为 {changes[DocumentId('P2')].row}",
        "P3": "内容不一致",
        "谁": "数据库里没有",
    }


def test_what_waits_is_said_to_wait(shop: Shop) -> None:
    shop.store.products.upsert([replace(GOODS[0], id=DocumentId("新"))])
    shop.store.products.upsert([replace(GOODS[1], price=fen(1))])
    shop.store.products.delete(["P2"])
    assert found(shop) == {
        "新": "索引里没有（还在等待写入索引）",
        "P1": "内容不一致（还在等待写入索引）",
        "P2": "数据库里没有（还在等待写入索引）",
    }


def test_without_an_index_there_is_nothing_to_compare(tmp_path: Path) -> None:
    with opened(tmp_path) as shop, pytest.raises(NothingPublishedError):
        list(verify(shop.products))


def test_answers_are_compared_too(shop: Shop) -> None:
    shop.store.faqs.upsert(FAQS)
    rebuild(shop.faqs)
    assert list(verify(shop.faqs)) == []
    shop.store.faqs.upsert([replace(FAQS[0], answer="不退")])
    assert [difference.id for difference in verify(shop.faqs)] == ["Q1"]
