"""What a shopper asked for: the text, the chosen filters, the page, as one checked value.

Web pages, the API and the command line all build a SearchForm; nothing else reads parameters.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from indexer.catalog import fen, yuan
from indexer.errors import InvalidRequestError
from indexer.fields import SORTS
from recsys import NOBODY, Who

__all__ = ["MAX_DEPTH", "MAX_FACETS", "MAX_SIZE", "PAGE_SIZE", "PriceRange", "SearchForm"]

PAGE_SIZE = 48
MAX_SIZE = 200
MAX_DEPTH = 5_000
"""`from + size` at most: beyond it, a shop exports instead of paging (semantics §3)."""

_TOO_DEEP = (
    f"只能翻到前 {MAX_DEPTH} 件，请加些条件缩小范围；要全部商品，店主可以用 indexer export 导出"
)

MAX_TEXT = 1_000
_MAX_VALUES = 100  # of one facet
MAX_FACETS = 12
_PRICE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9}")
_FACET = "f."
_WHOLE = {"page": "页码", "size": "每页件数"}


@dataclass(frozen=True, slots=True)
class PriceRange:
    """Prices from `low` to `high` yuan, both included; None leaves a side open."""

    low: float | None
    high: float | None

    def __str__(self) -> str:
        """As in an address: `1000-2000`, `3000-`, `-500`, `9.9-19.99`."""
        return "-".join(
            "" if side is None else f"{side:.2f}".rstrip("0").rstrip(".")
            for side in (self.low, self.high)
        )

    @classmethod
    def parsed(cls, text: str) -> "PriceRange":
        """The inverse of `str`, to the fen; raises InvalidRequestError for the field `price`."""
        low, dash, high = (part.strip() for part in text.partition("-"))
        given = [side for side in (low, high) if side]
        if not (dash and given and all(_PRICE.fullmatch(side) for side in given)):
            message = f"价格区间“{text[:40]}”看不懂，请写成 1000-2000、3000- 或 -500"
            raise InvalidRequestError("price", message)
        first, last = (yuan(fen(side)) if side else None for side in (low, high))
        if first is not None and last is not None and first > last:
            first, last = last, first
        return cls(first, last)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchForm:
    """A search as asked. `chosen` maps a facet's key to its values: OR inside, AND between.

    `facets`: the keys of those to count, None: those that part the hits best. They say nothing of
    which products are meant and stand in no address. `who`: for whom the first hits are put in
    order, where that is wanted.
    """

    text: str = ""
    page: int = 1
    size: int = PAGE_SIZE
    sort: str | None = None
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    prices: tuple[PriceRange, ...] = ()
    drop: tuple[str, ...] = ()
    raw: bool = False
    facets: tuple[str, ...] | None = None
    who: Who = NOBODY

    @property
    def start(self) -> int:
        """The number of hits before this page."""
        return (self.page - 1) * self.size

    @classmethod
    def from_args(cls, args: Iterable[tuple[str, str]], *, programs: bool = False) -> "SearchForm":
        """Read the parameters of contract §5, in any order; unknown ones are left alone.

        `programs`: also `facet`, the keys of those to count. A page shows what parts its hits best.

        Raises InvalidRequestError naming the parameter and what is allowed.
        """
        single: dict[str, str] = {}
        chosen: dict[str, dict[str, None]] = {}
        prices: dict[PriceRange, None] = {}
        drop: dict[str, None] = {}
        facets: dict[str, None] = {}
        for name, value in args:
            if name.startswith(_FACET) and len(name) > len(_FACET):
                if value:
                    chosen.setdefault(name[len(_FACET) :], {})[value] = None
            elif name == "price":
                if value:
                    prices[PriceRange.parsed(value)] = None
            elif name == "drop":
                drop[value] = None
            elif programs and name == "facet":
                facets[value] = None
            else:
                single.setdefault(name, value)
        for key, values in chosen.items():
            if len(values) > _MAX_VALUES:
                raise InvalidRequestError(_FACET + key, f"一个筛选项至多选 {_MAX_VALUES} 个值")
        return cls(
            text=single.get("q", ""),
            page=_whole(single, "page", 1, 1, MAX_DEPTH),
            size=_whole(single, "size", PAGE_SIZE, 1, MAX_SIZE),
            sort=single.get("sort") or None,
            chosen={key: tuple(values) for key, values in chosen.items()},
            prices=tuple(prices),
            drop=tuple(drop),
            raw=single.get("raw", "") not in ("", "0"),
            facets=tuple(filter(None, facets)) if facets else None,
        ).checked()

    def checked(self) -> "SearchForm":
        """The form itself; raises InvalidRequestError for what cannot be answered."""
        if len(self.text) > MAX_TEXT:
            raise InvalidRequestError("q", f"搜索词有 {len(self.text)} 字，至多 {MAX_TEXT} 字")
        for key in self.chosen:
            # A price is no value, and a control character stands between a name and a value.
            if key == "price" or not key.isprintable():
                message = f"没有“{key[:40]}”这个筛选项；价格请写成 price=1000-2000"
                raise InvalidRequestError(_FACET + key, message)
        for key in self.facets or ():
            if not key.isprintable():
                raise InvalidRequestError("facet", f"没有“{key[:40]}”这个筛选项")
        if len(self.facets or ()) > MAX_FACETS:
            raise InvalidRequestError("facet", f"一次至多要 {MAX_FACETS} 个筛选项")
        if self.sort is not None and self.sort not in SORTS:
            allowed = "、".join(name for name in SORTS if name != "popularity")
            raise InvalidRequestError(
                "sort", f"没有“{self.sort[:40]}”这种排序，可用的有：{allowed}"
            )
        if self.start + self.size > MAX_DEPTH:
            raise InvalidRequestError("page", _TOO_DEEP)
        return self

    def address(self, path: str = "/search") -> str:
        """The canonical address of this search: the same search gives the same address."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [
            (_FACET + key, value)
            for key in sorted(self.chosen)
            for value in sorted(self.chosen[key])
        ]
        pairs += [("price", price) for price in sorted(map(str, self.prices))]
        if self.sort is not None:
            pairs.append(("sort", self.sort))
        pairs += [("drop", slot) for slot in self.drop]
        if self.raw:
            pairs.append(("raw", "1"))
        if self.size != PAGE_SIZE:
            pairs.append(("size", str(self.size)))
        if self.page != 1:
            pairs.append(("page", str(self.page)))
        return f"{path}?{urlencode(pairs)}" if pairs else path


def _whole(single: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = single.get(name, "").strip()
    if not text:
        return default
    # int() would also take 1_0 and digits of other scripts: an address has one spelling.
    digits = text.lstrip("0") or "0"
    if text.isascii() and text.isdigit():
        # Cut short: int() refuses thousands of digits, and ten are too many anyway.
        number = int(digits[:10])
        if low <= number <= high:
            return number
        if name == "page" and number > high:
            raise InvalidRequestError(name, _TOO_DEEP)
    raise InvalidRequestError(name, f"{_WHOLE[name]}“{text[:40]}”不行，请给 {low} 到 {high} 的整数")
