"""Clauses that are remembered are sent as they would be if compiled for the first time."""

import pytest

from indexer.engines.elastic.clauses import Clauses
from indexer.errors import InvalidRequestError
from indexer.fields import PRODUCTS
from indexer.request import AtLeast, Best, Clause, Phrase, Token, Weighted

COLUMNS = {field.name: field for field in PRODUCTS.fields}
MAIN = PRODUCTS.texts[0].name
WORD = Token(f"{MAIN}_words", "手机")
STRICT = AtLeast(2, (WORD, Phrase(f"{MAIN}_chars", ("手", "机"))))
LOOSE = AtLeast(1, (STRICT, Token(f"{MAIN}_bigrams", "手机")))


@pytest.mark.parametrize(
    "later",
    [STRICT, LOOSE, Weighted(STRICT, 0.5), Best((STRICT, WORD)), AtLeast(1, (STRICT,))],
    ids=repr,
)
def test_a_clause_is_sent_alike_before_and_after_a_part_of_it(later: Clause) -> None:
    clauses = Clauses(COLUMNS)
    first = Clauses(COLUMNS).required(later)
    clauses.required(STRICT)
    assert clauses.required(later) == first
    assert clauses.required(later) == first
    assert clauses.required(STRICT) == Clauses(COLUMNS).required(STRICT)


def test_many_clauses_later_the_first_is_sent_alike() -> None:
    clauses = Clauses(COLUMNS)
    scoring = (Weighted(WORD, 0.3), Best((WORD, Weighted(WORD, 2.0))))
    first = clauses.required(STRICT), clauses.scoring(scoring)
    for number in range(100):
        other = Token(f"{MAIN}_words", f"m{number}")
        assert f"m{number}" in str(clauses.required(AtLeast(1, (other,))))
        assert f"m{number}" in str(clauses.scoring((other,)))
    assert (clauses.required(STRICT), clauses.scoring(scoring)) == first


def test_a_weight_is_a_boost_on_every_part_and_one_is_left_out() -> None:
    sent = str(Clauses(COLUMNS).scoring((WORD, Weighted(STRICT, 0.5))))
    assert sent.count("boost") == 2
    assert sent.count("0.5") == 2


def test_a_refused_clause_is_refused_again() -> None:
    clauses = Clauses(COLUMNS)
    wrong = AtLeast(1, (WORD, Token("nowhere", "手机")))
    for _ in range(2):
        with pytest.raises(InvalidRequestError, match="nowhere"):
            clauses.required(wrong)
