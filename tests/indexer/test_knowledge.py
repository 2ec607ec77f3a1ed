"""Knowledge is read once a generation, whoever asks, and old generations are let go."""

from threading import Barrier, Thread

import pytest

from indexer.errors import DamagedError
from indexer.knowledge import Knowledge, KnowledgeCache
from indexer.statistics import ProductStatistics


def _knowledge(generation: str) -> Knowledge:
    return Knowledge(statistics=ProductStatistics(names=(generation,)))


def test_each_generation_is_read_once_by_all_threads() -> None:
    read: list[str] = []

    def load(generation: str) -> Knowledge:
        read.append(generation)
        return _knowledge(generation)

    cache = KnowledgeCache(load)
    barrier = Barrier(8)
    found: list[Knowledge] = []

    def ask() -> None:
        barrier.wait()
        found.append(cache.of("g1"))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == ["g1"]
    assert len(found) == 8
    assert all(knowledge is found[0] for knowledge in found)
    assert cache.of("g2").statistics.names == ("g2",)


def test_only_a_few_generations_stay() -> None:
    read: list[str] = []

    def load(generation: str) -> Knowledge:
        read.append(generation)
        return _knowledge(generation)

    cache = KnowledgeCache(load)
    for generation in ("g1", "g2", "g3", "g4", "g4", "g3", "g2"):
        cache.of(generation)
    assert read == ["g1", "g2", "g3", "g4"]
    cache.of("g1")
    assert read == ["g1", "g2", "g3", "g4", "g1"]


def test_what_could_not_be_read_is_asked_for_again() -> None:
    answers: list[Knowledge | DamagedError] = [DamagedError("broken"), _knowledge("g1")]

    def load(_: str) -> Knowledge:
        answer = answers.pop(0)
        if isinstance(answer, DamagedError):
            raise answer
        return answer

    cache = KnowledgeCache(load)
    with pytest.raises(DamagedError):
        cache.of("g1")
    assert cache.of("g1").statistics.names == ("g1",)
