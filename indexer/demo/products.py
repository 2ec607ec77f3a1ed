"""The demo shop's products: as many as are asked for, the first ones always the same.

Rows of a product feed (contract §2) come one by one; memory does not grow with their number. Only
integers and the products of floats are reckoned with, so that every machine makes the same bytes.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate, product
from random import Random
from typing import Any

from indexer.demo.chance import below, one_in, some
from indexer.demo.lines import HIDDEN, Entry, Line, lines, short_brand
from indexer.demo.pools import UNIT, Pool
from indexer.demo.prices import charming, in_yuan
from indexer.demo.trade import standing, stocks, tags
from indexer.demo.wording import Title, Written, filled_in, shuffled

__all__ = ["PRODUCTS", "products"]

PRODUCTS = 1500
"""How many the demo shop has."""

# Fractions of the golden ratio and of the square root of two: steps of them cover a circle evenly
# at every length, so that 1,500 products have the shares of 1,000,000.
_GOLDEN = 0x9E3779B97F4A7C15
_SILVER = 0x6A09E667F3BCC909
_CIRCLE = 64

_FIRST_ID = 10_000_001
_YEAR = "上市年份"
_RUN = ("尺码", "鞋码")  # of these a shop has neighbours, of others any
_SHORTEST_RUN = 4
_MOST_OPTIONS = 4
_LACKS = 25  # one of so many details is missing, as in real shops
_COUNTER = 24 * 10_000  # letters and digits of a number that tells equal titles apart


def products(count: int = PRODUCTS, *, seed: int = 1) -> Iterator[dict[str, Any]]:
    """`count` rows with distinct ids and titles; a smaller count gives a beginning of a larger."""
    shelves = [_Shelf(line, number + seed) for number, line in enumerate(lines())]
    ends = list(accumulate(shelf.line.share for shelf in shelves))
    random = Random(seed)  # noqa: S311 - goods, not secrets
    for number in range(count):
        shelf = shelves[_spread(number + seed, _GOLDEN, ends)]
        yield shelf.next(str(_FIRST_ID + number), random)


def _spread(number: int, step: int, ends: Sequence[int]) -> int:
    place = number * step & ((1 << _CIRCLE) - 1)
    return bisect_right(ends, place * ends[-1] >> _CIRCLE)


class _Shelf:
    """A line's products, one after the other."""

    def __init__(self, line: Line, key: int) -> None:
        self.line = line
        self._key = key
        self._ends = list(range(1, len(line.entries) + 1))
        self._models: dict[int, _Model] = {}
        self._count = 0

    def next(self, identifier: str, random: Random) -> dict[str, Any]:
        at = _spread(self._count + self._key, _SILVER, self._ends)
        self._count += 1
        model = self._models.get(at)
        if model is None:
            model = self._models[at] = _Model(self.line, self.line.entries[at], self._key + at)
        return model.next(identifier, random)


class _Model:
    """The offers of one brand's model, each with another title."""

    def __init__(self, line: Line, entry: Entry, key: int) -> None:
        self._line = line
        self._entry = entry
        self._key = key
        self._picks, self._variants = line.pools(entry)
        self._constants = {
            "brand": entry.brand,
            "品牌": short_brand(entry.brand),
            "model": entry.model,
        }
        self._titles = [Title(text, self._picks, self._constants) for text in line.titles]
        self._count = 0

    def next(self, identifier: str, random: Random) -> dict[str, Any]:
        title, written = self._written()
        attributes, factor = self._attributes(title, written, random)
        jitter = UNIT - below(random, self._line.spread) + self._line.spread // 4
        base = self._entry.price * written.factor // UNIT * factor // UNIT * jitter // UNIT
        skus = self._skus(identifier, base, random)
        cheapest = min((price for price, _ in skus), default=charming(base))
        text = written.text
        if len(skus) == 1:
            text = f"{text} {' '.join(skus[0][1]['attributes'].values())}"
            attributes |= skus[0][1]["attributes"]
        first = date(int(attributes.get(_YEAR, "2023")[:4]), 1, 15)
        row: dict[str, Any] = {"id": identifier, "title": text, "price": in_yuan(cheapest)}
        if one_in(random, 2):
            dearer = charming(cheapest * (UNIT + 60 + below(random, 3 * self._line.spread)) // UNIT)
            row["list_price"] = in_yuan(dearer)
        row["brand"] = self._entry.brand
        row["category"] = list(self._line.category)
        row["attributes"] = attributes
        if not one_in(random, _LACKS):
            row["description"] = self._description(attributes, written, random)
        row |= standing(random, level=self._line.level, first=first)
        row["tags"] = tags(random, row, self._line)
        stocked = stocks(random, max(len(skus), 1))
        if len(skus) > 1:
            row["skus"] = [sku | {"stock": n} for (_, sku), n in zip(skus, stocked, strict=True)]
        elif not one_in(random, _LACKS):
            row["stock"] = stocked[0]
        return row

    def _written(self) -> tuple[Title, Written]:
        """The next title that was not given out before."""
        number, at = divmod(self._count, len(self._titles))
        self._count += 1
        title = self._titles[(at + self._key) % len(self._titles)]
        round_, number = divmod(number, title.size)
        written = title.written(shuffled(number, title.size, self._key))
        if round_:
            code = shuffled(round_, _COUNTER, self._key)
            written.text += f" {chr(ord('A') + code // 10_000)}{code % 10_000:04}"
        return title, written

    def _attributes(
        self, title: Title, written: Written, random: Random
    ) -> tuple[dict[str, Any], int]:
        """The product's own attributes in the order of the source, and their price factor."""
        attributes: dict[str, Any] = {}
        factor = UNIT
        for pool in self._picks:
            if id(pool) in title.pools:
                for name in pool.names:
                    texts = written.values[name]
                    attributes[name] = texts[0] if len(texts) == 1 else texts
            else:
                choice = pool.at(below(random, pool.size))
                factor = factor * choice.factor // UNIT
                if pool.size == 1 or not one_in(random, _LACKS):
                    attributes |= choice.texts
        shown = {n: v for n, v in attributes.items() if v and not n.startswith(HIDDEN)}
        return shown, factor

    def _skus(self, identifier: str, base: int, random: Random) -> list[tuple[int, dict[str, Any]]]:
        """Variants with their prices in fen; none where the line knows none."""
        if not self._variants:
            return []
        single = below(random, 100) < self._line.single
        chosen = [
            [pool.at(at) for at in _offered(pool, random, single=single)] for pool in self._variants
        ]
        found = []
        for number, choices in enumerate(product(*chosen), 1):
            price = base
            values: dict[str, str] = {}
            for choice in choices:
                price = price * choice.factor // UNIT
                values |= choice.texts
            price = charming(price)
            found.append(
                (
                    price,
                    {"id": f"{identifier}-{number}", "price": in_yuan(price), "attributes": values},
                )
            )
        return found

    def _description(self, attributes: dict[str, Any], written: Written, random: Random) -> str:
        values = {n: v if isinstance(v, str) else "、".join(v) for n, v in attributes.items()}
        values |= {name: "、".join(texts) for name, texts in written.values.items()}
        values |= self._constants
        sentences = [filled_in(sentence, values) for sentence in self._line.text]
        closing = some(random, self._line.closing, 1 + one_in(random, 2))
        return "".join([*some(random, sentences, min(len(sentences), 3)), *closing])


def _offered(pool: Pool, random: Random, *, single: bool) -> list[int]:
    """Which options of a kind of variant this shop has."""
    if single:
        return [below(random, pool.size)]
    if pool.names[0] in _RUN:
        length = min(_SHORTEST_RUN + below(random, _SHORTEST_RUN), pool.size)
        start = below(random, pool.size - length + 1)
        return list(range(start, start + length))
    most = min(_MOST_OPTIONS, pool.size)
    return sorted(some(random, range(pool.size), max(1 + below(random, most), min(2, most))))
