"""What a command says when the cluster does not answer."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from indexer.commands import main


def test_it_is_told_in_one_line(tmp_path: Path) -> None:
    """In a process of its own: what libraries log is set up once a process."""
    table, data = tmp_path / "tea.csv", str(tmp_path / "var")
    table.write_text("id,title,price\nT1,茶,9\n", encoding="utf-8")
    CliRunner().invoke(main, ["import", "products", str(table), "--no-apply", "--data", data])
    done = subprocess.run(
        [sys.executable, "-m", "indexer", "rebuild", "products", "--data", data],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"XUNHUO_ELASTICSEARCH_URL": "http://127.0.0.1:1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("错误：连不上 Elasticsearch")
    assert done.stderr.count("\n") == 1
