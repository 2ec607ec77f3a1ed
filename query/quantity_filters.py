"""Quantities as filters and as titles write them: 256GB, 1.8米, 三人."""

from math import inf

from indexer.attributes import NUMERIC_DIMENSIONS
from indexer.filters import AnyOf, Filter, Range
from indexer.units import in_unit, parse_quantities, spellings
from query.lexicon.types import folded_word
from query.title_filters import any_of

__all__ = ["quantities", "quantity_between", "written_as"]

_MEASURED = {"capacity": ("weight", "volume", "storage", "battery")}
"""What a dimension may be measured as, where it is not what it is called."""

_HAN = dict(zip("123456789", "一二三四五六七八九", strict=True))

_CLOSE = 1e-6


def quantities(dimension: str, text: str) -> list[Filter]:
    """The products that have the quantity of a text in a dimension; none where it has no quantity."""
    return [
        quantity_between(dimension, quantity.low, quantity.high, quantity.unit)
        for quantity in parse_quantities(text)[:1]
    ]


def quantity_between(key: str, low: float, high: float, unit: str) -> Filter:
    """A range of a numeric column, in its base unit."""
    parts: list[Filter] = []
    for dimension in _MEASURED.get(key, (key,)):
        base = NUMERIC_DIMENSIONS.get(dimension)
        if base is None:
            continue
        least, most = _in_base(low, unit, base), _in_base(high, unit, base)
        if least is None or most is None:
            continue
        parts.append(
            Range(
                f"n_{dimension}",
                None if least == -inf else least - abs(least) * _CLOSE,
                None if most == inf else most + abs(most) * _CLOSE,
            )
        )
    return any_of(parts) or AnyOf()


def written_as(text: str, dimension: str) -> tuple[str, ...]:
    """How titles write a quantity: 256GB and 256G, 1.8m and 1.8米, 3人 and 三人."""
    folded = folded_word(text)
    quantity = next(iter(parse_quantities(folded)), None)
    if quantity is None or not quantity.unit or not folded.endswith(quantity.unit):
        return (folded,)
    number = folded.removesuffix(quantity.unit)
    bases = [NUMERIC_DIMENSIONS[name] for name in _MEASURED.get(dimension, (dimension,))]
    units = [unit for base in bases for unit in spellings(quantity.unit, base)]
    units = [unit for unit in units if unit[-1].isalnum()]  # of 6" a title would be asked for a 6
    digits = [f"{number}{unit}" for unit in units]
    in_han = [f"{_HAN[number]}{unit}" for unit in units if number in _HAN and not unit.isascii()]
    return tuple(dict.fromkeys((*digits, *in_han)))


def _in_base(number: float, unit: str, base: str) -> float | None:
    if number in (inf, -inf):
        return number
    quantity = next(iter(parse_quantities(f"{number:.15g}{unit}")), None)
    if quantity is None:
        return None
    converted = in_unit(quantity, base)
    return None if converted is None else converted.low
