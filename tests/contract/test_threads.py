"""Many threads read one engine while another writes."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from indexer.engine import Engine
from indexer.filters import Term
from indexer.request import NearestRequest, SearchRequest, Text, Token, ValuesFacet
from tests.contract.conftest import NewEngine
from tests.contract.shelf import FIRST, SHELF, fill, item

PHONE = Token("title_words", "手机")


def test_threads_get_the_answers_of_one(shelf: Engine) -> None:
    facet = ValuesFacet(key="b", field="brand", size=9)
    request = SearchRequest(text=Text(PHONE, (PHONE,)), facets=(facet,), limit=10, cards=True)
    alone = shelf.search(request)

    def ask(_: int) -> tuple[list[int], list[float], object]:
        result = shelf.search(request)
        assert set(shelf.get([1, 2])) == {1, 2}
        return result.hits.rows.tolist(), result.hits.scores.tolist(), result.facets["b"]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(80)))
    expected = (alone.hits.rows.tolist(), alone.hits.scores.tolist(), alone.facets["b"])
    assert all(answer == expected for answer in answers)


def test_readers_see_whole_states_while_prices_change(new_engine: NewEngine) -> None:
    # Each round gives all ten goods one brand and one vector: whatever a reader sees agrees
    # with itself, because it comes out of one request.
    goods = [item(row, brand="b0", code=(1, 0, 0, 0)) for row in range(10)]
    engine = fill(new_engine(SHELF), goods)
    brands = ValuesFacet(key="b", field="brand", size=9)

    def read(engine: Engine, rounds: int) -> int:
        for _ in range(rounds):
            result = engine.search(SearchRequest(facets=(brands,), limit=20))
            assert result.total == len(result.hits) == 10
            assert sum(count for _, count in result.facets["b"]) == 10
            near = engine.nearest(NearestRequest(code=bytes((1, 0, 0, 0)), limit=20))
            assert len(set(near.rows.tolist())) == len(near)
        return rounds

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(partial(read, engine, 40)) for _ in range(3)]
        for step in range(1, 9):
            engine.add(
                FIRST, [item(row, brand=f"b{step}", code=(step, 0, 0, 0)) for row in range(10)]
            )
            engine.refresh(FIRST)
        assert [reader.result() for reader in readers] == [40, 40, 40]
    assert engine.search(SearchRequest(filters=Term("brand", "b8"))).total == 10
