"""The facets of a result: which are asked for, which are worth showing, with what counts."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain, islice

from indexer.attributes import Attributes
from indexer.catalog import fen, yuan
from indexer.fields import PAIR
from indexer.request import Facet, RangesFacet, ValuesFacet
from indexer.result import FacetCount
from indexer.statistics import ProductStatistics
from query.choices import LEVELS, selected, value_column, written_name
from query.counting import AFTER, Buckets, ToCount
from query.form import MAX_FACETS, SearchForm
from query.page import FacetRange, FacetValue, PageFacet
from query.prices import Steps, steps_facet
from query.refusals import Refusals

__all__ = ["Facets"]

MAX_VALUES = 30
_BEFORE_PRICE = ("brand", "category")
_ASKED_CHOSEN = 200  # of a facet with a choice: room for chosen values further down
_ASKED_PAIRS = 3_000
_MIN_COVERAGE = 0.05  # below, a filter would hide nearly everything
_PROSE = (
    30  # characters of a value, on average: longer ones are sentences, and nobody chooses by them
)
# No key that a shopper can choose: those are printable (`query.form`).
_PAIRS = "\x1fpairs"

_Counts = Sequence[tuple[str | int, int]]


class Facets:
    """The facets of one search."""

    def __init__(self, form: SearchForm, attributes: Attributes) -> None:
        self._form = form
        self._attributes = attributes
        wanted = form.facets
        self._levels = tuple(key for key in LEVELS if wanted is None or key in wanted)
        self._any = wanted is None
        self._prices = wanted is None or "price" in wanted
        keys = form.chosen if wanted is None else wanted
        self._own = tuple(key for key in keys if key not in {*LEVELS, "price"})
        # In fen; from 0 on is the same as without a low end.
        self._chosen_prices = {
            (fen(price.low or 0) or None, None if price.high is None else fen(price.high))
            for price in form.prices
        }

    def to_count(self) -> ToCount:
        """What to ask the engine for."""
        return ToCount(self._asked(), self._prices_asked)

    def _asked(self) -> tuple[Facet, ...]:
        levels = (
            ValuesFacet(
                key=key,
                field=key,
                size=_ASKED_CHOSEN if key in self._form.chosen else MAX_VALUES,
            )
            for key in self._levels
        )
        own = (
            ValuesFacet(
                key=key,
                field=value_column(key, self._attributes),
                size=_ASKED_CHOSEN,
                prefix=key + PAIR,
            )
            for key in self._own
        )
        return (
            *levels,
            *own,
            *((steps_facet("price"),) if self._prices else ()),
            *((ValuesFacet(key=_PAIRS, field="pair", size=_ASKED_PAIRS),) if self._any else ()),
        )

    def _prices_asked(self, buckets: Buckets) -> RangesFacet | None:
        """The price ranges that need a count of their own, after the others.

        None where the others have them: no product has two prices, and of the ranges chosen
        there is at most one, which all hits are in.
        """
        if not self._prices:
            return None
        steps = Steps(buckets["price"])
        ranges = self._ranges(steps)
        upto = [(low, None if high is None else high + 1) for low, high in ranges]
        if not upto or not (len(self._chosen_prices) > 1 or steps.several):
            return None
        return RangesFacet(key="price", field="price", ranges=tuple(upto))

    def shown(
        self, total: int, buckets: Buckets, statistics: ProductStatistics, refusals: Refusals
    ) -> tuple[PageFacet, ...]:
        """Brand, category, price, tags, what is chosen, then what covers and parts the hits best.

        Where the form names facets, those of them. `statistics` know how the catalogue writes values.
        What `refusals` name stands only where it is chosen: products that come otherwise too have it.
        """
        facets = [
            self._values(
                key, LEVELS[key], buckets[key], _category_label if key == "category" else str
            )
            for key in self._levels
            if buckets[key] or key in self._form.chosen
        ]
        price = self._price(total, buckets) if self._prices else None
        place = sum(facet.key in _BEFORE_PRICE for facet in facets)
        facets[place:place] = [price] if price else []
        own = [
            (
                key,
                written_name(key, statistics.names, self._attributes) or key,
                _stripped(buckets[key]),
            )
            for key in self._own
        ]
        found = self._best(total, buckets) if self._any else []
        best = ((name, name, values) for name, values in found)
        room = max(len(own), MAX_FACETS - len(facets))
        more: Iterable[tuple[str, str, _Counts]] = islice(chain(own, best), room)
        for key, name, values in more:
            left = self._wanted(key, values, refusals)
            if left or key in self._own:
                facets.append(self._values(key, name, left, partial(statistics.label, name)))
        return tuple(facets)

    def _ranges(self, steps: Steps) -> list[tuple[int | None, int | None]]:
        ranges = steps.ranges()
        known = {(low or None, high) for low, high in ranges}
        return sorted(
            [*ranges, *(self._chosen_prices - known)],
            key=lambda sides: (sides[0] or 0, math.inf if sides[1] is None else sides[1]),
        )

    def _price(self, total: int, buckets: Buckets) -> PageFacet | None:
        prices = buckets.get(AFTER)
        steps = Steps(buckets["price"])
        ranges = self._ranges(steps)
        if not ranges:
            return None
        shown = []
        for i, (low, high) in enumerate(ranges):
            is_chosen = (low or None, high) in self._chosen_prices
            if prices is not None:
                count = prices[i][1]
            else:
                count = total if is_chosen else steps.count(low, high)
            if count or is_chosen:
                shown.append(
                    FacetRange(
                        low=None if low is None else yuan(low),
                        high=None if high is None else yuan(high),
                        count=count,
                        selected=is_chosen,
                    )
                )
        borders, counts = steps.spread()
        return PageFacet(
            key="price",
            label="价格",
            values=tuple(shown),
            borders=tuple(map(yuan, borders)),
            counts=counts,
        )

    def _best(self, total: int, buckets: Buckets) -> list[tuple[str, list[tuple[str, int]]]]:
        values: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for pair, count in buckets[_PAIRS]:
            name, _, value = str(pair).partition(PAIR)
            values[name].append((value, count))
        worth: list[tuple[float, str]] = []
        for name, found in values.items():
            counts = [count for _, count in found]
            # Of the values that were counted: near enough to choose by, and one count less a page.
            coverage = min(1.0, sum(counts) / total) if total else 0.0
            # What is chosen by its dimension is there under that, with the values of all its names.
            own = name in self._own or self._attributes.dimension(name) in self._own
            if own or coverage < _MIN_COVERAGE or _is_prose(found):
                continue
            worth.append((coverage * _entropy(counts), name))
        worth.sort(key=lambda pair: (-pair[0], pair[1]))
        return [(name, values[name]) for score, name in worth if score > 0]

    def _wanted(self, key: str, counts: _Counts, refusals: Refusals) -> _Counts:
        if not refusals:
            return counts
        chosen = selected(self._form, key, self._attributes)
        wanted = (
            (value, count)
            for value, count in counts
            if value in chosen or not refusals.name(key, str(value))
        )
        return list(islice(wanted, MAX_VALUES)) if not chosen else list(wanted)

    def _values(
        self,
        key: str,
        label: str,
        counts: _Counts,
        labelled: Callable[[str], str],
    ) -> PageFacet:
        chosen = selected(self._form, key, self._attributes)
        kept = {str(value): count for value, count in counts[:MAX_VALUES]}
        if chosen:
            others = {str(value): count for value, count in counts[MAX_VALUES:]}
            kept |= {value: others.get(value, 0) for value in chosen if value not in kept}
        values = [
            FacetValue(value, labelled(value), count, value in chosen)
            for value, count in kept.items()
        ]
        return PageFacet(key=key, label=label, values=tuple(values))


def _is_prose(values: Sequence[tuple[str, int]]) -> bool:
    length = sum(len(value) for value, _ in values)
    return length > _PROSE * len(values)


def _category_label(path: str) -> str:
    return path.rpartition("/")[2]


def _stripped(buckets: Sequence[FacetCount]) -> list[FacetCount]:
    return [(str(value).partition(PAIR)[2], count) for value, count in buckets]


def _entropy(counts: Sequence[int]) -> float:
    total = sum(counts)
    return -sum(n / total * math.log2(n / total) for n in counts if n)
