"""Generations: built apart, published at once, dropped for good."""

from threading import Event, Thread

import pytest

from indexer.engine import Engine, Generation
from indexer.errors import InvalidRequestError, NothingPublishedError, XunhuoError
from indexer.request import NearestRequest, SearchRequest
from tests.contract.conftest import NewEngine
from tests.contract.shelf import FIRST, SECOND, SHELF, fill, item, rows

THIRD = Generation("20260103t000000z")


@pytest.fixture
def engine(new_engine: NewEngine) -> Engine:
    """An engine without any generation."""
    return new_engine(SHELF)


def test_before_the_first_is_published_nothing_can_be_read(engine: Engine) -> None:
    assert (engine.published(), engine.generations()) == (None, [])
    engine.create(FIRST, dimensions=4)
    engine.add(FIRST, [item(1)])
    engine.refresh(FIRST)
    assert (engine.published(), engine.generations()) == (None, [FIRST])
    assert engine.count(FIRST) == 1
    for read in (
        lambda: engine.search(SearchRequest()),
        lambda: engine.nearest(NearestRequest(code=bytes(4), limit=1)),
        lambda: engine.get([1]),
        lambda: engine.find(["g1"]),
        lambda: list(engine.documents()),
    ):
        with pytest.raises(NothingPublishedError):
            read()


def test_a_published_generation_is_read(engine: Engine) -> None:
    fill(engine, [item(1)])
    assert engine.published() == FIRST
    assert rows(engine) == [1]


def test_an_empty_generation_can_be_published(engine: Engine) -> None:
    fill(engine, [])
    assert engine.search(SearchRequest(limit=5)).total == 0
    assert (engine.count(FIRST), rows(engine)) == (0, [])


def test_what_is_not_published_is_not_seen(engine: Engine) -> None:
    fill(engine, [item(1)])
    engine.create(SECOND, dimensions=4)
    engine.add(SECOND, [item(1), item(2)])
    engine.refresh(SECOND)
    assert (engine.published(), rows(engine)) == (FIRST, [1])
    assert (engine.count(FIRST), engine.count(SECOND)) == (1, 2)
    assert engine.find(["g2"]) == {}
    engine.publish(SECOND)
    assert (engine.published(), rows(engine)) == (SECOND, [1, 2])
    assert (engine.count(FIRST), engine.count(SECOND)) == (1, 2)


def test_one_can_go_back_to_an_older_generation(engine: Engine) -> None:
    fill(engine, [item(1)])
    fill(engine, [item(2)], SECOND)
    assert rows(engine) == [2]
    engine.publish(FIRST)
    assert (engine.published(), rows(engine)) == (FIRST, [1])


def test_publishing_twice_is_publishing(engine: Engine) -> None:
    fill(engine, [item(1)])
    engine.publish(FIRST)
    assert (engine.published(), rows(engine)) == (FIRST, [1])


def test_generations_are_listed_from_the_oldest(engine: Engine) -> None:
    for generation in (SECOND, THIRD, FIRST):
        engine.create(generation, dimensions=0)
    assert engine.generations() == [FIRST, SECOND, THIRD]


def test_a_dropped_generation_is_gone_and_its_name_is_free(engine: Engine) -> None:
    fill(engine, [item(1)])
    fill(engine, [item(2)], SECOND)
    engine.drop(FIRST)
    assert engine.generations() == [SECOND]
    engine.create(FIRST, dimensions=4)
    engine.refresh(FIRST)
    assert engine.count(FIRST) == 0
    assert rows(engine) == [2]


def test_the_published_generation_cannot_be_dropped(engine: Engine) -> None:
    fill(engine, [item(1)])
    with pytest.raises(InvalidRequestError):
        engine.drop(FIRST)
    assert (engine.generations(), rows(engine)) == ([FIRST], [1])


def test_a_generation_that_is_not_there_cannot_be_published(engine: Engine) -> None:
    fill(engine, [item(1)])
    with pytest.raises(XunhuoError):
        engine.publish(SECOND)
    assert (engine.published(), rows(engine)) == (FIRST, [1])


def test_a_name_is_given_once(engine: Engine) -> None:
    fill(engine, [item(1)])
    with pytest.raises(XunhuoError):
        engine.create(FIRST, dimensions=4)
    assert rows(engine) == [1]


def test_two_places_know_nothing_of_each_other(engine: Engine, new_engine: NewEngine) -> None:
    other = new_engine(SHELF)
    fill(engine, [item(1)])
    assert (other.published(), other.generations()) == (None, [])
    fill(other, [item(2)], SECOND)
    assert (rows(engine), rows(other)) == ([1], [2])
    assert (engine.generations(), other.generations()) == ([FIRST], [SECOND])


def test_an_answer_names_its_generation_and_a_vector_stays_in_its_own(engine: Engine) -> None:
    fill(engine, [item(1, code=(1, 0, 0, 0))])
    assert engine.search(SearchRequest(limit=1)).generation == FIRST.name
    request = NearestRequest(code=bytes((1, 0, 0, 0)), limit=5, generation=FIRST.name)
    assert engine.nearest(request).rows.tolist() == [1]
    fill(engine, [item(1, code=(1, 0, 0, 0))], SECOND)
    assert engine.search(SearchRequest(limit=1)).generation == SECOND.name
    assert len(engine.nearest(request)) == 0


def test_readers_see_one_generation_or_the_other_while_it_is_switched(engine: Engine) -> None:
    fill(engine, [item(row) for row in range(5)])
    fill(engine, [item(row) for row in range(9)], SECOND)
    seen: set[tuple[int, int]] = set()
    failures: list[Exception] = []
    stop = Event()

    def read() -> None:
        while not stop.is_set():
            try:
                result = engine.search(SearchRequest(limit=50))
            except XunhuoError as error:
                failures.append(error)
            else:
                seen.add((result.total, len(result.hits)))

    readers = [Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(5):
        for generation in (FIRST, SECOND):
            engine.publish(generation)
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert seen <= {(5, 5), (9, 9)}
