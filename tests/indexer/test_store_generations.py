"""What is remembered of generations, and the artefacts that belong to them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from indexer.errors import DamagedError
from indexer.store import GenerationKey, GenerationState, Store
from indexer.store.tables import artefacts

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def key(name: str, *, engine: str = "embedded", index: str = "products") -> GenerationKey:
    return GenerationKey(engine=engine, index=index, name=name)


def begin(store: Store, *keys: GenerationKey) -> None:
    for item in keys:
        store.generations.begin(item, applied=5, analyzer="1", now=NOW)


def test_a_generation_is_remembered_as_it_was_begun(store: Store) -> None:
    begin(store, key("a"))

    record = store.generations.get(key("a"))

    assert record is not None
    assert (record.applied, record.analyzer, record.created) == (5, "1", NOW)
    assert record.state is GenerationState.BUILDING
    assert store.generations.get(key("b")) is None


def test_one_generation_of_an_index_is_published(store: Store) -> None:
    other = key("a", engine="elasticsearch")
    begin(store, key("b"), key("a"), other)
    store.generations.publish(key("a"))
    store.generations.publish(other)
    store.generations.publish(key("b"))

    published = store.generations.published("embedded", "products")

    assert published is not None
    assert published.key == key("b")
    assert [
        (r.key.name, r.state.value) for r in store.generations.known("embedded", "products")
    ] == [
        ("a", "retired"),
        ("b", "published"),
    ]
    assert store.generations.published("elasticsearch", "products") is not None
    assert store.generations.published("embedded", "faqs") is None
    assert [r.key for r in store.generations.everything()] == [other, key("a"), key("b")]


def test_the_applied_number_never_falls(store: Store) -> None:
    begin(store, key("a"), key("b"))

    store.generations.set_applied(key("a"), 9)
    store.generations.set_applied(key("a"), 7)

    applied = {r.key.name: r.applied for r in store.generations.everything()}
    assert applied == {"a": 9, "b": 5}


def test_an_artefact_is_read_back_by_its_hash(store: Store) -> None:
    begin(store, key("a"))
    content = bytes(range(256)) * 1000

    name = store.artefacts.put(key("a"), "statistics", content)

    assert store.artefacts.bound(key("a")) == {"statistics": name}
    assert store.artefacts.load(name) == content


def test_a_damaged_or_missing_artefact_is_refused(store: Store) -> None:
    begin(store, key("a"))
    name = store.artefacts.put(key("a"), "statistics", b"content")
    with store.database.writing() as connection:
        connection.execute(update(artefacts).values(content=b"Content"))

    with pytest.raises(DamagedError, match="rebuild"):
        store.artefacts.load(name)
    with pytest.raises(DamagedError, match="rebuild"):
        store.artefacts.load("0" * 64)


def test_artefacts_leave_with_the_last_generation_that_has_them(store: Store) -> None:
    begin(store, key("a"), key("b"))
    shared = store.artefacts.put(key("a"), "model", b"shared")
    store.artefacts.put(key("b"), "model", b"shared")
    own = store.artefacts.put(key("a"), "statistics", b"own")

    store.generations.forget(key("a"))

    assert store.generations.get(key("a")) is None
    assert store.artefacts.bound(key("a")) == {}
    assert store.artefacts.load(shared) == b"shared"
    with pytest.raises(DamagedError):
        store.artefacts.load(own)


def test_an_artefact_put_again_takes_the_place_of_the_first(store: Store) -> None:
    begin(store, key("a"))
    store.artefacts.put(key("a"), "model", b"first")

    name = store.artefacts.put(key("a"), "model", b"second")

    assert store.artefacts.bound(key("a")) == {"model": name}
    with store.database.reading() as connection:
        assert connection.scalars(select(artefacts.c.content)).all() == [b"second"]
