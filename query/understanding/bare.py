"""What a number without a unit or money is of: a pack, a size, a battery, a year; mostly nothing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from query.understanding.amount import Amount, Context, measured, named
from query.understanding.money import is_size
from query.understanding.quantities import Bound, Quantity

__all__ = ["bare"]

_MANY = 2.0  # 12盒 is a pack, 一个 is not
_LONGEST_NOUN = 6
_BATTERY = re.compile(r"电池(?:容量)? ?$")
_LEAST_CHARGE = 1000.0
_TIMES_SUN = re.compile(r" ?倍")
_EDITION = re.compile(r"年?[款版]")
_YEARS = (1990.0, 2035.0)
_STORED = frozenset({64.0, 128.0, 256.0, 512.0})
_STEELS = frozenset({304.0, 316.0, 430.0})
_SHOES = (33.0, 49.0)
_LEAST_HEIGHT = 80.0  # of a child, in cm
_OF_BABIES = frozenset({52.0, 59.0, 66.0, 73.0})
_FOR_CHILDREN = re.compile("[童婴幼]|宝宝")


def bare(quantity: Quantity, context: Context, *, joined: bool) -> list[Amount]:
    """The amount of such a number. `joined`: a sign of multiplication joins it to another."""
    if joined and quantity.times and quantity.low >= _MANY and quantity.low.is_integer():
        return [named(quantity, "pack_count", f"{quantity.low:g}", "个")]
    if context.sized and is_size(quantity) and quantity.bound in (Bound.NONE, Bound.RANGE):
        return list(_size(quantity, context))
    found = (reading(quantity, context) for reading in _READINGS)
    return [amount for amount in found if amount is not None][:1]


def _size(quantity: Quantity, context: Context) -> Sequence[Amount]:
    low, high = quantity.low, quantity.high
    if low == high and not _is_lone_size(low, context):
        return ()
    return (named(quantity, "size", f"{low:g}" if low == high else f"{low:g}-{high:g}", "码"),)


def _is_lone_size(size: float, context: Context) -> bool:
    """凉鞋 37, 童装 110: a number alone is a size where no other number would stand."""
    if context.footwear:
        return _SHOES[0] <= size <= _SHOES[1] and (size * 2).is_integer()
    is_child = _FOR_CHILDREN.search(context.text) is not None
    return is_child and (size in _OF_BABIES or (size >= _LEAST_HEIGHT and size % 10 == 0))


def _battery(quantity: Quantity, context: Context) -> Amount | None:
    """电池5000以上."""
    before = context.text[max(0, quantity.start - _LONGEST_NOUN) : quantity.start]
    is_charge = _BATTERY.search(before) and quantity.low >= _LEAST_CHARGE
    return measured(quantity, "battery", "mAh") if is_charge else None


def _sunscreen(quantity: Quantity, context: Context) -> Amount | None:
    """防晒 50倍."""
    times = "防晒" in context.head and _TIMES_SUN.match(context.text, quantity.end)
    if not times:
        return None
    return named(replace(quantity, end=times.end()), "spf", f"SPF{quantity.low:g}", "SPF")


def _year(quantity: Quantity, context: Context) -> Amount | None:
    """2026版; behind a model the year alone: 小新pro16 2025."""
    if not _YEARS[0] <= quantity.low <= _YEARS[1] or quantity.bound is not Bound.NONE:
        return None
    found = _EDITION.match(context.text, quantity.end)
    end = quantity.end if found is None else found.end()
    if found is None and not (context.modelled and context.text[end : end + 1] in ("", " ")):
        return None
    return named(replace(quantity, end=end), "year", f"{quantity.low:g}年", "年")


def _steel(quantity: Quantity, context: Context) -> Amount | None:
    """316 of a cup."""
    is_steel = quantity.low in _STEELS and context.vessel and quantity.bound is Bound.NONE
    return named(quantity, "material", f"{quantity.low:g}不锈钢", "") if is_steel else None


def _storage(quantity: Quantity, context: Context) -> Amount | None:
    """iphone 15 512."""
    is_storage = context.modelled and context.digital and quantity.low in _STORED
    return named(quantity, "storage", f"{quantity.low:g}GB", "GB") if is_storage else None


_READINGS: Sequence[Callable[[Quantity, Context], Amount | None]] = (
    _battery,
    _sunscreen,
    _year,
    _steel,
    _storage,
)
