"""Quantities are read alike however they are written, and stand where they were written."""

from math import inf

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from query.understanding.quantities import Bound, Quantity, bounds, quantities
from query.understanding.typed import typed

_DIGITS = "零一二三四五六七八九"
_FINANCIAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")

WHOLE = st.integers(1, 99_999)
FRAMES = st.sampled_from(["{}元", "{}块钱", "{}以内", "{}以上", "不超过{}", "至少{}", "{}左右"])


def read(text: str) -> Quantity:
    """The only quantity of a text."""
    (found,) = quantities(typed(text).text)
    return found


def chinese(number: int) -> str:
    """A whole number below 100,000 in Chinese, written out in full."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1_000 else ""
        return f"{chinese(high)}万{gap}{chinese(low) if low else ''}"
    written, zero = "", False
    for power, name in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            written += ("零" if zero and written else "") + _DIGITS[digit] + name
        zero = not digit
    return written


def value(quantity: Quantity) -> tuple[tuple[float, float], Bound, bool]:
    """What a quantity says."""
    return bounds(quantity), quantity.bound, quantity.money


@given(WHOLE, FRAMES)
def test_digits_and_chinese_numerals_say_the_same(number: int, frame: str) -> None:
    in_han = chinese(number)
    assume(in_han not in "十百千万")  # 千元 is a class of prices
    by_digits = value(read(frame.format(number)))
    assert value(read(frame.format(in_han))) == by_digits
    assert value(read(frame.format(in_han.translate(_FINANCIAL)))) == by_digits


@given(WHOLE, FRAMES)
def test_width_commas_and_spaces_change_nothing(number: int, frame: str) -> None:
    plain = value(read(frame.format(number)))
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert value(read(frame.format(wide))) == plain
    assert value(read(frame.format(f"{number:,}"))) == plain
    assert value(read(frame.format(f" {number} ").strip())) == plain


@given(st.integers(1, 9_999), st.integers(1, 9_999), st.sampled_from(["到", "至", "-", "~", "—"]))
def test_a_range_has_both_its_ends(first: int, last: int, sign: str) -> None:
    assume(first != last)
    low, high = sorted((first, last))
    found = read(f"{first}{sign}{last}元")
    assert bounds(found) == (low, high)
    assert found.money


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5k以内", -inf, 5000),
        ("1.2万以内", -inf, 12000),
        ("1w5以上", 15000, inf),
        ("两千五", 2500, 2500),
        ("1千5", 1500, 1500),
        ("19块9", 19.9, 19.9),
        ("七八百", 700, 800),
        ("几十块", 20, 99),
        ("两百多", 200, 300),
        ("百元以内", -inf, 100),
        ("千元", 1000, 1999),
        ("5-6千", 5000, 6000),
        ("1-2k", 1000, 2000),
        ("一千出头", 1000, 1100),
        ("百来块", 90, 110),
        ("不低于8000", 8000, inf),
        ("5o0元", 500, 500),
    ],
)
def test_what_shoppers_write(text: str, low: float, high: float) -> None:
    assert bounds(read(text)) == pytest.approx((low, high))


@pytest.mark.parametrize(
    "text", ["连衣裙", "iphone15pro", "hl-1218w", "一叶子", "元旦礼物", "100%棉", "mate60"]
)
def test_what_is_no_sum_of_money_or_measure(text: str) -> None:
    assert not any(one.money or one.unit or one.scale for one in quantities(typed(text).text))


@given(st.text(max_size=60))
def test_any_text_has_quantities_inside_itself(text: str) -> None:
    read_text = typed(text).text
    found = quantities(read_text)
    assert all(0 <= one.start < one.end <= len(read_text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


@pytest.mark.parametrize("text", ["30一70元", "30一 70元"])
def test_a_one_between_digits_is_a_dash(text: str) -> None:
    assert bounds(read(text)) == (30.0, 70.0)


def test_a_one_beside_han_numerals_is_a_one() -> None:
    assert bounds(read("一百一十元以内")) == (-inf, 110.0)
