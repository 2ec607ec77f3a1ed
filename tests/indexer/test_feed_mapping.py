"""Columns become fields: `--map`, `--set`, names as they are."""

import shlex
from typing import Any

import pytest

from indexer.feed import Columns, Mapped, MappingError, RowError, parse_assignments
from indexer.feed.product import PRODUCT_FIELDS

KNOWN = ("id", "title", "price", "attributes", "skus", "category")


def mapped(
    record: dict[str, Any],
    maps: dict[str, str] | None = None,
    sets: dict[str, str] | None = None,
    *,
    table: bool = False,
) -> tuple[Mapped, list[str]]:
    columns = Columns(KNOWN, maps or {}, sets or {})
    return columns.apply(record, table=table), columns.ignored


def test_columns_with_the_names_of_fields_need_no_map() -> None:
    assert mapped({"id": 1, "title": "T", "price": None}) == (
        Mapped({"id": 1, "title": "T", "price": None}),
        [],
    )


def test_a_mapped_column_stands_above_one_of_the_fields_name() -> None:
    record = {"item_id": "1", "id": "no", "title": "T"}

    assert mapped(record, {"id": "item_id"})[0].fields == {"id": "1", "title": "T"}


def test_a_column_used_under_another_name_is_not_used_under_its_own() -> None:
    record = {"id": "1", "title": "旧"}

    found, _ = mapped(record, {"attributes.旧名": "title"})

    assert found == Mapped({"id": "1"}, {"旧名": "旧"})


def test_one_column_may_fill_two_fields() -> None:
    found, _ = mapped({"name": "T"}, {"title": "name", "attributes.名": "name"})

    assert found == Mapped({"title": "T"}, {"名": "T"})


def test_a_constant_stands_above_the_column() -> None:
    found, _ = mapped(
        {"id": "1", "category": "x"}, sets={"category": "美妆", "attributes.产地": "中国"}
    )

    assert found == Mapped({"id": "1", "category": "美妆"}, {"产地": "中国"})


def test_columns_that_nothing_asks_for_are_told() -> None:
    found, ignored = mapped({"id": "1", "color": "红", "attributes.": "x", "attributes.重": "1g"})

    assert found == Mapped({"id": "1"}, {"重": "1g"})
    assert ignored == ["color", "attributes."]


def test_an_empty_cell_is_absent_and_an_empty_value_is_not() -> None:
    record = {"id": "1", "price": "", "t": ""}

    assert mapped(record, {"title": "t"}, table=True)[0].fields == {"id": "1"}
    assert mapped(record, {"title": "t"})[0].fields == {"id": "1", "price": "", "title": ""}


def test_cells_with_json_are_read() -> None:
    record = {"spec": '{"颜色": "红"}', "skus": ' [{"id": "S"}]'}

    found, _ = mapped(record, {"attributes": "spec"}, table=True)

    assert found.fields == {"attributes": {"颜色": "红"}, "skus": [{"id": "S"}]}


@pytest.mark.parametrize(
    ("field", "text", "problem"),
    [
        ("attributes", "红色", "JSON 对象"),
        ("attributes", "[1]", "JSON 对象"),
        ("attributes", "{'a': 1}", "不是合法的 JSON"),
        ("skus", "{}", "JSON 列表"),
    ],
)
def test_a_cell_with_broken_json_is_refused(field: str, text: str, problem: str) -> None:
    with pytest.raises(RowError, match=problem) as caught:
        mapped({field: text}, table=True)

    assert caught.value.field == field


def test_a_field_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(MappingError, match="--map colour：没有这个字段；可用：id、title"):
        Columns(KNOWN, {"colour": "c"}, {})
    with pytest.raises(MappingError, match="--set colour：没有这个字段"):
        Columns(KNOWN, {}, {"colour": "c"})
    with pytest.raises(MappingError, match=r"attributes\.x：没有这个字段"):
        Columns(("id", "question"), {"attributes.x": "c"}, {})


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    columns = Columns(KNOWN, {"id": "item"}, {})

    with pytest.raises(MappingError, match=r"a\.csv 里没有列 item；找到的列：item_id、name。"):
        columns.check(["item_id", "", "name"], "a.csv")


def test_a_column_that_no_object_had_is_named_at_the_end() -> None:
    columns = Columns(KNOWN, {"id": "item", "title": "name"}, {})
    columns.apply({"item": 1}, table=False)
    with pytest.raises(MappingError, match="没有列 name；找到的列：item"):
        columns.check_met("a.jsonl")

    columns.apply({"item": 1, "name": "T"}, table=False)
    columns.check_met("a.jsonl")


def test_assignments_are_read_to_the_first_equals_sign() -> None:
    assert parse_assignments("--set", ["title= a=b ", "id=1"]) == {"title": "a=b", "id": "1"}


@pytest.mark.parametrize("text", ["title", "=name", "title=", ""])
def test_an_assignment_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(MappingError, match="字段=内容"):
        parse_assignments("--map", [text])


def test_a_field_assigned_twice_is_refused() -> None:
    with pytest.raises(MappingError, match="写了两次"):
        parse_assignments("--map", ["id=a", "id=b"])


def test_what_columns_are_called_tells_the_options_they_need() -> None:
    columns = Columns(PRODUCT_FIELDS, {"brand": "牌子"}, {})
    header = [
        "商品编号",
        "商品名称",
        "售价（元）",
        "颜色",
        "牌子",
        "原价",
        "供应商",
        "stock",
        "货号",
    ]
    with pytest.raises(MappingError) as told:
        columns.check(header, "a.csv", {"id": "", "title": ""})
    assert str(told.value).endswith(
        "看列名多半是（请核对）：\n"
        "--map id=商品编号 --map title=商品名称 --map 'price=售价（元）' --map attributes.颜色=颜色 "
        "--map list_price=原价"
    )


def test_the_options_can_be_copied_whatever_the_columns_are_called() -> None:
    columns = Columns(PRODUCT_FIELDS, {}, {})
    header = ["id", "title", "price", "售价", "名称 (短)", "a=b", "材质 & 工艺", "原价"]
    columns.check(header, "a.csv", {"id": ""})
    assert columns.ignored == header[3:]
    options = shlex.split(columns.cure(9))
    assert set(options[::2]) == {"--map"}
    again = Columns(PRODUCT_FIELDS, parse_assignments("--map", options[1::2]), {})
    again.check(header, "a.csv", {"id": ""})
    assert again.ignored == ["a=b"]
    row = {"id": "1", "price": "9", "售价": "8", "材质 & 工艺": "竹", "原价": "10"}
    assert again.apply(row, table=True) == Mapped(
        {"id": "1", "price": "9", "list_price": "10"},
        {"售价": "8", "材质 & 工艺": "竹"},
    )


def test_columns_that_say_nothing_lead_to_no_guess() -> None:
    with pytest.raises(MappingError) as told:
        Columns(PRODUCT_FIELDS, {}, {}).check(["a", "b"], "a.csv", {"id": ""})
    assert str(told.value).endswith("找到的列：a、b。")
