"""One import: gathered outside the catalogue, moved at once, all of it or nothing."""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.catalog import DocumentId, Faq, Fen, Product
from indexer.errors import XunhuoError
from indexer.patch import Patch
from indexer.store import Report, Store


def product(key: str, price: int = 100) -> Product:
    return Product(id=DocumentId(key), title=f"商品 {key}", price=Fen(price))


def products(count: int) -> list[Product]:
    return [product(f"P{i}") for i in range(count)]


def imported(store: Store, *documents: Product, full: bool = False, force: bool = False) -> Report:
    return gathered(store, documents, full=full, force=force)


def gathered(
    store: Store, documents: Iterable[Product], *, full: bool = False, force: bool = False
) -> Report:
    with store.stage(store.products) as staging:
        for document in documents:
            staging.add(document)
        return staging.commit(full=full, force=force)


def live(store: Store) -> set[str]:
    return {change.id for change in store.products.all()}


def test_nothing_is_in_the_catalogue_before_the_move(store: Store, tmp_path: Path) -> None:
    with store.stage(store.products) as staging:
        for document in products(3000):
            staging.add(document)
        assert store.products.count() == 0
        assert len(list((tmp_path / "staging").iterdir())) == 1
        report = staging.commit()

    assert report == Report(added=3000)
    assert store.products.rows(["P0", "P2999"]) == {"P0": 1, "P2999": 3000}
    assert list((tmp_path / "staging").iterdir()) == []


def test_an_import_that_fails_leaves_the_state_before_it(store: Store, tmp_path: Path) -> None:
    imported(store, product("A"))

    def source() -> Iterator[Product]:
        yield product("A", price=5)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        gathered(store, source())

    assert store.products.get(["A"])["A"].price == 100
    assert list((tmp_path / "staging").iterdir()) == []


def test_the_last_of_an_id_wins_wherever_it_stood(store: Store) -> None:
    documents = [*products(2500), product("P1", price=7), product("P2499", price=8)]

    report = imported(store, *documents)

    found = store.products.get(["P1", "P2499"])
    assert report.added == 2500
    assert (found[DocumentId("P1")].price, found[DocumentId("P2499")].price) == (7, 8)


def test_a_full_feed_deletes_what_it_lacks(store: Store) -> None:
    imported(store, *products(10))

    report = imported(store, *products(8), product("new"), full=True)

    assert (report.added, report.unchanged, report.deleted) == (1, 8, 2)
    assert live(store) == {*(f"P{i}" for i in range(8)), "new"}


def test_a_full_feed_that_deletes_much_needs_force(store: Store) -> None:
    imported(store, *products(10))
    before = store.change_number()

    with pytest.raises(XunhuoError, match=r"会删除 3 条（现有 10 条）.*--force"):
        imported(store, *products(7), full=True)

    assert store.products.count() == 10
    assert store.change_number() == before
    assert imported(store, *products(7), full=True, force=True).deleted == 3
    assert live(store) == {f"P{i}" for i in range(7)}


def test_an_empty_full_feed_does_not_empty_the_shop(store: Store) -> None:
    imported(store, *products(3))

    with pytest.raises(XunhuoError, match="--force"):
        imported(store, full=True)


def test_a_full_feed_keeps_what_it_was_told_to_keep(store: Store) -> None:
    imported(store, *products(10))

    with store.stage(store.products) as staging:
        for document in products(9):
            staging.add(document)
        staging.keep("P9")
        report = staging.commit(full=True)

    assert report.deleted == 0
    assert store.products.count() == 10


def test_the_demo_shop_leaves_with_the_first_real_import(store: Store) -> None:
    entry = Faq(id=DocumentId("Q"), question="？", answer="。")
    with store.stage(store.faqs) as answers:
        answers.add(entry)
        answers.commit(demo=True)
    with store.stage(store.products) as demo:
        for document in products(5):
            demo.add(document)
        demo.commit(demo=True)
    assert store.products.count(demo=True) == 5

    report = imported(store, product("P1"), product("mine"))

    assert (report.added, report.changed, report.demo) == (1, 1, 5)
    assert live(store) == {"P1", "mine"}
    assert store.products.count(demo=True) == store.faqs.count() == 0
    assert [change.id for change in store.faqs.iterate() if change.document is None] == ["Q"]


def test_a_full_feed_does_not_count_the_demo_shop(store: Store) -> None:
    with store.stage(store.products) as demo:
        for document in products(5):
            demo.add(document)
        demo.commit(demo=True)

    report = imported(store, product("mine"), full=True)

    assert (report.added, report.deleted, report.demo) == (1, 0, 5)


def test_an_import_of_nothing_or_of_prices_leaves_the_demo_shop(store: Store) -> None:
    with store.stage(store.products) as demo:
        demo.add(product("P0"))
        demo.commit(demo=True)

    imported(store)
    with store.stage(store.products) as staging:
        staging.add_patch(Patch(id=DocumentId("P0"), fields={"price": 2.0}))
        report = staging.commit()

    assert report.changed == 1
    assert store.products.count(demo=True) == 1


def test_many_changes_of_one_product_are_one_change(store: Store) -> None:
    imported(store, *products(3))

    with store.stage(store.products) as staging:
        for day in range(1500):
            for key in ("P0", "P1"):
                fields = {"price": float(day), "stock": day}
                staging.add_patch(Patch(id=DocumentId(key), fields=fields))
        report = staging.commit()

    assert (report.changed, report.unchanged) == (2, 0)
    assert store.change_number() == 5
    assert store.products.get(["P1"])["P1"] == replace(product("P1"), price=Fen(149900), stock=1499)


def test_a_change_meets_the_product_as_it_is_at_the_move(store: Store) -> None:
    """Another process may write between the reading of a feed and its move."""
    imported(store, product("A"), product("B"))

    with store.stage(store.products) as staging:
        staging.add_patch(Patch(id=DocumentId("A"), fields={"stock": 3}))
        staging.add_patch(Patch(id=DocumentId("B"), fields={"stock": 3}))
        store.products.upsert([product("A", price=900)])
        store.products.delete(["B"])
        report = staging.commit()

    assert report.missing == ("B",)
    assert store.products.get(["A", "B"]) == {"A": replace(product("A", price=900), stock=3)}


def test_the_file_of_a_killed_import_is_removed_a_day_later(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "staging"
    folder.mkdir()
    old, recent = folder / "old.db", folder / "recent.db"
    for path in (old, recent):
        sqlite3.connect(path).close()
        path.touch()
    os.utime(old, (time.time() - 25 * 3600,) * 2)

    imported(store, product("A"))

    assert list(folder.iterdir()) == [recent]
