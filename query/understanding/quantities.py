"""The quantities of a query: 5000到6000, 两三千, 1千5左右, 19块9, ¥50-¥100, 12+512, 200ml*12盒.

What each is of, a price or memory, is not decided here: `query.understanding.amounts` does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from math import inf

from indexer.numerals import NUMBER, number
from indexer.units import readings, unit_at

__all__ = ["Bound", "Quantity", "bounds", "quantities"]


class Bound(Enum):
    """How a quantity was limited in words."""

    NONE = "none"
    RANGE = "range"
    MOST = "most"
    LEAST = "least"
    ABOUT = "about"
    OVER = "over"  # 出头: a little more


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number, or an interval, at `start` to `end` of the text, its bound words included.

    `dashed`: a range by a dash, as models and sizes have it too; 到 and 至 are ranges alone.

    `low` and `high` are what was written, without what the bound makes of it. `unit`: the spelling
    in lower case, "" for none. `money`: a sign or word for money stands with it. `scale`: a Latin
    k or w, which may also be a unit (4k, 65w): not yet reckoned in. `vague`: 两三千, 几十, 200多, or
    千元, which is written with one number and means all of its thousands.
    `times`, `plus`: such a sign joins it to the quantity before. `descending`: 300到200.
    """

    start: int
    end: int
    low: float
    high: float
    unit: str = ""
    money: bool = False
    scale: str = ""
    bound: Bound = Bound.NONE
    vague: bool = False
    times: bool = False
    plus: bool = False
    dashed: bool = False
    descending: bool = False

    @property
    def is_mass(self) -> bool:
        """Whether it is a weight alone: a g is of storage too, and a t."""
        weighs = any(one.measure == "weight" for one in readings(self.unit))
        return weighs and self.unit not in ("g", "t")

    @property
    def factor(self) -> float:
        """What a Latin scale multiplies with where it is one."""
        return {"k": 1_000.0, "w": 10_000.0}.get(self.scale, 1.0)


_MONEY_BEFORE = re.compile(r"(?:¥|rmb) ?$")
_MONEY_AFTER = re.compile(
    r" ?(?:块钱|元钱|块(?!头|状|儿|装|茶|糖|规)|元(?!购|牌|化|枪|旦|宵|素|气|件|祖|青|贝|胡|始|宇|[一二三四]次)|圆(?=以|左|上|$)|rmb|人民币|大洋|米(?=以内|以下|左右))"
)
_TENTHS = re.compile(r"([1-9])(?![\da-z])(?:毛|角)?")  # 19块9
_DIGITS = {digit: place % 9 + 1 for place, digit in enumerate("123456789一二三四五六七八九")}
_METRES = frozenset({"米", "m", "公尺"})
_METRE_AND = re.compile(rf"[{''.join(_DIGITS)}](?=$|[ 的高宽长床沙窗地被凉蚊数充书衣桌围布彩,。])")
_AND_A_HALF = re.compile(r"半(?![价折身截开成自永透干糖圆袖裙高导])")
_SCALE = re.compile(r"([kw])(\d?)(?![a-z\d])")
_IN_A_MODEL = re.compile(r"(?<!\d)[a-z]-$")
_SOME = re.compile(r"来(?=块|元|个|$)|把(?=块|元)")  # 百来块, 百把块
_HAN_SCALE = re.compile("[百千万]")
_PIECES = frozenset({"块"})  # of soap and cheese
_OR_MORE = re.compile(r"\+(?! ?[\da-z+])")  # 2000+
_FREE = re.compile(r"(?:^|[ ,]|预算|价位|价格)$")
_LEAST_OR_MORE = 100.0  # 8+ and 18+ are names and ages
_BARE_SCALE = frozenset("十百千万")
_MONEY_UNITS = frozenset({"元", "块", "块钱", "圆", "rmb"})
_RANGE = re.compile(r" ?(?:到|至|-{1,2}|(?<=\d)一(?= ?\d)|和(?=.{1,6}之间)|与(?=.{1,6}之间)) ?")
_TIMES = re.compile(r" ?[*x×✕] ?")
_PLUS = re.compile(r" ?\+ ?")
_SCALES = (("亿", 1e8), ("万", 1e4), ("千", 1e3), ("百", 1e2), ("十", 10.0))

_BEFORE = (
    (
        Bound.MOST,
        re.compile(
            r"(?:不[要能]?超过?|别超过?|不高于|不大于|不多于|(?<!不)(?:低于|少于|小于)|最多|至多|顶多|撑死|"
            r"最高|最贵|不到|便宜于|上限是?|限价|预算(?:是|在|就|只有)?|控制在|[<≤]=?) ?$"
        ),
    ),
    (
        Bound.LEAST,
        re.compile(
            r"(?:不低于|不少于|不小于|(?<!不)(?<!别)超过|高于|大于|多于|至少|最少|最低|起码|[>≥]=?) ?$"
        ),
    ),
    (Bound.ABOUT, re.compile(r"(?:大概|大约|差不多|约|近|接近) ?$")),
)
_AFTER = (
    (
        Bound.MOST,
        re.compile(
            r" ?(?:及?以[下内]|之[内下]|(?:价位|的预算|预算)?以内|内(?=$| |的|,)|封顶|不到|为上限|打底以下)"
        ),
    ),
    (
        Bound.LEAST,
        re.compile(r" ?(?:及?以上|之上|往上|起步|起(?=$| |的|,|包邮))"),
    ),
    (Bound.OVER, re.compile(r" ?出头")),
    (
        Bound.ABOUT,
        re.compile(
            r" ?(?:左右(?!手|脚|耳|沙发|床|开)|上下(?!铺|床|分)|附近|(?:这个|那个)?(?:价位|价格|预算)(?:左右|的|段)?|档(?!位))"
        ),
    ),
)
_BETWEEN = re.compile(r" ?(?:之间|区间)")
_LONGEST_BEFORE = 7


def quantities(text: str) -> list[Quantity]:
    """All quantities of a text as `Typed.text` has it, from left to right."""
    found: list[Quantity] = []
    for piece in _pieces(text):
        if found:
            before = found[-1]
            sign = _RANGE.match(text, before.end)
            if sign and sign.end() == piece.start and (joined := _joined(before, piece, text)):
                found[-1] = replace(joined, dashed=sign[0].strip(" -一") == "")
                continue
            between = text[before.end : piece.start]
            times, plus = _TIMES.fullmatch(between), _PLUS.fullmatch(between)
            last = _counted(piece, text) if times else piece
            found.append(replace(last, times=times is not None, plus=plus is not None))
        else:
            found.append(piece)
    return [_bounded(quantity, text) for quantity in found]


def _pieces(text: str) -> Iterator[Quantity]:
    at = 0
    while match := NUMBER.search(text, at):
        at = match.end()
        if _IN_A_MODEL.search(text, 0, match.start()):
            continue  # hl-1218w
        written = match[0]
        piece = _piece(text, match.start(), written)
        if piece is not None:
            at = max(at, piece.end)
            yield piece


def _piece(text: str, start: int, written: str) -> Quantity | None:
    """The number that is written at `start`, with its money or unit."""
    end, unit = start + len(written), ""
    if len(written) > 1 and written[-1] == "两" and written[:-1] not in ("一", "几"):
        written, unit = written[:-1], "两"  # 三两 is a weight
    values = number(written)
    if values is None or text[end : end + 1] == "%":
        return None
    low, high = values
    vague = low != high or written in _BARE_SCALE  # 千元: in the thousands
    scale, bound = "", Bound.NONE
    if found := _SCALE.match(text, end):
        scale, end = found[1], found.end()
        tenths = int(found[2] or 0) / 10  # 1w5
        low, high = low + tenths, high + tenths
    if found := _SOME.match(text, end):
        bound, end = Bound.ABOUT, found.end()
    piece = Quantity(
        start=start,
        end=end,
        low=low,
        high=high,
        unit=unit,
        scale=scale,
        bound=bound,
        vague=vague and bound is Bound.NONE,
    )
    return _with_unit(_with_money(piece, text), text)


def _with_money(piece: Quantity, text: str) -> Quantity:
    """With the word or sign of money beside it: 19块9, ¥50."""
    if found := _MONEY_AFTER.match(text, piece.end):
        piece = replace(piece, money=True, end=found.end())
        tenths = _TENTHS.match(text, piece.end)
        if tenths and not piece.vague and piece.low == int(piece.low):
            exact = piece.low + int(tenths[1]) / 10
            piece = replace(piece, low=exact, high=exact, end=tenths.end())
    if found := _MONEY_BEFORE.search(text, max(0, piece.start - 4), piece.start):
        piece = replace(piece, money=True, start=found.start())
    return piece


def _counted(piece: Quantity, text: str) -> Quantity:
    """125g*4块: of what is multiplied the 块 are pieces."""
    unit = text[piece.end - 1]
    return replace(piece, money=False, unit=unit) if piece.money and unit in _PIECES else piece


def _with_unit(piece: Quantity, text: str) -> Quantity:
    """With the unit that follows, or spf in front; none where there is money or a scale."""
    if piece.money or piece.unit or piece.scale:
        return piece
    if text[max(0, piece.start - 3) : piece.start] == "spf":
        end = piece.end + (text[piece.end : piece.end + 1] == "+")
        return replace(piece, unit="spf", start=piece.start - 3, end=end)
    unit, end = unit_at(text, piece.end)
    follows = _METRE_AND.match(text, end) if unit in _METRES else None
    in_a_model = unit.isascii() and text[end : end + 1].isdigit() and not follows  # 5w40
    is_piece = unit in _PIECES and text[end : end + 1] == "装"  # 3块装
    if (unit in _MONEY_UNITS and not is_piece) or in_a_model:  # 500元旦
        return piece
    piece = replace(piece, unit=unit, end=end)
    return _with_tenths(piece, text) if unit else piece


def _with_tenths(piece: Quantity, text: str) -> Quantity:
    """一米八, 1m8, 三斤半: what goes on behind the unit is a part of one more."""
    if piece.low != piece.high or piece.low != int(piece.low):
        return piece
    tenths = 0.0
    if piece.unit in _METRES and (found := _METRE_AND.match(text, piece.end)):
        tenths = _DIGITS[found[0]] / 10
    elif found := _AND_A_HALF.match(text, piece.end):
        tenths = 0.5
    else:
        return piece
    value = piece.low + tenths
    return replace(piece, low=value, high=value, end=found.end())


def _joined(first: Quantity, last: Quantity, text: str) -> Quantity | None:
    """The range of two quantities; the first has the scale of the last where it has none."""
    if first.bound is not Bound.NONE or first.vague or last.vague or first.times or first.plus:
        return None
    if first.unit and last.unit and first.unit != last.unit:
        return None
    low = first.low
    scale = last.scale or first.scale
    if scale and not first.scale:
        pass  # 1-2k: both are thousands
    elif first.scale and not last.scale:
        return None
    elif low < 100 < last.high and _HAN_SCALE.search(text, last.start, last.end):  # noqa: PLR2004 - 5-6千, 3到5百
        factor = next((size for _, size in _SCALES if last.high % size == 0 and size > 1), 1.0)
        if low * factor < last.high and low < 10 and last.high / factor < 10:  # noqa: PLR2004
            low *= factor
    descending = low > last.high
    low, high = sorted((low, last.high))
    return replace(
        last,
        start=first.start,
        low=low,
        high=high,
        scale=scale,
        money=first.money or last.money,
        unit=last.unit or first.unit,
        bound=Bound.RANGE,
        descending=descending,
    )


def _bounded(quantity: Quantity, text: str) -> Quantity:
    """With the words before and after that limit it."""
    start, end = quantity.start, quantity.end
    if found := _BETWEEN.match(text, end):
        return replace(quantity, end=found.end())
    if not quantity.unit and quantity.high * quantity.factor >= _LEAST_OR_MORE:
        free = _FREE.search(text, 0, start)  # 红环800+ is a name
        if free and (found := _OR_MORE.match(text, end)):
            quantity = replace(quantity, bound=Bound.LEAST, end=found.end())
    for bound, pattern in _AFTER:
        if found := pattern.match(text, end):
            quantity = replace(quantity, bound=_merged(quantity.bound, bound), end=found.end())
            break
    for bound, pattern in _BEFORE:
        if found := pattern.search(text, max(0, start - _LONGEST_BEFORE), start):
            kept = quantity.bound if quantity.bound is not Bound.NONE else bound
            return replace(quantity, bound=kept, start=found.start())
    return quantity


def _merged(before: Bound, after: Bound) -> Bound:
    """A range stays one: 2000到3000左右, 2000-3000以内."""
    return before if before is Bound.RANGE else after


def bounds(quantity: Quantity) -> tuple[float, float]:
    """`low` and `high` with the bound: a side that is open is infinite."""
    factor = quantity.factor
    low, high = quantity.low * factor, quantity.high * factor
    match quantity.bound:
        case Bound.MOST:
            return -inf, high
        case Bound.LEAST:
            return low, inf
        case Bound.OVER:
            return low, high * 1.1
        case Bound.ABOUT:
            return low * 0.9, high * 1.1
        case _ if quantity.vague and low == high:
            return low, low * 2 - 1
        case _:
            return low, high
