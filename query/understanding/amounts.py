"""What each quantity is of: a price, an attribute, or nothing that filters.

In this order (query understanding §6.1): its unit; money; a bound on a bare number; a bare range. Any
other bare number stays a word, and is never a price.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from indexer.units import readings
from query.understanding.quantities import Bound, Quantity, bounds

__all__ = ["Amount", "Context", "amounts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the other words say of numbers. `head`: the product type sought, "" where unknown."""

    text: str
    head: str = ""
    department: str = ""
    digital: bool = False
    food: bool = False
    footwear: bool = False
    sized: bool = False  # shoes and clothes
    vessel: bool = False  # holds what is measured: a kettle, a bag
    blocked: bool = False  # 充值卡, 满减: sums of money that are no price
    nouns: re.Pattern[str] | None = None  # what a number after it is of: 评分4.5以上
    thresholds: re.Pattern[str] | None = None  # 满200, 立减50


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A quantity as a slot: `dimension` is `price`, or one of contract §4.

    `low`, `high`: in `unit`, infinite where open. `about`: as wide as a shopper means it.
    `written`: the value as a catalogue would write it (12盒), "" for a bound.
    """

    start: int
    end: int
    dimension: str
    low: float
    high: float
    unit: str = ""
    about: bool = False
    written: str = ""


_CHIPS = frozenset({1, 2, 3, 4, 6, 8, 12, 16, 18, 24, 32, 36, 48, 64, 96, 128, 192, 256, 512})
_MOST_RAM = 24  # of phones and tablets; more is storage unless it is called memory
_RAM = re.compile(r"(?:运行?内?存|内存条?|ram|显存) ?$")
_STORAGE = re.compile(r"(?:存储|硬盘|固态|闪存|rom|ssd) ?$")
_PRICE = re.compile(r"(?:价格?|价位|价钱|售价|预算|单价)[是为在:]? ?$")
_LONGEST_NOUN = 6

_BY_MEASURE = {
    "power": "power",
    "charge": "battery",
    "frequency": "refresh_rate",
    "voltage": "voltage",
    "age": "age_range",
    "people": "people",
    "horsepower": "horsepower",
    "spf": "spf",
    "resolution": "resolution",
    "size": "size",
    "stage": "stage",
    "count": "pack_count",
    "volume": "volume",
    "weight": "weight",
}
_WASHED = frozenset(
    {"洗衣机", "滚筒洗衣机", "波轮洗衣机", "烘干机", "洗烘一体机", "脱水机", "迷你洗衣机"}
)
_SCREENS = frozenset(
    {
        "电视",
        "显示器",
        "投影仪",
        "手机",
        "平板电脑",
        "笔记本电脑",
        "台式机",
        "一体机",
        "电视机",
        "笔记本",
    }
)
_SHARP = frozenset({1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 8.0})  # 2K, 4K, 8K
_COOLERS = frozenset({"空调", "空调扇", "立式空调", "挂机空调", "中央空调", "移动空调"})
_LEAST_LINES = 480.0
_LENSES = frozenset({"隐形眼镜", "美瞳", "眼镜", "近视眼镜", "老花镜", "泳镜", "镜片", "眼镜框"})
_BATTERY = re.compile(r"电池(?:容量)? ?$")
_LEAST_CHARGE = 1000.0
_SHOES = (33.0, 49.0)
_SIZES = (15.0, 58.0)  # shoes and trousers; heights of clothes for children go to 180
_TALL = (60.0, 200.0)
_YEARS = (1990.0, 2035.0)
_FAR = 1000.0  # metres
_CHEAP = 20.0  # below it a price in yuan is the most one wants to pay
_LEAST_PRICE = 10.0
_MANY = 2.0  # 12盒 is a pack, 一个 is not
_WATTS = 10.0  # 65w are watts, 2w以上 is money


def amounts(found: Sequence[Quantity], context: Context) -> list[Amount]:
    """The quantities that mean something, in order; those joined by a sign become one."""
    result: list[Amount] = []
    at = 0
    while at < len(found):
        group = [found[at]]
        while at + len(group) < len(found) and (
            found[at + len(group)].times or found[at + len(group)].plus
        ):
            group.append(found[at + len(group)])
        result += _of_group(group, context) if len(group) > 1 else _of_one(group[0], context)
        at += len(group)
    return _one_price(result)


def _of_group(group: Sequence[Quantity], context: Context) -> list[Amount]:
    first, last = group[0], group[-1]
    if last.plus and len(group) == 2:  # noqa: PLR2004 - 12+512
        chips = {"", "g", "gb", "t", "tb"}
        if first.low in _CHIPS and {first.unit, last.unit} <= chips and not context.food:
            ram = _plain(first, "ram", f"{first.low:g}GB", "GB")
            unit = "TB" if last.unit in ("t", "tb") else "GB"
            return [ram, _plain(last, "storage", f"{last.low:g}{unit}", unit)]
        return []
    sides = [q for q in group if not q.unit or _measures(q.unit) & {"length"}]
    if len(sides) == len(group) and all(q.times for q in group[1:]):
        unit = next((q.unit for q in reversed(group) if q.unit), "cm")
        written = "*".join(f"{q.low:g}" for q in group) + unit
        if len(group) > 1 and (last.unit or min(q.low for q in group) >= _LEAST_PRICE):
            return [
                Amount(
                    start=first.start,
                    end=last.end,
                    dimension="dimension",
                    low=first.low,
                    high=first.low,
                    unit=unit,
                    written=written,
                )
            ]
        return []
    return [amount for quantity in group for amount in _of_one(quantity, context, joined=True)]


def _of_one(quantity: Quantity, context: Context, *, joined: bool = False) -> list[Amount]:
    if quantity.unit:
        amount = _measured(quantity, context, joined=joined)
        return [amount] if amount else []
    if _is_price(quantity, context):
        return [_price(quantity)]
    if quantity.scale:
        return _scaled(quantity)
    if joined and quantity.times and quantity.low >= _MANY and quantity.low == int(quantity.low):
        return [_plain(quantity, "pack_count", f"{quantity.low:g}", "个")]
    if context.sized and _is_size(quantity) and quantity.bound in (Bound.NONE, Bound.RANGE):
        alone = quantity.low == quantity.high
        if alone and not _is_lone_size(quantity.low, context):
            return []
        written = f"{quantity.low:g}" if alone else f"{quantity.low:g}-{quantity.high:g}"
        return [_plain(quantity, "size", written, "码")]
    before = context.text[max(0, quantity.start - _LONGEST_NOUN) : quantity.start]
    if _BATTERY.search(before) and quantity.low >= _LEAST_CHARGE:
        return [_amount(quantity, "battery", "mAh")]
    return []


def _is_lone_size(size: float, context: Context) -> bool:
    """凉鞋 37, 童装 110: a number alone is a size where no other number would stand."""
    if context.footwear:
        return _SHOES[0] <= size <= _SHOES[1] and (size * 2).is_integer()
    return "童" in context.text and size >= _TALL[0] and size % 10 == 0


def _is_price(quantity: Quantity, context: Context) -> bool:
    before = context.text[max(0, quantity.start - _LONGEST_NOUN) : quantity.start]
    if context.blocked or (context.thresholds is not None and context.thresholds.search(before)):
        return False
    if quantity.money or _PRICE.search(before):
        return True
    if context.nouns is not None and context.nouns.search(before):
        return False
    low, high = quantity.low * quantity.factor, quantity.high * quantity.factor
    if quantity.scale == "w" and quantity.low >= _WATTS:
        return False
    if quantity.bound in (Bound.MOST, Bound.LEAST, Bound.ABOUT, Bound.OVER):
        return high >= 1 and not (quantity.scale == "" and _is_year(low, high))
    if quantity.bound is Bound.RANGE:
        if _is_year(low, high) or (context.sized and _is_size(quantity)):
            return False
        return high >= _LEAST_PRICE and low < high
    return quantity.vague and quantity.low >= _LEAST_PRICE


def _is_year(low: float, high: float) -> bool:
    return _YEARS[0] <= low <= high <= _YEARS[1] and low != high


def _is_size(quantity: Quantity) -> bool:
    low, high = quantity.low, quantity.high
    return any(least <= low <= high <= most for least, most in (_SIZES, _TALL)) and (
        high - low <= 30  # noqa: PLR2004 - 36-37, 110-130; 50-150 is a price
    )


def _price(quantity: Quantity) -> Amount:
    low, high = bounds(quantity)
    about = quantity.bound is Bound.ABOUT
    if quantity.bound is Bound.NONE and not quantity.vague:
        about = True
        low, high = (-inf, high) if high < _CHEAP else (low * 0.9, high * 1.1)
    return Amount(
        start=quantity.start,
        end=quantity.end,
        dimension="price",
        low=round(low, 2),
        high=round(high, 2),
        unit="元",
        about=about,
    )


def _one_price(found: Sequence[Amount]) -> list[Amount]:
    """One price: 500以上1000以下 is a range; of two others the last one counts."""
    prices = [amount for amount in found if amount.dimension == "price"]
    if len(prices) <= 1:
        return list(found)
    low = max(price.low for price in prices)
    high = min(price.high for price in prices)
    halves = all(inf in (price.high, -price.low) for price in prices)
    kept = prices[-1]
    if halves and low <= high:
        kept = Amount(
            start=prices[0].start, end=kept.end, dimension="price", low=low, high=high, unit="元"
        )
    return [amount for amount in found if amount.dimension != "price"] + [kept]


def _scaled(quantity: Quantity) -> list[Amount]:
    """4k is a resolution and 65w are watts, where neither money nor a bound says otherwise."""
    if quantity.scale == "k" and quantity.low in _SHARP:  # 5k以内 was money
        return [_plain(quantity, "resolution", f"{quantity.low:g}K", "K")]
    if quantity.scale == "w" and quantity.low >= 1:
        return [_amount(quantity, "power", "W")]
    return []


def _measured(quantity: Quantity, context: Context, *, joined: bool) -> Amount | None:  # noqa: PLR0911, C901
    unit = quantity.unit
    before = context.text[max(0, quantity.start - _LONGEST_NOUN) : quantity.start]
    measures = _measures(unit)
    if (chips := _chips(quantity, context, before)) is not None:
        return chips
    if unit == "p":
        return _p(quantity, context)
    if "length" in measures:
        return _length(quantity, context)
    if unit in ("度", "d"):
        return _amount(quantity, "diopter", "度") if context.head in _LENSES else None
    if "year" in measures:
        return (
            _plain(quantity, "year", f"{quantity.low:g}年", "年")
            if _is_year(quantity.low, quantity.low + 1)
            else None
        )
    for measure, dimension in _BY_MEASURE.items():
        if measure not in measures:
            continue
        if dimension == "pack_count" and not (
            quantity.low >= _MANY and _is_pack(quantity, joined=joined)
        ):
            return None
        if dimension == "weight" and context.sized:
            return None  # 200斤穿的: the wearer's
        if dimension == "size" and not context.sized and quantity.low < _SIZES[0]:
            return None
        name = next(one.name for one in readings(unit) if one.measure == measure)
        return _amount(quantity, _held(dimension, context), name)
    return None


def _held(dimension: str, context: Context) -> str:
    """What a washing machine takes and a kettle holds is its capacity."""
    if dimension == "weight" and context.head in _WASHED:
        return "capacity"
    return "capacity" if dimension == "volume" and context.vessel else dimension


def _p(quantity: Quantity, context: Context) -> Amount | None:
    """1.5p of an air conditioner, 1080p of a screen."""
    if context.head in _COOLERS:
        return _amount(quantity, "horsepower", "匹")
    if quantity.low >= _LEAST_LINES:
        return _plain(quantity, "resolution", f"{quantity.low:g}P", "P")
    return None


def _is_pack(quantity: Quantity, *, joined: bool) -> bool:
    return quantity.bound is not Bound.ABOUT and (
        joined
        or quantity.unit not in ("个", "件", "只", "台", "本", "组", "块", "张", "把")
        or quantity.low >= 3  # noqa: PLR2004 - 两个, 两件 count what is bought
    )


def _chips(quantity: Quantity, context: Context, before: str) -> Amount | None:
    """Memory or storage of a digital thing: 8g, 256gb, 1t."""
    unit = quantity.unit
    if unit not in ("g", "gb", "t", "tb", "mb") or quantity.low != quantity.high:
        return None
    bare = unit in ("g", "t")
    digital = context.digital or bool(_RAM.search(before) or _STORAGE.search(before))
    if (
        bare
        and (context.food or not digital)
        and not (unit == "g" and not context.department and quantity.low in (64, 128, 256, 512))
    ):
        return None
    if bare and quantity.low not in _CHIPS and quantity.low not in (20, 500, 1000):
        return None
    shown = {"g": "GB", "t": "TB"}.get(unit, unit.upper())
    is_ram = shown == "GB" and quantity.low <= _MOST_RAM and not _STORAGE.search(before)
    is_ram = is_ram or bool(_RAM.search(before) and quantity.low <= 96)  # noqa: PLR2004
    if context.head in ("U盘", "存储卡", "移动硬盘", "固态硬盘", "内存卡", "硬盘"):
        is_ram = False
    return _amount(quantity, "ram" if is_ram else "storage", shown)


def _length(quantity: Quantity, context: Context) -> Amount | None:
    inches = any(one.name == "英寸" for one in readings(quantity.unit))
    if inches:
        if context.head in _SCREENS or context.department in ("手机数码", "电脑办公"):
            return _amount(quantity, "screen_size", "英寸")
        return _plain(quantity, "size", f"{quantity.low:g}寸", "寸")
    name = next(one.name for one in readings(quantity.unit) if one.measure == "length")
    if name == "m" and quantity.low >= _FAR:
        return None  # 3000m of a router are megabits
    return _amount(quantity, "length", name)


def _measures(unit: str) -> set[str]:
    return {one.measure for one in readings(unit)}


def _amount(quantity: Quantity, dimension: str, unit: str) -> Amount:
    low, high = bounds(quantity)
    if quantity.scale == "w" and dimension == "power":
        low, high = low / quantity.factor, high / quantity.factor
    exact = quantity.bound in (Bound.NONE, Bound.RANGE) and inf not in (high, -low)
    written = ""
    if exact:
        numbers = f"{low:g}" if low == high else f"{low:g}-{high:g}"
        written = f"SPF{numbers}" if unit == "SPF" else f"{numbers}{unit}"
    return Amount(
        start=quantity.start,
        end=quantity.end,
        dimension=dimension,
        low=low,
        high=high,
        unit=unit,
        about=quantity.bound is Bound.ABOUT,
        written=written,
    )


def _plain(quantity: Quantity, dimension: str, written: str, unit: str) -> Amount:
    return Amount(
        start=quantity.start,
        end=quantity.end,
        dimension=dimension,
        low=quantity.low,
        high=quantity.high,
        unit=unit,
        written=written,
    )
