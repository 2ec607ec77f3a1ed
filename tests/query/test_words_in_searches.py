"""What other words do to the pages of a shop: its synonym file, and the other names of a product type."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.catalog import DocumentId, Product, fen
from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from query.commands import main
from query.service import search_service
from tests.query.asking import asked, ids


def good(name: str, title: str, category: str, sales: int = 0) -> Product:
    return Product(
        id=DocumentId(name),
        title=title,
        price=fen(99),
        category=("美妆", category),
        sales=sales,
    )


SHELF = (
    good("K1", "丝绒口红 正红色", "口红", sales=10),
    good("K2", "丝绒唇膏 正红色", "口红", sales=9_000),
    good("K3", "丝绒唇釉礼盒 正红色", "口红", sales=10),
    good("M1", "补水面膜", "面膜", sales=100),
    good("M2", "水光膜 十片", "面膜", sales=100),
    good("S1", "番茄红 眼影盘", "眼影", sales=50),
    good("S2", "西红柿色 眼影盘", "眼影", sales=60),
)
FILE = "# 颜色\n番茄 => 西红柿|0.5\n\n熬夜急救 => 水光膜\n"


@pytest.fixture(
    scope="module", params=["embedded", pytest.param("elastic", marks=pytest.mark.elastic)]
)
def environ(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, str]:
    """The settings of a shop with SHELF and FILE, on each engine."""
    settings = {"XUNHUO_DATA": str(tmp_path_factory.mktemp("data"))}
    if request.param == "elastic":
        settings |= {
            "XUNHUO_ELASTICSEARCH_URL": request.getfixturevalue("elastic_url"),
            "XUNHUO_INDEX_PREFIX": request.getfixturevalue("elastic_module_prefix"),
        }
    with Shop(Settings.from_env(settings)) as shop:
        shop.store.products.upsert(SHELF)
        rebuild(shop.products)
    file = Path(settings["XUNHUO_DATA"]) / "synonyms.txt"
    file.write_text(FILE, encoding="utf-8")
    result = run(settings, "synonyms", "import", str(file))
    assert (result.exit_code, result.stdout) == (0, "同义词：2 条\n")
    return settings


def run(environ: Mapping[str, str], *args: str) -> Result:
    return CliRunner().invoke(main, args, env=environ)


def found(environ: Mapping[str, str], text: str) -> list[str]:
    with Shop(Settings.from_env(environ)) as shop:
        return ids(asked(search_service(shop), text))


def test_another_name_of_the_type_does_not_stand_last_for_the_word(
    environ: Mapping[str, str],
) -> None:
    """The much sold one is not below what has the word, nor is what has none of the names above it."""
    assert found(environ, "口红") == ["K2", "K1", "K3"]
    assert found(environ, "正红色口红") == ["K2", "K1", "K3"]


def test_the_name_that_was_typed_stands_first_where_all_else_is_equal(tmp_path: Path) -> None:
    settings = {"XUNHUO_DATA": str(tmp_path)}
    with Shop(Settings.from_env(settings)) as shop:
        shop.store.products.upsert([good("B", "丝绒唇膏", "口红"), good("A", "丝绒口红", "口红")])
        rebuild(shop.products)
        assert ids(asked(search_service(shop), "口红")) == ["A", "B"]
        assert ids(asked(search_service(shop), "唇膏")) == ["B", "A"]


def test_a_synonym_is_found_below_the_word_by_its_weight_and_marked(
    environ: Mapping[str, str],
) -> None:
    assert found(environ, "番茄 眼影盘") == ["S1", "S2"]
    assert found(environ, "西红柿 眼影盘")[0] == "S2"  # one way
    assert "S1" not in found(environ, "西红柿色 眼影盘")[:1]
    with Shop(Settings.from_env(environ)) as shop:
        page = asked(search_service(shop), "熬夜急救")
    assert (ids(page), [notice.kind for notice in page.notices]) == (["M2"], [])
    assert "<mark>水光膜</mark>" in page.hits[0].highlight


def test_explain_tells_of_synonyms(environ: Mapping[str, str]) -> None:
    assert "同义词：番茄 也可以是 西红柿（权重 0.5）" in run(environ, "explain", "番茄 眼影").stdout
    told = json.loads(run(environ, "explain", "番茄 眼影", "--json").stdout)
    assert told["synonyms"] == {"番茄": {"西红柿": 0.5}}


def test_export_equals_import_and_a_wrong_file_changes_nothing(
    environ: Mapping[str, str], tmp_path: Path
) -> None:
    wrong, out = tmp_path / "wrong.txt", tmp_path / "out.txt"
    wrong.write_text("a, b\n只有一个\n!!, a\n", encoding="utf-8")
    result = run(environ, "synonyms", "import", str(wrong))
    assert result.exit_code == 1
    assert "wrong.txt:2: 只有一个词" in result.stderr
    assert "wrong.txt:3: “!!”不能搜索" in result.stderr
    assert run(environ, "synonyms", "export", str(out)).exit_code == 0
    assert out.read_text(encoding="utf-8") == FILE
