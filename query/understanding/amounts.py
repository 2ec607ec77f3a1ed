"""What each quantity is of: a price, an attribute, or nothing that filters.

In this order (query understanding §6.1): its unit; money; a bound on a bare number; a bare range. Any
other bare number stays a word, and is never a price.
"""

from collections.abc import Sequence

from query.understanding.amount import Amount, Context, measured, named
from query.understanding.bare import bare
from query.understanding.measures import CHIPS, measure_of, of_unit
from query.understanding.money import is_price, one_price, price
from query.understanding.quantities import Bound, Quantity

__all__ = ["amounts"]

_SHARP = frozenset({1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 8.0})  # 2K, 4K, 8K
_LEAST_SIDE = 10.0
_LEAST_METRES = 0.8
_MANY = 2.0  # 12盒 is a pack, 一个 is not
_MOST_PIECES = 20.0  # more of them are money: 香皂 30块


def amounts(found: Sequence[Quantity], context: Context, *, several: bool = False) -> list[Amount]:
    """The quantities that mean something, in order; those joined by a sign become one.

    There is one price, unless `several` may be refused.
    """
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
    return result if several else one_price(result)


def _of_group(group: Sequence[Quantity], context: Context) -> list[Amount]:
    first, last = group[0], group[-1]
    if last.plus and len(group) == 2:  # noqa: PLR2004 - 12+512
        chips = {"", "g", "gb", "t", "tb"}
        if first.low in CHIPS and {first.unit, last.unit} <= chips and not context.food:
            ram = named(first, "ram", f"{first.low:g}GB", "GB")
            unit = "TB" if last.unit in ("t", "tb") else "GB"
            return [ram, named(last, "storage", f"{last.low:g}{unit}", unit)]
        return []
    sides = [q for q in group if not q.unit or measure_of(q.unit) & {"length"}]
    if len(sides) == len(group) and all(q.times for q in group[1:]):
        in_metres = not last.unit and any(not q.low.is_integer() for q in group)  # 1.8*2.0
        unit = next((q.unit for q in reversed(group) if q.unit), "m" if in_metres else "cm")
        written = "*".join(f"{q.low:g}" for q in group) + unit
        smallest = min(q.low for q in group)
        if last.unit or smallest >= (_LEAST_METRES if in_metres else _LEAST_SIDE):
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
        amount = of_unit(quantity, context, joined=joined)
        return [amount] if amount else []
    if _is_pieces(quantity, context):
        return [named(quantity, "pack_count", f"{quantity.low:g}块", "块")]
    if is_price(quantity, context):
        return [price(quantity)]
    return _scaled(quantity) if quantity.scale else bare(quantity, context, joined=joined)


def _is_pieces(quantity: Quantity, context: Context) -> bool:
    """香皂 4块: things that are sold so are hardly ever that cheap."""
    return (
        context.pieces
        and quantity.bound is Bound.NONE
        and _MANY <= quantity.low <= _MOST_PIECES
        and context.text[: quantity.end].endswith("块")
    )


def _scaled(quantity: Quantity) -> list[Amount]:
    """4k is a resolution and 65w are watts, where neither money nor a bound says otherwise."""
    if quantity.scale == "k" and quantity.low in _SHARP:  # 5k以内 was money
        return [named(quantity, "resolution", f"{quantity.low:g}K", "K")]
    if quantity.scale == "w" and quantity.low >= 1:
        return [measured(quantity, "power", "W")]
    return []
