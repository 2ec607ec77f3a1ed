"""Synonyms: the file, which words they stand for, and what they do to a search."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from indexer.analysis import Analyzer
from indexer.errors import FeedError, XunhuoError
from indexer.fields import PRODUCTS
from indexer.request import AtLeast, Clause, Phrase, SearchRequest, Token, Weighted
from indexer.store import Store
from query.planner import Plan, Planner
from query.synonyms import Synonyms, SynonymStore, read_rules
from query.synonyms.rules import MOST, MOST_A_QUERY
from tests.query.test_planner import PLANNER, met, shelf

ANALYZER = Analyzer()


def synonyms(*lines: str) -> Synonyms:
    return Synonyms.of(read_rules("\n".join(lines).encode(), "s.txt"), ANALYZER.query)


def plan(text: str, *lines: str, whole: str | None = None) -> Plan:
    made = Planner(ANALYZER, PRODUCTS, lambda: synonyms(*lines)).plan(text, whole)
    assert made is not None
    return made


def others(text: str, *lines: str) -> list[tuple[str, list[tuple[str, float]]]]:
    found = synonyms(*lines).swaps(ANALYZER.query(text).words)
    return [(swap.text, [(o.text, o.weight) for o in swap.alternatives]) for swap in found]


@pytest.mark.parametrize(
    ("line", "left", "right"),
    [
        ("a, b", [("a", 1), ("b", 1)], [("a", 1), ("b", 1)]),
        ("口红 ,唇膏|0.8", [("口红", 1), ("唇膏", 0.8)], [("口红", 1), ("唇膏", 0.8)]),
        ("a b => c d, e|2\r", [("a b", 1)], [("c d", 1), ("e", 2)]),
        ("a, b => c", [("a", 1), ("b", 1)], [("c", 1)]),
        (r"1\,5匹 => 1.5匹", [("1,5匹", 1)], [("1.5匹", 1)]),
        (r"a\=>b, c\|d, e\\f", [("a=>b", 1), ("c|d", 1), ("e\\f", 1)],
         [("a=>b", 1), ("c|d", 1), ("e\\f", 1)]),
        (r"\#1 => 一号", [("#1", 1)], [("一号", 1)]),
    ],
)  # fmt: skip
def test_lines(line: str, left: list[tuple[str, float]], right: list[tuple[str, float]]) -> None:
    [rule] = read_rules(f"# a comment\n\n  # another\n{line}\n".encode(), "s.txt")
    assert [(term.text, term.weight) for term in rule.left] == left
    assert [(term.text, term.weight) for term in rule.right] == right


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("口红", "s.txt:2: 只有一个词"),
        ("口红，唇膏, b", "s.txt:2: 有中文逗号"),
        ("a,,b", "s.txt:2: 有空的词"),
        ("a =>", "s.txt:2: 有空的词"),
        ("=> a", "s.txt:2: 有空的词"),
        ("a => b => c", "s.txt:2: 有几个 =>"),
        ("a, b|x", "s.txt:2: “b”的权重应当是一个大于 0、至多 10 的数"),
        ("a, b|0", "的权重"),
        ("a, b|nan", "的权重"),
        ("a, b|1|2", "的权重"),
        ("a|0.5 => b", "左边的词没有权重"),
        ("a, " + "长" * 65, "太长，最多 64"),
        ("a, b\x00c", "不能搜索"),
    ],
)
def test_wrong_lines_are_named(line: str, said: str) -> None:
    with pytest.raises(XunhuoError) as caught:
        read_rules(f"x, y\n{line}".encode(), "s.txt")
    assert said in str(caught.value)


def test_the_first_twenty_wrong_lines_are_named_and_all_are_counted() -> None:
    with pytest.raises(XunhuoError) as caught:
        read_rules(b"a\n" * 30, "s.txt")
    lines = str(caught.value).splitlines()
    assert (len(lines), lines[19][:9], lines[20]) == (21, "s.txt:20:", "…… 共有 30 行不合格")
    with pytest.raises(FeedError, match="UTF-8"):
        read_rules("口红, 唇膏".encode("gbk"), "s.txt")


@pytest.mark.parametrize(
    ("text", "lines", "found"),
    [
        ("口红 滋润", ("口红, 唇膏",), [("口红", [("唇膏", 1)])]),
        ("唇膏", ("口红, 唇膏",), [("唇膏", [("口红", 1)])]),
        ("唇膏", ("口红 => 唇膏",), []),  # one way
        ("ｍａｃ 口紅", ("MAC口红 => x",), [("mac口红", [("x", 1)])]),  # width and script
        ("苹果手机", ("苹果 手机 => iPhone", "手机 => 移动电话"), [("苹果手机", [("iPhone", 1)])]),
        ("酒精", ("酒 => 白酒",), []),  # a word inside another is not it
        ("iphone15 壳", ("iphone 15 => 苹果15",), [("iphone15", [("苹果15", 1)])]),
        ("a b", ("a => b", "b => c"), [("a", [("b", 1)]), ("b", [("c", 1)])]),
        ("a", ("a => b|0.5, c, d|2", "a => b|0.9"), [("a", [("d", 2), ("c", 1), ("b", 0.9)])]),
        ("a", ("a => a, A, b",), [("a", [("b", 1)])]),
        ("a b", ("a b => A-B", "a => c"), [("a", [("c", 1)])]),
        ("", ("a, b",), []),
    ],
)
def test_what_stands_for_what(
    text: str, lines: tuple[str, ...], found: list[tuple[str, list[tuple[str, float]]]]
) -> None:
    assert others(text, *lines) == found


def test_alternatives_are_bounded_by_word_and_by_query() -> None:
    lines = [f"w{n}x => " + ", ".join(f"v{n}y{m}" for m in range(20)) for n in range(9)]
    found = others(" ".join(f"w{n}x" for n in range(9)), *lines)
    assert [len(alternatives) for _, alternatives in found] == [MOST] * (MOST_A_QUERY // MOST)


@pytest.mark.parametrize(
    "text", ["红色 手机", "真丝连衣裙 收腰 新款", "sm-c5000", "酒", "手机 手机"]
)
def test_a_text_without_a_rule_is_planned_as_before(text: str) -> None:
    assert plan(text, "口红, 唇膏", "手机壳 => 保护套") == PLANNER.plan(text)


@pytest.mark.parametrize(
    ("text", "lines", "titles", "rows"),
    [
        ("口红", ("口红 => 唇膏",), ("口红 红", "润唇膏", "唇线 膏", "眼影"), {0, 1}),
        # A run of words, met by one: it counts as all of them.
        ("苹果 手机 壳", ("苹果手机 => iphone",), ("iphone 壳", "苹果手机壳", "苹果 壳", "iphone"), {0, 1}),
        # All words of what stands for it.
        ("西红柿", ("西红柿 => 大 番茄",), ("大番茄", "番茄", "西红柿"), {0, 2}),
        ("白色 口红", ("口红 => 唇膏", "白色 => 雪白"), ("雪白唇膏", "白色唇膏", "雪白"), {0, 1}),
        # Three of four, as without the rule: nothing is lost by it.
        ("华为 黑色 手机 保护套", ("黑色手机 => 夜机",), ("华为黑色保护套", "华为手机", "华为夜机"), {0, 2}),
    ],
)  # fmt: skip
def test_strict(text: str, lines: tuple[str, ...], titles: tuple[str, ...], rows: set[int]) -> None:
    planned = plan(text, *lines)
    assert set(met(shelf(*titles), planned.strict)) == rows
    without = PLANNER.plan(text)
    assert without is not None
    assert set(met(shelf(*titles), without.strict)) <= rows
    for looser in planned.looser:
        assert rows <= set(met(shelf(*titles), looser))


def test_the_best_of_the_word_and_its_others_scores_by_weight() -> None:
    titles = ("唇膏 滋润", "口红 滋润", "口红 唇膏", "眼影 滋润")
    engine = shelf(*titles)
    assert met(engine, plan("口红", "口红 => 唇膏|0.5").strict)[-1] == 0
    assert met(engine, plan("口红", "口红 => 唇膏|5").strict)[-1] == 1
    scores = [
        dict(zip(found.rows.tolist(), found.scores.tolist(), strict=True))
        for text in (plan("口红", "口红 => 唇膏"), plan("口红"), plan("唇膏"))
        if (found := engine.search(SearchRequest(text=text.strict, limit=9)).hits)
    ]
    # Not the sum: having both is no better than having the better one.
    assert scores[0][2] == pytest.approx(max(scores[1][2], scores[2][2]))


def test_what_scores_only_is_swapped_too() -> None:
    """A filter's word need not be met, and others stand for it in the score."""
    planned = plan("滋润", "口红 => 唇膏|3", whole="口红 滋润")
    assert met(shelf("口红 滋润", "唇膏 滋润", "面霜 滋润"), planned.strict) == [1, 0, 2]


def _leaves(clause: Clause) -> Iterable[Clause]:
    match clause:
        case Token() | Phrase():
            yield clause
        case Weighted(inner):
            yield from _leaves(inner)
        case _:
            for part in clause.clauses:
                yield from _leaves(part)


def test_a_file_of_long_sentences_stays_a_request_that_a_cluster_takes() -> None:
    words = ["".join(chr(0x4E00 + 40 * n + m) for m in range(8)) for n in range(8)]
    sentence = "".join(chr(0x5E00 + 3 * n) for n in range(60))
    lines = [f"{word} => " + ", ".join(f"{sentence}{n}" for n in range(8)) for word in words]
    planned = plan(" ".join(words), *lines)
    for way in (planned.strict, *planned.looser):
        assert isinstance(way.required, AtLeast)
        count = len(list(_leaves(way.required)))
        assert count + sum(len(list(_leaves(clause))) for clause in way.scoring) <= 16_384 // 2


def test_the_file_is_kept_byte_for_byte_and_is_read_again_when_it_changes(tmp_path: Path) -> None:
    clock = iter(range(0, 100, 3))
    with Store.open(f"sqlite:///{tmp_path}/shop.db", tmp_path) as store:
        running = SynonymStore(store, ANALYZER, now=lambda: float(next(clock)))
        assert (running.refresh(), running.present(), running.content()) == (0, None, b"")
        file = "# 美妆\n口红, 唇膏\r\n\n # 末尾 \nb => a|0.5".encode()
        assert len(SynonymStore(store, ANALYZER).replace(file, "s.txt")) == 2
        assert (running.refresh(), running.refresh()) == (1, 0)
        assert running.content() == file
        present = running.present()
        assert present is not None
        assert len(present.swaps(ANALYZER.query("口红 b").words)) == 2
        with pytest.raises(XunhuoError):
            running.replace(b"a => !!", "s.txt")
        assert running.content() == file
        running.replace(b"# nothing\n", "s.txt")
        assert (running.refresh(), running.present()) == (1, None)
