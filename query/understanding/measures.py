"""What a quantity with a unit is of: memory, a weight, a size, a number of pieces.

A unit may be of several things; the product type sought decides (query understanding §6.1).
"""

import re
from dataclasses import replace

from indexer.units import readings
from query.understanding.amount import Amount, Context, measured, named
from query.understanding.quantities import Bound, Quantity

__all__ = ["CHIPS", "is_called_memory", "measure_of", "of_unit", "past_noun"]

CHIPS = frozenset({1, 2, 3, 4, 6, 8, 12, 16, 18, 24, 32, 36, 48, 64, 96, 128, 192, 256, 512})
_MOST_RAM = 24  # of phones and tablets; more is storage unless it is called memory
_RAM = re.compile(r"(?<![gbt])(?:运行?内?存|内存条?|ram|显存) ?$")
_REMEMBERED = re.compile(r" ?(?:的)?(?:运行?内?存|内存(?!卡)|ram|显存)")
_STORED = re.compile(r" ?(?:的)?(?:存储|硬盘|固态|闪存|机械|rom|ssd)")
_MOST_MEMORY = 128
_STORAGE = re.compile(r"(?<![gbt])(?:存储|硬盘|固态|闪存|rom|ssd) ?$")
_NOUN_AFTER = re.compile(r"(?:运行内存|运存|内存|存储|闪存|ram|rom)(?![条卡器a-z])")
_NOUN_BEFORE = re.compile(r"(?:运行内存|运存|内存|存储|闪存|ram|rom) ?$")
_LONGEST_NOUN = 6
_OF_MEMORY = "内存条|u盘|优盘|固态|硬盘|sd卡|tf卡"
# 5G 内存256g, 4G 内存大: the word is of what follows.
_HELD_AFTER = re.compile(
    f"(?:运行内存|运存|内存|存储|闪存|ram|rom)(?![卡大小0-9])| ?(?:{_OF_MEMORY})"
)
_HELD_BEFORE = re.compile(f"(?<!大)(?:运行内存|运存|内存|存储|闪存|ram|rom|{_OF_MEMORY}) ?$")

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
_COOLERS = frozenset({"空调", "空调扇", "立式空调", "挂机空调", "中央空调", "移动空调"})
_LEAST_LINES = 480.0
_LENSES = frozenset({"隐形眼镜", "美瞳", "眼镜", "近视眼镜", "老花镜", "泳镜", "镜片", "眼镜框"})
_FAR = 1000.0  # metres
_MANY = 2.0  # 12盒 is a pack, 一个 is not
_SMALLEST_SIZE = 15.0
_YEARS = (1990.0, 2035.0)
_YARNS = frozenset({21, 32, 40, 50, 60, 80, 90, 100, 120, 140, 160, 200})  # 60支长绒棉


def of_unit(quantity: Quantity, context: Context, *, joined: bool) -> Amount | None:
    """The amount of a quantity that has a unit; None where it filters nothing.

    `joined`: a sign of multiplication joins it to another (200ml*12盒).
    """
    before = context.text[max(0, quantity.start - _LONGEST_NOUN) : quantity.start]
    if (chips := _chips(quantity, context, before)) is not None:
        return chips
    measures = measure_of(quantity.unit)
    is_engine = context.department == "汽车用品" or not quantity.low.is_integer()  # 2.0t
    if (quantity.unit == "g" and context.digital) or (quantity.unit == "t" and is_engine):
        return None  # 5g手机
    if quantity.unit == "p" or "length" in measures:
        return _p(quantity, context) if quantity.unit == "p" else _length(quantity, context)
    if quantity.unit in ("度", "d"):
        return measured(quantity, "diopter", "度") if context.head in _LENSES else None
    if "year" in measures:
        is_year = _YEARS[0] <= quantity.low <= _YEARS[1]
        return named(quantity, "year", f"{quantity.low:g}年", "年") if is_year else None
    return _by_measure(quantity, context, measures, joined=joined)


def _by_measure(
    quantity: Quantity, context: Context, measures: set[str], *, joined: bool
) -> Amount | None:
    measure = next((one for one in _BY_MEASURE if one in measures), None)
    if measure is None:
        return None
    dimension = _BY_MEASURE[measure]
    says_nothing = {
        "pack_count": not (quantity.low >= _MANY and _is_pack(quantity, joined=joined))
        or context.text[: quantity.start].endswith("第")  # 第四册
        or (context.woven and quantity.unit == "支" and quantity.low in _YARNS),
        "people": quantity.low < _MANY and quantity.unit == "个人",  # 一个人吃的
        "weight": context.sized,  # 200斤穿的: the wearer's
        "size": not context.sized and quantity.low < _SMALLEST_SIZE,
    }
    if says_nothing.get(dimension, False):
        return None
    name = next(one.name for one in readings(quantity.unit) if one.measure == measure)
    if measure == "count":
        name = quantity.unit  # 18听, as it was typed
    elif measure == "spf" and context.text[quantity.end - 1] == "+":
        return named(quantity, dimension, f"SPF{quantity.low:g}+", name)
    return measured(quantity, _held(dimension, context), name)


def _held(dimension: str, context: Context) -> str:
    """What a washing machine takes and a kettle holds is its capacity."""
    if dimension == "weight" and context.head in _WASHED:
        return "capacity"
    return "capacity" if dimension == "volume" and context.vessel else dimension


def _p(quantity: Quantity, context: Context) -> Amount | None:
    """1.5p of an air conditioner, 1080p of a screen."""
    if context.head in _COOLERS:
        return measured(quantity, "horsepower", "匹")
    if quantity.low >= _LEAST_LINES:
        return named(quantity, "resolution", f"{quantity.low:g}P", "P")
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
    if bare and quantity.low not in CHIPS and quantity.low not in (20, 500, 1000):
        return None
    shown = {"g": "GB", "t": "TB"}.get(unit, unit.upper())
    is_ram = _is_memory(quantity, context.text, before)
    computes = context.department == "电脑办公" or not context.head
    if is_ram is None or (is_ram and quantity.low > _MOST_RAM and not computes):
        is_ram = shown == "GB" and quantity.low <= _MOST_RAM
    if context.head in ("U盘", "存储卡", "移动硬盘", "固态硬盘", "内存卡", "硬盘"):
        is_ram = False
    named = _with_noun(quantity, context.text, before)
    return measured(named, "ram" if is_ram else "storage", shown)


def _with_noun(quantity: Quantity, text: str, before: str) -> Quantity:
    """With the word that says what it is of, which is no word of a product: 32g内存."""
    if (end := past_noun(text, quantity.end)) > quantity.end:
        return replace(quantity, end=end)
    if found := _NOUN_BEFORE.search(before):
        return replace(quantity, start=quantity.start - len(found[0]))
    return quantity


def is_called_memory(text: str, start: int, end: int) -> bool:
    """Whether a word beside a number says that it is of memory: 4G内存 is no network."""
    before = text[max(0, start - _LONGEST_NOUN) : start]
    return bool(_HELD_AFTER.match(text, end) or _HELD_BEFORE.search(before))


def past_noun(text: str, end: int) -> int:
    """Behind the noun, if there is one, that a quantity ending at `end` is of: 内存."""
    found = _NOUN_AFTER.match(text, end)
    return found.end() if found else end


def _is_memory(quantity: Quantity, text: str, before: str) -> bool | None:
    """Whether the word beside it calls it memory, or storage; None where there is none."""
    after = text[quantity.end : quantity.end + _LONGEST_NOUN]
    if _RAM.search(before) or (_REMEMBERED.match(after) and not _STORAGE.search(before)):
        return quantity.low <= _MOST_MEMORY
    return False if _STORAGE.search(before) or _STORED.match(after) else None


def _length(quantity: Quantity, context: Context) -> Amount | None:
    inches = any(one.name == "英寸" for one in readings(quantity.unit))
    if inches:
        # 5.5英寸 by itself: hardly anything but a screen is measured to a tenth of an inch.
        is_fine = not context.head and not quantity.low.is_integer()
        if is_fine or context.head in _SCREENS or context.department in ("手机数码", "电脑办公"):
            return measured(quantity, "screen_size", "英寸")
        return named(quantity, "size", f"{quantity.low:g}寸", "寸")
    name = next(one.name for one in readings(quantity.unit) if one.measure == "length")
    if name == "m" and quantity.low >= _FAR:
        return None  # 3000m of a router are megabits
    before = context.text[max(0, quantity.start - _LONGEST_NOUN) : quantity.start]
    is_of_a_part = context.nouns is not None and context.nouns.search(before) is not None
    if name == "cm" and context.sized and quantity.bound is Bound.NONE and not is_of_a_part:
        return named(quantity, "size", f"{quantity.low:g}cm", "cm")  # 180cm is who wears it
    return measured(quantity, "length", name)


def measure_of(unit: str) -> set[str]:
    """All that a unit may measure."""
    return {one.measure for one in readings(unit)}
