"""What a search answers, as plain values: the JSON of contract §5 and the pages are made of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from indexer.catalog import yuan
from query.parse import Parse

__all__ = [
    "Chip",
    "FacetRange",
    "FacetValue",
    "HitCard",
    "Notice",
    "PageFacet",
    "Reading",
    "SearchPage",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the shopper should know of how the result came about."""

    kind: str
    text: str
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A slot that filters, as contract §5 has it. `without`: the total of the page at `remove`."""

    slot: str
    label: str
    text: str
    source: str
    without: int
    remove: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a word may mean instead, and the search by that meaning.

    `back`: it takes back a slot that was dropped for the meaning which stands now.
    """

    text: str
    label: str
    address: str
    back: bool = False


class HitCard(NamedTuple):
    """A product on a result page; a tuple, as a page makes many. `price` in fen: the fitting SKU's, else the lowest.

    `highlight` is escaped HTML with `<mark>` only. `fits` False: each filter is met, but by no
    single SKU. `record` is the product's feed record, without its description.
    """

    id: str
    title: str
    highlight: str
    price: int
    sku: str | None
    fits: bool
    stock: int | None
    score: float
    record: Mapping[str, Any]
    because: str | None = None

    def to_json(self) -> dict[str, Any]:
        """A hit of contract §5."""
        record = self.record
        return {
            "id": self.id,
            "title": self.title,
            "highlight": self.highlight,
            "brand": record.get("brand"),
            "category": record.get("category", []),
            "price": yuan(self.price),
            "list_price": record.get("list_price"),
            "sku": self.sku,
            "fits": self.fits,
            "stock": self.stock,
            "rating": record.get("rating"),
            "sales": record.get("sales"),
            "reviews": record.get("reviews"),
            "tags": record.get("tags", []),
            "image": next(iter(record.get("images", ())), None),
            "score": round(self.score, 6),
            "because": self.because,
        }


# Not frozen, and written to JSON as it is: a page has some hundred and fifty, and a frozen one takes
# three times as long to make.
@dataclass(slots=True)
class FacetValue:
    """A value to choose; `count` is the total that choosing it alone in this facet gives.

    Its fields are those of contract §5.
    """

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetRange:
    """A price range to choose, in yuan, both ends included; `count` as in FacetValue.

    Its fields are those of contract §5.
    """

    low: float | None
    high: float | None
    count: int
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacet:
    """A facet to show. `key` goes into `f.KEY`, or is `price`.

    `borders` and `counts` are of prices alone, for a histogram: the n-th count is of the products
    whose lowest price is from the n-th border, in yuan, up to the next one.
    """

    key: str
    label: str
    values: tuple[FacetValue, ...] | tuple[FacetRange, ...]
    borders: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()

    @property
    def kind(self) -> str:
        """`ranges` for prices, else `values`."""
        return "ranges" if self.key == "price" else "values"

    def to_json(self) -> dict[str, Any]:
        """A facet of contract §5, for orjson: its values are dataclasses."""
        return {
            "key": self.key,
            "label": self.label,
            "kind": self.kind,
            "values": self.values,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """One page of a search. `related` fills up a short result by meaning; it is not counted."""

    search_id: str
    query: str
    searched: str
    total: int
    page: int
    size: int
    took_ms: float
    parse: Parse
    hits: tuple[HitCard, ...]
    facets: tuple[PageFacet, ...] = ()
    chips: tuple[Chip, ...] = ()
    readings: tuple[Reading, ...] = ()
    notices: tuple[Notice, ...] = ()
    related: tuple[HitCard, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The answer of contract §5."""
        return {
            "search_id": self.search_id,
            "query": self.query,
            "searched": self.searched,
            "total": self.total,
            "page": self.page,
            "size": self.size,
            "took_ms": round(self.took_ms, 2),
            "parse": self.parse.to_json(),
            "chips": [asdict(chip) for chip in self.chips],
            "notices": [asdict(notice) for notice in self.notices],
            "hits": [hit.to_json() for hit in self.hits],
            "facets": [facet.to_json() for facet in self.facets],
            "related": [hit.to_json() for hit in self.related],
        }
