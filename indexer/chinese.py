"""The command line's own words in Chinese. click asks gettext for its words but ships none.

A gettext catalogue would be a compiled file, and be found only where the environment's language
is Chinese; the words are few, and they are looked up here instead.
"""

from importlib import import_module

import click

__all__ = ["name_parts", "speak_chinese"]

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types", "utils")

# By the singular, where there are two forms.
_WORDS = {
    "Usage:": "用法:",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示这份说明。",
    "default: {default}": "默认 {default}",
    "env var: {var}": "环境变量 {var}",
    "required": "必填",
    "deprecated": "已弃用",
    "(dynamic)": "（随时而定）",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "说明见：{command} {option}",
    "Aborted!": "已中止。",
    "Missing command.": "缺少命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少 {param_type}",
    "Choose from:\n\t{choices}": "可用：\n\t{choices}",
    "No such option {name!r}.": "没有选项 {name!r}。",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "Got unexpected extra argument ({args})": "多了参数：{args}",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Option {name!r} does not take a value.": "选项 {name!r} 后面不写值。",
    "Option {name!r} requires an argument.": "选项 {name!r} 后面要写一个值。",
    "Argument {name!r} takes {nargs} values.": "参数 {name!r} 要 {nargs} 个值。",
    "Takes {nargs} values but 1 was given.": "要 {nargs} 个值。",
    "{len_type} values are required, but {len_value} was given.": "要 {len_type} 个值，给了 {len_value} 个。",
    "{value!r} is not {choice}.": "{value!r} 不行，可用：{choice}。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 里。",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是要的那种数。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} 不行，可用：{states}",
    "{name} {filename!r} does not exist.": "{filename!r} 不存在。",
    "{name} {filename!r} is a file.": "{filename!r} 是文件，要的是文件夹。",
    "{name} {filename!r} is a directory.": "{filename!r} 是文件夹，要的是文件。",
    "{name} {filename!r} is not readable.": "{filename!r} 读不了，请检查权限。",
    "{name} {filename!r} is not writable.": "{filename!r} 写不了，请检查权限。",
    "Could not open file {filename!r}: {message}": "打不开 {filename!r}：{message}",
    "unknown error": "原因不明",
}

_KINDS = {
    "text": "文字",
    "integer": "整数",
    "integer range": "整数",
    "float": "数",
    "filename": "文件",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
}
"""What stands behind an option for the kind of its value."""


def speak_chinese() -> None:
    """Have click speak Chinese in this process; words that are not known here stay as they are."""
    for name in _MODULES:
        names = vars(import_module(f"click.{name}"))
        for function, ours in (("_", _translated), ("ngettext", _counted)):
            if function in names:
                names[function] = ours


def _translated(text: str) -> str:
    return _WORDS.get(text, text)


def _counted(one: str, many: str, count: int) -> str:
    return _WORDS.get(one, one if count == 1 else many)


def name_parts(command: click.Command) -> None:
    """Name the parts of a command's usage, and its options' values, that have no name yet."""
    if command.options_metavar == "[OPTIONS]":
        command.options_metavar = "[选项]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "[命令] …" if command.invoke_without_command else "命令 …"
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.is_flag and not parameter.metavar:
            parameter.metavar = _KINDS.get(parameter.type.name)
