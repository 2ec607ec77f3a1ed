"""`python -m query suggest` and `suggestions` as a person and a script use them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.settings import Settings
from indexer.shop import Shop
from query.commands import main
from tests.query.conftest import opened
from tests.query.goods import GOODS


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of a shop with GOODS."""
    folder = tmp_path_factory.mktemp("data")
    with opened(folder, GOODS):
        yield folder


def run(data: Path, *args: str) -> Result:
    return CliRunner().invoke(main, [*args, "--data", str(data)], env={"COLUMNS": "200"})


def suggested(data: Path, prefix: str) -> list[str]:
    result = run(data, "suggest", prefix, "--json")
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["query"] == prefix
    return [one["text"] for one in answer["suggestions"]]


def test_a_person_gets_a_table_built_on_demand(data: Path) -> None:
    result = run(data, "suggest", "huawsj")
    assert result.exit_code == 0
    [line] = [line for line in result.stdout.splitlines() if "华为手机 " in line]
    assert "搜索词" in line
    assert "/search?q=华为手机" in line


def test_lists_are_kept_shown_and_taken_back(data: Path) -> None:
    assert suggested(data, "mao")[0] == "茅台"
    assert run(data, "suggestions", "block", "茅台", "白酒").exit_code == 0
    assert run(data, "suggestions", "force", "年货酒水", "--prefix", "mao").exit_code == 0
    assert suggested(data, "mao")[0] == "年货酒水"
    assert "茅台" not in suggested(data, "mao")
    listed = run(data, "suggestions", "list").stdout.splitlines()
    assert sorted(listed) == ["屏蔽\t白酒", "屏蔽\t茅台", "置顶\t年货酒水\tmao"]
    assert run(data, "suggestions", "remove", "茅台", "白酒", "年货酒水").exit_code == 0
    assert run(data, "suggestions", "list").stdout == ""
    assert suggested(data, "mao")[0] == "茅台"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("suggestions", "remove", "没有的"), "没有置顶或屏蔽“没有的”"),
        (("suggestions", "block", "!!"), "没有文字或数字"),
        (("suggestions", "force", "好", "--prefix", "?"), "没有文字或数字"),
    ],
)
def test_what_cannot_be_done_is_said(data: Path, args: tuple[str, ...], said: str) -> None:
    result = run(data, *args)
    assert result.exit_code == 1
    assert said in result.stderr


def test_without_an_index_the_cure_is_named(tmp_path: Path) -> None:
    with Shop(Settings.from_env({}, tmp_path)) as shop:
        shop.store.products.upsert(GOODS)
    result = run(tmp_path, "suggest", "华")
    assert result.exit_code == 1
    assert "python -m indexer rebuild" in result.stderr


def test_a_shop_without_a_match_answers_with_nothing(data: Path) -> None:
    assert suggested(data, "zzzz") == []
    told = run(data, "suggest", "zzzz")
    assert told.exit_code == 0
    assert told.stdout == "没有“zzzz”开头的建议。少打几个字，或换成拼音、首字母再试。\n"


def test_imported_past_queries_are_suggested_by_their_initials(tmp_path: Path) -> None:
    with opened(tmp_path, GOODS):
        file = tmp_path / "past.tsv"
        file.write_text("白色连衣裙\t900\n没有的东西zz\t900\n", encoding="utf-8")
        assert run(tmp_path, "log", "import", str(file)).exit_code == 0
        assert suggested(tmp_path, "bslyq")[0] == "白色连衣裙"
        assert suggested(tmp_path, "meiyoude") == []
