r"""Solr's synonym file: `a, b, c` are alike, `a => b, c` leads one way, `#` begins a comment.

`\` takes the meaning from the character after it; `b|0.8` weighs a word as Solr's delimited boost
does. Other than in Solr, `a => b` finds b besides a, not in its place: `a => a, b` is the same.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from indexer.errors import FeedError, XunhuoError

__all__ = ["Rule", "Term", "read_rules"]

_LONGEST = 64  # characters of a word
_MOST_WEIGHT = 10.0
_NAMED = 20  # errors; the others are counted
_ARROW = "=>"
# An escaped character, the signs of the format, or any other character.
_PIECE = re.compile(r"\\(.)|(=>|[,|])|(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Term:
    """A word or several of them, and what finding it counts beside what was typed."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Each of `left` may also be met by each of `right`."""

    left: tuple[Term, ...]
    right: tuple[Term, ...]


class _LineError(ValueError):
    """What is wrong with a line."""


def read_rules(
    content: bytes, file: str, is_word: Callable[[str], bool] = str.isprintable
) -> tuple[Rule, ...]:
    """The rules of a file in its order; `is_word`: whether a text has anything to search for.

    Raises XunhuoError with a line for each of the first lines that are wrong, as `file:line: why`.
    """
    try:
        lines = content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise FeedError(file, "", "不是 UTF-8 编码") from error
    rules: list[Rule] = []
    wrong: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            rules.append(_rule(line.rstrip("\r"), is_word))
        except _LineError as error:
            wrong.append(f"{file}:{number}: {error}")
    if wrong:
        more = [f"…… 共有 {len(wrong)} 行不合格"] if len(wrong) > _NAMED else []
        raise XunhuoError("\n".join([*wrong[:_NAMED], *more]))
    return tuple(rules)


def _rule(line: str, is_word: Callable[[str], bool]) -> Rule:
    sides = list(_sides(line))
    if len(sides) > 2:  # noqa: PLR2004
        message = f"有几个 {_ARROW}，只能有一个。"
        raise _LineError(message)
    left, *rest = ([_term(parts, is_word) for parts in side] for side in sides)
    if rest:
        if any(term.weight != 1.0 for term in left):
            message = f"{_ARROW} 左边的词没有权重，请写在右边。"
            raise _LineError(message)
        return Rule(left=tuple(left), right=tuple(rest[0]))
    if len(left) == 1:
        message = f"只有一个词；同义的词之间用英文逗号隔开，或用 {_ARROW}。"
        raise _LineError(message)
    return Rule(left=tuple(left), right=tuple(left))


def _sides(line: str) -> Iterator[list[list[str]]]:
    """The sides of the arrow, each its terms, each its texts between bars."""
    side: list[list[str]] = [[""]]
    for escaped, sign, plain in _PIECE.findall(line):
        if sign == _ARROW:
            yield side
            side = [[""]]
        elif sign == ",":
            side.append([""])
        elif sign == "|":
            side[-1].append("")
        elif plain == "，":
            raise _LineError("有中文逗号“，”；请用英文逗号“,”隔开，逗号本身写成“\\，”。")
        else:
            side[-1][-1] += escaped or plain
    yield side


def _term(parts: Sequence[str], is_word: Callable[[str], bool]) -> Term:
    text = parts[0].strip()
    if not text:
        raise _LineError("有空的词。")
    if len(text) > _LONGEST:
        message = f"“{text[:20]}…”太长，最多 {_LONGEST} 个字符。"
        raise _LineError(message)
    if not text.replace("\t", " ").isprintable() or not is_word(text):
        message = f"“{text}”不能搜索：没有文字或数字，或含有控制字符。"
        raise _LineError(message)
    if len(parts) == 1:
        return Term(text)
    try:
        weight = float(parts[1]) if len(parts) == 2 else 0.0  # noqa: PLR2004
    except ValueError:
        weight = 0.0
    if not 0 < weight <= _MOST_WEIGHT:
        message = f"“{text}”的权重应当是一个大于 0、至多 {_MOST_WEIGHT:g} 的数，如 {text}|0.8。"
        raise _LineError(message)
    return Term(text, weight)
