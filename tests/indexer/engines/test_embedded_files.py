"""The embedded engine's own files: damage, leftovers, growth under readers, another version."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.engine import Engine, IndexDocument
from indexer.engines.embedded import EmbeddedEngine
from indexer.errors import (
    AnalyzerMismatchError,
    BulkRejectedError,
    DamagedError,
    EngineUnavailableError,
    NothingPublishedError,
    XunhuoError,
)
from indexer.fields import Field, Kind
from indexer.request import (
    NearestRequest,
    RangesFacet,
    SearchRequest,
    Text,
    Token,
    ValuesFacet,
)
from tests.contract.shelf import FIRST, SECOND, SHELF, fill, item, rows

BRANDS = ValuesFacet(key="品牌", field="brand", size=9)
GOODS = [item(row, "茶 杯", card=b"card %d" % row, code=(row, 1, 2, 3)) for row in range(1, 6)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place for an index."""
    return tmp_path / "index"


@pytest.fixture
def engine(folder: Path) -> Iterator[Engine]:
    """Five goods, published."""
    engine = EmbeddedEngine(folder, SHELF)
    yield fill(engine, GOODS)
    engine.close()


def spoil(path: Path, found: bytes, wanted: bytes) -> None:
    """Change bytes on the disk."""
    content = path.read_bytes()
    assert content.count(found) == 1
    path.write_bytes(content.replace(found, wanted))


def test_a_damaged_source_is_told_and_the_others_are_read(engine: Engine, folder: Path) -> None:
    spoil(folder / FIRST.name / "documents.bin", GOODS[2].source, b"?" * len(GOODS[2].source))
    fresh = EmbeddedEngine(folder, SHELF)
    with pytest.raises(DamagedError):
        fresh.get([3])
    with pytest.raises(DamagedError):
        list(fresh.documents())
    assert set(fresh.get([1, 2, 4, 5])) == {1, 2, 4, 5}
    hits = fresh.search(SearchRequest(limit=9, cards=True)).hits
    assert hits.cards == tuple(good.card for good in GOODS)
    # A damaged document is mended by replacing it.
    engine.add(FIRST, [item(3)])
    engine.refresh(FIRST)
    assert rows(engine) == [1, 2, 3, 4, 5]


def test_a_damaged_card_is_told(engine: Engine, folder: Path) -> None:
    assert engine.search(SearchRequest(limit=9, cards=True)).total == 5
    spoil(folder / FIRST.name / "documents.bin", b"card 3", b"cart 3")
    fresh = EmbeddedEngine(folder, SHELF)
    with pytest.raises(DamagedError):
        fresh.search(SearchRequest(limit=9, cards=True))
    assert fresh.search(SearchRequest(limit=9)).total == 5


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("documents.bin", lambda engine: engine.get(range(9))),
        ("vectors.i8", lambda engine: engine.search(SearchRequest(limit=9, codes=True))),
        ("vectors.i8", lambda engine: engine.nearest(NearestRequest(code=bytes(4), limit=9))),
        ("columns.i64", lambda engine: engine.search(SearchRequest(limit=9))),
    ],
    ids=["a source", "a code", "a scan", "a hit"],
)
def test_a_file_cut_short_is_told(
    engine: Engine, folder: Path, name: str, read: Callable[[Engine], object]
) -> None:
    engine.close()
    path = folder / FIRST.name / name
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(DamagedError):
        read(EmbeddedEngine(folder, SHELF))


def test_a_torn_end_of_the_side_files_harms_nothing(engine: Engine, folder: Path) -> None:
    engine.close()
    for name in ("documents.bin", "vectors.i8", "columns.i64", "values.json"):
        with (folder / FIRST.name / name).open("ab") as file:
            file.write(b"\x01\x02\x03")
    engine.add(FIRST, [item(9, brand="新", card=b"new", code=(9, 9, 9, 9))])
    engine.refresh(FIRST)
    hits = engine.search(SearchRequest(limit=9, cards=True, codes=True)).hits
    assert engine.at_hand(hits.rows.tolist(), (BRANDS,)) == {"品牌": (("新", 1),)}
    assert hits.cards == (*(good.card for good in GOODS), b"new")
    assert hits.codes is not None
    assert hits.codes.tolist() == [[row, 1, 2, 3] for row in range(1, 6)] + [[9, 9, 9, 9]]
    near = engine.nearest(NearestRequest(code=bytes((1, 0, 0, 0)), limit=2))
    assert (near.rows.tolist(), near.scores.tolist()) == ([9, 5], [9, 5])


def test_a_commit_that_was_killed_before_it_counted_can_be_made_again(
    engine: Engine, folder: Path
) -> None:
    engine.close()  # the next writer begins as one after a kill does
    meta = folder / FIRST.name / "index" / "meta.json"
    before = meta.read_bytes()
    engine.add(FIRST, [item(1, card=b"new")])
    engine.close()
    # All files of the commit are on the disk; it counts once this one names them.
    meta.write_bytes(before)
    engine.add(FIRST, [item(1, card=b"again")])
    engine.refresh(FIRST)
    hits = engine.search(SearchRequest(limit=9, cards=True)).hits
    assert hits.cards == (b"again", *(good.card for good in GOODS[1:]))


@pytest.mark.parametrize("damage", [b"?" * 9, b'"z\xe5\x8d\x8e  "', b"123456789", b'""       '])
def test_values_that_are_damaged_are_told(engine: Engine, folder: Path, damage: bytes) -> None:
    engine.add(FIRST, [item(6, brand="华为"), item(7, brand="小米")])
    engine.refresh(FIRST)
    rows = engine.search(SearchRequest(limit=9)).hits.rows.tolist()
    counted = engine.at_hand(rows, (BRANDS,))
    assert counted == {"品牌": (("华为", 1), ("小米", 1))}
    spoil(folder / FIRST.name / "values.json", '"a华为"'.encode(), damage)
    fresh = EmbeddedEngine(folder, SHELF)
    fresh.search(SearchRequest(limit=9))
    with pytest.raises(DamagedError):
        fresh.at_hand(rows, (BRANDS,))


def test_what_was_given_out_before_a_commit_is_asked_for_anew(engine: Engine) -> None:
    rows = engine.search(SearchRequest(limit=9)).hits.rows.tolist()
    assert engine.at_hand(rows, (BRANDS,)) == {"品牌": ()}
    engine.add(FIRST, [item(1, brand="华为")])
    engine.refresh(FIRST)
    assert engine.at_hand(rows, (BRANDS,)) is None
    assert engine.search(SearchRequest(limit=9)).total == 5
    assert engine.at_hand(rows, (BRANDS,)) == {"品牌": (("华为", 1),)}
    price = RangesFacet(key="价", field="price", ranges=((0, 100),))
    assert engine.at_hand(rows, (BRANDS, price)) is None


def test_files_that_grow_are_followed(engine: Engine) -> None:
    for row in range(10, 40):
        engine.add(FIRST, [item(row, card=b"x" * 5000, code=(row, 0, 0, 0))])
        engine.refresh(FIRST)
        assert engine.get([row]) == {row: item(row).source}
        near = engine.nearest(NearestRequest(code=bytes((1, 0, 0, 0)), limit=1, cards=True))
        assert (near.rows.tolist(), near.cards) == ([row], (b"x" * 5000,))


def test_a_vector_that_has_not_changed_is_not_written_again(engine: Engine, folder: Path) -> None:
    file = folder / FIRST.name / "vectors.i8"

    def written(*documents: IndexDocument) -> int:
        before = file.stat().st_size
        engine.add(FIRST, documents)
        engine.refresh(FIRST)
        return file.stat().st_size - before

    def nearest(code: bytes) -> list[tuple[int, float]]:
        hits = engine.nearest(NearestRequest(code=code, limit=2))
        return list(zip(hits.rows.tolist(), hits.scores.tolist(), strict=True))

    assert nearest(bytes((0, 0, 1, 1))) == [(1, 5), (2, 5)]
    for price in range(3):  # the same, again and again, twice in one commit
        cheaper = [item(row, prices=(price,), code=(row, 1, 2, 3)) for row in (3, 4, 3)]
        assert written(*cheaper) == 0
    assert nearest(bytes((1, 0, 0, 0))) == [(5, 5), (4, 4)]
    assert written(item(4, code=(100, 1, 2, 3))) == 4
    assert nearest(bytes((1, 0, 0, 0))) == [(4, 100), (5, 5)]
    assert written(item(4)) == 0
    assert nearest(bytes((1, 0, 0, 0))) == [(5, 5), (3, 3)]
    assert written(item(4, code=(9, 1, 2, 3))) == 4  # it had none
    engine.remove(FIRST, ["g5"])
    engine.refresh(FIRST)
    assert nearest(bytes((1, 0, 0, 0))) == [(4, 9), (3, 3)]
    assert written(item(5, code=(5, 1, 2, 3)), item(6, code=(5, 1, 2, 3))) == 8
    assert nearest(bytes((1, 0, 0, 0))) == [(4, 9), (5, 5)]


def test_a_row_that_comes_twice_has_the_vector_that_came_last(engine: Engine) -> None:
    def nearest() -> list[tuple[int, float]]:
        hits = engine.nearest(NearestRequest(code=bytes((1, 0, 0, 0)), limit=9))
        return list(zip(hits.rows.tolist(), hits.scores.tolist(), strict=True))

    engine.add(FIRST, [item(3, code=(3, 1, 2, 3)), item(3)])
    engine.refresh(FIRST)
    assert nearest() == [(5, 5), (4, 4), (2, 2), (1, 1)]
    with pytest.raises(BulkRejectedError):
        engine.add(
            FIRST, [item(4, code=(9, 1, 2, 3)), item(4, brand="x" * 40_000, code=(4, 1, 2, 3))]
        )
    engine.refresh(FIRST)
    assert nearest() == [(4, 9), (5, 5), (2, 2), (1, 1)]


def test_vectors_that_cannot_be_read_are_written_again(engine: Engine, folder: Path) -> None:
    file = folder / FIRST.name / "vectors.i8"
    file.write_bytes(file.read_bytes()[:-12])
    assert engine.add(FIRST, GOODS) == len(GOODS)


def test_a_listing_is_of_one_state(engine: Engine) -> None:
    listing = iter(engine.documents())
    seen = [next(listing)[1]]
    engine.add(FIRST, [item(8)])
    engine.remove(FIRST, ["g4"])
    engine.refresh(FIRST)
    seen += [row for _, row, _ in listing]
    assert sorted(seen) == [1, 2, 3, 4, 5]
    assert rows(engine) == [1, 2, 3, 5, 8]


def test_an_index_for_other_fields_is_refused_and_can_be_replaced(
    engine: Engine, folder: Path
) -> None:
    engine.close()
    columns = (*SHELF.columns, Field(name="weight_all", kind=Kind.DOUBLE, multi=True))
    later = EmbeddedEngine(folder, replace(SHELF, columns=columns))
    with pytest.raises(AnalyzerMismatchError):
        later.search(SearchRequest())
    with pytest.raises(AnalyzerMismatchError):
        later.add(FIRST, [item(1)])
    fill(later, [item(1)], SECOND)
    assert rows(later) == [1]
    later.drop(FIRST)
    assert later.generations() == [SECOND]
    later.close()


def test_an_index_without_postings_that_are_asked_for_is_refused(
    engine: Engine, folder: Path
) -> None:
    engine.close()
    columns = [replace(field, sought=field.kind is Kind.INTEGER) for field in SHELF.columns]
    assert columns != list(SHELF.columns)
    later = EmbeddedEngine(folder, replace(SHELF, columns=tuple(columns)))
    with pytest.raises(AnalyzerMismatchError):
        later.search(SearchRequest())
    later.close()


def test_a_generation_left_broken_can_be_dropped(engine: Engine, folder: Path) -> None:
    engine.create(SECOND, dimensions=4)
    (folder / SECOND.name / "index" / "meta.json").unlink()
    (folder / SECOND.name / "generation.json").write_bytes(b"{")
    with pytest.raises(DamagedError):
        engine.publish(SECOND)
    engine.drop(SECOND)
    assert (engine.generations(), rows(engine)) == ([FIRST], [1, 2, 3, 4, 5])


def test_leftovers_of_a_killed_create_and_drop_are_no_generations(
    engine: Engine, folder: Path
) -> None:
    for name in (f".{SECOND.name}.new", ".20250101t000000z.gone"):
        (folder / name / "index").mkdir(parents=True)
    assert engine.generations() == [FIRST]
    engine.create(SECOND, dimensions=4)
    engine.drop(SECOND)
    assert [path.name for path in folder.iterdir() if path.is_dir()] == [FIRST.name]


def test_what_a_killed_create_left_is_dropped_by_its_name(engine: Engine, folder: Path) -> None:
    (folder / f".{SECOND.name}.new" / "index").mkdir(parents=True)
    engine.drop(SECOND)
    assert [path.name for path in folder.iterdir() if path.is_dir()] == [FIRST.name]
    engine.drop(SECOND)  # nothing is there: no error, as on a cluster


def test_a_published_generation_that_is_gone_is_no_empty_answer(
    engine: Engine, folder: Path
) -> None:
    engine.close()
    (folder / "CURRENT").write_text("20990101t000000z\n", encoding="utf-8")
    fresh = EmbeddedEngine(folder, SHELF)
    with pytest.raises(EngineUnavailableError):
        fresh.search(SearchRequest())
    with pytest.raises(EngineUnavailableError):
        fresh.ping()


def test_asking_makes_no_files(folder: Path) -> None:
    engine = EmbeddedEngine(folder, SHELF)
    engine.ping()
    assert (engine.published(), engine.generations()) == (None, [])
    with pytest.raises(NothingPublishedError):
        engine.search(SearchRequest())
    assert not folder.exists()


@pytest.mark.parametrize("name", ["../other", "", ".hidden", "a/b", "CON:"])
def test_a_name_that_is_no_folder_name_is_refused(engine: Engine, name: str) -> None:
    with pytest.raises(XunhuoError):
        engine.create(replace(FIRST, name=name), dimensions=0)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(item(8, code=(1, 2, 3)), id="a short vector"),
        pytest.param(item(8, weights=(float("nan"),)), id="not a number"),
        pytest.param(item(8, weights=(float("inf"),)), id="infinity"),
        pytest.param(item(8, balance=2**63), id="65 bits"),
        pytest.param(item(1 << 25, id_="g8"), id="a row too large"),
        pytest.param(replace(item(8), keywords={"size": ("L",)}), id="no such column"),
        pytest.param(replace(item(8), keywords={"price": ("5",)}), id="a word for a number"),
        pytest.param(replace(item(8), texts={"title_words": "\ud800"}), id="half a character"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_the_rest_is_in(
    engine: Engine, wrong: IndexDocument
) -> None:
    with pytest.raises(BulkRejectedError) as caught:
        engine.add(FIRST, [item(6), wrong, item(7)])
    assert set(caught.value.failures) == {"g8"}
    engine.refresh(FIRST)
    assert rows(engine) == [1, 2, 3, 4, 5, 6, 7]


def test_a_source_of_documents_that_fails_leaves_nothing_half_done(engine: Engine) -> None:
    def failing() -> Iterable[IndexDocument]:
        yield item(1, "新 的")
        yield item(6)
        message = "the database went away"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        engine.add(FIRST, failing())
    engine.add(FIRST, [item(7)])
    engine.refresh(FIRST)
    assert rows(engine) == [1, 2, 3, 4, 5, 7]
    new = Token("title_words", "新")
    assert engine.search(SearchRequest(text=Text(new, ()))).total == 0


def test_ranges_beyond_what_a_double_holds_are_counted_exactly(engine: Engine) -> None:
    big = 2**60
    engine.add(FIRST, [item(20 + step, balance=big + step) for step in range(3)])
    engine.refresh(FIRST)
    ranges = ((None, big + 1), (big + 1, big + 2), (big + 2, None), (0, 1), (big + 1, big))
    facet = RangesFacet(key="b", field="balance", ranges=ranges)
    counts = engine.search(SearchRequest(facets=(facet,))).facets["b"]
    assert counts == tuple(enumerate((6, 1, 1, 5, 0)))
