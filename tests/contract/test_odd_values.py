"""Tokens and values that mean something to some parser, somewhere: here they are plain text."""

import pytest

from indexer.engine import Engine
from indexer.filters import Term, Terms
from indexer.request import Phrase, SearchRequest, Text, Token
from tests.contract.conftest import ODD_TOKENS, ODD_VALUES, NewEngine
from tests.contract.shelf import SHELF, fill, item


@pytest.mark.parametrize("value", ODD_VALUES, ids=ascii)
def test_a_keyword_is_found_by_itself_and_by_nothing_else(odd_shelf: Engine, value: str) -> None:
    row = ODD_VALUES.index(value)
    for filter_ in (Term("color", value), Terms("color", (value, "没有"))):
        result = odd_shelf.search(SearchRequest(filters=filter_, limit=5))
        assert result.hits.rows.tolist() == [row]


@pytest.mark.parametrize("token", ODD_TOKENS, ids=ascii)
def test_a_token_is_found_by_itself_and_by_nothing_else(odd_shelf: Engine, token: str) -> None:
    row = len(ODD_VALUES) + ODD_TOKENS.index(token)
    clause = Token("title_words", token)
    result = odd_shelf.search(SearchRequest(text=Text(clause, (clause,)), limit=5))
    assert result.hits.rows.tolist() == [row]
    assert result.hits.scores[0] > 0
    phrase = Phrase("note_chars", (token, "尾"))
    result = odd_shelf.search(SearchRequest(text=Text(phrase, (phrase,)), limit=5))
    assert result.hits.rows.tolist() == [row]


def test_a_very_long_keyword_is_one_value(new_engine: NewEngine) -> None:
    # 30,000 bytes: below Lucene's limit of 32,766 for one term.
    long = "长" * 10_000
    engine = fill(new_engine(SHELF), [item(1, colors=(long,)), item(2, colors=(long[:-1],))])
    result = engine.search(SearchRequest(filters=Term("color", long), limit=5))
    assert result.hits.rows.tolist() == [1]


def test_a_long_token_is_one_token(new_engine: NewEngine) -> None:
    long = "x" * 200
    engine = fill(new_engine(SHELF), [item(1, long), item(2, long[:-1])])
    token = Token("title_words", long)
    result = engine.search(SearchRequest(text=Text(token, ()), limit=5))
    assert result.hits.rows.tolist() == [1]


def test_an_id_is_any_printable_text(new_engine: NewEngine) -> None:
    ids = ["a/b?c=d&e", "../..", "%2e%2e", '"', "_doc", "*", "é", "商品-1", "a,b", "#", "-1"]
    rows = {id_: row for row, id_ in enumerate(ids)}
    engine = fill(new_engine(SHELF), [item(row, id_=id_) for id_, row in rows.items()])
    assert engine.find(ids) == rows
    assert {id_: row for id_, row, _ in engine.documents()} == rows
    generation = engine.published()
    assert generation is not None
    engine.add(generation, [item(row, "新", id_=id_) for id_, row in rows.items()])
    engine.refresh(generation)
    assert engine.count(generation) == len(ids)
    engine.remove(generation, ids[::2])
    engine.refresh(generation)
    assert set(engine.find(ids)) == set(ids[1::2])
