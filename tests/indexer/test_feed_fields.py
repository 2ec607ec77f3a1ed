"""The values of a row: what is taken, what is refused, and in which words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from indexer.catalog import Faq, Product, Sku
from indexer.feed import FAQ_FEED, PRODUCT_FEED, SKU_FEED, Mapped, RowError


def product(notices: list[str] | None = None, /, **fields: object) -> Product:
    row = {"id": "A", "title": "手机", "price": 1, **fields}
    notice = (lambda _: None) if notices is None else notices.append
    [found] = PRODUCT_FEED.documents(Mapped(row), notice)
    return found


def faq(**fields: object) -> Faq:
    row = {"id": "A", "question": "几天到？", "answer": "三天。", **fields}
    [found] = FAQ_FEED.documents(Mapped(row), lambda _: None)
    return found


@pytest.mark.parametrize(
    ("field", "written", "read"),
    [
        ("id", 10086, "10086"),
        ("id", " P-1 ", "P-1"),
        ("id", "商品" * 32, "商品" * 32),
        ("title", 1984, "1984"),
        ("title", "　华为手机 ", "华为手机"),
        ("title", "字" * 512, "字" * 512),
        ("title", "👨‍👩‍👧 مرحبا", "👨‍👩‍👧 مرحبا"),
        ("price", 0, 0),
        ("price", "188", 18800),
        ("price", " 18.80 ", 1880),
        ("price", 1.005, 101),
        ("price", "2.675", 268),
        ("price", 1234567.89, 123456789),
        ("list_price", None, None),
        ("list_price", "", None),
        ("stock", "3", 3),
        ("stock", 3.0, 3),
        ("stock", " 1,200 ", 1_200),
        ("rating", "4.8", 4.8),
        ("rating", 5, 5),
        ("category", "手机数码/手机", ("手机数码", "手机")),
        ("category", " 手机数码 / / 手机 ", ("手机数码", "手机")),
        ("category", ["手机数码", "手机"], ("手机数码", "手机")),
        ("category", ["家居/家纺", "床品"], ("家居", "家纺", "床品")),
        ("price", "￥12", 1_200),
        ("price", "¥25元", 2_500),
        ("price", " ¥ 1,299.00 ", 129_900),
        ("price", "1,299", 129_900),
        ("price", "12,345.60", 1_234_560),
        ("price", "1,234,567.5 元", 123_456_750),
        ("list_price", "59.9元", 5_990),
        ("tags", "自营|包邮", ("自营", "包邮")),
        ("tags", ["自营", "", None, " 包邮 ", "自营"], ("自营", "包邮")),
        ("images", "https://a/1.jpg", ("https://a/1.jpg",)),
        ("description", "第一行\n第二行\t尾", "第一行\n第二行\t尾"),
        ("description", "字" * 20_000, "字" * 20_000),
        ("created", 0, datetime.fromisoformat("1970-01-01T08:00:00+08:00")),
        ("created", "1732406400", datetime.fromisoformat("2024-11-24T08:00:00+08:00")),
        ("created", 1732406400000, datetime.fromisoformat("2024-11-24T08:00:00+08:00")),
        ("created", "2026-11-24", datetime.fromisoformat("2026-11-24T00:00:00+08:00")),
        ("created", "2026/1/4 08:00", datetime.fromisoformat("2026-01-04T08:00:00+08:00")),
        ("created", "20261124", datetime.fromisoformat("2026-11-24T00:00:00+08:00")),
        ("created", "2026-11-24T00:00:00Z", datetime.fromisoformat("2026-11-24T00:00:00+00:00")),
    ],
)
def test_values_are_read_as_people_write_them(field: str, written: object, read: object) -> None:
    assert getattr(product(**{field: written}), field) == read


@pytest.mark.parametrize(
    ("field", "written", "problem"),
    [
        ("id", "", "缺少"),
        ("id", None, "缺少"),
        ("id", " ", "不能为空"),
        ("id", "a b", "不含空格"),
        ("id", "a\u3000b", "不含空格"),
        ("id", "a\x00", "可见字符"),
        ("id", "x" * 65, "最多 64 个"),
        ("id", ["A"], "应当是文字"),
        ("id", True, "应当是文字"),
        ("id", 1.5, "文字或整数"),
        ("id", 1e20, "很长的数字请写成文字"),
        ("title", "", "缺少，必填"),
        ("title", None, "缺少，必填"),
        ("title", "字" * 513, "最多 512 个"),
        ("title", "a\x00b", "控制字符"),
        ("title", "a\nb", "控制字符"),
        ("title", "a\x7fb", "控制字符"),
        ("title", "a\ud800b", "Unicode"),
        ("title", {"zh": "手机"}, "应当是文字"),
        ("price", None, "缺少"),
        ("price", "", "缺少"),
        ("price", -1, "0 到"),
        ("price", 1e10, "0 到"),
        ("price", float("nan"), "有限的数"),
        ("price", float("inf"), "有限的数"),
        ("price", "NaN", "有限的数"),
        ("price", "-Infinity", "有限的数"),
        ("price", "1e999", "有限的数"),
        ("price", 10**400, "应当是数"),
        ("price", "免费", "应当是数"),
        ("price", "1,29", "应当是数"),
        ("price", "1.299,00", "应当是数"),
        ("price", "12,34,567", "应当是数"),
        ("price", "￥12,99", "应当是数"),
        ("price", "¥", "应当是数"),
        ("price", "$12", "应当是数"),
        ("price", "12万元", "应当是数"),
        ("price", True, "应当是数"),
        ("price", [1], "应当是数"),
        ("list_price", -0.01, "0 到"),
        ("stock", -1, "0 到"),
        ("stock", 1.5, "整数"),
        ("stock", "1,20", "应当是数"),
        ("sales", "很多", "应当是数"),
        ("sales", 10**12, "0 到"),
        ("rating", 5.1, "0 到 5"),
        ("rating", -1, "0 到 5"),
        ("brand", "a\tb", "控制字符"),
        ("category", {"a": 1}, "应当是列表"),
        ("category", ["手机", 1.5j], "应当是文字"),
        ("tags", 7, "应当是列表"),
        ("tags", ["a\x01"], "控制字符"),
        ("description", "a\x00b", "控制字符"),
        ("description", "a\x1bb", "控制字符"),
        ("description", "字" * 20_001, "最多 20000 个"),
        ("created", "昨天", "ISO 8601"),
        ("created", "2026-13-01", "ISO 8601"),
        ("created", 1e300, "ISO 8601"),
        ("created", float("nan"), "ISO 8601"),
        ("created", True, "ISO 8601"),
        ("created", "0001-01-01", "ISO 8601"),
        ("attributes", ["颜色"], "应当是对象"),
        ("attributes", {"颜色": {"a": 1}}, "文字、数或它们的列表"),
        ("attributes", {"颜色": [["红"]]}, "文字、数或它们的列表"),
        ("attributes", {"颜色": "红\x00"}, "控制字符"),
        ("attributes", {"颜\x1f色": "红"}, "属性名"),
        ("attributes", {" ": "红"}, "属性名"),
        ("attributes", {"重量": float("inf")}, "有限的数"),
        ("attributes", {"编码": 1 << 70}, "有限的数"),
        ("attributes", {"颜色": "红" * 2001}, "最多 2000 个"),
        ("attributes", {f"n{i}": 1 for i in range(501)}, "最多 500 个"),
        ("skus", {"id": 1}, "应当是列表"),
        ("skus", ["S1"], "应当是对象"),
        ("skus", [{"price": 1}], "缺少"),
        ("skus", [{"id": "S"}, {"id": "S"}], "出现了两次"),
        ("skus", [{"id": "S", "price": -1}], "0 到"),
        ("skus", [{"id": "S", "attributes": {"a": "\x00"}}], "控制字符"),
    ],
)
def test_a_wrong_value_names_its_field_and_what_is_allowed(
    field: str, written: object, problem: str
) -> None:
    with pytest.raises(RowError, match=problem) as caught:
        product(**{field: written})

    assert caught.value.field.startswith(field)


@pytest.mark.parametrize(
    ("written", "brand", "aliases"),
    [
        ("华为（HUAWEI）", "华为", ("HUAWEI",)),
        ("华为 (HUAWEI)", "华为", ("HUAWEI",)),
        ("华为/HUAWEI", "华为", ("HUAWEI",)),
        ("华为 / HUAWEI / Huawei", "华为", ("HUAWEI", "Huawei")),
        ("华为", "华为", ()),
        ("华为（HUAWEI", "华为（HUAWEI", ()),
        ("（HUAWEI）", "（HUAWEI）", ()),
        ("华为（）", "华为", ()),
        ("/", "", ()),
        ("", "", ()),
    ],
)
def test_a_brand_tells_its_other_names(written: str, brand: str, aliases: tuple[str, ...]) -> None:
    found = product(brand=written)

    assert (found.brand, found.brand_aliases) == (brand, aliases)


def test_attributes_are_text_numbers_or_lists_without_what_is_empty() -> None:
    found = product(
        attributes={
            " 颜色 ": " 红 ",
            "重量": 1.5,
            "件数": 3,
            "尺码": ["S", "", None, "M", "S", 1],
            "防水": True,
            "折叠": False,
            "尺寸表": "S：165\r\n\tM：170\n",
            "空": "",
            "无": None,
            "空列表": [],
        }
    )

    assert found.attributes == {
        "颜色": ("红",),
        "重量": (1.5,),
        "件数": (3,),
        "尺码": ("S", "M", 1),
        "尺寸表": ("S：165 M：170",),
        "防水": ("是",),
        "折叠": ("否",),
    }


def test_500_attributes_are_allowed() -> None:
    assert len(product(attributes={f"n{i}": i for i in range(500)}).attributes) == 500


def test_the_lowest_price_of_the_skus_is_the_products() -> None:
    notices: list[str] = []
    skus = [{"id": 1, "price": "20"}, {"id": "2", "price": 10}, {"id": "3"}]

    found = product(notices, price=15, skus=skus)

    assert found.price == 1000
    assert found.skus == (Sku(id="1", price=2000), Sku(id="2", price=1000), Sku(id="3"))  # type: ignore[arg-type]
    assert product(notices, price=10, skus=skus).price == 1000
    assert notices == ["price 与 SKU 的最低价不同，以 SKU 的价格为准"]
    assert product(price=None, skus=skus).price == 1000


def test_without_any_price_the_row_is_refused() -> None:
    with pytest.raises(RowError, match="没有带价格的 skus") as caught:
        product(price=None, skus=[{"id": "S"}])

    assert caught.value.field == "price"


@pytest.mark.parametrize(
    ("stocks", "expected"), [([1, 2], 3), ([0, 0], 0), ([0, None], None), ([None, None], 7)]
)
def test_the_stock_of_a_product_is_that_of_its_skus(
    stocks: list[int | None], expected: int | None
) -> None:
    skus = [{"id": str(number), "stock": stock} for number, stock in enumerate(stocks)]

    assert product(stock=7, skus=skus).stock == expected


def test_unknown_parts_of_a_sku_are_told() -> None:
    notices: list[str] = []

    product(notices, skus=[{"id": "S", "price": 1, "color": "红"}])

    assert notices == ["skus 里不认识的字段，已忽略：color"]


def test_each_sku_can_be_a_product_of_its_own() -> None:
    row: Mapping[str, Any] = {
        "id": "A",
        "title": "手机",
        "attributes": {"品牌": "华为", "颜色": "见款式"},
        "skus": [
            {"id": "A1", "price": 10, "stock": 0, "attributes": {"颜色": "红"}, "barcode": "690"},
            {"id": "A2", "price": 20, "attributes": {"颜色": "蓝"}},
        ],
    }

    first, second = SKU_FEED.documents(Mapped(dict(row)), lambda _: None)
    [alone] = SKU_FEED.documents(Mapped({"id": "B", "title": "T", "price": 1}), lambda _: None)

    assert (first.id, first.title, first.price, first.stock, first.group) == (
        *("A1", "手机", 1000, 0),
        "A",
    )
    assert first.attributes == {"品牌": ("华为",), "颜色": ("红",), "条形码": ("690",)}
    assert (second.id, second.price, second.stock, second.skus) == ("A2", 2000, None, ())
    assert (alone.id, alone.group) == ("B", "")


def test_an_answer_is_read_with_its_phrasings_and_days() -> None:
    found = faq(
        similar="多久到|几天能到",
        products=["P1", 2],
        valid_from="2026-11-01",
        valid_until="2026-11-11",
    )

    assert found.similar == ("多久到", "几天能到")
    assert found.products == ("P1", "2")
    assert found.valid_from == datetime.fromisoformat("2026-11-01T00:00:00+08:00")
    assert found.valid_until == datetime.fromisoformat("2026-11-11T23:59:59+08:00")


@pytest.mark.parametrize(
    ("field", "written", "problem"),
    [
        ("question", "", "缺少"),
        ("answer", " ", "缺少"),
        ("answer", "a\x00", "控制字符"),
        ("similar", ["x" * 513], "最多 512 个"),
        ("products", ["a b"], "不含空格"),
        ("valid_until", "2026-01-01", "早于 valid_from"),
        ("valid_from", "x", "ISO 8601"),
    ],
)
def test_a_wrong_answer_is_refused(field: str, written: object, problem: str) -> None:
    with pytest.raises(RowError, match=problem) as caught:
        faq(**{"valid_from": "2026-11-01", field: written})

    assert caught.value.field.startswith(field)


def test_a_change_has_only_what_its_row_names() -> None:
    patch = PRODUCT_FEED.patch(Mapped({"id": 7, "price": "9.9", "stock": None, "brand": "华为/HW"}))

    assert (patch.id, patch.sku, patch.attributes) == ("7", "", {})
    assert patch.fields == {"price": 9.9, "stock": None, "brand": "华为", "brand_aliases": ["HW"]}


def test_a_change_of_single_attributes_leaves_the_others() -> None:
    patch = PRODUCT_FEED.patch(Mapped({"id": "A"}, {"颜色": "红", "尺码": ["S", "M"], "无": ""}))

    assert patch.fields == {}
    assert patch.attributes == {"颜色": "红", "尺码": ["S", "M"], "无": None}


@pytest.mark.parametrize(
    ("fields", "field", "problem"),
    [
        ({"price": 1}, "id", "缺少"),
        ({"id": "A", "price": None}, "price", "不能清空"),
        ({"id": "A", "title": ""}, "title", "不能清空"),
        ({"id": "A", "price": -1}, "price", "0 到"),
        ({"id": "A", "sku": "S", "title": "T"}, "title", "price、stock、attributes"),
        ({"id": "A", "sku": "a b", "price": 1}, "sku", "不含空格"),
    ],
)
def test_a_wrong_change_is_refused(fields: dict[str, Any], field: str, problem: str) -> None:
    with pytest.raises(RowError, match=problem) as caught:
        PRODUCT_FEED.patch(Mapped(fields))

    assert caught.value.field == field


def test_a_wrong_change_of_an_answer_is_refused() -> None:
    with pytest.raises(RowError, match="不能清空") as caught:
        FAQ_FEED.patch(Mapped({"id": "Q", "answer": None}))

    assert caught.value.field == "answer"
    assert FAQ_FEED.patch(Mapped({"id": "Q", "topic": None})).fields == {"topic": None}
