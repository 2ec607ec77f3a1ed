"""`python -m query` as a person and a script use it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.catalog import DocumentId
from indexer.settings import Settings
from indexer.shop import Shop
from query.commands import main
from tests.query.conftest import opened
from tests.query.goods import GOODS

ODD = replace(GOODS[0], id=DocumentId("Z1"), title="[特价] 紫砂茶壶 [/] [bold]全新[/bold]", skus=())


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of a shop with GOODS and a title that looks like markup."""
    folder = tmp_path_factory.mktemp("data")
    with opened(folder, [*GOODS, ODD]):
        yield folder


def run(data: Path, *args: str, typed: str | bytes | None = None) -> Result:
    return CliRunner().invoke(
        main, [*args, "--data", str(data)], input=typed, env={"COLUMNS": "200"}
    )


def test_a_person_gets_a_table(data: Path) -> None:
    result = run(data, "search", "华为手机", "--top", "3")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("“华为手机” 共 ")
    assert [line for line in lines if "H1" in line and "6999.00" in line]
    assert sum("华为" in line for line in lines[1:]) == 3


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("天文望远镜",), "更短或更常见"),
        (("手机", "--filter", "brand=海澜之家"), "去掉一个 --filter"),
    ],
)
def test_where_nothing_is_found_a_sentence_says_what_to_do(
    data: Path, args: tuple[str, ...], said: str
) -> None:
    result = run(data, "search", *args)
    assert result.exit_code == 0
    assert "共 0 件" in result.stdout
    assert said in result.stdout
    assert "编号" not in result.stdout
    found = json.loads(run(data, "search", *args, "--json").stdout)
    assert (found["total"], found["hits"]) == (0, [])


def test_brackets_in_a_title_are_shown(data: Path) -> None:
    result = run(data, "search", "紫砂茶壶")
    assert result.exit_code == 0
    assert "[特价] 紫砂茶壶 [/] [bold]全新[/bold]" in result.stdout


def test_the_page_as_json_is_that_of_the_api(data: Path) -> None:
    result = run(data, "search", "手机", "--json", "--filter", "颜色=冰晶蓝", "--filter", "price=2000-3000",
                 "--sort", "price_asc")  # fmt: skip
    page = json.loads(result.stdout)
    assert [(hit["id"], hit["sku"], hit["price"]) for hit in page["hits"]] == [
        ("H2", "H2-冰晶蓝256GB", 2599.0)
    ]
    assert page["total"] == 1


def test_a_batch_is_answered_line_by_line(data: Path, tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_bytes("\ufeff茅台\r\n\n！！\n连衣裙".encode())
    result = run(data, "search", "--batch", str(queries), "--top", "2")
    assert result.exit_code == 0
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["query"] for answer in answers] == ["茅台", "", "！！", "连衣裙"]
    assert all(set(answer) == {"query", "hits", "total"} for answer in answers)
    assert answers[0]["hits"][0]["id"] == "W1"
    assert answers[0]["hits"][0]["score"] > 0
    assert [len(answer["hits"]) for answer in answers] == [1, 2, 0, 2]  # one is of that brand
    assert answers[1]["total"] == len(GOODS) + 1


def test_a_batch_is_filtered_too_and_read_from_standard_input(data: Path) -> None:
    result = run(data, "search", "--batch", "-", "--filter", "brand=小米", typed="手机\n耳机\n")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert {hit["id"] for answer in answers for hit in answer["hits"]} <= {"X1", "X2", "E1"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("手机\n" + "长" * 1_001, "-:2"),
        (b"\xff\xfe\n", "不是 UTF-8 编码"),
    ],
)
def test_a_line_that_cannot_be_searched_is_named(data: Path, typed: str | bytes, said: str) -> None:
    result = run(data, "search", "--batch", "-", typed=typed)
    assert result.exit_code == 1
    assert said.removeprefix("-") in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("search",), 2, "两者取一"),
        (("search", "手机", "--batch", "-"), 2, "两者取一"),
        (("search", "手机", "--filter", "颜色"), 2, "KEY=值"),
        (("search", "手机", "--top", "0"), 2, "0"),
        (("search", "手机", "--filter", "口味=辣"), 1, "没有“口味”这个筛选项"),
        (("search", "手机", "--filter", "price=abc"), 1, "看不懂"),
        (("search", "手机", "--sort", "random"), 1, "price_asc"),
        (("search", "长" * 1_001), 1, "至多 1000 字"),
        (("evaluate", "/nowhere.tsv"), 2, "nowhere"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(
    data: Path, args: tuple[str, ...], code: int, said: str
) -> None:
    result = run(data, *args)
    assert result.exit_code == code
    assert said in result.stderr
    assert result.stdout == ""


def test_without_an_index_the_command_to_run_is_named(tmp_path: Path) -> None:
    with Shop(Settings.from_env({}, tmp_path)) as shop:
        shop.store.products.upsert(GOODS)
    result = run(tmp_path, "search", "手机")
    assert result.exit_code == 1
    assert "python -m indexer rebuild" in result.stderr


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    """Two queries whose best products are in GOODS."""
    file = tmp_path / "judgements.tsv"
    file.write_text(
        "\ufeff茅台\tW1\t3\n茅台\tC1\t0\n连衣裙\tD1\t1\n连衣裙\tD2\t1\n连衣裙\tD3\t1\n连衣裙\tD4\t1\n",
        "utf-8",
    )
    return file


def test_evaluate_prints_the_measures_beside_a_baseline(data: Path, judged: Path) -> None:
    result = run(data, "evaluate", str(judged), "--baseline", "bm25-bigrams")
    assert result.exit_code == 0
    assert "2 个查询" in result.stdout
    mrr = next(line for line in result.stdout.splitlines() if "MRR@10" in line)
    assert mrr.count("1.0000") == 2
    assert "+0.0000" in mrr
    for name in ("nDCG@10", "recall@50", "zero-result", "bm25-bigrams", "95%"):
        assert name in result.stdout


def test_evaluate_measures_what_is_asked_for(data: Path, judged: Path) -> None:
    result = run(
        data, "evaluate", str(judged), "--metrics", "mrr@10, recall@10", "--filters", "off"
    )
    assert result.exit_code == 0
    assert "recall@10" in result.stdout
    assert "nDCG" not in result.stdout


@pytest.mark.parametrize(
    ("content", "args", "said"),
    [
        (b"\xb0\xd7\tP1\t1\n", (), "不是 UTF-8 编码"),
        (b"a\tb\n", (), "judgements.tsv:1"),
        (b"", (), "没有等级大于 0 的查询"),
        (b"a\tb\t0\n", (), "没有等级大于 0 的查询"),
        (b"a\tb\t1\n", ("--metrics", "map"), "没有指标 map"),
        (b"a\tb\t1\n", ("--baseline", "google"), "google"),
    ],
)
def test_wrong_judgements_are_named(
    data: Path, judged: Path, content: bytes, args: tuple[str, ...], said: str
) -> None:
    judged.write_bytes(content)
    result = run(data, "evaluate", str(judged), *args)
    assert result.exit_code == (2 if args else 1)
    assert said in result.stderr


def test_as_a_process(data: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "query", "--data", str(data), "search", "茅台", "--json"],
        capture_output=True,
        check=True,
    )
    assert json.loads(shown.stdout)["hits"][0]["id"] == "W1"
    assert shown.stderr == b""


@pytest.mark.parametrize("args", [("--help",), ("search", "--help"), ("evaluate", "--help")])
def test_help_is_everywhere(args: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, list(args))
    assert result.exit_code == 0
    assert "--data" in result.stdout


def test_the_shop_is_not_kept_open(shop: Shop) -> None:
    """A command reads beside a shop that serves."""
    result = run(shop.settings.data, "search", "茅台", "--top", "1")
    assert result.exit_code == 0
