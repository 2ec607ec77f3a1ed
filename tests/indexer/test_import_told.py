"""What an import says of rows that are neither new nor wrong."""

from pathlib import Path

from click.testing import CliRunner, Result

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


def told(folder: Path, name: str, content: str) -> Result:
    """What is said of a file."""
    file = folder / name
    file.write_text(content, encoding="utf-8")
    arguments = ["import", "products", str(file), "--no-apply", "--data", str(folder / "var")]
    return CliRunner().invoke(main, arguments)


def test_levels_of_a_category_parted_by_another_sign_are_told(tmp_path: Path) -> None:
    rows = (f"{n},糖,9,食品{sign}糖果\n" for n, sign in enumerate((">", "\uff1e", "/")))
    done = told(tmp_path, "a.csv", "id,title,price,category\n" + "".join(rows))
    assert done.exit_code == 0
    assert done.stderr.splitlines()[0] == (
        f"{tmp_path / 'a.csv'}:2: category 里有 >，整段算作一级；分级请用 /，如 食品/糖果（共 2 处）"
    )


def test_a_feed_without_a_row_says_so(tmp_path: Path) -> None:
    for name, content in (("a.jsonl", ""), ("a.csv", "id,title,price\n")):
        done = told(tmp_path, name, content)
        assert (done.exit_code, done.stderr) == (0, "文件里没有一行数据。\n")
