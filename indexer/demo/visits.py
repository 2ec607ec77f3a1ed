"""One visit to the demo shop: what a shopper with tastes searches, looks at, and sometimes buys."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from indexer.demo.chance import below, one_in, weighted
from indexer.demo.market import Aisle, Goods, Market

__all__ = ["Shopper", "Visit"]

_SHOWN = 8  # results that a shopper has seen of a page
_ANSWERS = 12  # results that a page has
_SEARCHES = 3  # of ten visits, seven begin with a search
_MOST_ROUNDS = 4
_TRIES = 12
_DEAR = 1000  # yuan above which people think twice
_CHEAP = 60  # yuan below which they take several
_MEMORY = 6  # purchases that a shopper may repeat

_CONSUMED = frozenset(
    ("食品饮料", "酒水茶饮", "母婴用品", "家庭清洁", "美妆个护", "宠物用品", "图书文具")
)

# How much more often a season's goods are looked for, by month from January.
_SEASONS = {
    "春": (5, 8, 16, 18, 16, 10, 7, 7, 12, 14, 7, 5),
    "夏": (3, 3, 6, 10, 18, 24, 22, 16, 8, 5, 3, 3),
    "秋": (6, 7, 9, 9, 7, 6, 6, 9, 18, 18, 14, 9),
    "冬": (18, 9, 5, 3, 2, 2, 2, 3, 7, 14, 22, 22),
    "年": (24, 14, 7, 7, 8, 8, 7, 9, 16, 9, 8, 12),
    "学": (8, 14, 12, 7, 6, 8, 14, 24, 16, 6, 6, 6),
    "童": (10, 9, 8, 9, 18, 14, 9, 9, 9, 9, 10, 14),
}
_ALWAYS = (10,) * 12
_MOST = 24


@dataclass(slots=True)
class Shopper:
    """A person with tastes. `bought`: what may be bought again."""

    name: str
    number: int
    departments: frozenset[str]
    tier: int
    bought: list[tuple[Aisle, Goods]]

    def likes(self, aisle: Aisle, goods: Goods) -> int:
        """How much more this person clicks on it than others do: 1 to 4."""
        favourite = aisle.brands[(self.number * 7919 + len(aisle.goods)) % len(aisle.brands)]
        return 1 + 2 * (goods.brand == favourite) + (goods.tier == self.tier)


class Visit:
    """The steps of one visit, as events without a clock: (seconds since the last, event)."""

    def __init__(self, market: Market, random: Random, day: str, session: str) -> None:
        self._market = market
        self._random = random
        self._day = day
        self._month = int(day[5:7]) - 1
        self._session = session
        self._searches = 0

    def steps(self, shopper: Shopper | None) -> Iterator[tuple[int, dict[str, Any]]]:
        """Searches and looks until the shopper has had enough."""
        random = self._random
        if shopper and shopper.bought and one_in(random, 6):
            yield from self._again(shopper)
            return
        aisle = self._aisle(shopper)
        for _ in range(_MOST_ROUNDS):
            bought = False
            searched = not one_in(random, _SEARCHES)
            for pause, event in self._round(aisle, shopper, searched=searched):
                bought = bought or event["action"] in ("buy", "cart")
                yield pause, event
            together = [
                self._market.by_leaf[leaf]
                for leaf in aisle.line.together
                if leaf in self._market.by_leaf
            ]
            if together and random.random() < (0.55 if bought else 0.15):
                aisle = together[below(random, len(together))]
            elif random.random() > (0.1 if bought else 0.35):
                return

    def _aisle(self, shopper: Shopper | None) -> Aisle:
        market, random = self._market, self._random
        aisle = market.aisles[0]
        for _ in range(_TRIES):
            aisle = market.aisles[weighted(random, market.ends)]
            season = _SEASONS.get(aisle.line.season, _ALWAYS)[self._month]
            liked = not shopper or aisle.department in shopper.departments
            if random.random() * _MOST < season * (1.0 if liked else 0.25):
                break
        return aisle

    def _round(
        self, aisle: Aisle, shopper: Shopper | None, *, searched: bool
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        random = self._random
        context: dict[str, Any] = {}
        if searched:
            self._searches += 1
            query = aisle.query(random)
            context = {"query": query, "search_id": f"{self._session}-{self._searches}"}
            page = self._page(aisle.found(query))
        else:
            page = self._page([aisle.any(random) for _ in range(4)])
        for place, goods in enumerate(page[:_SHOWN], 1):
            if searched:
                pause = 3 if place == 1 else 0
                yield pause, self._event("impression", goods, context, position=place)
        left = 1 + below(random, 4)
        for place, goods in enumerate(page, 1):
            liking = shopper.likes(aisle, goods) if shopper else 2
            if left and random.random() < 0.22 * liking / (1 + place * 0.25):
                left -= 1
                if searched:
                    pause = 2 + below(random, 20)
                    yield pause, self._event("click", goods, context, position=place)
                yield 1, self._event("view", goods, context)
                yield from self._decide(aisle, goods, shopper, context, liking)

    def _decide(
        self,
        aisle: Aisle,
        goods: Goods,
        shopper: Shopper | None,
        context: dict[str, Any],
        liking: int,
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        random = self._random
        if one_in(random, 14):
            yield 5 + below(random, 40), self._event("favorite", goods, context)
        dear = goods.price >= _DEAR
        if random.random() < (0.05 if dear else 0.09) * liking:
            quantity = self._quantity(goods)
            pause = 10 + below(random, 120)
            yield pause, self._event("cart", goods, context, quantity=quantity)
            if random.random() < (0.3 if dear else 0.5):
                yield from self._buy(aisle, goods, shopper, context, quantity)

    def _buy(
        self,
        aisle: Aisle,
        goods: Goods,
        shopper: Shopper | None,
        context: dict[str, Any],
        quantity: int,
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        event = self._event("buy", goods, context, quantity=quantity)
        yield 20 + below(self._random, 200), {**event, "price": goods.price}
        if shopper and aisle.department in _CONSUMED:
            shopper.bought = [*shopper.bought, (aisle, goods)][-_MEMORY:]

    def _again(self, shopper: Shopper) -> Iterator[tuple[int, dict[str, Any]]]:
        """What was used up is bought once more, without a search."""
        aisle, goods = shopper.bought[below(self._random, len(shopper.bought))]
        yield 2, self._event("view", goods, {})
        if not one_in(self._random, 3):
            quantity = self._quantity(goods)
            yield 15, self._event("cart", goods, {}, quantity=quantity)
            yield from self._buy(aisle, goods, shopper, {}, quantity)

    def _page(self, found: list[Goods]) -> list[Goods]:
        """The results in the order in which they stand: good sellers mostly, not always, first."""
        known = [goods for goods in dict.fromkeys(found) if goods.since <= self._day]
        keyed = [(goods.weight * self._random.random(), goods.id, goods) for goods in known]
        return [goods for _, _, goods in sorted(keyed, key=lambda k: (-k[0], k[1]))[:_ANSWERS]]

    def _quantity(self, goods: Goods) -> int:
        return 1 + below(self._random, 3) if goods.price < _CHEAP else 1

    def _event(
        self, action: str, goods: Goods, context: dict[str, Any], **more: int
    ) -> dict[str, Any]:
        return {"action": action, "product": goods.id, "session": self._session, **context, **more}
