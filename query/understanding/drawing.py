"""A text with its spans drawn under it, for a terminal; what the spans mean is the caller's."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len

__all__ = ["Mark", "drawn"]

_UNSEEN = "·"  # in place of what would break a line or take no room


class Mark(NamedTuple):
    """A name under the characters from `start` to `end` (excluded)."""

    start: int
    end: int
    name: str


def drawn(text: str, marks: Iterable[Mark]) -> list[str]:
    """The text, then under it a bracket and a name a mark, in as many pairs of lines as needed.

    A Han character is two columns wide: brackets stand under what they mean.
    """
    shown = [char if char.isprintable() and cell_len(char) else _UNSEEN for char in text]
    columns = [0]
    for char in shown:
        columns.append(columns[-1] + cell_len(char))
    lines = ["".join(shown)]
    left = sorted(marks)
    while left:
        row, left = _row(left, columns)
        brackets = names = ""
        for mark in row:
            column = columns[mark.start]
            width = columns[mark.end] - column
            brackets += " " * (column - cell_len(brackets)) + _bracket(width)
            names += " " * (column - cell_len(names)) + mark.name
        lines += [brackets, names]
    return lines


def _row(marks: Sequence[Mark], columns: Sequence[int]) -> tuple[list[Mark], list[Mark]]:
    """The marks that stand in one pair of lines, and the others."""
    row: list[Mark] = []
    others: list[Mark] = []
    free = 0
    for mark in marks:
        column = columns[mark.start]
        if column < free:
            others.append(mark)
            continue
        row.append(mark)
        # One column apart: 品牌分类 would be one name.
        free = max(columns[mark.end], column + cell_len(mark.name) + 1)
    return row, others


def _bracket(width: int) -> str:
    return "╰" + "─" * (width - 2) + "╯" if width > 1 else "╵" * width
