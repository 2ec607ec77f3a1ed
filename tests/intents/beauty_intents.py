"""What is asked of the cosmetics: the kinds of intents over `tests.intents.beauty`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from random import Random

from tests.intents import wording
from tests.intents.beauty import BRANDS, LINES, SYNONYMS, TRAITS
from tests.intents.conditions import (
    between,
    near,
    not_of_brand,
    number,
    of_brands,
    of_kind,
    trait,
    use,
)
from tests.intents.drawing import Maker, joined
from tests.intents.values import Condition, Intent, Item

__all__ = ["makers"]


def makers(items: Sequence[Item]) -> Mapping[str, Maker]:
    """By kind, how an intent is drawn."""
    drawer = _Drawer(items)
    return {
        "brand + type": drawer.brand,
        "brand alias + type": drawer.alias,
        "type by synonym": drawer.synonym,
        "type + price": drawer.price,
        "brand + type + price": drawer.brand_price,
        "type + negated brand": drawer.negated,
        "two brands": drawer.two_brands,
        "type + attribute": drawer.attribute,
        "brand + line or model": drawer.line,
        "type + content": drawer.content,
        "order + type": drawer.order,
    }


class _Drawer:
    def __init__(self, items: Sequence[Item]) -> None:
        self._kinds = list(SYNONYMS)
        self._brands = list(BRANDS)
        self._prices: defaultdict[str, list[float]] = defaultdict(list)
        for item in items:
            self._prices[item.kind].append(item.variants[0].price)
        for prices in self._prices.values():
            prices.sort()
        self._contents = sorted(
            {
                (unit, content)
                for item in items
                for unit, contents in item.numbers.items()
                for content in contents
            }
        )

    def brand(self, draw: Random) -> Intent:
        kind, brand = draw.choice(self._kinds), draw.choice(self._brands)
        text = joined(brand, self._word(kind, draw), draw)
        return _intent(text, "brand + type", of_brands(brand), of_kind(kind))

    def alias(self, draw: Random) -> Intent:
        kind, brand = draw.choice(self._kinds), draw.choice(self._brands)
        text = joined(draw.choice(BRANDS[brand]), self._word(kind, draw), draw)
        return _intent(text, "brand alias + type", of_brands(brand), of_kind(kind))

    def synonym(self, draw: Random) -> Intent:
        kind = draw.choice(self._kinds)
        return _intent(self._word(kind, draw), "type by synonym", of_kind(kind))

    def price(self, draw: Random) -> Intent:
        kind = draw.choice(self._kinds)
        text, condition = self._priced(self._word(kind, draw), kind, draw)
        return _intent(text, "type + price", of_kind(kind), condition)

    def brand_price(self, draw: Random) -> Intent:
        kind, brand = draw.choice(self._kinds), draw.choice(self._brands)
        what = joined(brand, self._word(kind, draw), draw)
        text, condition = self._priced(what, kind, draw)
        return _intent(text, "brand + type + price", of_brands(brand), of_kind(kind), condition)

    def negated(self, draw: Random) -> Intent:
        kind, brand = draw.choice(self._kinds), draw.choice(self._brands)
        text = wording.without(self._word(kind, draw), self._called(brand, draw), draw)
        return _intent(text, "type + negated brand", not_of_brand(brand), of_kind(kind))

    def two_brands(self, draw: Random) -> Intent:
        kind, (one, other) = draw.choice(self._kinds), draw.sample(self._brands, 2)
        text = wording.either(self._word(kind, draw), one, other, draw)
        return _intent(text, "two brands", of_brands(one, other), of_kind(kind))

    def attribute(self, draw: Random) -> Intent:
        kind, name = draw.choice(self._kinds), draw.choice(list(TRAITS))
        text = joined(name, self._word(kind, draw), draw)
        condition = trait(name) if name == "男士" else use(name)
        return _intent(text, "type + attribute", of_kind(kind), condition)

    def line(self, draw: Random) -> Intent:
        line = draw.choice(list(LINES))
        brand = LINES[line]
        text = joined(self._called(brand, draw), line, draw)
        return _intent(text, "brand + line or model", of_brands(brand), trait(line))

    def content(self, draw: Random) -> Intent:
        kind, (unit, value) = draw.choice(self._kinds), draw.choice(self._contents)
        written = f"{value:g}{draw.choice(_UNITS[unit])}"
        text = draw.choice(("{0} {1}", "{0}{1}", "{1} {0}")).format(self._word(kind, draw), written)
        return _intent(text, "type + content", of_kind(kind), number(unit, value, value))

    def order(self, draw: Random) -> Intent:
        kind = draw.choice(self._kinds)
        by_price = draw.random() < 0.5
        ways = wording.CHEAPEST if by_price else wording.BESTSELLING
        return Intent(
            text=draw.choice(ways).format(self._word(kind, draw)),
            kind="order + type",
            wanted=(of_kind(kind),),
            order=(lambda item: item.variants[0].price) if by_price else (lambda item: -item.sales),
        )

    def _word(self, kind: str, draw: Random) -> str:
        return draw.choice(SYNONYMS[kind])

    def _called(self, brand: str, draw: Random) -> str:
        return draw.choice((brand, brand, *BRANDS[brand]))

    def _priced(self, what: str, kind: str, draw: Random) -> tuple[str, Condition]:
        """A price that splits what there is of the type."""
        prices = self._prices[kind]
        one, other = sorted(
            wording.rounded(draw.choice(prices[len(prices) // 8 : -len(prices) // 8 or None]))
            for _ in range(2)
        )
        match draw.choice(("most", "least", "range", "about")):
            case "most":
                return wording.priced(what, None, other, draw), between(0, other)
            case "least":
                return wording.priced(what, one, None, draw), between(one, float("inf"))
            case "range" if one < other:
                return wording.priced(what, one, other, draw), between(one, other)
            case _:
                return wording.priced(what, one, one, draw), near(one)


_UNITS = {"ml": ("ml", "毫升", "ML"), "g": ("g", "克")}


def _intent(text: str, kind: str, *wanted: Condition) -> Intent:
    return Intent(text=text, kind=kind, wanted=wanted)
