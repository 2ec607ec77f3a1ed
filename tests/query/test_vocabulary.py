"""`python -m query vocabulary` and what an imported vocabulary does to searches, on real engines."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.apply import apply
from indexer.catalog import DocumentId, Product, fen
from indexer.commands import main as indexer
from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from query.commands import main
from query.form import SearchForm
from query.lexicon.keeper import LexiconKeeper
from query.service import search_service


def case(name: str, title: str, brand: str = "", **attributes: str) -> Product:
    return Product(
        id=DocumentId(name),
        title=title,
        price=fen(9.9),
        brand=brand,
        category=("数码", "收纳盒"),
        attributes={key: (value,) for key, value in attributes.items()},
    )


SHELF = (
    case("A", "磁吸收纳盒 大号", 外壳色="黑色"),
    case("B", "磁吸收纳盒 小号", 外壳色="曜石黑"),
    case("C", "磁吸收纳盒 中号", 外壳色="白色"),
    case("D", "旅行收纳盒", brand="OKDOIT"),
)


@pytest.fixture(params=["embedded", pytest.param("elastic", marks=pytest.mark.elastic)])
def environ(request: pytest.FixtureRequest) -> Mapping[str, str]:
    if request.param == "embedded":
        return {}
    return {
        "XUNHUO_ELASTICSEARCH_URL": request.getfixturevalue("elastic_url"),
        "XUNHUO_INDEX_PREFIX": request.getfixturevalue("elastic_prefix"),
    }


@pytest.fixture
def shop(environ: Mapping[str, str], tmp_path: Path) -> Iterator[Shop]:
    with Shop(Settings.from_env(environ, tmp_path)) as opened:
        opened.store.products.upsert(SHELF)
        rebuild(opened.products)
        yield opened


def run(data: Path, *args: str, environ: Mapping[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, [*args, "--data", str(data)], env=environ)


def written(folder: Path, vocabulary: object) -> str:
    file = folder / "words.json"
    file.write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    return str(file)


def found(shop: Shop, text: str) -> set[str]:
    return {hit.id for hit in search_service(shop).search(SearchForm(text=text)).hits}


def test_a_color_is_found_under_the_name_that_the_shop_gives_it(
    shop: Shop, environ: Mapping[str, str], tmp_path: Path
) -> None:
    data = shop.settings.data
    text = "黑色收纳盒"
    search_service(shop)  # its lexicon is kept, and is built anew all the same
    page = search_service(shop).search(SearchForm(text=text))
    assert not [chip for chip in page.chips if chip.slot == "attributes.color"]  # given up
    file = written(tmp_path, {"dimensions": {"color": ["外壳色"]}})
    shop.products.engine.close()
    result = run(data, "vocabulary", "import", file, environ=environ)
    assert result.exit_code == 0, result.output
    assert result.stdout == "词表：维度 1；涉及商品 3 件\n"
    with Shop(Settings.from_env(environ, data)) as later:
        page = search_service(later).search(SearchForm(text=text))
        assert {hit.id for hit in page.hits} == {"A", "B"}
        assert "attributes.color" in [chip.slot for chip in page.chips]
        assert found(later, "收纳盒 不要黑色") == {"C", "D"}
    assert (
        "不同 0 处"
        in CliRunner()
        .invoke(indexer, ["verify", "products", "--data", str(data)], env=environ)
        .stderr
    )


def test_a_running_shop_follows(shop: Shop) -> None:
    keeper = LexiconKeeper(
        shop.products, vocabulary=shop.vocabulary.read, now=iter(range(0, 99, 3)).__next__
    )
    keeper.refresh()
    with Shop(Settings.from_env({}, shop.settings.data)) as other:
        other.vocabulary.replace(
            json.dumps(
                {
                    "dimensions": {"color": ["外壳色"]},
                    "brands": {"欧可点": ["okdoit"]},
                    "brand_categories": {"欧可点": ["收纳盒"]},
                }
            ).encode(),
            "v.json",
        )
    apply(shop.products)
    assert keeper.refresh() == 1
    parse = keeper.reader().parse("欧可点收纳盒")
    assert parse.slot("brand") is not None
    assert parse.to_json()["brand"] == ["OKDOIT"]  # as the catalogue writes it
    assert keeper.refresh() == 0
    assert shop.attributes.dimension("外壳色") == "color"
    hits = search_service(shop).search(SearchForm(text="黑色收纳盒")).hits
    assert {hit.id for hit in hits} == {"A", "B"}


def test_export_equals_import_and_an_empty_one_takes_it_all_back(tmp_path: Path) -> None:
    source = written(tmp_path, {"categories": {"收纳盒": ["百宝箱"]}, "models": [{"model": "X9"}]})
    assert run(tmp_path, "vocabulary", "import", source).stdout == (
        "词表：分类 1，型号 1；涉及商品 0 件\n"
    )
    assert (
        json.loads(run(tmp_path, "explain", "百宝箱 x9", "--json").stdout)["parse"]["model"] == "X9"
    )
    for name in ("out.json", "out.json.gz"):
        assert run(tmp_path, "vocabulary", "export", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / "out.json").read_bytes() == Path(source).read_bytes()
    empty = written(tmp_path, {})
    assert run(tmp_path, "vocabulary", "import", empty).stdout == "词表：空；涉及商品 0 件\n"
    assert run(tmp_path, "vocabulary", "import", str(tmp_path / "out.json.gz")).exit_code == 0
    assert json.loads(run(tmp_path, "explain", "x9", "--json").stdout)["parse"]["model"] == "X9"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"brands": {"\xe7\x94\xb2": 3}}', "words.json: brands.甲: 应当是列表"),
        ('{"brands": {"甲": ["乙"]}}\n'.encode("gbk"), "不是 UTF-8 编码"),
        (b"\x1f\x8b\x08", ".gz 结尾"),
        (b" " * (17 << 20), "太大，最多 16 MiB"),
    ],
)
def test_what_is_wrong_is_said_in_a_line_and_nothing_is_kept(
    tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "words.json"
    assert run(tmp_path, "vocabulary", "import", written(tmp_path, {})).exit_code == 0
    file.write_bytes(content)
    result = run(tmp_path, "vocabulary", "import", str(file))
    assert result.exit_code == 1
    assert said in result.stderr
    run(tmp_path, "vocabulary", "export", str(tmp_path / "out.json"))
    assert (tmp_path / "out.json").read_bytes() == b"{}"
