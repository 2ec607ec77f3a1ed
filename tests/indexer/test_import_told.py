"""What an import says of rows that are neither new nor wrong."""

from pathlib import Path

from click.testing import CliRunner

from indexer.commands import main

_TABLE = "id,title,price\nT1,旧茶,9\nT2,茶,8\nT1,新茶,7\n"


def test_repeated_ids_are_counted_and_the_last_wins(tmp_path: Path) -> None:
    table, data = tmp_path / "tea.csv", str(tmp_path / "var")
    table.write_text(_TABLE, encoding="utf-8")
    done = CliRunner().invoke(
        main, ["import", "products", str(table), "--no-apply", "--data", data]
    )
    assert done.exit_code == 0
    assert "有 1 行的 id 和后面的行重复：以后面的为准。" in done.stderr
    assert "读 3 行，新增 2，更新 0，不变 0，删除 0，不合格 0" in done.stdout
    exported = CliRunner().invoke(main, ["export", "products", "--data", data])
    assert "新茶" in exported.stdout
    assert "旧茶" not in exported.stdout
    again = CliRunner().invoke(
        main, ["import", "products", str(table), "--partial", "--no-apply", "--data", data]
    )
    assert "重复" not in again.stderr
