"""The engines that every test of the contract runs on, and what they are filled with."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from indexer.engine import Engine, IndexDocument
from tests.contract.shelf import GOODS, SHELF, fill, item
from tests.engines import KINDS, NewEngine, engines_of_kind

__all__ = ["ODD_TOKENS", "ODD_VALUES", "NewEngine"]

ODD_VALUES = (
    "a",
    "a.b",
    "a+b",
    "ab",
    "a\\b",
    '"a',
    "[a]",
    "[a-z]",
    "😀笑",
    "颜色\x1f红",
)

ODD_TOKENS = (
    '"',
    "\\",
    "*",
    "?",
    "+",
    "-",
    ":",
    "(",
    "title:x",
    "a*",
    "AND",
    "or",
    "~2",
    "^9",
    "/x/",
    "<script>",
    "😀",
    "👨\u200d👩",
    "𠮷",
    "\u3000",
    "é",
    "e\u0301",
    "'",
    "{}",
    "%",
    "\u202e",
)
"""Among them what looks like a query, an ideographic space (no ASCII whitespace: part of a token),
a Han character outside the basic plane, one letter in its two spellings."""


@pytest.fixture(scope="session", params=KINDS)
def new_engine(request: pytest.FixtureRequest) -> Iterator[NewEngine]:
    """Makes engines of one kind."""
    with engines_of_kind(request.param, request) as maker:
        yield maker


@pytest.fixture(scope="session")
def shelf(new_engine: NewEngine) -> Engine:
    """GOODS, for tests that only read."""
    return fill(new_engine(SHELF), GOODS)


@pytest.fixture(scope="session")
def odd_shelf(new_engine: NewEngine) -> Engine:
    """A good for each odd value, as a colour, then one for each odd token, in both texts."""
    values = [item(row, colors=(value,)) for row, value in enumerate(ODD_VALUES)]
    tokens = [
        _with_token(len(ODD_VALUES) + number, token) for number, token in enumerate(ODD_TOKENS)
    ]
    return fill(new_engine(SHELF), [*values, *tokens])


def _with_token(row: int, token: str) -> IndexDocument:
    plain = item(row)
    texts = {**plain.texts, "title_words": f"头 {token}", "note_chars": f"头 {token} 尾"}
    return replace(plain, texts=texts)
