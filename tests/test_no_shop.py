"""A mistyped `--data` is no new shop: only imports and the counter begin one."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from web.command import main

BEGINNERS = {
    "index import",
    "recsys import",
    "query log import",
    "query vocabulary import",
    "query synonyms import",
    "web",
    "index demo",
}

# What a text means the shipped words say too, and a log is measured as it is: no folder is made.
READERS = {
    "query parse",
    "query explain",
    "query vocabulary show",
    "recsys evaluate",
    "recsys evaluate-rerank",
}

# What each command needs to be called at all.
ARGUMENTS = {
    "index delete": ["P1"],
    "recsys forget": ["anna"],
    "recsys similar": ["P1"],
    "index export": ["products"],
    "query search": ["手机"],
    "query suggest": ["shou"],
    "query evaluate": [__file__],
    "query vocabulary export": ["words.json"],
    "query synonyms export": ["words.txt"],
    "query suggestions block": ["手机"],
    "query suggestions force": ["手机"],
    "query suggestions remove": ["手机"],
}


def commands(group: click.Group, name: str = "") -> Iterator[str]:
    """The full names of all commands below a group."""
    context = click.Context(group)
    for part in group.list_commands(context):
        command = group.get_command(context, part)
        full = f"{name} {part}".strip()
        if isinstance(command, click.Group) and command.commands:
            yield from commands(command, full)
        else:
            yield full


@pytest.mark.parametrize("name", sorted(set(commands(main)) - BEGINNERS - READERS))
@pytest.mark.parametrize("place", ["nowhere/at/all", "other"])
def test_where_no_shop_is_a_command_says_so_and_makes_none(
    name: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("XUNHUO_DATA", "XUNHUO_DATABASE_URL"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "other").mkdir()
    data = tmp_path / place
    arguments = [*name.split(), *ARGUMENTS.get(name, []), "--data", str(data)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert f"这里没有商店数据：{data}，请检查 --data，或先 import。" in result.stderr
    assert result.stdout == ""
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["other"]


def test_a_text_is_read_without_a_shop_and_makes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("XUNHUO_DATA", "XUNHUO_DATABASE_URL"):
        monkeypatch.delenv(variable, raising=False)
    where = ["--data", str(tmp_path / "nowhere")]
    parsed = CliRunner().invoke(main, ["query", "parse", *where], input="3000以内的手机\n")
    assert parsed.exit_code == 0, parsed.stderr
    assert '"price_range":[null,3000.0]' in parsed.stdout
    told = CliRunner().invoke(main, ["query", "explain", "3000以内的手机", *where])
    assert told.exit_code == 0, told.stderr
    assert "手机" in told.stdout
    assert list(tmp_path.iterdir()) == []


def test_events_alone_are_a_shop_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XUNHUO_DATABASE_URL", raising=False)
    events, data = tmp_path / "events.jsonl", str(tmp_path / "var")
    events.write_text('{"action": "buy", "product": "P1"}\n')
    assert (
        CliRunner().invoke(main, ["recsys", "import", str(events), "--data", data]).exit_code == 0
    )
    assert CliRunner().invoke(main, ["index", "status", "--data", data]).exit_code == 0
