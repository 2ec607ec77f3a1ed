"""What commands say of themselves and of wrong usage is Chinese, click's own words included."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.test_no_shop import commands
from web.command import main

# Words of click's own, as help and errors would have them.
ENGLISH = re.compile(
    r"(?<!llo-)\b(Usage|Options|Commands|Arguments|Error|Try|Show|message|help for|default|required|range|Missing"
    r"|OPTIONS|COMMAND|ARGS|INTEGER|RANGE|FILENAME|DIRECTORY|PATH|Invalid|such|exist"
    r"|valid|argument|option|Did you|not|is a)\b"
)


def said(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, arguments, prog_name="xunhuo")
    return result.exit_code, result.output


def groups() -> list[str]:
    """Every command and every group on the way to it."""
    found = {"", *commands(main)}
    for name in list(found):
        parts = name.split()
        found |= {" ".join(parts[:length]) for length in range(1, len(parts))}
    return sorted(found)


@pytest.mark.parametrize("name", groups())
def test_help_is_chinese(name: str) -> None:
    code, text = said(*name.split(), "--help")
    assert code == 0
    assert text.startswith(f"用法: xunhuo {name}".rstrip())
    assert "显示这份说明。" in text
    assert not ENGLISH.findall(text)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("index nonsense", "错误：没有命令 'nonsense'。"),
        ("query search x --topp 3", "错误：没有选项 '--topp'。 是不是 '--top'？"),
        ("query search x --filtr a --batc b", "错误：没有选项 '--filtr'。"),
        ("query search x --top", "错误：选项 '--top' 后面要写一个值。"),
        ("query search x --json=1", "错误：选项 '--json' 后面不写值。"),
        ("query search x --top 0", "错误：'--top' 的值不对：0 不在范围 1<=x<=200 里。"),
        ("web --port abc", "错误：'--port' 的值不对：'abc' 不是要的那种数。"),
        ("query suggest", "错误：缺少参数 'PREFIX'."),
        ("index import", "错误：缺少参数 '{products|faqs}'. 可用："),
        ("index import goods x", "'goods' 不行，可用：'products', 'faqs'。"),
        ("index import faqs /no/file", "错误：'FILE...' 的值不对：'/no/file' 不存在。"),
        ("query search --batch /no/file", "错误：'--batch' 的值不对：'/no/file' 不存在。"),
        ("query evaluate /", "'/' 是文件夹，要的是文件。"),
        ("index status a b", "错误：多了参数：a b"),
        ("index status a", "错误：多了参数：a"),
        (f"index --data {__file__} status", "是文件，要的是文件夹。"),
        ("query search x --filter a", "错误：--filter a：请写成 KEY=值"),
    ],
)
def test_wrong_usage_is_told_in_chinese(arguments: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "xunhuo.db").touch()
    environment = {"XUNHUO_DATA": str(tmp_path)}
    result = CliRunner(env=environment).invoke(main, arguments.split(), prog_name="xunhuo")
    assert result.exit_code == 2
    assert expected in result.stderr
    assert not ENGLISH.findall(result.stderr)


def test_what_fails_is_told_in_chinese(tmp_path: Path) -> None:
    code, text = said("index", "status", "--data", str(tmp_path / "nowhere"))
    assert code == 1
    assert text.startswith("错误：这里没有商店数据")
