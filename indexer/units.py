"""Quantities and units, for attribute values and for queries: 256 GB, 5-6人, 三斤半, 1.5~1.8米.

What a quantity is of (memory or a price) is not decided here: a unit may have several readings,
and the caller asks for the one it means.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import inf, isfinite

from indexer.numerals import HAN_NUMERALS, NUMBER, number
from indexer.tables import table

__all__ = [
    "Quantity",
    "Unit",
    "in_unit",
    "parse_quantities",
    "ratio",
    "readings",
    "spellings",
    "unit_at",
]


@dataclass(frozen=True, slots=True)
class Unit:
    """One reading of a unit: its usual name, what it measures, how many base units it is."""

    name: str
    measure: str
    factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number or an interval with its unit, and where it stands in the text.

    `low` equals `high` unless a range or a bound was written (5-6人; 3岁以上 ends at infinity).
    `unit` is the spelling in lower case, "" for none. `times`: a multiplication sign joins it to
    the quantity before (200*230cm; 500ml*12).
    """

    low: float
    high: float
    unit: str = ""
    start: int = 0
    end: int = 0
    times: bool = False


def readings(unit: str) -> tuple[Unit, ...]:
    """What a spelling may mean, in any case; nothing for a word that is no unit."""
    return _units().get(unit.lower(), ())


@lru_cache(maxsize=1024)
def spellings(unit: str, base: str) -> tuple[str, ...]:
    """All spellings of what `unit` means where it measures what `base` does: m, 米 and 公尺 of mm.

    Itself first, in lower case; itself alone where it measures something else.
    """
    measures = {reading.measure for reading in readings(base)}
    meant = {reading for reading in readings(unit) if reading.measure in measures}
    same = (other for other, found in _units().items() if meant.intersection(found))
    return tuple(dict.fromkeys((unit.lower(), *same)))


def in_unit(quantity: Quantity, unit: str) -> Quantity | None:
    """The same quantity in `unit`, rounded to 1e-6; None when it measures something else."""
    factor = ratio(quantity.unit, unit)
    if factor is None:
        return None
    return replace(
        quantity,
        low=_rounded(quantity.low * factor),
        high=_rounded(quantity.high * factor),
        unit=unit.lower(),
    )


@lru_cache(maxsize=1024)
def ratio(unit: str, other: str) -> float | None:
    """How many of the other unit one is; None where no reading of both measures the same."""
    for source in readings(unit):
        for target in readings(other):
            if source.measure == target.measure:
                return source.factor / target.factor
    return None


def parse_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text, in order. Expects folded width (NFKC); offsets are into `text`.

    A unit may stand after the last number only: 5-6人, 4+64GB, 1.5/1.8米, 200*230cm. Percentages
    and tolerances (±3kg) are no quantities. A Chinese numeral without a unit counts only from two
    characters with a multiplier (两千五, not 一 or 万).
    """
    found: list[Quantity] = []
    position = 0
    while match := NUMBER.search(text, position):
        quantity = _quantity(text, match)
        if quantity is None:
            position = match.end()
            continue
        position = quantity.end
        _append(found, quantity, text)
    _lend_units(found, text)
    return tuple(_bounded(quantity, text) for quantity in found)


@cache
def _units() -> Mapping[str, tuple[Unit, ...]]:
    spellings: dict[str, tuple[Unit, ...]] = {}
    for measure, rows in table("units").items():
        for name, row in rows.items():
            unit = Unit(name, measure, float(row["is"]))
            for spelling in dict.fromkeys((name.lower(), *row["as"])):
                spellings[spelling] = (*spellings.get(spelling, ()), unit)
    return spellings


# Signs between two numbers, with the spaces around them taken off.
_TO = frozenset({"-", "~", "–", "—", "--", "~~", "到", "至"})
_TIMES = frozenset({"*", "×", "x", "X", "✕"})
_LIST = frozenset({"/", "+", "、", "或"})
_TOLERANCE = frozenset({"±", "+-", "+/-", "-+"})

_LATIN_UNIT = re.compile(r"\s?(°?[a-z]+|\"|″|'')", re.IGNORECASE)
_HAN_UNIT = re.compile(r"\s?([\u4e00-\u9fff]{1,4})")
_METRE_AND = re.compile(r"(?:米|尺)(\d{1,2})(?![\d.a-z*×])", re.IGNORECASE)
_AND_A_HALF = re.compile(r"半(?![\u4e00-\u9fff])")
_AT_LEAST = re.compile(r"\s?(?:及其?)?以上")
_AT_MOST = re.compile(r"\s?(?:及其?)?(?:以[下内]|之内)")
_BEFORE_AT_LEAST = re.compile(r"(?:≥|>=?|(?<!不)(?:大于|超过)|至少|不低于|不少于|不小于)\s?$")
_BEFORE_AT_MOST = re.compile(r"(?:≤|<=?|(?<!不)小于|不超过|至多|最多|不大于)\s?$")
_PADDED = re.compile(r"0\d")  # the month of 2018-05 ends no range
_LONE = re.compile(
    "[半一二两三四五六七八九]+|[百千万亿].*"
)  # 一二, 百万: words as often as numbers
_SPF = re.compile(r"spf\s?$", re.IGNORECASE)
_RANGE_ON = re.compile(rf"[到至~-]\s?[\d{HAN_NUMERALS}]")
_BEFORE = 4  # characters: the longest of the words above, and a space


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    """The quantity whose number is matched: value, sign and unit, without its neighbors."""
    written, start, end = match[0], match.start(), match.end()
    unit, end = unit_at(text, end)
    if not unit and len(written) > 1 and written[-1] == "两":
        # 三两 is a weight; 一两个 and 两两 are not.
        written, unit = written[:-1], "两"
    values = number(written)
    if values is None or text[end : end + 1] == "%":
        return None
    low, high = values
    if not unit and (prefix := _SPF.search(text[max(0, start - _BEFORE) : start])):
        unit, start = "spf", start - len(prefix[0])
        end += text[end : end + 1] == "+"  # SPF50+ is a class, not a bound
    elif not unit and written[0] in HAN_NUMERALS and not _counts_alone(written, text, end):
        return None
    if part := _METRE_AND.match(text, end - 1):
        if low == high == int(low):
            low = high = low + float(f"0.{part[1]}")
            end = part.end()
    elif unit and (half := _AND_A_HALF.match(text, end)):
        low, high, end = low + 0.5, high + 0.5, half.end()
    if text[start - 1 : start] == "-" and (start == 1 or text[start - 2] in " :(,~"):
        low, high, start = -high, -low, start - 1
    return Quantity(low=low, high=high, unit=unit, start=start, end=end)


def _counts_alone(written: str, text: str, end: int) -> bool:
    """Whether a Chinese numeral without a unit is meant as a number: 两千五; 三 in 三到五岁."""
    return not _LONE.fullmatch(written) or bool(_RANGE_ON.match(text, end))


def unit_at(text: str, position: int) -> tuple[str, int]:
    """The longest unit that starts here (a space may stand before it) and its end; "" for none."""
    units = _units()
    if latin := _LATIN_UNIT.match(text, position):
        word = latin[1].lower()
        if word in units and word != "spf":  # which stands before its number
            return word, latin.end()
        # 10cmx20cm: the x belongs to the next number.
        if word[-1] == "x" and word[:-1] in units and text[latin.end() : latin.end() + 1].isdigit():
            return word[:-1], latin.end() - 1
    elif han := _HAN_UNIT.match(text, position):
        word = han[1]
        for length in range(len(word), 0, -1):
            if word[:length] in units:
                return word[:length], han.start(1) + length
    return "", position


def _append(found: list[Quantity], quantity: Quantity, text: str) -> None:
    """Add a quantity; the second end of a range joins the first, a tolerance is left out."""
    if not found:
        found.append(quantity)
        return
    before = found[-1]
    between = text[before.end : quantity.start].strip()
    if quantity.low < 0 and not between:
        # "0 -5" is read as a range: a sign needs something else before it.
        quantity = replace(quantity, low=-quantity.high, high=-quantity.low)
        between = "-"
    if between in _TOLERANCE:
        found[-1] = replace(before, unit=before.unit or quantity.unit, end=quantity.end)
    elif (
        between in _TO
        and not _PADDED.match(text, quantity.start)
        and (joined := _range(before, quantity))
    ):
        found[-1] = joined
    else:
        found.append(replace(quantity, times=between in _TIMES))


def _range(first: Quantity, last: Quantity) -> Quantity | None:
    if first.low != first.high or last.low != last.high:
        return None
    unit = last.unit or first.unit
    same = in_unit(first, unit) if first.unit and first.unit != unit else first
    if same is None:
        return None
    low, high = sorted((same.low, last.low))
    return replace(last, low=low, high=high, unit=unit, start=first.start, times=first.times)


def _lend_units(found: list[Quantity], text: str) -> None:
    """Give the unit of a list's or a product's last member to those before it that have none."""
    for index in range(len(found) - 2, -1, -1):
        this, following = found[index], found[index + 1]
        if this.unit or not following.unit:
            continue
        between = text[this.end : following.start].strip()
        if between in _LIST or (
            # 200*230cm, but not 2*500ml.
            between in _TIMES and any(unit.measure == "length" for unit in readings(following.unit))
        ):
            found[index] = replace(this, unit=following.unit)


def _bounded(quantity: Quantity, text: str) -> Quantity:
    """With 以上, 以下 or a sign of comparison: open at one end."""
    if after := _AT_LEAST.match(text, quantity.end):
        return replace(quantity, high=inf, end=after.end())
    if after := _AT_MOST.match(text, quantity.end):
        return replace(quantity, low=-inf, end=after.end())
    before = text[max(0, quantity.start - _BEFORE) : quantity.start]
    if found := _BEFORE_AT_LEAST.search(before):
        return replace(quantity, high=inf, start=quantity.start - len(found[0]))
    if found := _BEFORE_AT_MOST.search(before):
        return replace(quantity, low=-inf, start=quantity.start - len(found[0]))
    return quantity


def _rounded(value: float) -> float:
    """To 1e-6, the precision of the numeric columns."""
    return round(value, 6) if isfinite(value) else value
