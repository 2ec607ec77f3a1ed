"""The demo's products as shoppers meet them: aisles of like goods, and what answers a query."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import isqrt
from random import Random
from typing import Any

from indexer.demo.chance import below, one_in, weighted
from indexer.demo.lines import Line, lines, short_brand

__all__ = ["Aisle", "Goods", "Market"]

_KEPT = 40  # products that can come up for a query
_ENOUGH = 0.6  # of the best product's overlap with the query
_TIERS = 3
_OUT = 10  # what is out of stock is met so much less


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A product, by what shoppers choose it for. `weight`: how often it sells."""

    id: str
    title: str
    brand: str
    price: float
    weight: int
    since: str
    tier: int
    """0 for the cheapest third of its aisle, 2 for the dearest."""


@dataclass(slots=True)
class Aisle:
    """The products of one category."""

    line: Line
    goods: list[Goods]
    brands: list[str]
    ends: list[int]
    _found: dict[str, list[Goods]] = field(default_factory=dict)

    @property
    def department(self) -> str:
        """The root of its category."""
        return self.line.category[0]

    def query(self, random: Random) -> str:
        """What a shopper types who wants something from here."""
        if one_in(random, 4):
            return f"{self.brands[below(random, len(self.brands))]}{self.line.category[-1]}"
        # The first queries of a line are the commonest.
        place = int(len(self.line.queries) * random.random() * random.random())
        return self.line.queries[place]

    def found(self, query: str) -> list[Goods]:
        """The products that answer a query, the best sellers first."""
        known = self._found.get(query)
        if known is None:
            pairs = {query[i : i + 2].lower() for i in range(max(len(query) - 1, 1))}
            scored = [(sum(p in goods.title.lower() for p in pairs), goods) for goods in self.goods]
            least = max(score for score, _ in scored) * _ENOUGH
            known = [goods for score, goods in scored if score >= least]
            known = sorted(known, key=lambda goods: (-goods.weight, goods.id))[:_KEPT]
            self._found[query] = known
        return known

    def any(self, random: Random) -> Goods:
        """A product by how it sells."""
        return self.goods[weighted(random, self.ends)]


class Market:
    """All aisles that have products."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Products as a feed has them; their categories are those of the sources."""
        by_category: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
        for row in rows:
            by_category.setdefault(tuple(row["category"]), []).append(_kept(row))
        shelves = {line.category: line for line in reversed(lines())}
        self.aisles = [
            _aisle(shelves[category], found)
            for category, found in sorted(by_category.items())
            if category in shelves
        ]
        self.by_leaf = {aisle.line.category[-1]: aisle for aisle in self.aisles}
        # Aisles of dear goods sell few pieces, yet are looked at: the root lies between.
        self.ends = list(accumulate(isqrt(aisle.ends[-1]) for aisle in self.aisles))


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    stock = row.get("stock", sum(sku["stock"] for sku in row.get("skus", ())))
    weight = row.get("sales", 100) + 1
    if not stock and "skus" in row:
        weight = weight // _OUT + 1
    return {
        "id": row["id"],
        "title": row["title"],
        "brand": short_brand(row["brand"]),
        "price": row["price"],
        "weight": weight,
        "since": row.get("created", "")[:10],
    }


def _aisle(line: Line, rows: Sequence[Mapping[str, Any]]) -> Aisle:
    prices = sorted(row["price"] for row in rows)
    goods = [
        Goods(**row, tier=bisect_left(prices, row["price"]) * _TIERS // len(prices)) for row in rows
    ]
    return Aisle(
        line=line,
        goods=goods,
        brands=list(dict.fromkeys(item.brand for item in goods)),
        ends=list(accumulate(item.weight for item in goods)),
    )
