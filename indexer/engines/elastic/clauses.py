"""Text clauses to the client's query objects: term, phrase, dis_max and bool, nothing analysed.

Weights travel down as boosts, so that the tree keeps the shape of the clause.
"""

from dataclasses import dataclass
from typing import Any

from elasticsearch.dsl import query
from elasticsearch.dsl.query import Query

from indexer.engines.elastic.mapping import Columns, column
from indexer.engines.elastic.tokens import kept_whole
from indexer.errors import InvalidRequestError
from indexer.fields import Kind
from indexer.recent import Recent
from indexer.request import AtLeast, Best, Clause, Phrase, Token, Weighted

__all__ = ["Clauses"]

_LONGEST_TOKEN = 255
"""The whitespace analyzer cuts longer ones; terms past 32,766 bytes would be refused."""

_NEUTRAL = 1.0
"""The boost that is left unsaid: a body is a third shorter."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A query object, and the form that is sent."""

    query: Query
    sent: dict[str, Any]


class Clauses:
    """Compiles for the columns of one schema. Safe to share between threads.

    The requests of a page share their clauses: the same objects are compiled once.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._required: Recent[Clause, _Compiled] = Recent()
        self._scoring: Recent[tuple[Clause, ...], list[dict[str, Any]]] = Recent()

    def required(self, clause: Clause) -> dict[str, Any]:
        """The query, as it is sent, that matches what `clause` does.

        Raises InvalidRequestError for an unknown column and for a phrase without positions.
        """
        known = self._required.get(clause)
        if known is None:
            built = self._query(clause)
            known = self._required.keep(clause, _Compiled(built, built.to_dict()))
        return known.sent

    def scoring(self, clauses: tuple[Clause, ...]) -> list[dict[str, Any]]:
        """The queries, as they are sent, that score as the clauses do; raises as `required`."""
        known = self._scoring.get(clauses)
        if known is None:
            built = [self._query(clause).to_dict() for clause in clauses]
            known = self._scoring.keep(clauses, built)
        return known

    def _query(self, clause: Clause, boost: float = _NEUTRAL) -> Query:
        """The query that scores as `clause` does, times `boost`."""
        match clause:
            case Token(name, token):
                column(self._columns, name)
                known = len(token) <= _LONGEST_TOKEN
                term = _weighed("value", kept_whole(token), boost)
                return query.Term(name, term) if known else query.MatchNone()
            case Phrase(name, tokens):
                if column(self._columns, name).kind is not Kind.PHRASE:
                    raise InvalidRequestError(name, f"这一列不能查短语：{name}")
                text = kept_whole(" ".join(tokens))
                return query.MatchPhrase(name, _weighed("query", text, boost))
            case Weighted(inner, weight):
                return self._query(inner, boost * weight)
            case Best(clauses):
                # A boost on each clause, not on the whole: the best is the best either way.
                queries = [self._query(part, boost) for part in clauses]
                return query.DisMax(queries=queries) if queries else query.MatchNone()
            case AtLeast(count, clauses):
                # The loose way to ask holds the strict one, which was asked before.
                before = self._required.get(clause) if boost == _NEUTRAL else None
                return before.query if before else self._at_least(count, clauses, boost)

    def _at_least(self, count: int, clauses: tuple[Clause, ...], boost: float) -> Query:
        queries = [self._query(part, boost) for part in clauses]
        if count > len(queries):
            return query.MatchNone()
        return query.Bool(should=queries, minimum_should_match=count)


def _weighed(key: str, text: str, boost: float) -> Any:  # noqa: ANN401 - the client takes both
    return text if boost == _NEUTRAL else {key: text, "boost": boost}
