"""Numbers, units and quantities, as catalogues and shoppers write them."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.numerals import number
from indexer.units import Quantity, in_unit, parse_quantities, ratio, readings

_DIGITS = "零一二三四五六七八九"


def _spelled(value: int) -> str:
    """A whole number below 10^8 in Chinese, without shortenings."""
    if value >= 10_000:
        rest = value % 10_000
        gap = "零" if 0 < rest < 1_000 else ""
        return f"{_spelled(value // 10_000)}万{gap}{_spelled(rest) if rest else ''}"
    text, pending = "", False
    for power, name in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            text += ("零" if pending and text else "") + _DIGITS[digit] + name
            pending = False
        else:
            pending = True
    return text


@given(st.integers(1, 99_999_999))
def test_every_chinese_numeral_is_read(value: int) -> None:
    assert number(_spelled(value)) == (value, value)


@given(st.integers(0, 10**9))
def test_thousands_separators_change_nothing(value: int) -> None:
    assert number(f"{value:,}") == number(str(value)) == (value, value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1.2万", 12_000, 12_000),
        ("1万2", 12_000, 12_000),
        ("2千5", 2_500, 2_500),
        ("3百", 300, 300),
        ("两千五", 2_500, 2_500),
        ("三千五", 3_500, 3_500),
        ("一百八", 180, 180),
        ("一百零五", 105, 105),
        ("十五", 15, 15),
        ("两万五", 25_000, 25_000),
        ("一亿两千万", 120_000_000, 120_000_000),
        ("壹佰", 100, 100),
        ("二〇二四", 2_024, 2_024),
        ("半", 0.5, 0.5),
        ("几十", 20, 99),
        ("十几", 11, 19),
        ("三五百", 300, 500),
        ("七八百", 700, 800),
        ("两三千", 2_000, 3_000),
        ("200多", 200, 300),
        ("一百多", 100, 200),
    ],
)
def test_shoppers_numbers(text: str, low: float, high: float) -> None:
    assert number(text) == (low, high)


@pytest.mark.parametrize("text", ["", "三三", "几", "多", "9" * 400, "亿" * 50, "半百"])
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None


def _read(text: str) -> list[tuple[float, float, str]]:
    return [(one.low, one.high, one.unit) for one in parse_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("256GB", [(256, 256, "gb")]),
        ("256 GB", [(256, 256, "gb")]),
        ("1,500 克", [(1_500, 1_500, "克")]),
        ("5-6人", [(5, 6, "人")]),
        ("三到五岁", [(3, 5, "岁")]),
        ("1.5~1.8米", [(1.5, 1.8, "米")]),
        ("850g-1kg", [(0.85, 1, "kg")]),
        ("1.5/1.8米", [(1.5, 1.5, "米"), (1.8, 1.8, "米")]),
        ("4+64GB", [(4, 4, "gb"), (64, 64, "gb")]),
        ("12+512", [(12, 12, ""), (512, 512, "")]),
        ("三斤半", [(3.5, 3.5, "斤")]),
        ("半斤", [(0.5, 0.5, "斤")]),
        ("三两", [(3, 3, "两")]),
        ("一两个", [(1, 2, "个")]),
        ("1米8", [(1.8, 1.8, "米")]),
        ("双人", [(2, 2, "人")]),
        ("54+-3kg", [(54, 54, "kg")]),
        ("0.45kg±0.05kg", [(0.45, 0.45, "kg")]),
        ("约164g(含电池)", [(164, 164, "g")]),
        ("SPF30", [(30, 30, "spf")]),
        ("SPF 50+ PA+++", [(50, 50, "spf")]),
        ("1300万像素", [(13_000_000, 13_000_000, "像素")]),
        ("3岁以上", [(3, inf, "岁")]),
        ("15公斤以下", [(-inf, 15, "公斤")]),
        ("≥3岁", [(3, inf, "岁")]),
        ("不超过300元", [(-inf, 300, "元")]),
        ("两三千元", [(2_000, 3_000, "元")]),
        ("-300度", [(-300, -300, "度")]),
        ('55"', [(55, 55, '"')]),
    ],
)
def test_quantities(text: str, expected: list[tuple[float, float, str]]) -> None:
    assert _read(text) == expected


@pytest.mark.parametrize(
    "text", ["100%棉", "65% 天丝", "一次性", "百搭", "万能", "iPhone15", "v1.2.3", ""]
)
def test_what_holds_no_quantity(text: str) -> None:
    assert _read(text) == []


def test_a_product_of_sides_lends_its_unit_and_a_pack_does_not() -> None:
    sides = parse_quantities("200*230cm")
    assert [(side.low, side.unit, side.times) for side in sides] == [
        (200, "cm", False),
        (230, "cm", True),
    ]
    for text in ("10cmx20cm", "10cm×20cm", "10 cm * 20 cm"):
        assert [(side.low, side.times) for side in parse_quantities(text)] == [
            (10, False),
            (20, True),
        ]
    pack = parse_quantities("500ml*12")
    assert [(one.low, one.unit, one.times) for one in pack] == [(500, "ml", False), (12, "", True)]
    assert [one.unit for one in parse_quantities("2*500ml")] == ["", "ml"]


def test_a_model_is_no_quantity_and_what_follows_it_is() -> None:
    text = "iPhone15 64g"
    assert [(one.low, text[one.start : one.end]) for one in parse_quantities(text)] == [(64, "64g")]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1TB", "MB", 1_048_576),
        ("256g", "MB", 262_144),
        ("256g", "kg", 0.256),
        ("2公斤", "g", 2_000),
        ("5斤", "g", 2_500),
        ("2两", "g", 100),
        ("500mg", "g", 0.5),
        ("1.5L", "ml", 1_500),
        ("5升", "毫升", 5_000),
        ("1.8米", "mm", 1_800),
        ("55寸", "英寸", 55),
        ("2.54cm", "inch", 1),
        ("2.2kW", "W", 2_200),
        ("5000毫安", "mAh", 5_000),
        ("2.4GHz", "Hz", 2.4e9),
        ("3岁", "个月", 36),
        ("1.5匹", "HP", 1.5),
        ("3.00D", "度", 300),
        ("5座", "人", 5),
    ],
)
def test_units_convert(text: str, unit: str, value: float) -> None:
    (quantity,) = parse_quantities(text)
    converted = in_unit(quantity, unit)
    assert converted is not None
    assert converted.low == converted.high == value


def test_units_of_different_measures_do_not_convert() -> None:
    assert in_unit(Quantity(low=1, high=1, unit="kg"), "ml") is None
    assert in_unit(Quantity(low=1, high=1, unit="kg"), "nonsense") is None
    assert {reading.measure for reading in readings("G")} == {"storage", "weight"}
    assert readings("nonsense") == ()


@given(
    st.sampled_from(["g", "kg", "斤", "两", "磅"]),
    st.sampled_from(["g", "kg", "斤", "两", "磅"]),
)
def test_ratios_are_inverse(unit: str, other: str) -> None:
    there, back = ratio(unit, other), ratio(other, unit)
    assert there is not None
    assert back is not None
    assert there * back == pytest.approx(1)


_PIECES = st.lists(
    st.sampled_from(
        [
            *"0159.,-~/*+x%()≥ 一两半几十百万多",
            "256",
            "kg",
            "GB",
            "cm",
            "米",
            "岁",
            "人",
            "以上",
            "±",
            "spf",
            "度",
        ]
    ),
    max_size=12,
).map("".join)


@given(_PIECES | st.text())
def test_any_text_gives_ordered_spans_within_it(text: str) -> None:
    end = 0
    for one in parse_quantities(text):
        assert one.low <= one.high
        assert end <= one.start < one.end <= len(text)
        end = one.end
