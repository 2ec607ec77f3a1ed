"""BM25 as `indexer.request` promises it, from first principles: slow, short, in plain Python.

Nothing here is fast or shared with an engine; it is what the engines are measured against.
"""

from collections.abc import Iterable, Sequence
from math import log

from indexer.engine import IndexDocument
from indexer.request import AtLeast, Best, Clause, Phrase, Token, Weighted

__all__ = ["Scorer", "quantised_length"]

K1 = 1.2
B = 0.75

_EXACT_LENGTHS = 24
"""Lengths below this fit Lucene's one-byte norm exactly (255 minus the code of the largest int)."""


def quantised_length(length: int) -> int:
    """`length` as one byte keeps it (Lucene's `SmallFloat.intToByte4`, decoded again).

    From 24 upwards the excess over 24 keeps its four highest bits, the rest become 0.
    """
    if length < _EXACT_LENGTHS:
        return length
    excess = length - _EXACT_LENGTHS
    dropped = max(0, excess.bit_length() - 4)
    return _EXACT_LENGTHS + (excess >> dropped << dropped)


class Scorer:
    """Scores of clauses for the documents given; statistics count exactly these documents."""

    def __init__(self, documents: Iterable[IndexDocument]) -> None:
        self._tokens: dict[str, dict[int, list[str]]] = {}
        for document in documents:
            for column, text in document.texts.items():
                self._tokens.setdefault(column, {})[document.row] = text.split(" ")
        self._scores: dict[tuple[str, tuple[str, ...]], dict[int, float]] = {}

    def score(self, clause: Clause, row: int) -> float | None:
        """The clause's score for that document, None where it does not match."""
        match clause:
            case Token(column, token):
                return self._bm25(column, (token,)).get(row)
            case Phrase(column, tokens):
                return self._bm25(column, tokens).get(row)
            case Weighted(inner, weight):
                score = self.score(inner, row)
                return None if score is None else score * weight
            case Best(clauses):
                return max(self.matching(clauses, row), default=None)
            case AtLeast(count, clauses):
                scores = self.matching(clauses, row)
                return sum(scores) if len(scores) >= count else None

    def matching(self, clauses: Sequence[Clause], row: int) -> list[float]:
        """The scores of those clauses that match the document."""
        scores = (self.score(clause, row) for clause in clauses)
        return [score for score in scores if score is not None]

    def _bm25(self, column: str, tokens: tuple[str, ...]) -> dict[int, float]:
        """Row to score of every document with the tokens side by side; counted once."""
        if (column, tokens) in self._scores:
            return self._scores[column, tokens]
        texts = self._tokens.get(column, {})
        idf = sum(self._idf(column, token) for token in tokens)
        average = sum(map(len, texts.values())) / max(1, len(texts))
        scores = {}
        for row, text in texts.items():
            frequency = _occurrences(text, tokens)
            if frequency:
                length = quantised_length(len(text)) / average
                norm = K1 * (1 - B + B * length)
                scores[row] = idf * frequency * (K1 + 1) / (frequency + norm)
        self._scores[column, tokens] = scores
        return scores

    def _idf(self, column: str, token: str) -> float:
        texts = self._tokens.get(column, {}).values()
        having = sum(token in text for text in texts)
        return log(1 + (len(texts) - having + 0.5) / (having + 0.5))


def _occurrences(text: list[str], tokens: tuple[str, ...]) -> int:
    starts = [i for i, token in enumerate(text) if token == tokens[0]]
    return sum(tuple(text[start : start + len(tokens)]) == tokens for start in starts)
