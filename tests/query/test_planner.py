"""What must be met for a hit: seen through a search of an engine that looks at every document."""

from collections.abc import Iterable
from itertools import pairwise

import pytest

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from indexer.catalog import DocumentId, Product, fen
from indexer.documents import ProductDocuments, Row
from indexer.engine import Generation
from indexer.fields import PRODUCTS
from indexer.request import AtLeast, Best, Clause, Phrase, SearchRequest, Text, Token, Weighted
from indexer.statistics import ProductStatistics
from query.planner import Planner
from tests.naive import NaiveEngine

ANALYZER = Analyzer()
PLANNER = Planner(ANALYZER, PRODUCTS)


def shelf(*titles: str, **more: str) -> NaiveEngine:
    engine = NaiveEngine(PRODUCTS)
    generation = Generation("20260101t000000z")
    documents = ProductDocuments(
        ANALYZER, None, attributes=Attributes.shipped(), statistics=ProductStatistics()
    )
    engine.create(generation, dimensions=0)
    rows = [
        Row(row=i, change=i + 1, record=Product(id=DocumentId(f"P{i}"), title=title, price=fen(1)))
        for i, title in enumerate(titles)
    ]
    rows += [
        Row(
            row=len(titles) + i,
            change=100 + i,
            record=Product(id=DocumentId(name), title="其他", price=fen(1), description=text),
        )
        for i, (name, text) in enumerate(more.items())
    ]
    engine.add(generation, documents.build(rows))
    engine.refresh(generation)
    engine.publish(generation)
    return engine


def met(engine: NaiveEngine, text: Text) -> list[int]:
    return [int(row) for row in engine.search(SearchRequest(text=text, limit=50)).hits.rows]


def strict(text: str, *titles: str) -> set[int]:
    plan = PLANNER.plan(text)
    assert plan is not None
    return set(met(shelf(*titles), plan.strict))


def loose(text: str, *titles: str) -> set[int]:
    plan = PLANNER.plan(text)
    assert plan is not None
    return set(met(shelf(*titles), plan.looser[-1]))


@pytest.mark.parametrize(
    ("text", "titles", "rows"),
    [
        ("酒", ("白酒", "酒精", "杯子"), {0, 1}),
        ("连衣裙", ("夏季连衣裙", "连体衣 裙子", "连 衣 裙"), {0}),
        ("红色 手机", ("红色手机", "红色", "手机", "手机 红色"), {0, 3}),
        ("华为 黑色 手机", ("华为手机黑色", "华为手机", "手机", "黑色手机壳 华为"), {0, 3}),
        (
            "华为 黑色 手机 保护套",  # three of four
            ("华为手机保护套", "华为手机", "黑色手机保护套", "保护套"),
            {0, 2},
        ),
        ("sm-c5000", ("SMC5000", "SM C5000", "SM-C5001"), {0, 1}),
        ("手机 手机 手机", ("手机", "壳"), {0}),
        ("a1", ("A1", "A-1", "A 1", "a 2", "b1"), {0, 1, 2}),
        ("é1", ("É 1",), {0}),
        ("白酒", ("白酒杯", "白色 酒"), {0}),
        ("ガンダム-ザク", ("ガンダム ザク", "ザク"), {0}),
        ("삼성-갤럭시", ("삼성 갤럭시 手机", "갤럭시"), {0}),
        ("あ-い", ("あ-い", "あ"), {0}),
        ("𠮷野", ("𠮷野家", "吉野家"), {0}),
    ],
)
def test_strict(text: str, titles: tuple[str, ...], rows: set[int]) -> None:
    assert strict(text, *titles) == rows


@pytest.mark.parametrize(
    ("text", "titles", "rows"),
    [
        ("真丝连衣裙", ("连衣裙 碎花", "真皮沙发", "丝绸 长裙", "手机"), {0}),
        ("花露水", ("保湿水", "露水", "花 露"), {1, 2}),  # half of its characters
        ("牙膏", ("牙刷", "面膏", "牙膏盒"), {2}),
        ("iphone 6", ("华为 6", "iphone 15", "iphone 6"), {1, 2}),
        ("酒", ("白酒", "水"), {0}),
    ],
)
def test_loose(text: str, titles: tuple[str, ...], rows: set[int]) -> None:
    assert loose(text, *titles) == rows


def test_between_strict_and_loose_half_of_what_was_typed_must_be_met() -> None:
    plan = PLANNER.plan("华为 黑色 手机")
    assert plan is not None
    engine = shelf("华为手机", "黑色手机", "手机壳", "黑色华为手机", "平板")
    ways = [set(met(engine, way)) for way in (plan.strict, *plan.looser)]
    assert ways == [{3}, {0, 1, 3}, {0, 1, 2, 3}]


def test_what_is_met_strictly_is_met_loosely_in_a_description_too() -> None:
    plan = PLANNER.plan("红 大 新 中华人民共和国邮票")
    assert plan is not None
    engine = shelf("红大新", d="红 大 新 中华人民共和国邮票")
    hits = [set(met(engine, way)) for way in (plan.strict, *plan.looser)]
    assert hits[0]
    assert all(stricter <= looser for stricter, looser in pairwise(hits))


def test_a_text_without_words_has_no_plan() -> None:
    assert PLANNER.plan("！？ 😀") is None
    assert PLANNER.plan("") is None


def _leaves(clause: Clause) -> Iterable[Clause]:
    match clause:
        case Token() | Phrase():
            yield clause
        case Weighted(inner):
            yield from _leaves(inner)
        case Best(clauses) | AtLeast(_, clauses):
            for part in clauses:
                yield from _leaves(part)


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr(0x4E00 + 7 * i) for i in range(1_000)),
        " ".join(chr(0x4E00 + 7 * i) + chr(0x4E01 + 7 * i) for i in range(333)),
        "a1" * 500,
        " ".join(f"w{i}" for i in range(250)),
        "-".join("ab" for _ in range(333)),
    ],
)
def test_a_pasted_paragraph_stays_a_request_that_a_cluster_takes(text: str) -> None:
    """Each part stays far below the clauses that a node with 1 GB of memory allows, 16,384."""
    plan = PLANNER.plan(text[:1_000])
    assert plan is not None
    for way in (plan.strict, *plan.looser):
        assert (
            len(list(_leaves(way.required or way.scoring[0])))
            + sum(len(list(_leaves(clause))) for clause in way.scoring)
            <= 4_000
        )
