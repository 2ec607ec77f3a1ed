"""The one table of index fields, for products and for FAQ entries: both engines derive from it.

It says what is stored and how a field is matched, not how a document comes by its values:
`indexer.documents` does that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from indexer.attributes import NUMERIC_DIMENSIONS

__all__ = [
    "BLANK",
    "BOUNDARY",
    "FAQS",
    "PAIR",
    "PRODUCTS",
    "ROW_BITS",
    "SORTS",
    "TEXT_COLUMNS",
    "Field",
    "Kind",
    "Schema",
    "Stream",
    "TextField",
    "ascending_key",
    "descending_key",
]

BLANK = "_none"
"""The token of an empty text field: BM25 then counts the same documents on both engines."""

BOUNDARY = "_b"
"""The token between the values of a list: no phrase crosses from one value into the next."""

PAIR = "\x1f"
"""Between an attribute's name and its value in one keyword."""

ROW_BITS = 25
"""A row, the product's integer key in the database, is below 2**25: the second key of a sort."""


class Stream(Enum):
    """The three ways in which a text is cut (semantics §3)."""

    WORDS = "words"
    CHARS = "chars"
    BIGRAMS = "bigrams"


class Kind(Enum):
    """How a column is indexed."""

    TEXT = "text"  # tokens between spaces, frequencies
    PHRASE = "phrase"  # tokens between spaces, frequencies and positions
    KEYWORD = "keyword"  # whole values, for terms and counts
    INTEGER = "integer"  # 64 bits, signed
    DOUBLE = "double"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column. `multi`: a document may have several values; else at most one.

    `counted`: keywords that facets may be made of; `at_hand`: those that pages count unasked.
    `sought`: integers that are asked for by a value, and not by ranges alone.
    """

    name: str
    kind: Kind
    multi: bool = False
    sought: bool = False
    counted: bool = False
    at_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    """A text as it is searched: one column a stream; what a token scores there counts `weight`.

    It can be found by all of `streams`; only `scored` ones score. In a long text single characters
    say little and cost most.
    """

    name: str
    weight: float
    streams: tuple[Stream, ...] = (Stream.WORDS, Stream.CHARS, Stream.BIGRAMS)
    scored: tuple[Stream, ...] = (Stream.WORDS, Stream.CHARS, Stream.BIGRAMS)

    @property
    def whole(self) -> Stream:
        """The stream that holds models such as `smc5000` whole."""
        return Stream.WORDS if Stream.WORDS in self.streams else Stream.BIGRAMS

    def column(self, stream: Stream) -> str:
        """The column that holds this text cut in that way."""
        return f"{self.name}_{stream.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """Everything an engine needs to know of one index. `name` is part of index names."""

    name: str
    texts: tuple[TextField, ...]
    columns: tuple[Field, ...]
    everywhere: Mapping[str, tuple[str, str]]
    """For `indexer.filters.lowered`."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every column, those of the texts first."""
        texts = tuple(
            Field(
                name=text.column(stream),
                kind=Kind.PHRASE if stream is Stream.CHARS else Kind.TEXT,
            )
            for text in self.texts
            for stream in text.streams
        )
        return texts + self.columns

    def field(self, name: str) -> Field | None:
        """The column of that name."""
        return next((field for field in self.fields if field.name == name), None)


def ascending_key(value: int, row: int) -> int:
    """A unique sort key: by `value` upwards, then by row. |value| < 2**38."""
    return (value << ROW_BITS) | row


def descending_key(value: int, row: int) -> int:
    """A unique sort key to be read downwards: by `value` downwards, then by row upwards."""
    return (value << ROW_BITS) | ((1 << ROW_BITS) - 1 - row)


SORTS: Mapping[str, tuple[str, bool]] = {
    "price_asc": ("by_price_asc", False),
    "price_desc": ("by_price_desc", True),
    "sales_desc": ("by_sales", True),
    "rating_desc": ("by_rating", True),
    "newest": ("by_newest", True),
    "value": ("by_value", True),
    "popularity": ("by_popularity", True),
}
"""A sort's name to (column, descending). Each column holds unique integers."""


def _keyword(name: str, *, multi: bool = True) -> Field:
    return Field(name=name, kind=Kind.KEYWORD, multi=multi)


def _facet(name: str, *, multi: bool = True, at_hand: bool = True) -> Field:
    return Field(name=name, kind=Kind.KEYWORD, multi=multi, counted=True, at_hand=at_hand)


def _integer(name: str, *, multi: bool = False, sought: bool = False) -> Field:
    return Field(name=name, kind=Kind.INTEGER, multi=multi, sought=sought)


# Two texts and not one for each field of a feed: a query is looked up in each, and a page took 7.6 ms
# with two, 10.9 with six (brand, category, attributes, tags and description apart).
# What a token scores in them is added up: the best of both instead takes a tenth longer for a page,
# as the library adds up tokens in one go. On English electronics nDCG@10 is 0.752 so, 0.753 with the
# best of both, 0.751 where all streams of the details score (at 0.2; 0.732 at 0.8).
_PRODUCT_TEXTS = (
    TextField(name="title", weight=1.0),
    # Brand, category, attribute values, tags, description.
    TextField(
        name="details",
        weight=0.4,
        # Cutting words is the dearest part of indexing, and pairs find all of them.
        streams=(Stream.CHARS, Stream.BIGRAMS),
        scored=(Stream.BIGRAMS,),
    ),
)

TEXT_COLUMNS = frozenset(text.column(stream) for text in _PRODUCT_TEXTS for stream in text.streams)
"""The columns of a product's texts: what a SKU has is in none of them."""

# Filled for what any SKU has; the twin `…_all` for what all of them have, where `variants` are not
# 0: most catalogues have one SKU a product, and the twins would be a third of all their keywords.
_TWINS = (
    "pair",
    "value",
    "family",
    *(f"n_{dimension}" for dimension in NUMERIC_DIMENSIONS),
)

PRODUCTS = Schema(
    name="products",
    texts=_PRODUCT_TEXTS,
    columns=(
        _keyword("id", multi=False),
        _integer("row", sought=True),
        _facet("brand", multi=False),
        _facet("category"),  # every path from the root: 手机数码, 手机数码/手机
        _facet("tags"),
        _keyword("group", multi=False),
        _keyword("name"),  # attribute names as the catalogue writes them
        _facet("pair"),  # such a name and a normalised value
        _facet("value", at_hand=False),  # a dimension and a normalised value
        _keyword("family"),  # a dimension and a value's family
        *(
            Field(name=f"n_{dimension}", kind=Kind.DOUBLE, multi=True)
            for dimension in NUMERIC_DIMENSIONS
        ),
        *(_keyword(f"{name}_all") for name in ("pair", "value", "family")),
        *(
            Field(name=f"n_{dimension}_all", kind=Kind.DOUBLE, multi=True)
            for dimension in NUMERIC_DIMENSIONS
        ),
        _integer("price", multi=True),  # fen, every SKU's
        _facet("price_step"),  # of the lowest, and whether there are others: see `price_steps`
        _integer("price_low"),
        _integer("price_high"),
        _integer("in_stock"),  # 1 or 0
        _integer(
            "variants", sought=True
        ),  # SKUs that differ in what a filter can ask; 0: one fits all
        _integer("popularity"),  # millionths
        *(_integer(column) for column, _ in SORTS.values()),
    ),
    everywhere={
        "price": ("price_low", "price_high"),
        **{name: (f"{name}_all", f"{name}_all") for name in _TWINS},
    },
)

FAQS = Schema(
    name="faqs",
    texts=(
        TextField(name="question", weight=1.0),
        TextField(name="similar", weight=0.9),
        # Without bigrams: answers are long, and words carry them.
        TextField(
            name="answer",
            weight=0.3,
            streams=(Stream.WORDS, Stream.CHARS),
            scored=(Stream.WORDS,),
        ),
    ),
    columns=(
        _keyword("id", multi=False),
        _integer("row", sought=True),
        _keyword("topic", multi=False),
        _keyword("products"),
        _integer("valid_from"),  # epoch seconds
        _integer("valid_until"),
    ),
    everywhere={},
)
