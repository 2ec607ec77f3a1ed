"""Tokens, phrases and their scores: which goods a text finds and how well."""

from math import log

import pytest

from indexer.engine import Engine
from indexer.fields import BOUNDARY
from indexer.request import (
    AtLeast,
    Best,
    Clause,
    Phrase,
    SearchRequest,
    Text,
    Token,
    Weighted,
)
from tests.contract.conftest import NewEngine
from tests.contract.shelf import SHELF, fill, item

PHONE = Token("title_words", "手机")
RED = Token("title_words", "红色")
ALCOHOL = Token("title_chars", "酒")


def scores(engine: Engine, required: Clause, *scoring: Clause) -> dict[int, float]:
    """Row to score."""
    found = engine.search(SearchRequest(text=Text(required, scoring), limit=100))
    assert found.total == len(found.hits)
    return dict(zip(found.hits.rows.tolist(), found.hits.scores.tolist(), strict=True))


def found(engine: Engine, required: Clause) -> set[int]:
    """The rows that a clause finds."""
    return set(scores(engine, required))


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        pytest.param(PHONE, {1, 2, 3}, id="a word"),
        pytest.param(ALCOHOL, {4, 5, 6}, id="a character"),
        pytest.param(Token("title_bigrams", "连衣"), {7}, id="a bigram"),
        pytest.param(Token("note_words", "啤酒"), {5}, id="only in the column named"),
        pytest.param(Token("title_words", "电脑"), set(), id="a word nobody has"),
        pytest.param(Token("title_words", "手"), set(), id="no part of a token"),
        pytest.param(Phrase("title_chars", ("白", "酒")), {4}, id="a phrase"),
        pytest.param(Phrase("title_chars", ("酒", "白")), set(), id="a phrase has an order"),
        pytest.param(Phrase("title_chars", ("连", "裙")), set(), id="a phrase has no gaps"),
        pytest.param(Phrase("title_chars", ("红", "色", "手", "机")), {1}, id="a long phrase"),
        pytest.param(Phrase("title_chars", ("手", "机", "壳")), {3}, id="a phrase to its end"),
        pytest.param(Phrase("title_chars", ("红", "书")), set(), id="a phrase nobody has"),
        pytest.param(Best((RED, ALCOHOL)), {1, 4, 5, 6}, id="any of the best"),
        pytest.param(AtLeast(1, (RED, PHONE)), {1, 2, 3}, id="at least one"),
        pytest.param(AtLeast(2, (RED, PHONE)), {1}, id="at least two"),
        pytest.param(AtLeast(3, (RED, PHONE)), set(), id="more than there are"),
        pytest.param(AtLeast(2, (RED, PHONE, ALCOHOL)), {1}, id="two of three"),
        pytest.param(
            AtLeast(2, (Best((RED, ALCOHOL)), Weighted(PHONE, 0.5))), {1}, id="nested clauses"
        ),
        pytest.param(Weighted(PHONE, 0.01), {1, 2, 3}, id="a weight drops nobody"),
    ],
)
def test_a_clause_finds_the_goods_that_hold_it(
    shelf: Engine, clause: Clause, expected: set[int]
) -> None:
    assert found(shelf, clause) == expected


def test_a_score_is_bm25_with_k1_plus_1(new_engine: NewEngine) -> None:
    # Three titles of 3, 1 and 1 tokens (the empty one holds a token): N = 3, average 5/3.
    engine = fill(new_engine(SHELF), [item(1, "茶 茶 杯"), item(2, "杯"), item(3)])
    idf = log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 3 / (5 / 3)))
    tea = Token("title_words", "茶")
    assert scores(engine, tea, tea) == {1: pytest.approx(expected, rel=1e-5)}


def test_the_length_of_a_long_text_is_kept_in_one_byte(new_engine: NewEngine) -> None:
    # 43 tokens: 24 and 19; 19 takes five bits, four stay: 18. 42 stands for 43.
    engine = fill(new_engine(SHELF), [item(1, "茶" + " 杯" * 42), item(2)])
    idf = log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 42 / 22))
    tea = Token("title_words", "茶")
    assert scores(engine, tea, tea) == {1: pytest.approx(expected, rel=1e-5)}


def test_a_phrase_scores_by_how_often_it_stands_there_and_by_all_its_tokens(
    new_engine: NewEngine,
) -> None:
    engine = fill(new_engine(SHELF), [item(1, "甲乙甲乙乙"), item(2, "乙甲"), item(3, "丙丙")])
    phrase = Phrase("title_chars", ("甲", "乙"))
    both = 2 * log(1 + (3 - 2 + 0.5) / (2 + 0.5))  # each of the two tokens is in two titles
    expected = both * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 5 / 3))
    assert scores(engine, phrase, phrase) == {1: pytest.approx(expected, rel=1e-5)}


def test_a_phrase_of_one_token_said_twice_counts_overlaps(new_engine: NewEngine) -> None:
    engine = fill(new_engine(SHELF), [item(1, "哈哈哈"), item(2, "哈"), item(3, "哈哈")])
    phrase = Phrase("title_chars", ("哈", "哈"))
    idf = 2 * log(1 + (3 - 3 + 0.5) / (3 + 0.5))
    expected = {
        1: idf * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2)),
        3: idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 2 / 2)),
    }
    assert scores(engine, phrase, phrase) == pytest.approx(expected, rel=1e-5)


def test_a_phrase_does_not_cross_from_one_value_into_the_next(new_engine: NewEngine) -> None:
    chars = f"红 色 {BOUNDARY} 手 机"
    document = item(1)
    crossed = {**document.texts, "title_chars": chars}
    engine = new_engine(SHELF)
    fill(engine, [type(document)(id="g1", row=1, texts=crossed, integers=document.integers)])
    assert found(engine, Phrase("title_chars", ("手", "机"))) == {1}
    assert not found(engine, Phrase("title_chars", ("色", "手")))


def test_the_best_clause_alone_counts(shelf: Engine) -> None:
    red, phone = scores(shelf, RED, RED), scores(shelf, PHONE, PHONE)
    both = scores(shelf, PHONE, Best((RED, PHONE)))
    assert both == pytest.approx({**phone, 1: max(red[1], phone[1])}, rel=1e-6)


def test_at_least_adds_the_clauses_that_match(shelf: Engine) -> None:
    red, phone = scores(shelf, RED, RED), scores(shelf, PHONE, PHONE)
    both = scores(shelf, PHONE, AtLeast(1, (RED, PHONE)))
    assert both == pytest.approx({**phone, 1: red[1] + phone[1]}, rel=1e-6)


def test_a_weight_multiplies_also_inside_the_best(shelf: Engine) -> None:
    red, phone = scores(shelf, RED, RED), scores(shelf, PHONE, PHONE)
    weighted = scores(shelf, PHONE, Best((Weighted(RED, 0.001), Weighted(PHONE, 3.0))))
    assert weighted == pytest.approx({row: 3 * score for row, score in phone.items()}, rel=1e-6)
    nested = scores(shelf, RED, Weighted(AtLeast(1, (Weighted(RED, 2.0), PHONE)), 0.5))
    assert nested == pytest.approx({1: 0.5 * (2 * red[1] + phone[1])}, rel=1e-6)


def test_what_is_required_scores_nothing(shelf: Engine) -> None:
    assert scores(shelf, PHONE) == {1: 0.0, 2: 0.0, 3: 0.0}


def test_scoring_clauses_find_nothing_and_their_sum_orders_the_hits(shelf: Engine) -> None:
    with_red = scores(shelf, PHONE, RED, ALCOHOL)
    assert with_red == {1: pytest.approx(scores(shelf, RED, RED)[1], rel=1e-6), 2: 0.0, 3: 0.0}
    assert list(with_red) == [1, 2, 3]


def test_a_clause_said_twice_counts_twice(shelf: Engine) -> None:
    once = scores(shelf, RED, RED)
    assert scores(shelf, RED, RED, RED) == pytest.approx({1: 2 * once[1]}, rel=1e-6)
    assert found(shelf, AtLeast(2, (PHONE, PHONE))) == {1, 2, 3}


@pytest.mark.parametrize("limit", [0, 1])
def test_the_best_of_nothing_is_nothing(shelf: Engine, limit: int) -> None:
    for clause in (Best(()), AtLeast(1, ())):
        result = shelf.search(SearchRequest(text=Text(clause, ()), limit=limit))
        assert (result.total, len(result.hits)) == (0, 0)
