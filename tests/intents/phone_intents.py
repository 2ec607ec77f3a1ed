"""What is asked of the phones: the kinds of intents over `tests.intents.phones`."""

from collections.abc import Mapping, Sequence
from random import Random

from tests.intents import wording
from tests.intents.conditions import (
    between,
    may_be_bought,
    near,
    not_of_brand,
    number,
    of_brands,
    of_kind,
    of_model,
)
from tests.intents.drawing import Maker, joined
from tests.intents.phones import ALIASES
from tests.intents.values import Condition, Intent, Item, Model

__all__ = ["makers"]

_KIND = "手机"
_WORDS = ("手机", "手机", "手机", "智能手机")
_COLORS = (
    "黑色",
    "白色",
    "金色",
    "蓝色",
    "红色",
    "银色",
    "粉色",
    "灰色",
    "玫瑰金",
    "香槟金",
    "亮黑色",
)
_SIZES = ("16", "32", "64", "128")
_CHIPS = (("2", "16"), ("3", "32"), ("4", "32"), ("4", "64"), ("6", "64"), ("6", "128"))
_BRANDS = ("华为", "小米", "三星", "魅族", "OPPO", "vivo", "锤子", "360")
_AMOUNTS = {
    "battery": (2900, 3000, 3300, 3500, 4000),
    "screen": (5, 5.2, 5.5, 5.7, 5.99, 6),
    "screens": (5.2, 5.5, 5.7, 5.9, 6),
    "ram": (2, 3, 4, 6, 8),
}
_SAID = {
    "battery": ("{:g}毫安以上的", "电池{:g}mAh以上的", "{:g}mah以上 ", "电池容量{:g}以上的"),
    "screen": ("{:g}寸", "{:g}英寸的", "{:g}英寸屏幕 "),
    "screens": ("{:g}寸以上的", "{:g}英寸以上 ", "屏幕{:g}寸以上的"),
    "ram": ("{:g}g运行内存", "{:g}g内存的", "运存{:g}gb的", "{:g}G内存 "),
}
_NEWEST = ("最新款{}", "最新的{}", "最新上市的{}", "新上市的{}")


def makers(items: Sequence[Item]) -> Mapping[str, Maker]:
    """By kind, how an intent is drawn."""
    drawer = _Drawer(items)
    return {
        "brand + type": drawer.brand,
        "brand alias + type": drawer.alias,
        "type + price": drawer.price,
        "brand + type + price": drawer.brand_price,
        "type + negated brand": drawer.negated,
        "two brands": drawer.two_brands,
        "type + attribute": drawer.attribute,
        "brand + storage": drawer.storage,
        "brand + colour + storage": drawer.color,
        "brand + line or model": drawer.model,
        "nickname of a model": drawer.nickname,
        "order + type": drawer.order,
    }


class _Drawer:
    def __init__(self, items: Sequence[Item]) -> None:
        self._models = sorted(
            {(item.brand, model) for item in items for model in item.models},
            key=lambda pair: (pair[0], pair[1].series, pair[1].number, pair[1].suffix),
        )
        self._prices = sorted(v.price for item in items for v in item.variants if v.price > 10)

    def brand(self, draw: Random) -> Intent:
        brand = draw.choice(_BRANDS)
        return self._intent(joined(brand, _word(draw), draw), "brand + type", of_brands(brand))

    def alias(self, draw: Random) -> Intent:
        brand = draw.choice(list(ALIASES))
        text = joined(draw.choice(ALIASES[brand]), _word(draw), draw)
        return self._intent(text, "brand alias + type", of_brands(brand))

    def price(self, draw: Random) -> Intent:
        text, condition = self._priced(_word(draw), draw)
        return self._intent(text, "type + price", condition)

    def brand_price(self, draw: Random) -> Intent:
        brand = draw.choice(_BRANDS)
        text, condition = self._priced(joined(_called(brand, draw), _word(draw), draw), draw)
        return self._intent(text, "brand + type + price", of_brands(brand), condition)

    def negated(self, draw: Random) -> Intent:
        brand = draw.choice(_BRANDS)
        text = wording.without(_word(draw), _called(brand, draw), draw)
        return self._intent(text, "type + negated brand", not_of_brand(brand))

    def two_brands(self, draw: Random) -> Intent:
        one, other = draw.sample(_BRANDS, 2)
        text = wording.either(_word(draw), one, other, draw)
        return self._intent(text, "two brands", of_brands(one, other))

    def attribute(self, draw: Random) -> Intent:
        """A battery, a screen, memory."""
        name = draw.choice(("battery", "screen", "screens", "ram"))
        amount = draw.choice(_AMOUNTS[name])
        text = draw.choice(_SAID[name]).format(amount) + _word(draw)
        if name == "ram":
            return self._intent(text, "type + attribute", may_be_bought(ram=f"{amount:g}GB"))
        least, most = (amount, 1e9) if name != "screen" else (amount - 0.001, amount + 0.001)
        condition = number(name.removesuffix("s"), least, most)
        return self._intent(text, "type + attribute", condition)

    def storage(self, draw: Random) -> Intent:
        brand = draw.choice(_BRANDS)
        called = _called(brand, draw)
        if draw.random() < 0.5:
            size = draw.choice(_SIZES)
            written = size + draw.choice(("g", "G", "GB", "gb"))
            ways = (f"{called}手机 {written}", f"{called} {written}", f"{written}的{called}手机")
            condition = may_be_bought(storage=f"{size}GB")
        else:
            ram, size = draw.choice(_CHIPS)
            unit = draw.choice(("", "g", "G", "GB"))
            written = f"{ram}{unit if unit != '' else ''}+{size}{unit}"
            ways = (f"{called}手机 {written}", f"{called} {written}", f"{written}的{called}手机")
            condition = may_be_bought(ram=f"{ram}GB", storage=f"{size}GB")
        return self._intent(draw.choice(ways), "brand + storage", of_brands(brand), condition)

    def color(self, draw: Random) -> Intent:
        brand, color, size = draw.choice(_BRANDS), draw.choice(_COLORS), draw.choice(_SIZES)
        called, written = _called(brand, draw), size + draw.choice(("g", "G", "GB"))
        ways = (
            f"{called} {color} {written}",
            f"{color}{called}手机 {written}",
            f"{called}手机{color}{written}",
            f"{written} {color}的{called}手机",
        )
        condition = may_be_bought(color=color, storage=f"{size}GB")
        return self._intent(
            draw.choice(ways), "brand + colour + storage", of_brands(brand), condition
        )

    def model(self, draw: Random) -> Intent:
        brand, model = draw.choice(self._models)
        written = _written(model, draw, " " if model.suffix.isascii() else "")
        ways = (f"{brand}{written}", f"{brand} {written}", f"{brand} {written} 手机", written)
        return self._intent(draw.choice(ways), "brand + line or model", of_model(model))

    def nickname(self, draw: Random) -> Intent:
        """Run together, in capitals or not, with the brand in the other alphabet."""
        brand, model = draw.choice(self._models)
        written = _written(model, draw, "")
        written = draw.choice((written, written.upper(), written.replace("plus", "+")))
        called = draw.choice(ALIASES.get(brand, (brand,)))
        joint = " " if written[0].isascii() else ""
        ways = (f"{called}{joint}{written}", written, f"{written}手机")
        return self._intent(draw.choice(ways), "nickname of a model", of_model(model))

    def order(self, draw: Random) -> Intent:
        brand = draw.choice(_BRANDS)
        what = draw.choice((f"{brand}手机", f"{_called(brand, draw)}手机", f"{brand}智能手机"))
        newest = draw.random() < 0.4
        ways = _NEWEST if newest else wording.CHEAPEST
        return Intent(
            text=draw.choice(ways).format(what),
            kind="order + type",
            wanted=(of_brands(brand), of_kind(_KIND)),
            order=(lambda item: -max(item.numbers.get("year", (0,))))
            if newest
            else (lambda item: min(one.price for one in item.variants)),
        )

    def _priced(self, what: str, draw: Random) -> tuple[str, Condition]:
        one, other = sorted(wording.rounded(draw.choice(self._prices)) for _ in range(2))
        match draw.choice(("most", "least", "range", "about")):
            case "most":
                return wording.priced(what, None, other, draw), between(0, other)
            case "least":
                return wording.priced(what, one, None, draw), between(one, float("inf"))
            case "range" if one < other:
                return wording.priced(what, one, other, draw), between(one, other)
            case _:
                return wording.priced(what, one, one, draw), near(one)

    @staticmethod
    def _intent(text: str, kind: str, *wanted: Condition) -> Intent:
        return Intent(text=text, kind=kind, wanted=(*wanted, of_kind(_KIND)))


def _word(draw: Random) -> str:
    return draw.choice(_WORDS)


def _called(brand: str, draw: Random) -> str:
    return draw.choice((brand, brand, *ALIASES[brand][:1]))


def _written(model: Model, draw: Random, space: str) -> str:
    """mate 10 pro, or mate10 pro where it is drawn so."""
    word = len(model.series) > 1 and model.series.isascii()  # nova, not the p of p10
    series = model.series.replace("galaxy", "galaxy ")
    gap = " " if space and word and draw.random() < 0.5 and series == model.series else ""
    suffix = f"{space}{model.suffix}" if model.suffix else ""
    return f"{series}{gap}{model.number}{suffix}"
