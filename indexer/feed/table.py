"""The cells of one CSV or TSV row.

CSV as RFC 4180 has it: a quoted cell may hold separators, doubled quotes and line breaks. In TSV
a line is a row: quotes around a cell are taken off, nothing else is special.
"""

import csv
from collections.abc import Iterator

from indexer.errors import FeedError
from indexer.feed.encoding import Encoding, WrongFileError, encoding_of, not_utf8, text_of
from indexer.feed.lines import LONGEST_LINE, Line, Lines

__all__ = ["BrokenRowError", "cells_of_csv", "cells_of_tsv", "decoded"]

_QUOTES = "引号不成对，或结束的引号后面还有字；引号里的引号要写成两个。"


class BrokenRowError(ValueError):
    """A row that has no cells; the text says why."""


def cells_of_csv(line: Line, lines: Lines) -> tuple[list[str], bytes]:
    """The cells of the row that begins with `line`, and its bytes; further lines as it needs.

    Raises as `decoded` does. After BrokenRowError `lines` goes on after `line`, so that one stray
    quote costs one row and not the rest of the file.
    """
    text = decoded(line, lines)
    if '"' not in text:
        return text.split(","), line.content
    # The limit is the process's own, and too low for a specification in one cell.
    csv.field_size_limit(LONGEST_LINE)
    taken = [line]
    try:
        cells = next(csv.reader(_growing(taken, lines), strict=True))
    except (csv.Error, BrokenRowError) as error:
        lines.give_back(taken[1:])
        message = str(error) if isinstance(error, BrokenRowError) else _QUOTES
        raise BrokenRowError(message) from error
    return cells, b"\n".join(part.content for part in taken)


def cells_of_tsv(line: Line, lines: Lines) -> tuple[list[str], bytes]:
    """The cells of `line`, and its bytes. Raises as `decoded` does."""
    cells = decoded(line, lines).split("\t")
    return [_unquoted(cell) if cell[:1] == '"' else cell for cell in cells], line.content


def _growing(taken: list[Line], lines: Lines) -> Iterator[str]:
    size = len(taken[0].content)
    yield decoded(taken[0], lines) + "\n"
    for line in lines:
        taken.append(line)
        size += len(line.content)
        if line.long or size > LONGEST_LINE:
            raise BrokenRowError(_QUOTES)
        yield decoded(line, lines) + "\n"


def decoded(line: Line, lines: Lines) -> str:
    """The text of a line. Raises BrokenRowError, and FeedError where the whole file is in doubt."""
    if lines.encoding is Encoding.ASCII and not line.content.isascii():
        lines.encoding = encoding_of(line.content + b"\n" + lines.beginning())
    try:
        return text_of(line.content, lines.encoding)
    except WrongFileError as error:
        raise FeedError(f"{lines.path}:{line.number}", "", str(error)) from error
    except UnicodeDecodeError as error:
        raise BrokenRowError(not_utf8(error)) from error


def _unquoted(cell: str) -> str:
    """The inside of a cell in quotes, where all quotes inside are doubled; else the cell."""
    inside = cell[1:-1]
    if len(cell) > 1 and cell[-1] == '"' and '"' not in inside.replace('""', ""):
        return inside.replace('""', '"')
    return cell
