"""A rebuild holds everything, also what changes meanwhile, and a failed one changes nothing."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indexer.analysis import ANALYZER_VERSION
from indexer.apply import apply
from indexer.catalog import DocumentId, fen
from indexer.embeddings import LatentSemantics
from indexer.engine import Generation
from indexer.errors import BulkRejectedError, DamagedError, NothingPublishedError
from indexer.index import ProductIndex
from indexer.rebuild import prune, rebuild
from indexer.request import SearchRequest
from indexer.shop import Shop
from indexer.store import GenerationState
from indexer.verify import verify
from tests.indexer.shops import FAQS, GOODS, opened, prices, written

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """GOODS in the database, nothing indexed."""
    with opened(tmp_path) as shop:
        shop.store.products.upsert(GOODS)
        yield shop


def names(index: ProductIndex) -> list[str]:
    return [generation.name for generation in index.engine.generations()]


def known(index: ProductIndex) -> list[str]:
    return [record.key.name for record in index.store.generations.known(index.place, index.name)]


def test_a_rebuild_publishes_everything(shop: Shop) -> None:
    index = shop.products
    with pytest.raises(NothingPublishedError, match="rebuild"):
        index.live()
    generation = rebuild(index, now=NOW)
    assert generation == Generation("20261124t120000000000z") == index.engine.published()
    assert prices(index) == {good.id: good.price / 100 for good in GOODS}
    live = index.live()
    assert live.applied == shop.store.change_number()
    assert live.analyzer == ANALYZER_VERSION
    assert live.state is GenerationState.PUBLISHED
    assert list(verify(index)) == []


def test_what_was_learned_is_kept_with_its_generation(shop: Shop) -> None:
    index = shop.products
    name = rebuild(index).name
    knowledge = index.knowledge(name)
    assert knowledge.statistics.products == len(GOODS)
    assert knowledge.statistics.names == ("颜色",)
    assert isinstance(knowledge.embedder, LatentSemantics)
    hits = index.engine.search(SearchRequest(limit=5, codes=True)).hits
    assert hits.codes is not None
    assert hits.codes.shape == (5, knowledge.embedder.dimensions)
    assert index.knowledge("20200101t000000000000z").embedder is None


def test_a_small_or_empty_catalogue_is_an_index_without_vectors(tmp_path: Path) -> None:
    with opened(tmp_path) as shop:
        rebuild(shop.products)
        assert prices(shop.products) == {}
        shop.store.products.upsert(GOODS[:3])
        rebuild(shop.products)
        assert len(prices(shop.products)) == 3
        assert shop.products.knowledge(shop.products.live().key.name).embedder is None


def test_answers_have_an_index_of_their_own(shop: Shop) -> None:
    shop.store.faqs.upsert(FAQS)
    rebuild(shop.faqs)
    assert {identity for identity, _, _ in shop.faqs.engine.documents()} == {"Q1", "Q2"}
    assert shop.products.engine.published() is None
    assert list(verify(shop.faqs)) == []


def test_what_changes_while_it_is_built_is_in_it(shop: Shop) -> None:
    index = shop.products
    done: list[str] = []

    def change(step: str, _: int, __: int) -> None:
        if step in done:
            return
        done.append(step)
        new = replace(GOODS[0], id=DocumentId(f"新{len(done)}"))
        shop.store.products.upsert([new, replace(GOODS[1], price=fen(1000 + len(done)))])
        shop.store.products.delete([f"P{10 + len(done)}"])

    rebuild(index, progress=change)
    assert len(done) == 3
    seen = prices(index)
    assert {"新1", "新2", "新3"} <= set(seen)
    assert seen["P1"] == 1003
    assert not {"P11", "P12", "P13"} & set(seen)
    assert list(verify(index)) == []


def test_searches_read_the_old_generation_until_the_new_one_is_whole(shop: Shop) -> None:
    index = shop.products
    first = rebuild(index)
    seen: list[Generation | None] = []
    second = rebuild(index, progress=lambda *_: seen.append(index.engine.published()))
    assert set(seen) == {first}
    assert index.engine.published() == second


@pytest.mark.parametrize("published", [False, True])
def test_a_record_that_cannot_be_read_leaves_everything_as_it_was(
    shop: Shop, *, published: bool
) -> None:
    index = shop.products
    old = rebuild(index) if published else None
    written(shop, "UPDATE products SET payload = :bytes WHERE id = 'P7'", bytes=b"{broken")
    with pytest.raises(DamagedError, match="P7"):
        rebuild(index)
    assert index.engine.published() == old
    assert names(index) == known(index) == ([old.name] if old else [])


def test_a_document_that_is_refused_leaves_everything_as_it_was(shop: Shop) -> None:
    index = shop.products
    old = rebuild(index)
    shop.store.products.upsert([replace(GOODS[0], id=DocumentId("长"), brand="牌" * 20_000)])
    with pytest.raises(BulkRejectedError, match="长"):
        rebuild(index)
    assert index.engine.published() == old
    assert names(index) == known(index) == [old.name]
    assert len(prices(index)) == len(GOODS)


def test_an_interrupt_leaves_everything_as_it_was(shop: Shop) -> None:
    index = shop.products

    def interrupt(step: str, done: int, _: int) -> None:
        if step == "建立索引" and done:
            raise KeyboardInterrupt

    thresholds = gc.get_threshold()
    with pytest.raises(KeyboardInterrupt):
        rebuild(index, progress=interrupt)
    assert names(index) == known(index) == []
    assert gc.get_threshold() == thresholds


def test_the_last_two_generations_are_kept(shop: Shop) -> None:
    index = shop.products
    built = [rebuild(index, now=NOW + timedelta(seconds=i)).name for i in range(4)]
    assert names(index) == known(index) == built[2:]
    states = [r.state for r in index.store.generations.known(index.place, index.name)]
    assert states == [GenerationState.RETIRED, GenerationState.PUBLISHED]
    assert prune(index) == 0


def test_a_build_that_never_ended_is_dropped_after_hours_or_when_asked(shop: Shop) -> None:
    index = shop.products
    for hours in (1, 7):
        begun = NOW - timedelta(hours=hours)
        generation = Generation(begun.strftime("%Y%m%dt%H%M%S%fz"))
        index.store.generations.begin(
            index.key(generation), applied=0, analyzer=ANALYZER_VERSION, now=begun
        )
        index.engine.create(generation, dimensions=0)
    live = rebuild(index, now=NOW)
    assert names(index) == known(index) == ["20261124t110000000000z", live.name]
    assert prune(index, now=NOW, unfinished=True) == 1
    assert names(index) == known(index) == [live.name]


def test_what_a_build_left_that_was_killed_in_its_first_moment_goes_too(
    shop: Shop, tmp_path: Path
) -> None:
    index = shop.products
    live = rebuild(index, now=NOW)
    killed = Generation((NOW + timedelta(seconds=1)).strftime("%Y%m%dt%H%M%S%fz"))
    index.store.generations.begin(
        index.key(killed), applied=0, analyzer=ANALYZER_VERSION, now=NOW + timedelta(seconds=1)
    )
    (published,) = tmp_path.rglob(live.name)
    left = published.parent / f".{killed.name}.new"
    (left / "index").mkdir(parents=True)
    assert prune(index, now=NOW, unfinished=True) == 1
    assert (left.exists(), known(index)) == (False, [live.name])


def test_what_the_database_does_not_know_is_dropped(shop: Shop) -> None:
    index = shop.products
    index.engine.create(Generation("20200101t000000000000z"), dimensions=0)
    live = rebuild(index)
    assert names(index) == [live.name]


def test_a_shop_that_still_writes_an_old_generation_does_not_fail_a_rebuild(
    shop: Shop, tmp_path: Path
) -> None:
    """Its writer holds the lock of the generation that a second rebuild would drop."""
    rebuild(shop.products)
    shop.store.products.upsert([replace(GOODS[0], price=fen(77))])
    assert apply(shop.products) == 1
    with opened(tmp_path) as other:
        rebuild(other.products)
        live = rebuild(other.products)
        assert other.products.engine.published() == live
    shop.store.products.upsert([replace(GOODS[0], price=fen(78))])
    assert apply(shop.products) == 1
    assert prices(shop.products)["P0"] == 78
    prune(shop.products)
    assert len(names(shop.products)) == 2
