"""Where a result page leads: each address is the same search with one thing changed.

Whatever changes what is found starts again at the first page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.errors import InvalidRequestError
from query.form import MAX_DEPTH, PAGE_SIZE, PriceRange, SearchForm
from query.page import FacetRange, FacetValue, PageFacet, SearchPage

__all__ = ["SORT_LABELS", "Chosen", "Links", "Turn", "filtered", "price_label", "typed_prices"]

SORT_LABELS: Mapping[str, str] = {
    "sales_desc": "销量",
    "rating_desc": "评分",
    "newest": "最新",
    "value": "性价比",
    "price_asc": "价格从低到高",
    "price_desc": "价格从高到低",
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
        self._first = replace(self.form, page=1)

    @property
    def canonical(self) -> str:
        """This page itself, in its one spelling."""
        return _address(self.form)

    @property
    def narrowed(self) -> bool:
        """Whether anything beside the text narrows the search."""
        return bool(self.form.chosen or self.form.prices)

    @property
    def cleared(self) -> str:
        """The text alone, without filters."""
        return _address(replace(self._first, chosen={}, prices=()))

    @property
    def kept(self) -> Sequence[tuple[str, str]]:
        """What a form for other prices hands on: every parameter but prices and page."""
        form = self.form
        pairs = [("q", form.text)] if form.text else []
        pairs += [(f"f.{key}", value) for key, values in form.chosen.items() for value in values]
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

    def toggled(self, facet: PageFacet, value: FacetValue | FacetRange) -> str:
        """With this value chosen, or without it where it is."""
        if isinstance(value, FacetRange):
            return self._with_price(PriceRange(value.low, value.high), chosen=not value.selected)
        return self._with_value(facet.key, value.value, chosen=not value.selected)

    def sorted_by(self, sort: str | None) -> str:
        """In another order; None is by relevance."""
        return _address(replace(self._first, sort=sort))

    def chosen(self) -> list[Chosen]:
        """Every filter that is set, in the order of the facets."""
        labels = {
            (facet.key, value.value): f"{facet.label}：{value.label}"
            for facet in self._page.facets
            for value in facet.values
            if isinstance(value, FacetValue)
        }
        values = [
            Chosen(
                labels.get((key, value), f"{key}：{value}"),
                self._with_value(key, value, chosen=False),
            )
            for key, chosen in self.form.chosen.items()
            for value in chosen
        ]
        return values + [
            Chosen(price_label(price), self._with_price(price, chosen=False))
            for price in self.form.prices
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
        return _address(replace(self.form, page=number))

    def _with_value(self, key: str, value: str, *, chosen: bool) -> str:
        values = [other for other in self.form.chosen.get(key, ()) if other != value]
        if chosen:
            values.append(value)
        changed = {**self.form.chosen, key: tuple(values)}
        changed = {name: values for name, values in changed.items() if values}
        return _address(replace(self._first, chosen=changed))

    def _with_price(self, price: PriceRange, *, chosen: bool) -> str:
        same = (price.low or None, price.high)
        prices = [other for other in self.form.prices if (other.low or None, other.high) != same]
        if chosen:
            prices.append(price)
        return _address(replace(self._first, prices=tuple(prices)))


def filtered(key: str, value: str) -> str:
    """The address of everything with one value of a facet."""
    return SearchForm(chosen={key: (value,)}).address()


def price_label(price: PriceRange | FacetRange) -> str:
    """A price range as people say it; both kinds are in yuan."""
    low, high = price.low or None, price.high
    if low is None and high is None:
        return "任何价格"
    if low is None:
        return f"¥{high:,.10g} 以下"
    return f"¥{low:,.10g} 以上" if high is None else f"¥{low:,.10g}–{high:,.10g}"


def typed_prices(args: Mapping[str, str]) -> tuple[PriceRange, ...] | None:
    """What the two price boxes say: nothing for two empty ones, None where none was sent.

    Raises InvalidRequestError for the field `price`.
    """
    if "price_low" not in args and "price_high" not in args:
        return None
    low, high = args.get("price_low", "").strip(), args.get("price_high", "").strip()
    if "-" in low + high:
        raise InvalidRequestError("price", "价格不能是负数")
    return (PriceRange.parsed(f"{low}-{high}"),) if low or high else ()


def _as_indexed(form: SearchForm, facets: Sequence[PageFacet]) -> SearchForm:
    """The form with its values as the index spells them: 256G and 256GB are one choice."""
    chosen = dict(form.chosen)
    for facet in facets:
        values = [v.value for v in facet.values if isinstance(v, FacetValue) and v.selected]
        if facet.key in chosen and values:
            chosen[facet.key] = tuple(values)
    return replace(form, chosen=chosen)


def _address(form: SearchForm) -> str:
    return "/" if form == SearchForm() else form.address()
