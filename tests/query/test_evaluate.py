"""Judged queries against rankings, by hand; and whether a difference is one."""

import pytest

from indexer.analysis import Analyzer
from indexer.bootstrap import compared
from indexer.catalog import DocumentId, Product, fen
from indexer.errors import FeedError
from query.baselines import BASELINES, Bm25, baseline
from query.evaluate import DEPTH, MEASURES, evaluated, judgements


def test_judgements_are_read_and_the_last_of_a_pair_wins() -> None:
    lines = ["手机\tP1\t3\n", "手机\tP2\t0\r\n", "\n", "白酒\tP3\t1\n", "手机\tP1\t2"]
    assert judgements(lines, "j.tsv") == {"手机": {"P1": 2, "P2": 0}, "白酒": {"P3": 1}}
    assert judgements([], "j.tsv") == {}


@pytest.mark.parametrize(
    "line",
    ["手机\tP1", "手机\tP1\t4", "手机\tP1\t1.0", "手机\tP1\t-1", "\tP1\t1", "q\tid\tgrade", "x"],
)
def test_a_wrong_line_is_named(line: str) -> None:
    with pytest.raises(FeedError, match=r"j\.tsv:2: 每行应为"):
        judgements(["手机\tP1\t1", line], "j.tsv")


def test_measures_of_two_queries() -> None:
    judged = {
        "手机": {"P1": 1, "P2": 0, "P9": 1},
        "白酒": {"P3": 1},
        "无": {"P4": 0},  # nothing is relevant: nothing can be measured
    }
    asked: list[tuple[str, int]] = []

    def ranking(text: str, depth: int) -> list[str]:
        asked.append((text, depth))
        return {"手机": ["P2", "P1", "P5"], "白酒": []}[text]

    result = evaluated(judged, ranking, MEASURES)
    assert asked == [("手机", DEPTH), ("白酒", DEPTH)]
    assert result.values["MRR@10"] == [0.5, 0.0]
    assert result.values["recall@10"] == [0.5, 0.0]
    assert result.values["zero-result"] == [0.0, 1.0]
    assert result.mean("MRR@10") == 0.25
    assert result.mean("nDCG@10") == pytest.approx(0.5 * 0.6309 / 1.6309, abs=1e-4)


def test_a_result_without_anything_judged_is_no_zero_result() -> None:
    result = evaluated({"酒": {"P1": 1}}, lambda *_: ["P7"], ("zero-result", "MRR@10"))
    assert (result.mean("zero-result"), result.mean("MRR@10")) == (0.0, 0.0)
    assert evaluated({}, lambda *_: [], MEASURES).mean("MRR@10") == 0.0


def test_a_clear_difference_has_an_interval_on_one_side() -> None:
    better = compared([0.9, 0.8, 0.7, 0.9] * 20, [0.5, 0.4, 0.6, 0.2] * 20)
    assert better.difference == pytest.approx(0.4)
    assert 0 < better.low < better.difference < better.high
    assert compared([0.5] * 9, [0.5] * 9).low == compared([], []).high == 0.0


def test_noise_has_an_interval_around_nothing_and_is_the_same_each_time() -> None:
    ours, theirs = [0.5, 0.6, 0.4, 0.5] * 5, [0.6, 0.5, 0.5, 0.4] * 5
    noise = compared(ours, theirs)
    assert noise.low < 0 < noise.high
    assert compared(ours, theirs) == noise


def test_bm25_by_hand() -> None:
    index = Bm25(["a", "b", "c"], [["酒", "酒"], ["酒", "杯"], ["茶"]])
    assert index.top(["酒"], 10) == ["a", "b"]
    assert index.top(["杯", "酒", "酒"], 1) == ["b"]
    assert index.top(["水"], 10) == index.top([], 10) == []
    assert Bm25([], []).top(["酒"], 3) == []


def test_equal_scores_keep_the_order_of_the_catalogue() -> None:
    assert Bm25(["b", "a"], [["酒"], ["酒"]]).top(["酒"], 2) == ["b", "a"]


@pytest.mark.parametrize("name", BASELINES)
def test_a_baseline_finds_title_brand_and_description(name: str) -> None:
    goods = [
        Product(id=DocumentId("1"), title="白酒", price=fen(1), brand="茅台"),
        Product(id=DocumentId("2"), title="水杯", price=fen(1), description="可装白酒"),
        Product(id=DocumentId("3"), title="手机", price=fen(1)),
    ]
    top = baseline(name, Analyzer(), goods)
    assert top("白酒", 10) == ["1", "2"]
    assert top("茅台", 10) == ["1"]
    assert top("！", 10) == []
