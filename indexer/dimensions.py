"""Dimensions that are numbers: their base units, the numbers of a value, its usual spelling.

Names of attributes and values that are words are `indexer.attributes`.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil, floor, inf

from indexer.units import Quantity, in_unit, parse_quantities, ratio, readings

__all__ = ["NUMERIC_DIMENSIONS", "Measured", "measured"]

NUMERIC_DIMENSIONS: Mapping[str, str] = {
    "storage": "MB",
    "ram": "MB",
    "weight": "g",
    "volume": "ml",
    "length": "mm",
    "pack_count": "个",
    "power": "W",
    "battery": "mAh",
    "screen_size": "英寸",
    "refresh_rate": "Hz",
    "age_range": "个月",
    "people": "人",
    "horsepower": "匹",
    "spf": "SPF",
    "voltage": "V",
    "diopter": "度",
    "year": "年",
}
"""A numeric dimension to the unit of its column (1 GB = 1024 MB, 1 岁 = 12 个月)."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a value says in numbers. `text` is None where it says more than one quantity."""

    dimension: str
    numbers: tuple[float, ...]
    text: str | None


# A number without a unit is read so. Weights, volumes and lengths are not guessed.
_DEFAULT_UNITS = {
    **NUMERIC_DIMENSIONS,
    "storage": "GB",
    "ram": "GB",
    "age_range": "岁",
    "weight": "",
    "volume": "",
    "length": "",
}
# Units to show a value in, smallest first, and the decimals that may remain.
_SHOWN = {
    "storage": (("MB", "GB", "TB"), 2),
    "ram": (("MB", "GB", "TB"), 2),
    "weight": (("g", "kg"), 2),
    "volume": (("ml", "L"), 2),
    "length": (("mm", "cm", "m"), 2),
    "age_range": (("个月", "岁"), 0),
}
_CAPACITIES = {"volume": "volume", "weight": "weight", "storage": "storage", "charge": "battery"}

_MAX_NUMBERS = 64  # of one interval, by semantics §2
_READ = 200  # characters: what stands later in a long text is no value of the attribute
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_GROWN_UP = 18 * 12  # months: 3岁以上 ends here
_CHIP_SIZES = frozenset({8, 16, 32, 64, 128, 256, 512})
_ONLY_NUMBERS = re.compile(r"[\d.,\s~–—/*+至到-]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def measured(dimension: str, plain: str, *, written: str, unit: str = "") -> Measured | None:
    """The numbers of a value in base units; None where it has none of this dimension.

    `unit`: what the attribute's name says of a bare number. `written` is the value before
    folding: under `capacity` 64G is memory, 64g a weight.
    """
    text = plain[:_READ]
    quantities = parse_quantities(text)
    if dimension == "capacity":
        dimension = _capacity(quantities, written, unit)
    base = NUMERIC_DIMENSIONS.get(dimension)
    if base is None:
        return None
    default = _DEFAULT_UNITS[dimension] if ratio(unit, base) is None else unit
    bare = bool(_ONLY_NUMBERS.fullmatch(text))
    kept: list[Quantity] = []
    for quantity in quantities:
        if not quantity.unit and not (bare and default):
            continue
        converted = in_unit(quantity if quantity.unit else replace(quantity, unit=default), base)
        if converted is not None:
            kept.append(_unsigned(converted))
    if dimension == "year":
        kept = [year for year in kept if _FIRST_YEAR <= year.low <= year.high <= _LAST_YEAR] or [
            Quantity(low=float(year[0]), high=float(year[0])) for year in _YEAR.finditer(text)
        ]
    if dimension in ("storage", "ram") and len(kept) == 2 and "+" in text:  # noqa: PLR2004
        # 8GB+256GB under either name: the first is the RAM.
        kept = kept[:1] if dimension == "ram" else kept[1:]
    numbers = tuple(dict.fromkeys(n for one in kept for n in _points(dimension, one)))
    if not numbers:
        return None
    whole = len(kept) == len(quantities) == 1 and (bare or kept[0].end - kept[0].start == len(text))
    return Measured(
        dimension, numbers, _shown(dimension, kept[0], quantities[0]) if whole else None
    )


def _capacity(quantities: tuple[Quantity, ...], written: str, unit: str) -> str:
    """Which dimension a capacity is of, by its first unit."""
    for quantity in quantities:
        spelling = quantity.unit or unit
        if spelling == "t" or (
            spelling == "g" and quantity.low in _CHIP_SIZES and _has_capital_g(written)
        ):
            return "storage"
        measures = {one.measure for one in readings(spelling)}
        for measure, dimension in _CAPACITIES.items():
            if measure in measures:
                return dimension
    return "capacity"


def _has_capital_g(written: str) -> bool:
    return "G" in unicodedata.normalize("NFKC", written)


def _unsigned(quantity: Quantity) -> Quantity:
    """Without a sign: no such dimension has one (300度 and -3.00D are one lens)."""
    low, high = sorted(abs(end) for end in (quantity.low, quantity.high))
    return quantity if quantity.low in (low, -inf) else replace(quantity, low=low, high=high)


def _points(dimension: str, quantity: Quantity) -> list[float]:
    """The numbers that stand for a quantity: itself, or those of an interval."""
    low, high = quantity.low, quantity.high
    if dimension == "age_range":
        low, high = max(low, 0.0), max(low, _GROWN_UP) if high == inf else high
    if low == -inf or high == inf:
        return [high if low == -inf else low]
    if low == high:
        return [low]
    for step in _steps(dimension):
        first, last = ceil(low / step), floor(high / step)
        if last - first < _MAX_NUMBERS - 2:
            inner = [float(n * step) for n in range(first, last + 1)]
            return list(dict.fromkeys((low, *inner, high)))
        if step == 1 and last - first == _MAX_NUMBERS - 1 and low == first and high == last:
            return [float(n) for n in range(first, last + 1)]
    return [low, high]


def _steps(dimension: str) -> tuple[int, ...]:
    """Each integer; of a wider interval the roundest that are not too many."""
    if dimension == "age_range":
        return (1, 2, 3, 6, 12)
    if dimension in ("storage", "ram"):
        return tuple(1 << power for power in range(40))
    return tuple(digit * 10**power for power in range(12) for digit in (1, 2, 5))


def _shown(dimension: str, quantity: Quantity, original: Quantity) -> str:
    """The one spelling of a quantity: 256GB, 5-6人, 3岁以上, SPF30."""
    name, factor = NUMERIC_DIMENSIONS[dimension], 1.0
    if dimension == "pack_count":
        name = next(
            (unit.name for unit in readings(original.unit) if unit.measure == "count"),
            "",
        )
    units, decimals = _SHOWN.get(dimension, ((), 0))
    ends = [end for end in (quantity.low, quantity.high) if end not in (-inf, inf)]
    for unit in units:
        size = ratio(unit, NUMERIC_DIMENSIONS[dimension]) or 1.0
        if any(ends) and all(end == 0 or _few_decimals(end / size, decimals) for end in ends):
            name, factor = unit, size
    numbers = [f"{round(end / factor, 6):.15g}" for end in dict.fromkeys(ends)]
    joined = "-".join(numbers)
    shown = f"{name}{joined}" if name == "SPF" else f"{joined}{name}"
    if quantity.high == inf:
        return f"{shown}以上"
    return f"{shown}以下" if quantity.low == -inf else shown


def _few_decimals(value: float, decimals: int) -> bool:
    return value >= 1 and abs(value - round(value, decimals)) < 1e-9  # noqa: PLR2004 -- rounding
