"""A change is visible after apply, whatever happened in between, and within a second of a shop."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from indexer.apply import Follower, apply
from indexer.catalog import DocumentId, fen
from indexer.errors import (
    AnalyzerMismatchError,
    BulkRejectedError,
    NothingPublishedError,
    WriterBusyError,
)
from indexer.patch import Patch
from indexer.rebuild import rebuild
from indexer.shop import Shop
from indexer.verify import verify
from tests.indexer.shops import GOODS, opened, prices, written


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """GOODS, indexed."""
    with opened(tmp_path) as shop:
        shop.store.products.upsert(GOODS)
        rebuild(shop.products)
        yield shop


def test_without_an_index_apply_says_how_to_build_one(tmp_path: Path) -> None:
    with opened(tmp_path) as shop, pytest.raises(NothingPublishedError, match="indexer rebuild"):
        apply(shop.products)


def test_nothing_waits_nothing_happens(shop: Shop) -> None:
    assert apply(shop.products) == 0


def test_new_changed_and_deleted_are_visible_after_apply(shop: Shop) -> None:
    index = shop.products
    shop.store.products.upsert([replace(GOODS[0], id=DocumentId("新"), price=fen(5))])
    shop.store.products.patch([Patch(id=GOODS[1].id, fields={"price": 7.5})])
    shop.store.products.delete(["P2"])
    before = prices(index)
    assert "新" not in before
    told: list[int] = []
    assert apply(index, told.append) == 3
    assert sum(told) == 3
    after = prices(index)
    assert (after["新"], after["P1"], after.get("P2")) == (5, 7.5, None)
    assert len(after) == len(GOODS)
    assert index.live().applied == shop.store.change_number()
    assert apply(index) == 0
    assert list(verify(index)) == []


def test_a_deleted_product_can_come_back(shop: Shop) -> None:
    shop.store.products.delete(["P2"])
    apply(shop.products)
    shop.store.products.upsert([GOODS[2]])
    apply(shop.products)
    assert prices(shop.products)["P2"] == GOODS[2].price / 100
    assert list(verify(shop.products)) == []


def test_more_changes_than_a_batch(shop: Shop) -> None:
    many = [replace(GOODS[0], id=DocumentId(f"M{i}")) for i in range(1_500)]
    shop.store.products.upsert(many)
    shop.store.products.delete([f"M{i}" for i in range(0, 1_500, 3)])
    assert apply(shop.products) == 1_500
    assert shop.products.engine.count(shop.products.engine.published()) == len(GOODS) + 1_000  # type: ignore[arg-type]
    assert list(verify(shop.products)) == []


def test_answers_do_not_wait_for_products(shop: Shop) -> None:
    """Change numbers are shared; each index counts its own."""
    shop.store.products.upsert([replace(GOODS[0], price=fen(1))])
    rebuild(shop.faqs)
    assert apply(shop.faqs) == 0
    assert apply(shop.products) == 1


def test_a_crash_between_engine_and_number_repeats_and_loses_nothing(shop: Shop) -> None:
    index = shop.products
    before = index.live().applied
    shop.store.products.upsert([replace(GOODS[3], price=fen(333))])
    shop.store.products.delete(["P4"])
    assert apply(index) == 2
    # As if the process had died before it could write down what the engine has.
    written(shop, "UPDATE generations SET applied = :n", n=before)
    assert apply(index) == 2
    assert prices(index)["P3"] == 333
    assert "P4" not in prices(index)
    assert list(verify(index)) == []


def test_a_crash_before_the_engine_loses_nothing(shop: Shop, tmp_path: Path) -> None:
    shop.store.products.upsert([replace(GOODS[3], price=fen(333))])
    shop.close()
    with opened(tmp_path) as again:
        assert apply(again.products) == 1
        assert prices(again.products)["P3"] == 333


def test_one_refused_document_does_not_hold_up_the_others(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    index = shop.products
    shop.store.products.upsert(
        [
            replace(GOODS[0], price=fen(1)),
            replace(GOODS[1], brand="牌" * 20_000),
            replace(GOODS[2], price=fen(3)),
        ]
    )
    shop.store.products.delete(["P5"])
    with caplog.at_level(logging.CRITICAL), pytest.raises(BulkRejectedError, match="P1"):
        apply(index)
    seen = prices(index)
    assert (seen["P0"], seen["P2"]) == (1, 3)
    assert "P5" not in seen
    assert apply(index) == 0
    assert [difference.id for difference in verify(index)] == ["P1"]


def test_an_index_cut_by_another_analyzer_is_refused(shop: Shop) -> None:
    written(shop, "UPDATE generations SET analyzer = '0'")
    shop.store.products.upsert([replace(GOODS[0], price=fen(1))])
    for step in (apply, lambda index: list(verify(index))):
        with pytest.raises(AnalyzerMismatchError, match="indexer rebuild"):
            step(shop.products)
    rebuild(shop.products)
    assert prices(shop.products)["P0"] == 1


def test_a_second_writer_waits_and_its_changes_do_too(shop: Shop, tmp_path: Path) -> None:
    shop.store.products.upsert([replace(GOODS[0], price=fen(1))])
    apply(shop.products)  # holds the lock from now on
    with opened(tmp_path) as other:
        other.store.products.upsert([replace(GOODS[0], price=fen(2))])
        with pytest.raises(WriterBusyError):
            apply(other.products)
    assert apply(shop.products) == 1
    assert prices(shop.products)["P0"] == 2


def test_documents_of_changes_are_measured_by_the_scales_of_their_generation(shop: Shop) -> None:
    """A best seller that comes later does not shift the popularity of all others."""
    index = shop.products
    statistics = index.knowledge(index.live().key.name).statistics
    shop.store.products.upsert([replace(GOODS[0], sales=10**6)])
    apply(index)
    assert index.knowledge(index.live().key.name).statistics == statistics


def _waited(condition: Callable[[], bool], seconds: float) -> float:
    """How long it took to become true; fails after `seconds`."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds
        time.sleep(0.01)
    return time.monotonic() - started


def test_a_price_is_visible_within_a_second_while_a_shop_runs(shop: Shop, tmp_path: Path) -> None:
    """The quickest of three changes: the machine is shared."""
    index = shop.products
    follower = Follower({"products": partial(apply, index)})
    follower.start()
    try:
        with opened(tmp_path) as other:
            took = []
            for price in (1001, 1002, 1003):
                other.store.products.patch([Patch(id=GOODS[6].id, fields={"price": price})])
                took.append(_waited(lambda price=price: prices(index)["P6"] == price, 20))  # type: ignore[misc]
    finally:
        follower.stop()
    assert min(took) <= 1.0


def test_a_follower_waits_for_an_index_and_outlives_failures(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path) as shop:
        shop.store.products.upsert(GOODS)
        index = shop.products
        follower = Follower({"products": partial(apply, index)})
        follower.start()
        try:
            time.sleep(0.5)  # nothing is published yet: it looks and goes on
            rebuild(index)
            with caplog.at_level(logging.CRITICAL):
                shop.store.products.upsert([replace(GOODS[1], brand="牌" * 20_000)])
                shop.store.products.upsert([replace(GOODS[0], price=fen(9))])
                _waited(lambda: prices(index)["P0"] == 9, 20)
        finally:
            follower.stop()


def test_a_follower_that_never_began_can_be_stopped() -> None:
    Follower({}).stop()


def test_writers_and_a_follower_side_by_side_lose_nothing(shop: Shop) -> None:
    index = shop.products
    follower = Follower({"products": partial(apply, index)})
    follower.start()

    def write(number: int) -> None:
        for i in range(20):
            shop.store.products.upsert([replace(GOODS[number], price=fen(100 + i))])

    threads = [Thread(target=write, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    try:
        _waited(lambda: index.live().applied == shop.store.change_number(), 20)
    finally:
        follower.stop()
    assert {id_: prices(index)[id_] for id_ in ("P0", "P1", "P2")} == dict.fromkeys(
        ("P0", "P1", "P2"), 119
    )
    assert list(verify(index)) == []
