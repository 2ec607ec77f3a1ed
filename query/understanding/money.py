"""Which quantities are prices, and what price each is.

Money said, or a bound or a range of a bare number, is a price (query understanding §6.1); sizes of
shoes, years, face values and thresholds are none.
"""

import re
from collections.abc import Sequence
from math import inf

from query.understanding.amount import Amount, Context
from query.understanding.quantities import Bound, Quantity, bounds

__all__ = ["is_price", "is_size", "is_year", "one_price", "price"]

_PRICE = re.compile(r"(?:价格?|价位|价钱|售价|预算|单价)[是为在:]? ?$")
_LONGEST_NOUN = 6
_SIZES = ((15.0, 58.0), (60.0, 200.0))  # of shoes and trousers; heights of children
_WIDEST = 30.0  # 36-37, 110-130; 50-150 is a price
_YEARS = (1990.0, 2035.0)
_CHEAP = 20.0  # below it a price in yuan is the most one wants to pay
_LEAST_PRICE = 10.0
_SIGNS = ("-", ".", "/", "*")
_LEAST_CLASS, _CLASSES = 500.0, 100.0
_ROUND = 10.0
_HUNDRED = 100.0
_WIDEST_SPAN = 10.0  # times its lower end
_STANDS = re.compile(r" ?(?:$|的|,|。|就|一[桶个件台双瓶盒条只箱])| ")
_WATTS = 10.0  # 65w are watts, 2w以上 is money


def is_price(quantity: Quantity, context: Context) -> bool:
    """Whether a quantity without a unit is a sum of money."""
    before = context.text[max(0, quantity.start - _LONGEST_NOUN) : quantity.start]
    if context.blocked or _ends(context.thresholds, before):
        return False
    if quantity.money or _PRICE.search(before):
        return quantity.high * quantity.factor >= 1  # 0元下单
    watts = quantity.scale == "w" and quantity.low >= _WATTS
    return (
        not watts and not _is_of_a_noun(quantity, before, context) and _is_wide(quantity, context)
    )


def _is_of_a_noun(quantity: Quantity, before: str, context: Context) -> bool:
    """电池健康90以上, 40-60平."""
    counted = context.counted is not None and context.counted.match(context.text, quantity.end)
    return bool(counted) or (
        _ends(context.nouns, before) and not _is_of_what_is_sought(quantity, before, context)
    )


def _is_of_what_is_sought(quantity: Quantity, before: str, context: Context) -> bool:
    """移动硬盘 500以内: of the thing itself most is money, and least what it holds."""
    is_head = context.head != "" and before.rstrip().endswith(context.head)
    return is_head and quantity.bound in (Bound.MOST, Bound.ABOUT)


def _is_wide(quantity: Quantity, context: Context) -> bool:
    """Whether a bare number is bounded, vague or a range as only prices are."""
    low, high = quantity.low * quantity.factor, quantity.high * quantity.factor
    match quantity.bound:
        case Bound.MOST | Bound.LEAST | Bound.ABOUT | Bound.OVER:
            year = quantity.scale == "" and is_year(low, high)
            return high >= _LEAST_PRICE and not year and _is_class(quantity, context)
        case Bound.RANGE if is_year(low, high) or (context.sized and is_size(quantity)):
            return False
        case Bound.RANGE:
            return high >= _LEAST_PRICE and low < high and _is_span(quantity, context)
        case _:
            vague = quantity.vague and quantity.low >= _LEAST_PRICE and low < high
            return vague and _STANDS.match(context.text, quantity.end) is not None


def _is_class(quantity: Quantity, context: Context) -> bool:
    """三千档 is a class of prices; 12档 and 560档 are gears and cars."""
    value = quantity.low * quantity.factor
    is_class = context.text[: quantity.end].endswith("档")
    return not is_class or (value >= _LEAST_CLASS and value % _CLASSES == 0)


def _is_span(quantity: Quantity, context: Context) -> bool:
    """300-500, but no 175-70-14, 85-1.4 or 352149673-1: those are models and sizes.

    Of 全面屏 2000-3000 and 手机2000-3000 the hundreds tell.
    """
    text = context.text
    round_ = quantity.low % _ROUND == quantity.high % _ROUND == 0 or quantity.scale != ""
    of = text[quantity.end :][:1] == "的"
    if not round_ or (quantity.descending and not of):
        return False
    if quantity.low * quantity.factor < _LEAST_PRICE:
        return False
    if not quantity.dashed:
        return True
    hundreds = quantity.low % _HUNDRED == quantity.high % _HUNDRED == 0
    before = text[: quantity.start][-1:]
    apart = before in ("", " ") or of or (hundreds and not before.isascii())
    more = text[quantity.end :][:1]
    part_of_more = more in _SIGNS or (more.isascii() and more.isalnum())
    wide = quantity.high <= quantity.low * _WIDEST_SPAN
    return apart and wide and not part_of_more and (context.seeks or hundreds)


def _ends(pattern: re.Pattern[str] | None, before: str) -> bool:
    return pattern is not None and pattern.search(before) is not None


def is_year(low: float, high: float) -> bool:
    """Whether two numbers are years: 2024-2025."""
    return _YEARS[0] <= low <= high <= _YEARS[1] and low != high


def is_size(quantity: Quantity) -> bool:
    """Whether a number or a range may be a size of something to wear."""
    low, high = quantity.low, quantity.high
    narrow = high - low <= _WIDEST
    return narrow and any(least <= low <= high <= most for least, most in _SIZES)


def price(quantity: Quantity) -> Amount:
    """The price that a quantity is: 300元 is about 300."""
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


def one_price(found: Sequence[Amount]) -> list[Amount]:
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
