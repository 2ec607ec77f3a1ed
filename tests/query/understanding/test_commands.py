"""`python -m query parse` and `explain` as a script and a person use them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from query.commands import main
from tests.query.conftest import opened
from tests.query.goods import GOODS


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of a shop with GOODS."""
    folder = tmp_path_factory.mktemp("data")
    with opened(folder, GOODS):
        yield folder


def run(data: Path, *args: str, typed: str | bytes | None = None) -> Result:
    return CliRunner().invoke(
        main, [*args, "--data", str(data)], input=typed, env={"COLUMNS": "200"}
    )


def test_a_line_in_is_an_object_out_in_the_same_order(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "queries.txt"
    file.write_text("\ufeff华为手机 3000以内\n\n???\n不要白色的连衣裙", encoding="utf-8")
    result = run(data, "parse", str(file))
    assert result.exit_code == 0, result.stderr
    read = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["query"] for one in read] == ["华为手机 3000以内", "", "???", "不要白色的连衣裙"]
    assert (read[0]["brand"], read[0]["category"]) == (["华为"], ["手机"])
    assert read[0]["price_range"] == [None, 3000]
    assert {span["source"] for span in read[0]["spans"]} == {"catalogue", "grammar"}
    assert read[3]["exclude"]["attributes"] == {"color": ["白色"]}
    assert run(data, "parse", typed=file.read_bytes()).stdout == result.stdout


def test_without_an_index_or_products_the_shipped_words_are_read(tmp_path: Path) -> None:
    result = run(tmp_path, "parse", typed="华为手机\n")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["brand"] == ["华为"]
    assert "华为" in run(tmp_path, "explain", "华为手机").stdout


def test_a_line_that_is_no_text_is_named(data: Path) -> None:
    result = run(data, "parse", typed=b"ok\n\xff\xfe\n")
    assert result.exit_code == 1
    assert "不是 UTF-8 编码" in result.stderr
    assert "Traceback" not in result.output


def test_a_person_sees_spans_slots_words_filters_and_steps(data: Path) -> None:
    result = run(data, "explain", "5000到6000的华为手机 不要白色 旗舰")
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[:3] == [
        "5000到6000的华为手机 不要白色 旗舰",
        "╰────────╯  ╰──╯         ╰──╯",
        "价格        品牌         不要颜色",
    ]
    assert [line for line in lines if "品牌" in line and "商品目录" in line and "0.98" in line]
    assert "要搜的字词：旗舰（1 个里至少符合 1 个）" in lines
    assert "条件 价格：5000–6000 元：价格在5000到6000元" in lines
    assert any(line.startswith("条件 不要颜色：白色：不是（颜色") for line in lines)
    assert "  1. 没有完全符合“5000–6000 元”的商品，已放宽价格" in lines
    assert lines[-1].endswith("（字词只影响排序）")


def test_the_same_as_json(data: Path) -> None:
    told = json.loads(run(data, "explain", "华为手机 旗舰", "--json").stdout)
    assert told["parse"]["brand"] == ["华为"]
    assert told["words"] == {"required": ["旗舰"], "least": 1, "scoring": "华为手机 旗舰"}
    assert set(told["filters"]) == {"brand", "category"}
    assert told["steps"][0] == {"filters": ["brand", "category"], "words": True, "notice": None}


@pytest.mark.parametrize(
    "text", ["", "???", "[bold]手机[/bold]", "长" * 5_000, "a\x00\n手机", "\U0001f600"]
)
def test_any_text_is_explained(data: Path, text: str) -> None:
    result = run(data, "explain", text)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1]
