"""The catalogue: numbered changes, rows for good, tombstones, and reading in pages."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import update

from indexer.catalog import DocumentId, Faq, Fen, Product, Sku
from indexer.errors import DamagedError, XunhuoError
from indexer.fields import ROW_BITS
from indexer.patch import Patch
from indexer.store import Change, Store
from indexer.store.tables import products


def product(key: str, price: int = 100, **more: object) -> Product:
    return replace(
        Product(id=DocumentId(key), title=f"商品 {key}", price=Fen(price)),
        **more,  # type: ignore[arg-type]
    )


def patch(key: str, sku: str = "", **fields: object) -> Patch:
    return Patch(id=DocumentId(key), fields=fields, sku=sku)


def test_what_was_stored_is_read_back(store: Store) -> None:
    whole = product(
        "A",
        brand="华为",
        brand_aliases=("HUAWEI",),
        category=("手机数码", "手机"),
        attributes={"颜色": ("黑色", "白色"), "重量": (1.5,)},
        created=datetime.fromisoformat("2026-11-24T08:00:00+08:00"),
        skus=(Sku(id="S", price=Fen(100), stock=0),),
        stock=0,
    )
    entry = Faq(id=DocumentId("Q"), question="几天到？", answer="三天。", similar=("多久到",))

    report = store.products.upsert([whole])
    store.faqs.upsert([entry])

    assert (report.added, report.changed, report.unchanged) == (1, 0, 0)
    assert store.products.get(["A", "nobody"]) == {"A": whole}
    assert store.faqs.get(["Q"]) == {"Q": entry}
    assert list(store.products.all()) == [Change(1, whole.id, 1, whole)]


def test_an_unchanged_document_takes_no_change_number(store: Store) -> None:
    store.products.upsert([product("A"), product("B")])

    report = store.products.upsert([product("A"), product("B", price=200)])

    assert (report.added, report.changed, report.unchanged) == (0, 1, 1)
    assert store.change_number() == 3
    assert [(change.id, change.change) for change in store.products.iterate()] == [
        ("A", 1),
        ("B", 3),
    ]


def test_of_one_id_the_last_document_wins(store: Store) -> None:
    store.products.upsert([product("A", price=1), product("A", price=2)])

    assert store.products.get(["A"])[DocumentId("A")].price == 2
    assert store.products.count() == 1


def test_a_deleted_product_leaves_a_tombstone_and_revives_in_its_row(store: Store) -> None:
    store.products.upsert([product("A"), product("B")])

    report = store.products.delete(["A", "nobody", "A"])

    assert (report.deleted, report.missing) == (1, ("nobody",))
    assert store.products.get(["A"]) == {}
    assert store.products.rows(["A", "B"]) == {"B": 2}
    assert store.products.count() == 1
    assert list(store.products.iterate(2)) == [Change(1, DocumentId("A"), 3, None)]

    revived = store.products.upsert([product("A"), product("C")])

    assert revived.added == 2
    assert store.products.rows(["A", "B", "C"]) == {"A": 1, "B": 2, "C": 3}


def test_deleting_twice_changes_nothing(store: Store) -> None:
    store.products.upsert([product("A")])
    store.products.delete(["A"])
    before = store.change_number()

    assert store.products.delete(["A"]).missing == ("A",)
    assert store.change_number() == before


def test_changes_come_in_order_and_in_pages_of_any_size(store: Store) -> None:
    store.products.upsert(product(f"P{i}") for i in range(25))
    store.products.upsert([product("P3", price=7)])
    store.products.delete(["P4"])

    everything = list(store.products.iterate())

    assert [change.change for change in everything] == sorted(c.change for c in everything)
    assert [change.id for change in everything[-2:]] == ["P3", "P4"]
    for batch in (1, 2, 5, 24, 25, 26):
        assert list(store.products.iterate(batch=batch)) == everything
        assert [c.id for c in store.products.all(batch=batch)] == [
            f"P{i}" for i in range(25) if i != 4
        ]
    assert list(store.products.iterate(5, upto=10)) == everything[3:8]
    assert store.products.waiting(25) == 2


def test_products_and_answers_share_one_count_of_changes(store: Store) -> None:
    store.products.upsert([product("A")])
    store.faqs.upsert([Faq(id=DocumentId("A"), question="？", answer="。")])
    store.products.upsert([product("B")])

    assert [change.change for change in store.products.iterate()] == [1, 3]
    assert [change.change for change in store.faqs.iterate()] == [2]


def test_a_row_changed_while_others_are_read_is_found_by_the_next_reading(store: Store) -> None:
    store.products.upsert(product(f"P{i}") for i in range(10))
    upto = store.change_number()
    reading = store.products.iterate(upto=upto, batch=3)
    seen = [next(reading).id for _ in range(3)]

    store.products.upsert([product("P9", price=5)])
    seen += [change.id for change in reading]

    assert seen == [f"P{i}" for i in range(9)]
    assert [change.id for change in store.products.iterate(upto)] == ["P9"]


def test_a_patch_changes_only_what_it_names(store: Store) -> None:
    before = product("A", brand="华为", stock=3, attributes={"颜色": ("黑色",), "内存": ("8GB",)})
    store.products.upsert([before])

    report = store.products.patch(
        [
            Patch(
                id=before.id,
                fields={"price": 2.5, "stock": None},
                attributes={"颜色": "白色", "内存": None, "尺寸": ["大", "小"]},
            ),
            patch("nobody", price=1),
        ]
    )

    assert (report.changed, report.missing) == (1, ("nobody",))
    assert store.products.get(["A"])["A"] == replace(
        before, price=Fen(250), stock=None, attributes={"颜色": ("白色",), "尺寸": ("大", "小")}
    )


def test_a_patch_of_a_sku_moves_the_products_price_and_stock(store: Store) -> None:
    skus = (Sku(id="S1", price=Fen(900), stock=1), Sku(id="S2", price=Fen(1000), stock=2))
    store.products.upsert([product("A", price=900, stock=3, skus=skus)])

    report = store.products.patch(
        [patch("A", sku="S2", price=8.0, stock=0), patch("A", sku="S3", price=1.0)]
    )

    found = store.products.get(["A"])["A"]
    assert report.missing == ("A/S3",)
    assert (found.price, found.stock) == (800, 1)
    assert [(sku.price, sku.stock) for sku in found.skus] == [(900, 1), (800, 0)]


def test_patches_of_one_document_follow_each_other_in_one_change(store: Store) -> None:
    store.products.upsert([product("A")])

    report = store.products.patch([patch("A", stock=1), patch("A", price=3.0)])

    found = store.products.get(["A"])["A"]
    assert (found.stock, found.price) == (1, 300)
    assert (report.changed, store.change_number()) == (1, 2)


def test_rows_run_out_with_a_message_and_without_a_trace(store: Store) -> None:
    store.products.upsert([product("A")])
    with store.database.writing() as connection:
        connection.execute(update(products).values(row=(1 << ROW_BITS) - 2))

    with pytest.raises(XunhuoError, match="行号"):
        store.products.upsert([product("B"), product("C")])

    assert store.products.count() == 1
    assert store.change_number() == 1
    store.products.upsert([product("B")])
    assert store.products.rows(["B"]) == {"B": (1 << ROW_BITS) - 1}


def test_a_damaged_record_is_named_and_not_passed_over(store: Store) -> None:
    store.products.upsert([product("A")])
    with store.database.writing() as connection:
        connection.execute(update(products).values(payload=b'{"id": "A"'))

    with pytest.raises(DamagedError, match="products 的 A"):
        list(store.products.all())


def test_a_failing_source_of_documents_leaves_nothing(store: Store) -> None:
    def broken() -> Iterator[Product]:
        for i in range(3000):
            yield product(f"P{i}")
        message = "no more"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        store.products.upsert(broken())

    assert store.products.count() == 0
    assert store.change_number() == 0


def test_writers_side_by_side_lose_nothing_and_share_no_number(store: Store) -> None:
    def write(name: str) -> None:
        for i in range(20):
            store.products.upsert([product(f"{name}{i}"), product("shared", price=i)])

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    changes = [change.change for change in store.products.iterate()]
    rows = store.products.rows([f"{name}{i}" for name in "abcd" for i in range(20)])
    assert store.products.count() == 81
    assert len(set(changes)) == 81
    assert len(set(rows.values())) == 80
    assert store.change_number() == max(changes)


def test_who_follows_the_changes_meets_every_one(store: Store) -> None:
    """A change number that was passed over would be a product that is never indexed."""
    done = threading.Event()
    met: dict[str, int] = {}

    def follow() -> None:
        applied = 0
        while True:
            last_look = done.is_set()
            upto = store.change_number()
            for change in store.products.iterate(applied, upto, batch=7):
                met[change.id] = change.change
            applied = upto
            if last_look:
                return

    follower = threading.Thread(target=follow)
    follower.start()
    writers = [
        threading.Thread(
            target=lambda name=name: [
                store.products.upsert([product(f"{name}{i % 5}", price=i)]) for i in range(30)
            ]
        )
        for name in "abc"
    ]
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    follower.join()

    assert met == {change.id: change.change for change in store.products.iterate()}
