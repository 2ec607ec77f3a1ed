"""The four names are ours alone, and the README tells of every command and every setting."""

import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from indexer.commands import main as index_commands
from query.commands import main as query_commands
from web.commands import main as web_command

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["indexer", "query", "recsys", "web"])
def test_no_other_distribution_ships_our_packages(name: str) -> None:
    assert set(packages_distributions().get(name, ["xunhuo"])) == {"xunhuo"}


def test_the_readme_names_every_command_of_the_index_and_of_the_query_house() -> None:
    for command in index_commands.commands:
        assert re.search(rf"indexer {command}\b|· `{command}\b", README), command
    for command in query_commands.commands:
        assert f"query {command}" in README, command


def test_the_readme_names_every_option_of_the_server() -> None:
    for parameter in web_command.params:
        assert any(option in README for option in parameter.opts), parameter.name


def test_the_readme_names_every_environment_variable() -> None:
    source = (ROOT / "indexer" / "settings.py").read_text(encoding="utf-8")
    suffixes = set(re.findall(r'"([A-Z_]{3,})"', source))
    prefixed = {f"XUNHUO_{suffix}" for suffix in suffixes if not suffix.startswith("XUNHUO_")}
    missing = {
        name
        for name in prefixed
        if name not in README and name.removeprefix("XUNHUO_") not in README
    }
    assert not missing


def test_the_converters_of_the_readme_are_short_enough_to_read() -> None:
    programs = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(programs) == 2
    assert all(len(program.splitlines()) <= 30 for program in programs)


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for house in ("indexer", "query", "recsys", "web", "tests")
        for path in (ROOT / house).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long
