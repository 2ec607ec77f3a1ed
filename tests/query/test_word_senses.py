"""Why a word is read as it is: `explain` and `vocabulary show` tell its senses, with what stands for each."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from query.commands import main
from recsys.events import Events, load
from tests.query.conftest import opened
from tests.query.understood import good

GOODS = [
    good("P1", "苹果 iPhone 15 手机", "手机数码/手机", brand="苹果"),
    good("P2", "苹果 iPhone 16 手机", "手机数码/手机", brand="苹果"),
    good("F1", "红富士苹果 5斤 新鲜水果", "生鲜/水果"),
    good("D1", "老板椅 真皮 办公椅", "家具/办公椅"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a shop with GOODS, whose own orders say what four people meant."""
    folder = tmp_path_factory.mktemp("data")
    with opened(folder, GOODS) as shop:
        orders = [
            {"action": "buy", "product": "F1", "user": f"u{n}", "query": "苹果"} for n in range(4)
        ]
        load(Events(shop.behavior), orders, folder)
    return folder


def run(data: Path, *args: str) -> Result:
    result = CliRunner().invoke(main, [*args, "--data", str(data)], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return result


def test_explain_tells_what_was_weighed(data: Path) -> None:
    told = "“苹果”单独看：品牌 苹果 2 件商品，0 人点过（64%）；分类 苹果 1 件商品，4 人点过（36%）"
    assert told in run(data, "explain", "苹果").stdout.splitlines()
    assert told in run(data, "explain", "苹果 礼盒").stdout.splitlines()
    senses = json.loads(run(data, "explain", "苹果", "--json").stdout)["senses"]["苹果"]
    assert [(one["kind"], one["products"], one["people"]) for one in senses] == [
        ("品牌", 2, 0),
        ("分类", 1, 4),
    ]
    assert "单独看" not in run(data, "explain", "手机").stdout


def test_a_word_tells_where_it_is_known_from(data: Path) -> None:
    shown = run(data, "vocabulary", "show", " 苹 果").stdout
    brand, kind = (line for line in shown.splitlines() if "苹果" in line)
    assert ("品牌" in brand, "商品目录" in brand, "2 件商品" in brand) == (True, True, True)
    assert ("分类" in kind, "4 人点过" in kind) == (True, True)
    office = run(data, "vocabulary", "show", "老板").stdout
    assert "普通的词" in office
    assert "1 件商品" in office
    assert "就是一个要搜的词" in run(data, "vocabulary", "show", "[b]没有[/b]的").stderr
