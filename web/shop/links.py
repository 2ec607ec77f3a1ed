"""Where a result page leads: each address is the same search with one thing changed.

Whatever changes what is found starts again at the first page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.errors import InvalidRequestError
from query.form import MAX_DEPTH, PAGE_SIZE, PriceRange, SearchForm
from query.page import FacetRange, FacetValue, PageFacet, SearchPage
from query.places import form_address

__all__ = [
    "SORT_LABELS",
    "Chosen",
    "Links",
    "Turn",
    "filtered",
    "price_label",
    "typed_prices",
]

SORT_LABELS: Mapping[str, str] = {
    "sales_desc": "销量",
    "price_asc": "价格从低到高",
    "price_desc": "价格从高到低",
    "rating_desc": "评分",
    "newest": "最新",
    "value": "性价比",
}

_AROUND = 2  # page numbers on each side of the current one: seven fit on a phone


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is set, and the address without it."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A page number to go to; `address` None stands for a gap."""

    number: int
    address: str | None
    current: bool = False


class Links:
    """The addresses on the page of one search."""

    def __init__(self, form: SearchForm, page: SearchPage) -> None:
        self.form = _as_indexed(form, page.facets)
        """The search with its values as the index spells them."""

        self._page = page
        # The pieces of an address in its canonical order: each is escaped once a page.
        self._prices = sorted(map(_price, form.prices))
        self._rest = SearchForm(drop=form.drop, raw=form.raw, size=form.size).address("")[1:]
        self._found = self._found_by(self.form.chosen, self._prices)

    @property
    def canonical(self) -> str:
        """This page itself, in its one spelling."""
        return self.page(self.form.page)

    @property
    def narrowed(self) -> bool:
        """Whether anything beside the text narrows the search."""
        return bool(self.form.chosen or self.form.prices)

    @property
    def indexable(self) -> bool:
        """Whether a search engine should list this page: not each order and choice of the same."""
        form = self.form
        plain = form.sort is None and not form.drop and not form.raw and form.size == PAGE_SIZE
        place = not self.narrowed or self.is_category
        return plain and place and self._page.total > 0

    @property
    def is_category(self) -> bool:
        """Whether this is everything in one category, in whatever order."""
        return self._found.startswith("/c/")

    @property
    def cleared(self) -> str:
        """The text alone, without filters."""
        return self._address(SearchForm(text=self.form.text).address(), prices=())

    @property
    def as_typed(self) -> str:
        """The same search by the typed words alone."""
        return replace(self.form, raw=True, drop=(), page=1).address()

    @property
    def understood(self) -> str:
        """The same search with everything that was understood."""
        return replace(self.form, raw=False, drop=(), page=1).address()

    def instead(self, text: str) -> str:
        """The same search for another text."""
        return replace(self.form, text=text, drop=(), page=1).address()

    @property
    def handed_on(self) -> Sequence[tuple[str, str]]:
        """What the form of the filters sends beside its boxes: every parameter but the page.

        Where one price range is chosen, it stands in the two boxes; several are handed on here.
        """
        form = self.form
        boxes = {
            (facet.key, value.value)
            for facet in self._page.facets
            for value in facet.values
            if isinstance(value, FacetValue)
        }
        chosen = [(key, value) for key, values in form.chosen.items() for value in values]
        pairs = [("q", form.text)] if form.text else []
        pairs += [(f"f.{key}", value) for key, value in chosen if (key, value) not in boxes]
        pairs += [("price", str(price)) for price in form.prices if len(form.prices) > 1]
        pairs += [("sort", form.sort)] if form.sort else []
        pairs += [("drop", slot) for slot in form.drop]
        pairs += [("raw", "1")] if form.raw else []
        pairs += [("size", str(form.size))] if form.size != PAGE_SIZE else []
        return pairs

    @property
    def only_price(self) -> PriceRange:
        """The chosen price range where there is just one, for the two boxes; else an open one."""
        prices = self.form.prices
        return prices[0] if len(prices) == 1 else PriceRange(None, None)

    def toggled(self, value: FacetRange) -> str:
        """With this price range chosen, or without it where it is."""
        price = PriceRange(value.low, value.high)
        return self._without_price(price) if value.selected else self._with_price(price)

    def sorted_by(self, sort: str | None) -> str:
        """In another order; None is by relevance."""
        return self._address(self._found, sort=sort)

    def chosen(self) -> list[Chosen]:
        """Every filter that is set, in the order of the facets."""
        labels = {
            (facet.key, value.value): f"{facet.label}：{value.label}"
            for facet in self._page.facets
            for value in facet.values
            if isinstance(value, FacetValue)
        }
        values = [
            Chosen(labels.get((key, value), f"{key}：{value}"), self._without(key, value))
            for key, chosen in self.form.chosen.items()
            for value in chosen
        ]
        return values + [
            Chosen(price_label(price), self._without_price(price)) for price in self.form.prices
        ]

    def turns(self) -> list[Turn]:
        """The page numbers to show; none where everything is on one page."""
        last, current = self.last_page, self.form.page
        if last < 2:  # noqa: PLR2004 - one page needs no turning
            return []
        near = range(max(1, current - _AROUND), min(last, current + _AROUND) + 1)
        turns: list[Turn] = []
        for number in sorted({1, *near, last}):
            if turns and number > turns[-1].number + 1:
                turns.append(Turn(number - 1, None))
            turns.append(Turn(number, self.page(number), number == current))
        return turns

    @property
    def last_page(self) -> int:
        """The last page that has hits and may be asked for, at least 1."""
        size = self.form.size
        return max(1, min(-(-self._page.total // size), MAX_DEPTH // size))

    @property
    def previous(self) -> str | None:
        """The page before, where there is one."""
        before = min(self.form.page - 1, self.last_page)
        return self.page(before) if before >= 1 else None

    @property
    def following(self) -> str | None:
        """The page after, where there is one."""
        after = self.form.page + 1
        return self.page(after) if after <= self.last_page else None

    def page(self, number: int) -> str:
        """Another page of the same search."""
        return self._address(self._found, sort=self.form.sort, page=number)

    def _without(self, key: str, value: str) -> str:
        left = tuple(other for other in self.form.chosen[key] if other != value)
        chosen = {name: values for name, values in self.form.chosen.items() if name != key}
        found = self._found_by(chosen | ({key: left} if left else {}), self._prices)
        return self._address(found, sort=self.form.sort)

    def _with_price(self, price: PriceRange) -> str:
        prices = sorted((*self._prices, _price(price)))
        found = self._found if self._prices else self._found_by(self.form.chosen, prices)
        return self._address(found, prices=prices, sort=self.form.sort)

    def _without_price(self, price: PriceRange) -> str:
        same = (price.low or None, price.high)
        others = (other for other in self.form.prices if (other.low or None, other.high) != same)
        prices = sorted(map(_price, others))
        found = self._found_by(self.form.chosen, prices)
        return self._address(found, prices=prices, sort=self.form.sort)

    def _found_by(self, chosen: Mapping[str, tuple[str, ...]], prices: Sequence[str]) -> str:
        """The text and choices: a category's own page where nothing else is asked."""
        form = SearchForm(text=self.form.text, chosen=chosen)
        return form.address() if prices or self._rest else form_address(form)

    def _address(
        self,
        found: str,
        *,
        prices: Sequence[str] | None = None,
        sort: str | None = None,
        page: int = 1,
    ) -> str:
        """The pieces put together as `SearchForm.address` does; `found` has text and choices."""
        pieces = [*(self._prices if prices is None else prices)]
        if sort is not None:
            pieces.append(f"sort={sort}")
        if self._rest:
            pieces.append(self._rest)
        if page != 1:
            pieces.append(f"page={page}")
        if not pieces:
            return found
        return f"{found}{'&' if '?' in found else '?'}{'&'.join(pieces)}"


def filtered(key: str, value: str) -> str:
    """The address of everything with one value of a facet."""
    return form_address(SearchForm(chosen={key: (value,)}))


def price_label(price: PriceRange | FacetRange) -> str:
    """A price range as people say it; both kinds are in yuan."""
    low, high = price.low or None, price.high
    if low is None and high is None:
        return "任何价格"
    if low is None:
        return f"¥{high:,.10g} 以下"
    return f"¥{low:,.10g} 以上" if high is None else f"¥{low:,.10g}–{high:,.10g}"


def typed_prices(
    args: Mapping[str, str], prices: tuple[PriceRange, ...]
) -> tuple[PriceRange, ...] | None:
    """The price ranges where the two boxes were sent: what they say, or `prices` where both are
    empty. None where no box was sent.

    Raises InvalidRequestError for the field `price`.
    """
    if "price_low" not in args and "price_high" not in args:
        return None
    low, high = args.get("price_low", "").strip(), args.get("price_high", "").strip()
    if "-" in low + high:
        raise InvalidRequestError("price", "价格不能是负数")
    return (PriceRange.parsed(f"{low}-{high}"),) if low or high else prices


def _as_indexed(form: SearchForm, facets: Sequence[PageFacet]) -> SearchForm:
    """The form with its values as the index spells them: 256G and 256GB are one choice."""
    chosen = dict(form.chosen)
    for facet in facets:
        values = [v.value for v in facet.values if isinstance(v, FacetValue) and v.selected]
        if facet.key in chosen and values:
            chosen[facet.key] = tuple(values)
    return replace(form, chosen=chosen)


def _price(price: PriceRange) -> str:
    return f"price={price}"  # digits, a point and a dash: nothing to escape
