"""Text clauses to the client's query objects: term, phrase, dis_max and bool, nothing analysed.

Weights travel down as boosts, so that the tree keeps the shape of the clause.
"""

from elasticsearch.dsl import query
from elasticsearch.dsl.query import Query

from indexer.engines.elastic.mapping import Columns, column
from indexer.engines.elastic.tokens import kept_whole
from indexer.errors import InvalidRequestError
from indexer.fields import Kind
from indexer.request import AtLeast, Best, Clause, Phrase, Token, Weighted

__all__ = ["clause_query"]

_LONGEST_TOKEN = 255
"""The whitespace analyzer cuts longer ones; terms past 32,766 bytes would be refused."""


def clause_query(clause: Clause, columns: Columns, boost: float = 1.0) -> Query:
    """The query that scores as `clause` does, times `boost`.

    Raises InvalidRequestError for an unknown column and for a phrase without positions.
    """
    match clause:
        case Token(name, token):
            column(columns, name)
            known = len(token) <= _LONGEST_TOKEN
            term = {"value": kept_whole(token), "boost": boost}
            return query.Term(name, term) if known else query.MatchNone()
        case Phrase(name, tokens):
            if column(columns, name).kind is not Kind.PHRASE:
                raise InvalidRequestError(name, f"这一列不能查短语：{name}")
            text = kept_whole(" ".join(tokens))
            return query.MatchPhrase(name, {"query": text, "boost": boost})
        case Weighted(inner, weight):
            return clause_query(inner, columns, boost * weight)
        case Best(clauses):
            # A boost on each clause, not on the whole: the best is the best either way.
            queries = [clause_query(part, columns, boost) for part in clauses]
            return query.DisMax(queries=queries) if queries else query.MatchNone()
        case AtLeast(count, clauses):
            queries = [clause_query(part, columns, boost) for part in clauses]
            if count > len(queries):
                return query.MatchNone()
            return query.Bool(should=queries, minimum_should_match=count)
