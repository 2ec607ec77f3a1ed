"""`python -m indexer import`, `delete`, `export`, `status`: what a shop owner sees."""

import gzip
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

from indexer.commands import main
from indexer.store import Store

Run = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the test's own data folder."""
    for name in ("XUNHUO_DATA", "XUNHUO_DATABASE_URL", "XUNHUO_ELASTICSEARCH_URL"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(main, [*map(str, arguments), "--data", str(data)])

    return run


@pytest.fixture
def load(run: Run) -> Run:
    """Runs an import that leaves the index alone."""
    return lambda *arguments: run("import", *arguments, "--no-apply")


def feed(folder: Path, *rows: object, name: str = "feed.jsonl") -> Path:
    path = folder / name
    path.write_bytes(
        b"".join((row if isinstance(row, bytes) else orjson.dumps(row)) + b"\n" for row in rows)
    )
    return path


def product(key: str, price: float = 1, **more: object) -> dict[str, object]:
    return {"id": key, "title": f"商品 {key}", "price": price, **more}


def exported(run: Run, kind: str = "products") -> dict[str, dict[str, object]]:
    lines = run("export", kind).stdout.splitlines()
    return {record["id"]: record for record in map(orjson.loads, lines)}


def test_good_rows_are_kept_and_bad_ones_named_and_saved_whole(
    load: Run, run: Run, tmp_path: Path, data: Path
) -> None:
    bad = [
        orjson.dumps(product("B", -1)),
        b'{"id": "C", "title": "T", "price": NaN}',
        b'{"id": "D", "title": "\xff"}',
        b"{broken",
        orjson.dumps({"id": "E", "title": "T\u0000", "price": 1}),
    ]
    path = feed(tmp_path, product("A"), *bad, product("F"))

    result = load("products", path)

    assert result.exit_code == 3
    assert sorted(exported(run)) == ["A", "F"]
    assert result.stdout == "商品：读 7 行，新增 2，更新 0，不变 0，删除 0，不合格 5\n"
    messages = result.stderr.splitlines()
    assert messages[:5] == [
        f"{path}:2: price: 是 -1，应当在 0 到 1,000,000,000 元之间。",
        f"{path}:3: price: 应当是有限的数，不能是 nan。",
        f"{path}:4: 第 23 个字节起不是 UTF-8 编码；请把文件存为 UTF-8。",
        f"{path}:5: 第 2 个字符起不是合法的 JSON；每行应当是一个完整的对象。",
        f"{path}:6: title: 含有控制字符（换行、制表符、NUL 等），不允许。",
    ]
    [saved] = (data / "rejects").iterdir()
    assert saved.name.endswith("-feed.jsonl")
    assert str(saved) in messages[5]
    assert saved.read_bytes().split(b"\n") == [*bad, b""]


def test_rejects_of_a_table_can_be_mended_and_imported(
    load: Run, tmp_path: Path, data: Path
) -> None:
    path = feed(tmp_path, '编号,标题,价\n1,手机,贵\n2,"电\n视",x'.encode(), name="a.csv.gz")
    path.write_bytes(gzip.compress(path.read_bytes()))
    maps = ("--map", "id=编号", "--map", "title=标题", "--map", "price=价")

    assert load("products", path, *maps).exit_code == 3
    [saved] = (data / "rejects").iterdir()
    assert saved.name.endswith("-a.csv")
    assert saved.read_text() == '编号,标题,价\n1,手机,贵\n2,"电\n视",x\n'
    saved.write_text('编号,标题,价\n1,手机,1\n2,"电视",2\n')

    assert load("products", saved, *maps).exit_code == 0


def test_twenty_rejects_are_named_and_all_are_counted(load: Run, tmp_path: Path) -> None:
    result = load("products", feed(tmp_path, *(product(f"P{i}", -1) for i in range(30))))

    assert result.exit_code == 3
    assert len(re.findall(r"feed\.jsonl:\d+: price", result.stderr)) == 20
    assert "共有 30 行不合格" in result.stderr


def test_strict_keeps_nothing(load: Run, run: Run, tmp_path: Path) -> None:
    path = feed(tmp_path, product("A"), product("B", -1))

    result = load("products", path, "--strict")

    assert result.exit_code == 1
    assert ":2: price:" in result.stderr
    assert result.stdout == ""
    assert exported(run) == {}
    assert load("products", feed(tmp_path, product("A")), "--strict").exit_code == 0


def test_a_line_of_10_mb_is_one_reject_and_is_saved_whole(
    load: Run, run: Run, tmp_path: Path, data: Path
) -> None:
    long = orjson.dumps(product("L", description="x" * 10_000_000))

    result = load("products", feed(tmp_path, product("A"), long, product("B")))

    assert result.exit_code == 3
    assert ":2: 超过 1,048,576 字节（1 MiB）" in result.stderr
    assert sorted(exported(run)) == ["A", "B"]
    [saved] = (data / "rejects").iterdir()
    assert saved.read_bytes() == long + b"\n"


def test_of_rows_with_one_id_the_last_wins_across_files(
    load: Run, run: Run, tmp_path: Path
) -> None:
    first = feed(tmp_path, product("A", 1), product("B", 1), product("A", 2), name="1.jsonl")
    second = feed(tmp_path, product("B", 3), name="2.jsonl")

    assert load("products", first, second).exit_code == 0

    assert {key: row["price"] for key, row in exported(run).items()} == {"A": 2, "B": 3}


def test_one_bad_file_of_several_keeps_nothing(load: Run, run: Run, tmp_path: Path) -> None:
    good = feed(tmp_path, product("A"), name="1.jsonl")
    torn = feed(tmp_path, gzip.compress(b"x" * 1000)[:-8], name="2.jsonl.gz")

    result = load("products", good, torn)

    assert result.exit_code == 1
    assert "gzip" in result.stderr
    assert exported(run) == {}


def test_a_foreign_table_is_read_by_map_and_set(load: Run, run: Run, tmp_path: Path) -> None:
    path = feed(
        tmp_path,
        b"item_id\tname\tshop\tprice_cny\tcolor\tspec\tday",
        '1\t手机\t华为（HUAWEI）\t99.9\t红\t{"内存":"8GB","重量":180}\t周一'.encode(),
        name="items.tsv",
    )
    options = ["id=item_id", "title=name", "brand=shop", "price=price_cny", "attributes.颜色=color"]
    maps = [word for option in [*options, "attributes=spec"] for word in ("--map", option)]

    result = load("products", path, *maps, "--set", "category=数码/手机")

    assert result.exit_code == 0, result.stderr
    assert result.stderr == "不认识的列，已忽略：day（要用就加 --map attributes.day=day）\n"
    assert exported(run)["1"] == {
        "id": "1",
        "title": "手机",
        "price": 99.9,
        "brand": "华为",
        "brand_aliases": ["HUAWEI"],
        "category": ["数码", "手机"],
        "attributes": {"内存": "8GB", "重量": 180, "颜色": "红"},
    }


def test_unknown_fields_are_told_once_and_disagreeing_prices_too(load: Run, tmp_path: Path) -> None:
    skus = [{"id": "S", "price": 5}]
    path = feed(tmp_path, *(product(f"P{i}", 9, skus=skus, colour="红") for i in range(3)))

    result = load("products", path)

    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "不认识的列，已忽略：colour（要用就加 --map attributes.colour=colour）",
        f"{path}:1: price 与 SKU 的最低价不同，以 SKU 的价格为准（共 3 处）",
    ]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--map", "id"], "字段=内容"),
        (["--map", "colour=c"], "没有这个字段"),
        (["--map", "title=nosuch"], "没有列 nosuch；找到的列：id、title、price"),
        (["--partial", "--full"], "不能一起用"),
        (["--force"], "只和 --full"),
        (["--unit", "sku", "--partial"], "不能和 --partial"),
        (["--unit", "piece"], "spu"),
        (["--nosuch"], "nosuch"),
        (["/no/such/file.csv"], "no/such"),
    ],
)
def test_wrong_usage_is_exit_code_2_and_keeps_nothing(
    arguments: list[str], problem: str, load: Run, run: Run, tmp_path: Path
) -> None:
    for path in (
        feed(tmp_path, b"id,title,price", b"1,T,1", name="a.csv"),
        feed(tmp_path, product("1")),
    ):
        result = load("products", path, *arguments)

        assert result.exit_code == 2
        assert problem in result.stderr
        assert "nosuch；" not in problem or f"{path} 里{problem}" in result.stderr
        assert exported(run) == {}


def test_a_table_without_ids_says_which_columns_it_has(load: Run, tmp_path: Path) -> None:
    result = load("products", feed(tmp_path, b"item,title", b"1,T", name="a.csv"))

    assert result.exit_code == 2
    assert "--map id=" in result.stderr
    assert "item、title" in result.stderr


def test_a_file_of_an_unknown_kind_fails(load: Run, tmp_path: Path) -> None:
    result = load("products", feed(tmp_path, b"id", name="a.txt"))

    assert result.exit_code == 1
    assert ".jsonl、.csv 或 .tsv" in result.stderr


def test_partial_changes_only_the_given_columns(load: Run, run: Run, tmp_path: Path) -> None:
    skus = [{"id": "S1", "price": 10, "stock": 1}, {"id": "S2", "price": 20, "stock": 1}]
    load(
        "products",
        feed(tmp_path, product("A", 5, brand="华为", stock=9), product("B", skus=skus)),
    )
    rows = ["id,price,stock,sku", "A,6,,", "nobody,1,1,", "B,8,0,S2", "B,1,1,S3", "A,7,,", "B,3,,"]
    prices = feed(tmp_path, *(row.encode() for row in rows), name="prices.csv")

    result = load("products", prices, "--partial")

    assert result.exit_code == 3
    assert result.stderr.splitlines()[:3] == [
        f"{prices}:3: id: nobody 不存在；--partial 只更新已有的，新的请不带 --partial 导入。",
        f"{prices}:5: sku: B 没有 SKU S3。",
        next(line for line in result.stderr.splitlines() if "rejects" in line),
    ]
    assert "SKU 有自己的价格" in result.stderr
    assert "更新 2，不变 0" in result.stdout
    found = exported(run)
    assert found["A"] == product("A", 7, brand="华为", stock=9)
    assert found["B"]["skus"] == [
        {"id": "S1", "price": 10, "stock": 1},
        {"id": "S2", "price": 8, "stock": 0},
    ]
    assert (found["B"]["price"], found["B"]["stock"]) == (8, 1)


def test_null_empties_a_field_and_an_absent_one_stays(load: Run, run: Run, tmp_path: Path) -> None:
    load("products", feed(tmp_path, product("A", brand="华为", stock=1, attributes={"色": "红"})))

    load(
        "products", feed(tmp_path, {"id": "A", "stock": None, "attributes": {"重": 1}}), "--partial"
    )

    assert exported(run)["A"] == product("A", brand="华为", attributes={"重": 1})


def test_full_deletes_what_the_feed_lacks_but_not_much_unforced(
    load: Run, run: Run, tmp_path: Path
) -> None:
    load("products", feed(tmp_path, *(product(f"P{i}") for i in range(10))))
    eight = feed(tmp_path, *(product(f"P{i}") for i in range(8)), name="8.jsonl")
    two = feed(tmp_path, product("P0"), product("P1"), name="2.jsonl")

    assert "删除 2" in load("products", eight, "--full").stdout
    refused = load("products", two, "--full")
    assert refused.exit_code == 1
    assert "会删除 6 条（现有 8 条），超过 20%" in refused.stderr
    assert len(exported(run)) == 8
    assert load("products", two, "--full", "--force").exit_code == 0
    assert sorted(exported(run)) == ["P0", "P1"]


def test_full_does_not_delete_a_product_for_a_mistake_in_its_row(
    load: Run, run: Run, tmp_path: Path
) -> None:
    load("products", feed(tmp_path, *(product(f"P{i}") for i in range(10))))
    rows = [product(f"P{i}") for i in range(8)]

    result = load("products", feed(tmp_path, *rows, product("P8", -1)), "--full")

    assert result.exit_code == 3
    assert sorted(exported(run)) == [f"P{i}" for i in range(9)]


def test_skus_can_be_imported_as_products(load: Run, run: Run, tmp_path: Path) -> None:
    skus = [{"id": "S1", "price": 10}, {"id": "S2", "price": 20}]

    load("products", feed(tmp_path, product("A", skus=skus)), "--unit", "sku")

    found = exported(run)
    assert {key: (row["price"], row["group"]) for key, row in found.items()} == {
        "S1": (10, "A"),
        "S2": (20, "A"),
    }


def test_answers_are_imported_exported_and_deleted(load: Run, run: Run, tmp_path: Path) -> None:
    rows = [
        {"id": "Q1", "question": "几天到？", "answer": "三天。"},
        {"id": "Q2", "question": "？"},
    ]

    result = load("faqs", feed(tmp_path, *rows))

    assert result.exit_code == 3
    assert ":2: answer: 缺少，必填。" in result.stderr
    assert exported(run, "faqs") == {"Q1": rows[0]}
    assert run("delete", "Q1", "--kind", "faqs", "--no-apply").exit_code == 0
    assert exported(run, "faqs") == {}


def test_what_is_exported_is_imported_unchanged(load: Run, run: Run, tmp_path: Path) -> None:
    skus = [{"id": "S", "price": 1.05, "attributes": {"色": ["红", "蓝"]}, "barcode": "690"}]
    load(
        "products", feed(tmp_path, product("A", skus=skus, tags=["自营"], created=0), product("B"))
    )
    out = tmp_path / "out.jsonl.gz"

    exporting = run("export", "products", "--output", out)
    again = load("products", out)

    assert "导出商品 2 条" in exporting.stderr
    assert len(gzip.decompress(out.read_bytes()).splitlines()) == 2
    assert [path.name for path in tmp_path.glob("*out*")] == ["out.jsonl.gz"]
    assert "新增 0，更新 0，不变 2" in again.stdout


def test_deleting_names_what_does_not_exist(load: Run, run: Run, tmp_path: Path) -> None:
    load("products", feed(tmp_path, product("A"), product("B")))

    result = run("delete", "A", "nobody", "--no-apply")

    assert result.exit_code == 3
    assert "nobody: id: 不存在" in result.stderr
    assert "删除商品 1 条" in result.stdout
    assert sorted(exported(run)) == ["B"]


def test_status_counts(load: Run, run: Run, tmp_path: Path, data: Path) -> None:
    load("products", feed(tmp_path, product("A"), product("B")))

    result = run("status")

    assert result.exit_code == 0
    assert str(data) in result.stdout
    assert "商品\t2 条" in result.stdout
    assert "问答\t0 条" in result.stdout


def test_every_command_explains_itself_in_chinese(run: Run) -> None:
    for command in ("import", "delete", "export", "status"):
        result = run(command, "--help")
        assert result.exit_code == 0
        assert "--data" in result.stdout
        assert re.search(r"[\u4e00-\u9fff]{4}", result.stdout)


@pytest.mark.parametrize("size", [5])
def test_the_command_as_a_process_writes_results_and_messages_apart(
    size: int, tmp_path: Path, data: Path
) -> None:
    path = feed(tmp_path, *(product(f"P{i}") for i in range(size)), product("bad id"))
    command = [sys.executable, "-m", "indexer", "import", "products", str(path), "--no-apply"]

    done = subprocess.run(
        [*command, "--data", str(data)], capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 3
    assert done.stdout.splitlines()[0].startswith(f"商品：读 {size + 1} 行，新增 {size}")
    assert ":6: id: " in done.stderr
    assert "Traceback" not in done.stderr
    with Store.open(f"sqlite:///{data}/xunhuo.db", data) as store:
        assert store.products.count() == size
