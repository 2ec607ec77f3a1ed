"""The benchmark still runs from end to end; what it measures is not judged here."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from tests.benchmarks.process import ROOT, clean_environment

PRODUCTS = 300
BRANDS = ("华为", "小米", "联想", "海尔", "美的")
KINDS = ("手机", "耳机", "空调", "台灯", "电饭煲", "连衣裙", "雨伞", "书包")
COLORS = ("黑色", "白色", "蓝色", "红色")


@pytest.mark.slow
def test_a_quick_run_fills_the_table(tmp_path: Path) -> None:
    feed, queries = tmp_path / "feed.jsonl", tmp_path / "queries.txt"
    names = [(BRANDS[i % 5], COLORS[i % 4], KINDS[i // 5 % 8], f"M{i}") for i in range(PRODUCTS)]
    feed.write_bytes(
        b"\n".join(
            orjson.dumps(
                {
                    "id": f"P{i}",
                    "title": f"{brand} {color}{kind} {model}",
                    "price": 10 + i,
                    "brand": brand,
                    "category": ["商品", kind],
                    "attributes": {"颜色": color},
                }
            )
            for i, (brand, color, kind, model) in enumerate(names)
        )
    )
    texts = [" ".join(name[i % 3 :]) for i, name in enumerate(names)]
    queries.write_text("\n".join(texts), "utf-8")
    command = [sys.executable, "-m", "tests.benchmarks", "--quick", "--embedded-only"]
    done = subprocess.run(
        [*command, "--feed", str(feed), "--queries", str(queries)],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "300 products" in done.stdout
    for row in (
        "rebuild",
        "page of words in process, default install p50",
        "· building them",
        "price visible after the write",
    ):
        assert f"| {row} |" in done.stdout, done.stdout
