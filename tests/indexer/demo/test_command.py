"""`python -m indexer demo`: the demo shop's feeds as files."""

import gzip
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from indexer.commands import main
from indexer.demo import faqs, products


def rows(content: bytes) -> list[dict[str, object]]:
    return [orjson.loads(line) for line in content.splitlines()]


def test_products_go_to_standard_output() -> None:
    result = CliRunner().invoke(main, ["demo", "--products", "40", "--seed", "3"])

    assert result.exit_code == 0
    assert rows(result.stdout_bytes) == list(products(40, seed=3))


def test_files_take_everything_and_can_be_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XUNHUO_DATABASE_URL", raising=False)
    goods, answers, history = (tmp_path / f"{name}.jsonl.gz" for name in ("p", "f", "e"))
    options = ["--output", goods, "--faqs", answers, "--events", history]

    made = CliRunner().invoke(
        main, ["demo", "--products", "300", "--sessions", "60", *map(str, options)]
    )

    assert made.exit_code == 0, made.stderr
    assert made.stdout == ""
    assert rows(gzip.decompress(answers.read_bytes())) == list(faqs())
    ids = {row["id"] for row in rows(gzip.decompress(goods.read_bytes()))}
    visits = rows(gzip.decompress(history.read_bytes()))
    assert {visit["product"] for visit in visits} <= ids
    for kind, path, count in (("products", goods, 300), ("faqs", answers, 60)):
        taken = CliRunner().invoke(
            main, ["import", kind, str(path), "--data", str(tmp_path / "shop"), "--no-apply"]
        )
        assert taken.exit_code == 0, taken.stderr
        assert f"新增 {count}" in taken.stdout
