"""Numbers as shoppers and catalogues write them: 1,299, 1.2万, 两千五, 几十, 三五百, 200多, 半.

It reads what is a number; which run of a text may be one, and its unit, `indexer.units` decides.
"""

import re

__all__ = ["HAN_NUMERALS", "NUMBER", "number"]

_DIGITS = {
    "零": 0, "\u3007": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8,
    "玖": 9,
}  # fmt: skip
_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_MULTIPLIERS = {**_POWERS, **_MYRIADS}

_WORDS = {"半": 0.5, "单": 1.0, "双": 2.0}  # 半斤, 单人, 双人

HAN_NUMERALS = "".join(_DIGITS) + "".join(_MULTIPLIERS) + "半几"
"""Every character of which a Chinese numeral consists."""

_ARABIC = r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = "[百千万亿]{1,3}"
_SCALED = re.compile(rf"({_ARABIC})({_SCALE})?(\d)?")
_LARGEST = 1e15  # what doubles hold to the last digit and a shop never needs
_PLAIN = re.compile(r"\d+(?:\.\d+)?")

NUMBER = re.compile(
    # No part of a word, a model or a longer number: iphone15, v1.2.3. But: spf30, 10cmx20cm.
    rf"(?:(?<![a-z\d.])|(?<=spf)|(?<=[\dm\"]x))"
    rf"(?>[单双](?=人)|(?:{_ARABIC})(?:{_SCALE}(?:\d(?![\d.a-z百千万亿]))?)?|[{HAN_NUMERALS}]+)"
    r"(?!\.\d)(?:[多余](?!\d))?",
    re.IGNORECASE,
)
"""A run that may be a number, with 多 or 余; not all are: `number` says."""


def number(text: str) -> tuple[float, float] | None:
    """Lowest and highest value of a written number: equal where it is exact. None: not a number.

    两三千 is 2000 to 3000, 几十 20 to 99, 200多 200 to 300; 三千五 is 3500, 二〇二四 is 2024.
    Beyond 1e15 nothing is a number.
    """
    values = _values(text)
    return values if values is not None and values[1] <= _LARGEST else None


def _values(text: str) -> tuple[float, float] | None:
    if _PLAIN.fullmatch(text):
        return float(text), float(text)
    if text[-1:] in ("多", "余"):
        exact = number(text[:-1])
        if exact is None or exact[0] != exact[1]:
            return None
        return exact[0], exact[0] + _last_place(exact[0])
    if scaled := _SCALED.fullmatch(text):
        digits, multipliers, tail = scaled.groups()
        factor = 1
        for character in multipliers or "":
            factor *= _MULTIPLIERS[character]
        value = float(digits.replace(",", "")) * factor + int(tail or 0) * factor / 10
        return value, value
    return _han(text)


def _last_place(value: float) -> float:
    """The power of ten of the last digit that is not zero; 1 for fractions and zero."""
    if value != int(value) or value == 0:
        return 1.0
    place = 1
    while value % (place * 10) == 0:
        place *= 10
    return float(place)


def _han(text: str) -> tuple[float, float] | None:
    if not text:
        return None
    if text in _WORDS:
        return _WORDS[text], _WORDS[text]
    if "几" in text:
        return _some(text)
    if all(character in _DIGITS for character in text):
        return _bare_digits(text)
    if (
        len(text) > 2  # noqa: PLR2004 -- two digits and a multiplier
        and text[0] in _DIGITS
        and text[1] in _DIGITS
        and _DIGITS[text[0]] not in (0, *range(_DIGITS[text[1]], 10))
        and all(character in _MULTIPLIERS for character in text[2:])
    ):
        low, high = _exact(text[0] + text[2:]), _exact(text[1:])
        return None if low is None or high is None else (low, high)
    value = _exact(text)
    return None if value is None else (value, value)


def _some(text: str) -> tuple[float, float] | None:
    """几十, 几百万, 十几."""
    if text == "十几":
        return 11.0, 19.0
    unit = _exact("一" + text[1:]) if len(text) > 1 and text[0] == "几" else None
    return None if unit is None else (2 * unit, 10 * unit - 1)


def _bare_digits(text: str) -> tuple[float, float] | None:
    """两 is 2, 五六 is 5 to 6, 二〇二四 is 2024; 三三 is nothing."""
    digits = [_DIGITS[character] for character in text]
    match digits:
        case [one]:
            return float(one), float(one)
        case [low, high] if 0 < low < high:
            return float(low), float(high)
        case [_, _]:
            return None
        case _:
            value = float("".join(map(str, digits)))
            return value, value


def _exact(text: str) -> float | None:
    """A numeral with multipliers; a last digit without one counts tenths of the last: 三千五."""
    total = section = 0.0
    digit: float | None = None
    last = 1
    for character in text:
        if character in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = float(_DIGITS[character])
            last = 1 if digit == 0 else last
        elif character in _POWERS:
            last = _POWERS[character]
            section += (1.0 if digit is None else digit) * last
            digit = None
        elif character in _MYRIADS:
            last = _MYRIADS[character]
            section += digit or 0
            if character == "亿":
                total = (total + section or 1.0) * last
            else:
                total += (section or 1.0) * last
            section, digit = 0.0, None
        else:
            return None
    if digit is not None:
        section += digit * (last / 10 if last > 10 else 1)  # noqa: PLR2004 -- 十五 is 15
    return total + section
