"""What a catalogue says as a whole: priors, scales, medians and the commonest spellings.

Gathered once a generation and kept as its artefact, so that a change applied later is measured by
the same scales (semantics §3). It ranks nothing.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Self

import orjson

from indexer.attributes import Attributes
from indexer.catalog import Product, Scalar
from indexer.fields import PAIR

__all__ = ["ProductStatistics"]

# Priors of semantics §3 (`rating_desc`): 20 ratings at the catalogue's mean.
_PRIOR_RATINGS = 20
_DEFAULT_RATING = 4.0

_MAX_SPELLINGS = 200_000  # distinct (name, value) counted: 60 MB, and as much for spellings
_MAX_NAMES = 20_000
_MAX_PRICES = 1_000  # prices kept a category: enough for a median
_SHARE_OF_SALES = 0.7  # of popularity; the rest is the rating's


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductStatistics:
    """Priors, medians in fen by category path, and labels of normalised values.

    `labels` maps `name<US>normalised value` to its commonest spelling where the two differ.
    `names`: attribute names, the commonest first.
    """

    products: int = 0
    rating_mean: float = _DEFAULT_RATING
    log_sales_max: float = 0.0
    median_price: float = 0.0
    median_prices: Mapping[str, float] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    @classmethod
    def gathered(cls, products: Iterable[Product], attributes: Attributes) -> Self:
        """One pass over the catalogue; memory is bounded by distinct values and categories."""
        count, ratings, rated, sales_max = 0, 0.0, 0, 0
        prices: defaultdict[str, list[int]] = defaultdict(list)
        written: Counter[tuple[str, Scalar]] = Counter()
        names: Counter[str] = Counter()
        for product in products:
            count += 1
            sales_max = max(sales_max, product.sales or 0)
            if product.rating is not None:
                ratings += product.rating
                rated += 1
            for path in {"", "/".join(product.category)}:
                if len(prices[path]) < _MAX_PRICES:
                    prices[path].append(product.price)
            for owned in (product.attributes, *(sku.attributes for sku in product.skus)):
                for name, values in owned.items():
                    if name in names or len(names) < _MAX_NAMES:
                        names[name] += 1
                    for value in values:
                        if (name, value) in written or len(written) < _MAX_SPELLINGS:
                            written[name, value] += 1
        return cls(
            products=count,
            rating_mean=ratings / rated if rated else _DEFAULT_RATING,
            log_sales_max=math.log1p(sales_max),
            median_price=median(prices[""]) if count else 0.0,
            median_prices={path: median(found) for path, found in prices.items() if path},
            labels=_commonest(_spellings(written, attributes)),
            names=tuple(sorted(names, key=lambda name: (-names[name], name))),
        )

    def rating(self, product: Product) -> float:
        """The Bayesian mean of a product's ratings, 0 to 5."""
        if product.rating is None:
            return self.rating_mean
        reviews = product.reviews if product.reviews is not None else _PRIOR_RATINGS
        total = self.rating_mean * _PRIOR_RATINGS + product.rating * reviews
        return total / (_PRIOR_RATINGS + reviews)

    def popularity(self, product: Product) -> float:
        """From 0 to 1: sales on a logarithmic scale, and the rating. Age is not in it."""
        sales = math.log1p(product.sales or 0) / self.log_sales_max if self.log_sales_max else 0.0
        return _SHARE_OF_SALES * min(sales, 1.0) + (1 - _SHARE_OF_SALES) * self.rating(product) / 5

    def value(self, product: Product) -> float:
        """Value for money: rating x log sales over the price relative to its category's median."""
        middle = self.median_prices.get("/".join(product.category), self.median_price)
        relative = product.price / middle if middle else 1.0
        return self.rating(product) * math.log1p(product.sales or 0) / max(relative, 0.01)

    def label(self, name: str, normalized: str) -> str:
        """How the catalogue mostly writes a normalised value."""
        return self.labels.get(f"{name}{PAIR}{normalized}", normalized)

    def to_bytes(self) -> bytes:
        """As an artefact; `from_bytes` gives it back."""
        return orjson.dumps(self, option=orjson.OPT_SORT_KEYS)

    @classmethod
    def from_bytes(cls, blob: bytes) -> Self:
        """The inverse of `to_bytes`."""
        read = orjson.loads(blob)
        return cls(**{**read, "names": tuple(read["names"])})


def _spellings(
    written: Mapping[tuple[str, Scalar], int], attributes: Attributes
) -> Counter[tuple[str, str]]:
    """How often each (name and normalised value, spelling) is, from the counts of values."""
    spellings: Counter[tuple[str, str]] = Counter()
    for (name, value), count in written.items():
        for normal in attributes.values(name, value):
            spellings[f"{name}{PAIR}{normal.normalized}", normal.written] += count
    return spellings


def _commonest(spellings: Counter[tuple[str, str]]) -> dict[str, str]:
    best: dict[str, tuple[int, str]] = {}
    for (pair, written), count in spellings.items():
        rank = (-count, written)
        if pair not in best or rank < best[pair]:
            best[pair] = rank
    return {
        pair: written for pair, (_, written) in best.items() if written != pair.partition(PAIR)[2]
    }
