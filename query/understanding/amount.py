"""What a quantity is, as a value, and what the other words of the text say of it."""

import re
from dataclasses import dataclass
from math import inf

from query.understanding.quantities import Bound, Quantity, bounds

__all__ = ["Amount", "Context", "measured", "named"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the other words say of numbers. `head`: the product type sought, "" where unknown."""

    text: str
    head: str = ""
    seeks: bool = False  # a product type, brand or model is named
    modelled: bool = False  # a model is named
    department: str = ""
    digital: bool = False
    food: bool = False
    footwear: bool = False
    sized: bool = False  # shoes and clothes
    vessel: bool = False  # holds what is measured: a kettle, a bag
    woven: bool = False  # of yarn: sheets, shirts
    pieces: bool = False  # sold by the 块: soap, cheese
    blocked: bool = False  # 充值卡, 满减: sums of money that are no price
    nouns: re.Pattern[str] | None = None  # what a number after it is of: 评分4.5以上
    counted: re.Pattern[str] | None = None  # what a number before it is of: 40-60平
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


def measured(quantity: Quantity, dimension: str, unit: str) -> Amount:
    """The amount of a quantity in a unit, its bound reckoned in; written where it is exact."""
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


def named(quantity: Quantity, dimension: str, written: str, unit: str) -> Amount:
    """The amount of a quantity that is written in one way, whatever its bound."""
    return Amount(
        start=quantity.start,
        end=quantity.end,
        dimension=dimension,
        low=quantity.low,
        high=quantity.high,
        unit=unit,
        written=written,
    )
