"""Documents by row and by id, and all of them."""

from indexer.engine import Engine, SearchEngine
from tests.contract.conftest import NewEngine
from tests.contract.shelf import GOODS, SHELF, fill, item


def test_the_source_of_each_row_comes_back_byte_by_byte(shelf: Engine) -> None:
    sources = {document.row: document.source for document in GOODS}
    assert shelf.get([3, 1, 99, 3]) == {1: sources[1], 3: sources[3]}
    assert shelf.get([]) == {}
    assert shelf.get(range(1, 9)) == sources


def test_ids_become_rows(shelf: Engine) -> None:
    assert shelf.find(["g8", "无", "g1", "g1"]) == {"g1": 1, "g8": 8}
    assert shelf.find([]) == {}


def test_all_documents_are_listed_once(shelf: Engine) -> None:
    listed = sorted(shelf.documents(), key=lambda document: document[1])
    assert listed == [(document.id, document.row, document.source) for document in GOODS]


def test_thousands_of_documents_are_listed_found_and_read(new_engine: NewEngine) -> None:
    # More than one page of any scrolling, and more ids than one clause may hold on some engines.
    engine = fill(new_engine(SHELF), (item(row) for row in range(2500)))
    assert sorted(row for _, row, _ in engine.documents()) == list(range(2500))
    assert engine.find([f"g{row}" for row in range(2500)])["g2499"] == 2499
    assert len(engine.get(range(2500))) == 2500


def test_an_engine_that_answers_pings_in_silence(shelf: Engine) -> None:
    shelf.ping()


def test_the_schema_is_the_one_given(shelf: Engine) -> None:
    assert shelf.schema is SHELF
    assert isinstance(shelf, Engine)
    assert isinstance(shelf, SearchEngine)
