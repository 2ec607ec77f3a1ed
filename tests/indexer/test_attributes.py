"""Attribute names find their dimension, values one spelling, a family and their numbers."""

import gzip
import json
from math import isfinite
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.attributes import NUMERIC_DIMENSIONS, Attributes, AttributeValue
from indexer.tables import table
from indexer.units import readings

ATTRIBUTES = Attributes.shipped()

# The attribute keys of a parse, as the contract lists them.
_DIMENSIONS = """
storage ram color size weight volume length dimension pack_count power battery screen_size
resolution refresh_rate capacity age_range stage gender audience season material style feature
scene fit horsepower energy_rating spf voltage people speed diopter year version connectivity
interface compatible_with
"""


def _value(name: str, value: str | float) -> AttributeValue:
    return ATTRIBUTES.normalize(name, value)


def test_every_dimension_of_the_parse_has_names_and_no_name_has_two() -> None:
    names = table("dimensions")
    assert set(names) == set(_DIMENSIONS.split())
    every = [name.lower() for known in names.values() for name in known]
    assert len(every) == len(set(every)) >= 150
    assert set(NUMERIC_DIMENSIONS) <= set(names)
    assert all(readings(unit) for unit in NUMERIC_DIMENSIONS.values())


@pytest.mark.parametrize(
    ("name", "dimension"),
    [
        ("机身存储", "storage"),
        ("存储容量", "storage"),
        ("ROM", "storage"),
        ("rom", "storage"),
        ("机身存储（ROM）", "storage"),
        ("内存", "ram"),
        ("运行内存", "ram"),
        ("ＲＡＭ", "ram"),
        ("机身颜色", "color"),
        ("颜色分类", "color"),
        ("顏色", "color"),
        ("机身 颜色", "color"),
        ("Product_Colour", "color"),
        ("机身重量（g）", "weight"),
        ("重量/kg", "weight"),
        ("主屏幕尺寸（英寸）", "screen_size"),
        ("电池容量（mAh）", "battery"),
        ("净含量", "capacity"),
        ("适用人群", "audience"),
        ("产地", None),
        ("执行标准", None),
        ("", None),
    ],
)
def test_names(name: str, dimension: str | None) -> None:
    assert ATTRIBUTES.dimension(name) == dimension


@pytest.mark.parametrize(
    ("name", "spellings", "normalized"),
    [
        ("机身存储", ["256G", "256 GB", "256gb", "２５６ＧＢ", "256"], "256GB"),
        ("机身存储", ["1TB", "1024G", "1 T"], "1TB"),
        ("内存", ["4G", "4 GB", 4, 4.0], "4GB"),
        ("重量", ["500g", "0.5kg", "500 克", "1斤", "0.5公斤", "半公斤"], "500g"),
        ("机身重量（g）", [143, 143.0, "143", "143g"], "143g"),
        ("长度", ["1.5米", "150cm", "1500 MM"], "1.5m"),
        ("主屏幕尺寸（英寸）", [5.5, "5.5", "5.5寸", '5.5"', "5.5inch"], "5.5英寸"),
        ("适用人数", ["5–6人", "5-6", "5~6 人", "五到六人"], "5-6人"),
        ("适用人数", ["双人", "2人", "两人"], "2人"),
        ("适用年龄", ["0-3岁", "0～36个月"], "0-3岁"),
        ("适用年龄", ["3岁以上", "≥3岁", "3周岁及以上"], "3岁以上"),
        ("防晒指数", ["SPF50", "spf 50+", "50"], "SPF50"),
        ("度数", ["300度", "-3.00D", "-300"], "300度"),
        ("上市年份", [2016.0, "2016", "2016年"], "2016年"),
        ("匹数", ["1.5匹", "1.5P", 1.5], "1.5匹"),
        ("净含量", ["500ml", "0.5L", "500 毫升"], "500ml"),
        ("尺寸", ["200*230cm", "200×230厘米", "2m x 2.3m", "200cm*230cm"], "200*230cm"),
        ("尺码", ["38码", "38"], "38"),
        ("尺码", ["xl", "XL码", "ＸＬ"], "XL"),
        ("材质", ["100%棉", "100% 棉"], "100%棉"),
        ("颜色", ["黑", "黑色"], "黑色"),
        ("操作系统", ["Android", "ANDROID ", "Ａｎｄｒｏｉｄ"], "android"),
        ("产地", ["中国臺灣", "中国台湾"], "中国台湾"),
    ],
)
def test_spellings_meet_in_one_normal_form(
    name: str, spellings: list[str | float], normalized: str
) -> None:
    assert {_value(name, spelling).normalized for spelling in spellings} == {normalized}


def test_what_was_written_is_kept() -> None:
    value = _value("机身存储", "256 G")
    assert (value.name, value.written, value.dimension) == ("机身存储", "256 G", "storage")
    assert _value("CPU频率", 1.0).written == "1"


@pytest.mark.parametrize(
    ("name", "value", "dimension", "numbers"),
    [
        ("机身存储", "256GB", "storage", (262_144.0,)),
        ("内存", "4G", "ram", (4_096.0,)),
        ("内存", "8GB+256GB", "ram", (8_192.0,)),
        ("存储容量", "8+256GB", "storage", (262_144.0,)),
        ("重量", "约164g(含电池)", "weight", (164.0,)),
        ("填充物重量", "0.5KG/1KG", "weight", (500.0, 1_000.0)),
        ("重量", "54+-3kg", "weight", (54_000.0,)),
        ("重量", "1磅", "weight", (453.59237,)),
        ("适用床尺寸", "1.5米+1.8米通用", "length", (1_500.0, 1_800.0)),
        ("数量", "4件", "pack_count", (4.0,)),
        ("额定功率", "2.2kW", "power", (2_200.0,)),
        ("电池容量（mAh）", 3000.0, "battery", (3_000.0,)),
        ("屏幕尺寸", "139.7mm", "screen_size", (5.5,)),
        ("刷新率", "120hz", "refresh_rate", (120.0,)),
        ("适用年龄", "6-9个月", "age_range", (6.0, 7.0, 8.0, 9.0)),
        ("适用人数", "5–6人", "people", (5.0, 6.0)),
        ("电压", "220V/50Hz", "voltage", (220.0,)),
        ("上市时间", "2018-05", "year", (2_018.0,)),
        ("上市时间", "2016.10.1", "year", (2_016.0,)),
        ("容量", "1.5升", "volume", (1_500.0,)),
        ("净含量", "50g", "weight", (50.0,)),
        ("容量", "64G", "storage", (65_536.0,)),
        ("容量", "256GB", "storage", (262_144.0,)),
        ("容量", "1TB", "storage", (1_048_576.0,)),
        ("容量", "10000mAh", "battery", (10_000.0,)),
    ],
)
def test_numbers_are_in_base_units(
    name: str, value: str | float, dimension: str, numbers: tuple[float, ...]
) -> None:
    found = _value(name, value)
    assert (found.numeric_dimension, found.numbers) == (dimension, numbers)


@pytest.mark.parametrize(
    ("name", "value"),
    [("重量", "181"), ("上市年份", "其它"), ("颜色", "黑色"), ("CPU频率", "1.4GHz"), ("电压", "")],
)
def test_no_number_is_guessed(name: str, value: str) -> None:
    found = _value(name, value)
    assert (found.numeric_dimension, found.numbers) == (None, ())


def test_an_interval_holds_each_integer_in_it() -> None:
    assert _value("电压", "220-240V").numbers == tuple(map(float, range(220, 241)))
    assert _value("适用人数", "1-64人").numbers == tuple(map(float, range(1, 65)))


def test_a_wide_interval_holds_its_ends_and_round_numbers() -> None:
    numbers = _value("电压", "110-240V").numbers
    assert {110.0, 220.0, 240.0} <= set(numbers)
    assert len(numbers) <= 64
    bed = _value("长度", "1.5~1.8米").numbers
    assert {1_500.0, 1_600.0, 1_800.0} <= set(bed)
    ages = _value("适用年龄", "3-12岁").numbers
    assert {12.0 * year for year in range(3, 13)} <= set(ages)


def test_an_open_age_reaches_from_birth_or_to_adulthood() -> None:
    assert {36.0, 72.0, 216.0} <= set(_value("适用年龄", "3岁以上").numbers)
    assert _value("适用年龄", "3岁以下").numbers[0] == 0.0


@pytest.mark.parametrize(
    ("family", "spellings"),
    [
        (
            "黑色",
            ["曜石黑", "幻夜黑", "磨砂黑", "黑", "Black", "炫黑色特别版", "黑色 4+64GB", "黑金"],
        ),
        ("白色", ["白色", "雪域白", "米白色", "珍珠白", "WHITE", "白"]),
        ("金色", ["玫瑰金", "香槟金(4G+64G)高配版", "香槟", "金", "rose gold"]),
        ("灰色", ["深空灰", "铂银灰 3G+32G", "Space Gray", "灰色条纹"]),
        ("蓝色", ["4GB+64GB 浅蓝色 移动联通电信4G手机", "藏青色", "克莱因蓝", "藍色", "蓝条纹"]),
        ("粉色", ["樱花粉", "粉红色"]),
        ("棕色", ["咖啡色", "烟褐色", "巧克力"]),
        ("米色", ["杏色", "米色", "象牙色"]),
        ("彩色", ["青粉拼接", "迷彩", "多色"]),
        (None, ["航海王经典版", "细红线特别版", "极光色", ""]),
    ],
)
def test_color_families(family: str | None, spellings: list[str]) -> None:
    assert {_value("颜色", spelling).family for spelling in spellings} == {family}


@pytest.mark.parametrize(
    ("name", "family", "spellings"),
    [
        ("适用性别", "男", ["男士", "男款", "男", "MEN"]),
        ("季节", "冬季", ["冬", "冬天", "冬季"]),
        ("奶粉段位", "3段", ["3段", "三段", "3 段"]),
        ("能效等级", "1级", ["一级能效", "1级", "新一级"]),
        ("材质", "纯棉", ["100%棉", "全棉", "纯棉"]),
        ("材质", "不锈钢", ["304不锈钢", "食品级316不锈钢"]),
        ("分辨率", "1080P", ["1920×1080", "1920*1080(FHD)", "1080p", "全高清"]),
        ("尺码", "XXL", ["2XL", "XXL"]),
        ("产地", None, ["中国"]),
        ("材质", None, ["60%棉 40%聚酯纤维"]),
    ],
)
def test_other_families(name: str, family: str | None, spellings: list[str]) -> None:
    assert {_value(name, spelling).family for spelling in spellings} == {family}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("颜色", "蓝色/ 灰色", ("蓝色", "灰色")),
        ("颜色", "黑色、白色；金色", ("黑色", "白色", "金色")),
        ("颜色", "香槟金（白/黑）", ("香槟金（白/黑）",)),
        ("季节", "秋冬", ("秋季", "冬季")),
        ("季节", "春、秋冬", ("春", "秋季", "冬季")),
        ("尺寸", "200*230cm/220*240cm", ("200*230cm/220*240cm",)),
        ("型号", "TRT-AL00A/TRT-AL00", ("TRT-AL00A/TRT-AL00",)),
        ("使用场所", "卧室、榻榻米", ("卧室", "榻榻米")),
        ("材料", "60%、90%驼绒", ("60%、90%驼绒",)),
        ("温馨提示", "洗前请取下、晾干。\n勿暴晒、勿烘干", ("洗前请取下、晾干。\n勿暴晒、勿烘干",)),
        ("颜色", "", ("",)),
    ],
)
def test_only_clear_enumerations_are_split(
    name: str, value: str, expected: tuple[str, ...]
) -> None:
    assert ATTRIBUTES.split(name, value) == expected


def test_long_values_have_a_short_normal_form() -> None:
    assert len(_value("温馨提示", "请放心使用，" * 3_000).normalized) == 256


def test_a_shop_can_bring_its_own_tables() -> None:
    own = Attributes(
        {"material": ["质料"]},
        {"material": {"same": {"不锈钢": ["304钢"]}, "ends": {"棉": ["棉"]}}},
    )
    assert own.normalize("质料", "304钢").family == "不锈钢"
    assert own.normalize("质料", "长绒棉").family == "棉"
    assert own.dimension("颜色") is None


_NAMES = st.sampled_from(
    [known[0] for known in table("dimensions").values()] + ["机身重量（g）", "产地", "CPU频率"]
)
_PIECES = """
256 三千五 g kg GB G cm 米 ml 岁 个月 人 以上 以下 ± % 约 码 段 W 度 D V 匹 spf 年 盒 黑 色
"""
_VALUES = st.lists(
    st.sampled_from([*"0159-~/*+x×.,()、； 一两半百", *_PIECES.split()]), max_size=8
).map("".join)


@given(_NAMES, _VALUES | st.text(max_size=20))
def test_a_normal_form_is_its_own_and_keeps_the_numbers(name: str, value: str) -> None:
    first = _value(name, value)
    again = _value(name, first.normalized)
    assert again.normalized == first.normalized
    # A capacity tells memory from weight by the capital in 64G, which a string's form has not.
    if first.dimension != "capacity":
        assert again.numbers == first.numbers


@given(_NAMES, _VALUES | st.text(max_size=20))
def test_numbers_are_fit_for_a_column(name: str, value: str) -> None:
    found = _value(name, value)
    assert (found.numeric_dimension is None) == (not found.numbers)
    assert found.numeric_dimension is None or found.numeric_dimension in NUMERIC_DIMENSIONS
    assert all(isfinite(one) and one >= 0 and one == round(one, 6) for one in found.numbers)


@given(_NAMES, _VALUES)
def test_width_changes_nothing(name: str, value: str) -> None:
    wide = "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in value)
    assert _value(name, wide).normalized == _value(name, value).normalized


_PHONES = Path(__file__).parents[3] / "shared/data/zh-catalog-phones/spu.jsonl.gz"


@pytest.mark.skipif(not _PHONES.exists(), reason="needs the development data beside the project")
def test_real_phones_are_understood() -> None:
    lines = gzip.decompress(_PHONES.read_bytes()).decode().splitlines()
    values = [
        _value(parameter["k"], option)
        for line in lines
        if (specifications := json.loads(line)["specifications"]).startswith("[")
        for group in json.loads(specifications)
        for parameter in group["params"]
        for option in (parameter.get("options") or [parameter.get("v")])
        if option not in (None, "")
    ]
    colors = [value for value in values if value.dimension == "color"]
    assert sum(value.family is not None for value in colors) >= 0.98 * len(colors) > 0
    numeric = [value for value in values if value.dimension in NUMERIC_DIMENSIONS]
    assert sum(bool(value.numbers) for value in numeric) >= 0.99 * len(numeric) > 0
