"""What holds a cache of its own methods goes with its last reference: servers search for garbage
so seldom that whole indexes, lexicons and vector spaces would wait for it."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from weakref import ref

import numpy as np
import pytest

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from indexer.cached import cached
from indexer.embeddings import LatentSemantics
from query.suggest.index import SuggestionIndex
from query.suggest.phrases import Kind, Phrase
from query.suggest.ranking import Ranking
from query.title_filters import TitleFilters


class _Counted:
    def __init__(self) -> None:
        self.asked: list[int] = []
        self.double = cached(2, self._double)

    def _double(self, number: int) -> int:
        self.asked.append(number)
        return 2 * number


def test_what_was_asked_lately_is_not_asked_again() -> None:
    counted = _Counted()
    assert [counted.double(number) for number in (1, 2, 1, 3, 2, 3)] == [2, 4, 2, 6, 4, 6]
    assert counted.asked == [1, 2, 3, 2]


def _attributes() -> Attributes:
    attributes = Attributes.shipped()
    attributes.normalize("颜色", "红色")
    attributes.values("颜色", "红色、白色")
    return attributes


def _embedder() -> LatentSemantics:
    embedder = LatentSemantics(
        Analyzer(),
        terms=["手", "机", "手机"],
        idf=np.ones(3, np.float32),
        components=np.ones((3, 2), np.float16),
    )
    embedder.embed(["手机"])
    return embedder


def _titles() -> TitleFilters:
    titles = TitleFilters(Analyzer(), ["手机壳"])
    titles.any_of(["手机", "电话"])
    titles.holds("6GB")
    return titles


def _ranking() -> Ranking:
    ranking = Ranking(
        SuggestionIndex.built([Phrase(kind=Kind.QUERY, text="手机", target="手机", weight=1.0)])
    )
    ranking.ranked("手", limit=1)
    return ranking


@pytest.mark.parametrize("make", [_Counted, _attributes, _embedder, _titles, _ranking])
def test_it_goes_with_its_last_reference(make: Callable[[], object]) -> None:
    with _no_search_for_garbage():
        found = make()
        left = ref(found)
        del found
        assert left() is None


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
