"""How shoppers write amounts of money, orders and what they do not want: templates and a drawn choice."""

from math import floor, log10
from random import Random

__all__ = ["BESTSELLING", "CHEAPEST", "either", "numeral", "priced", "rounded", "without"]

_DIGITS = "零一二三四五六七八九"
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))
CHEAPEST = ("最便宜的{}", "{} 最便宜", "价格最低的{}", "{}价格从低到高")
BESTSELLING = ("销量最高的{}", "卖得最好的{}", "{} 销量最高", "最畅销的{}")
_MOST = (
    "{a}以内的{x}",
    "{x} {a}以内",
    "{a}以下的{x}",
    "{x}{a}以下",
    "不超过{a}的{x}",
    "{x} 预算{a}",
)
_LEAST = ("{a}以上的{x}", "{x} {a}以上", "{a}起的{x}", "不低于{a}的{x}")
_RANGE = ("{a}到{b}的{x}", "{x} {a}-{b}", "{a}至{b}的{x}", "{x}{a}~{b}元", "{x} 价格在{a}到{b}之间")
_ABOUT = ("{a}左右的{x}", "{x} {a}左右", "{a}上下的{x}", "{x} 大概{a}")
_WITHOUT = (
    "{x} 不要{b}",
    "不要{b}的{x}",
    "除了{b}的{x}",
    "{x} 不要{b}的",
    "非{b}的{x}",
    "{x}除了{b}",
)
_EITHER = (
    "{a}或{b}{x}",
    "{a}或者{b}的{x}",
    "{a}或{b}的{x}",
    "{x} {a}或者{b}",
    "{a}、{b}{x}",
    "{a}和{b}的{x}",
)


def numeral(amount: int) -> str:
    """150 is 一百五, 1200 一千二, 260 二百六, 2000 两千."""
    said, last = "", 0
    for size, place in _PLACES:
        digit, amount = divmod(amount, size)
        if digit:
            if said and last > size * 10:
                said += "零"
            word = "两" if digit == 2 and size > 100 else _DIGITS[digit]
            said += ("" if word == "一" and place == "十" and not said else word) + place
            last = size
    if amount:
        said += ("零" if last > 10 else "") + _DIGITS[amount]
    short = {f"百{d}十": f"百{d}" for d in _DIGITS[1:]} | {
        f"千{d}百": f"千{d}" for d in _DIGITS[1:]
    }
    for whole, cut in short.items():
        if said.endswith(whole):
            return said.removesuffix(whole) + cut
    return said


def rounded(amount: float) -> int:
    """To two leading digits, the second 0 or 5, as people name prices."""
    size = 10 ** max(0, floor(log10(max(amount, 1))) - 1)
    return max(1, round(amount / size / 5) * 5 * size) if amount >= 10 else max(1, round(amount))


def _amount(amount: int, draw: Random) -> str:
    ways = [f"{amount}", f"{amount}", f"{amount}元", f"{amount}块"]
    if amount >= 100 and amount % 10 == 0:
        ways += [numeral(amount), f"{numeral(amount)}块"]
    if amount >= 1000 and amount % 100 == 0:
        ways += [f"{amount / 1000:g}k", f"{amount / 1000:g}千"]
    return draw.choice(ways)


def priced(what: str, low: int | None, high: int | None, draw: Random) -> str:
    """`what` from `low` to `high` yuan, a side open where None; about `low` where they are equal."""
    if low is None and high is not None:
        return draw.choice(_MOST).format(a=_amount(high, draw), x=what)
    if low is not None and high is None:
        return draw.choice(_LEAST).format(a=_amount(low, draw), x=what)
    if low == high and low is not None:
        return draw.choice(_ABOUT).format(a=_amount(low, draw), x=what)
    if low is None or high is None:
        raise ValueError("a price has a side")
    if draw.random() < 0.3 and low % 100 == high % 100 == 0:
        return draw.choice(_RANGE[:3]).format(a=numeral(low), b=numeral(high), x=what)
    return draw.choice(_RANGE).format(a=low, b=high, x=what)


def without(what: str, brand: str, draw: Random) -> str:
    """`what` that is not of the brand."""
    return draw.choice(_WITHOUT).format(x=what, b=brand)


def either(what: str, one: str, other: str, draw: Random) -> str:
    """`what` of one brand or the other."""
    return draw.choice(_EITHER).format(x=what, a=one, b=other)
