"""Adding, replacing and removing documents of a generation."""

import pytest

from indexer.engine import Engine
from indexer.errors import BulkRejectedError, XunhuoError
from indexer.filters import Range, Term
from indexer.request import RangesFacet, SearchRequest, Sort, Text, Token, ValuesFacet
from tests.contract.conftest import NewEngine
from tests.contract.shelf import FIRST, SECOND, SHELF, fill, item, rows


@pytest.fixture(scope="module")
def published(new_engine: NewEngine) -> Engine:
    """One generation for all tests here: making one costs a cluster half a second."""
    return fill(new_engine(SHELF), [])


@pytest.fixture
def engine(published: Engine) -> Engine:
    """Three goods and nothing else."""
    goods = [
        item(1, "茶 杯", colors=("红",), prices=(100,)),
        item(2, "茶 壶", colors=("红", "白"), prices=(200,)),
        item(3, "茶 叶", prices=(300,)),
    ]
    published.remove(FIRST, [id_ for id_, _, _ in published.documents()])
    published.add(FIRST, goods)
    published.refresh(FIRST)
    return published


def search(engine: Engine, word: str) -> list[int]:
    """The rows of the goods with that word."""
    token = Token("title_words", word)
    return sorted(engine.search(SearchRequest(text=Text(token, ()), limit=50)).hits.rows.tolist())


def test_how_many_were_added_is_told(engine: Engine) -> None:
    assert engine.add(FIRST, (item(row) for row in range(10, 15))) == 5
    assert engine.add(FIRST, []) == 0
    engine.refresh(FIRST)
    assert engine.count(FIRST) == 8
    assert rows(engine) == [1, 2, 3, 10, 11, 12, 13, 14]


def test_a_document_with_a_known_id_replaces_the_old_one_in_every_part(engine: Engine) -> None:
    engine.add(FIRST, [item(2, "咖啡 壶", colors=("黑",), prices=(50,))])
    engine.refresh(FIRST)
    assert engine.count(FIRST) == 3
    assert (search(engine, "茶"), search(engine, "咖啡")) == ([1, 3], [2])
    result = engine.search(
        SearchRequest(
            filters=Range("price", 0, 250),
            facets=(
                ValuesFacet(key="c", field="color", size=9),
                RangesFacet(key="p", field="price", ranges=((0, 100), (200, 300))),
            ),
            sort=Sort("by_price"),
            limit=9,
            columns=("price_low",),
        )
    )
    assert (result.total, result.hits.rows.tolist()) == (2, [2, 1])
    assert result.hits.columns["price_low"].tolist() == [50, 100]
    assert list(result.facets["c"]) == [("红", 1), ("黑", 1)]
    assert [count for _, count in result.facets["p"]] == [1, 0]
    assert engine.get([2]) == {2: item(2, "咖啡 壶").source}


def test_a_known_id_may_come_back_under_another_row(engine: Engine) -> None:
    engine.add(FIRST, [item(77, "茶 盘", id_="g2")])
    engine.refresh(FIRST)
    assert rows(engine) == [1, 3, 77]
    assert engine.find(["g2"]) == {"g2": 77}
    assert set(engine.get([2, 77])) == {77}


def test_the_later_of_two_with_one_id_stays(engine: Engine) -> None:
    engine.add(FIRST, [item(9, "旧 的"), item(9, "新 的")])
    engine.refresh(FIRST)
    assert (search(engine, "旧"), search(engine, "新")) == ([], [9])
    assert engine.count(FIRST) == 4


def test_removed_documents_are_gone_and_may_come_back(engine: Engine) -> None:
    engine.remove(FIRST, ["g1", "g3", "没有这个"])
    engine.refresh(FIRST)
    assert (rows(engine), engine.count(FIRST)) == ([2], 1)
    assert search(engine, "茶") == [2]
    assert engine.search(SearchRequest(filters=Term("id", "g1"))).total == 0
    engine.add(FIRST, [item(1, "茶 杯")])
    engine.refresh(FIRST)
    assert search(engine, "茶") == [1, 2]


def test_adding_and_removing_in_turn_ends_with_the_last_word(engine: Engine) -> None:
    engine.add(FIRST, [item(5, "茶")])
    engine.remove(FIRST, ["g5", "g1"])
    engine.add(FIRST, [item(1, "酒")])
    engine.refresh(FIRST)
    assert (search(engine, "茶"), search(engine, "酒")) == ([2, 3], [1])


def test_removing_nothing_and_the_last_one(engine: Engine) -> None:
    engine.remove(FIRST, [])
    engine.remove(FIRST, ["g1", "g2", "g3"])
    engine.refresh(FIRST)
    assert (engine.count(FIRST), rows(engine)) == (0, [])
    result = engine.search(SearchRequest(limit=5))
    assert (result.total, len(result.hits)) == (0, 0)


def test_many_changes_over_many_refreshes_keep_count(engine: Engine) -> None:
    for step in range(12):
        engine.add(FIRST, [item(row, "茶", sales=step) for row in range(step, step + 5)])
        engine.remove(FIRST, [f"g{step}"])
        engine.refresh(FIRST)
    assert rows(engine) == [12, 13, 14, 15]
    assert engine.count(FIRST) == 4


def test_a_search_after_a_refresh_sees_what_was_written(engine: Engine) -> None:
    before = engine.search(SearchRequest()).total
    for row in range(10, 15):
        engine.add(FIRST, [item(row)])
        engine.refresh(FIRST)
        assert engine.search(SearchRequest()).total == before + row - 9


def test_a_refused_document_is_named_and_the_others_are_in(engine: Engine) -> None:
    # One byte more than Lucene indexes as one term.
    monster = item(8, colors=("x" * 32_767,))
    with pytest.raises(BulkRejectedError) as caught:
        engine.add(FIRST, [item(7, "茶"), monster, item(9, "茶")])
    assert set(caught.value.failures) == {"g8"}
    engine.refresh(FIRST)
    assert rows(engine) == [1, 2, 3, 7, 9]


def test_writing_into_a_generation_that_is_not_there_makes_none(engine: Engine) -> None:
    with pytest.raises(XunhuoError):
        engine.add(SECOND, [item(1)])
    with pytest.raises(XunhuoError):
        engine.remove(SECOND, ["g1"])
    assert engine.generations() == [FIRST]
    assert engine.count(FIRST) == 3


def test_a_closed_writer_opens_again_when_used(engine: Engine) -> None:
    engine.close()
    engine.add(FIRST, [item(4, "茶")])
    engine.close()
    engine.close()
    engine.refresh(FIRST)
    assert search(engine, "茶") == [1, 2, 3, 4]
