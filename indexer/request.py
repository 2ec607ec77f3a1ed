"""What is asked of an engine: tokens, filters, facets and an order, as values.

No text is here: analysis, planning and ranking above the first 200 happen above the engines.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.filters import EVERYTHING, Filter

__all__ = [
    "AtLeast",
    "Best",
    "Clause",
    "Facet",
    "NearestRequest",
    "Phrase",
    "RangesFacet",
    "SearchRequest",
    "Sort",
    "Text",
    "Token",
    "ValuesFacet",
    "Weighted",
]


@dataclass(frozen=True, slots=True)
class Token:
    """BM25 (k1 1.2, b 0.75, times k1 + 1) of one token in a text column."""

    field: str
    token: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """BM25 of at least two tokens side by side in a column with positions."""

    field: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Best:
    """The score of the best clause that matches (dis_max without a tie breaker)."""

    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The sum of the clauses that match, where `count` of them do; count >= 1."""

    count: int
    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class Weighted:
    """A clause's score times `weight` > 0."""

    clause: "Clause"
    weight: float


Clause = Token | Phrase | Best | AtLeast | Weighted


@dataclass(frozen=True, slots=True)
class Text:
    """`required` decides what is a hit and scores nothing; the sum of `scoring` is the score.

    `required` None: every document that passes the filters is a hit. A hit that none of `scoring`
    matches scores 0.
    """

    required: Clause | None
    scoring: tuple[Clause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesFacet:
    """How many hits have each value of a keyword column: count downwards, then value upwards.

    `prefix` keeps the values that begin with it. At most `size` values; counts are exact.
    """

    key: str
    field: str
    size: int
    prefix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RangesFacet:
    """How many hits have a value in each range, `low` <= value < `high`, in the given order.

    None leaves a side open. A document counts once a range, however many of its values lie in it.
    """

    key: str
    field: str
    ranges: tuple[tuple[int | None, int | None], ...]


Facet = ValuesFacet | RangesFacet


@dataclass(frozen=True, slots=True)
class Sort:
    """Order by a column of unique integers."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """One search.

    `text` None: every document that passes is a hit. `filters` hold for hits and facets alike.
    `chosen` maps a facet's key to the filter that a shopper chose there: all of them hold for the
    hits, and for every facet but the one with that key (multi-select).
    `sort` None: by score downwards, chained ties by row (`indexer.result.ordered`).
    `limit` hits from the first on; 0 counts only. `columns`: single-valued integer columns wanted
    with each hit; `cards` and `codes`: whether to bring the compact SKU values and vector codes.
    """

    text: Text | None = None
    filters: Filter = EVERYTHING
    chosen: Mapping[str, Filter] = field(default_factory=dict)
    facets: tuple[Facet, ...] = ()
    sort: Sort | None = None
    limit: int = 0
    columns: tuple[str, ...] = ()
    cards: bool = False
    codes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestRequest:
    """The `limit` documents with the greatest integer dot product of `code` and their own.

    `code`: int8 bytes, one a dimension. Documents without a vector are left out. Equal products:
    the lower row first. `columns`, `cards` and `codes` as in SearchRequest. `generation`: the one
    whose vector space `code` belongs to; there are no hits where another one is published.
    """

    code: bytes
    limit: int
    generation: str | None = None
    filters: Filter = EVERYTHING
    columns: tuple[str, ...] = ()
    cards: bool = False
    codes: bool = False
