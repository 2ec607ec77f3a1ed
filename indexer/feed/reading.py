"""Feed files row by row: JSON Lines, CSV and TSV to dictionaries, every broken row told apart.

What the columns mean and whether the values are allowed is for the modules above.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import orjson

from indexer.errors import FeedError
from indexer.feed.checks import RowError
from indexer.feed.encoding import Encoding, WrongFileError, check_text, encoding_of, not_utf8
from indexer.feed.lines import LONGEST_LINE, Line, Lines
from indexer.feed.table import BrokenRowError, cells_of_csv, cells_of_tsv, decoded

__all__ = ["TEXT", "Format", "Row", "Rows", "format_of", "read", "read_texts"]

TEXT = "text"
"""Under which `read_texts` gives a line."""

_SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".et", ".ods", ".numbers")

_TOO_LONG = f"超过 {LONGEST_LINE:,} 字节（1 MiB）；一行最多 1 MiB。"


class Format(Enum):
    """How a file is written, told by its ending; `.gz` may follow."""

    JSON_LINES = (".jsonl", ".ndjson", ".json")
    CSV = (".csv",)
    TSV = (".tsv", ".tab")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a file. `record` None: it cannot be read, and `problem` says why.

    `line` is the first line of the row; `raw` and then `rest` are its bytes as they stand in the
    file. `rest` can be read until the next row is asked for. `table`: its values are cells.
    """

    line: int
    raw: bytes
    record: dict[str, Any] | None = None
    problem: str = ""
    rest: Iterable[bytes] = ()
    table: bool = False

    def readable(self) -> dict[str, Any]:
        """The record. Raises RowError for a row that has none."""
        if self.record is None:
            raise RowError("", self.problem)
        return self.record


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A file's rows. `columns` None: each row names its own; `heading`: the header as it stands."""

    columns: tuple[str, ...] | None
    heading: bytes
    rows: Iterator[Row]


def format_of(path: Path) -> Format:
    """The format of a file of that name. Raises FeedError for an ending that is not known."""
    endings = [ending.lower() for ending in path.suffixes]
    if endings and endings[-1] == ".gz":
        endings.pop()
    for format_ in Format:
        if endings and endings[-1] in format_.value:
            return format_
    if endings and endings[-1] in _SPREADSHEETS:
        what = "表格程序的文件，这里读不了；请在表格程序里另存为 CSV"
    else:
        what = "看不出格式"
    message = f"{what}；文件名要以 .jsonl、.csv 或 .tsv 结尾，压缩的再加 .gz。"
    raise FeedError(str(path), "", message)


def read(lines: Lines, format_: Format) -> Rows:
    """The rows of an open file; empty lines are passed over.

    Raises FeedError for a file that cannot be meant: another encoding, no header, a column twice.
    """
    _look_at(lines)
    if format_ is Format.JSON_LINES:
        if lines.encoding is Encoding.GB18030:
            message = "像是 GBK 编码的文件；JSON Lines 只能是 UTF-8，请另存为 UTF-8。"
            raise FeedError(str(lines.path), "", message)
        return Rows(columns=None, heading=b"", rows=_json_rows(lines))
    cells = cells_of_csv if format_ is Format.CSV else cells_of_tsv
    filled = (line for line in lines if line.content.strip())
    first = next(filled, None)
    if first is None:
        raise FeedError(str(lines.path), "", "文件是空的；第一行应当是列名。")
    location = f"{lines.path}:{first.number}"
    try:
        heading, raw = cells(first, lines)
    except BrokenRowError as error:
        raise FeedError(location, "", f"列名读不出来：{error}") from error
    columns = tuple(name.strip() for name in heading)
    double = {name for name in columns if name and columns.count(name) > 1}
    if double:
        raise FeedError(location, "", f"列名重复：{'、'.join(sorted(double))}。")
    return Rows(columns=columns, heading=raw, rows=_table_rows(lines, columns, format_))


def read_texts(lines: Lines) -> Rows:
    """The lines of an open file that has no header, each as `{TEXT: …}`; raises as `read` does."""
    _look_at(lines)
    return Rows(columns=None, heading=b"", rows=_text_rows(lines))


def _look_at(lines: Lines) -> None:
    try:
        check_text(lines.beginning())
    except WrongFileError as error:
        raise FeedError(str(lines.path), "", str(error)) from error
    lines.encoding = encoding_of(lines.beginning())


def _text_rows(lines: Lines) -> Iterator[Row]:
    for line in lines:
        if line.long:
            yield _long_row(line, lines)
        elif line.content.strip():
            try:
                yield Row(line=line.number, raw=line.content, record={TEXT: decoded(line, lines)})
            except BrokenRowError as error:
                yield Row(line=line.number, raw=line.content, problem=str(error))


def _json_rows(lines: Lines) -> Iterator[Row]:
    for line in lines:
        if line.long:
            yield _long_row(line, lines)
            continue
        try:
            value = orjson.loads(line.content)
        except orjson.JSONDecodeError as error:
            if not line.content.strip():
                continue
            value = _lenient(line.content)
            if value is None:
                problem = _json_problem(line.content, error)
                yield Row(line=line.number, raw=line.content, problem=problem)
                continue
        if isinstance(value, dict):
            yield Row(line=line.number, raw=line.content, record=value)
        else:
            problem = '每行应当是一个 JSON 对象，如 {"id": …}；不是数组，也不是单个值。'
            yield Row(line=line.number, raw=line.content, problem=problem)


def _lenient(content: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """The value of a line that is wrong only in its numbers or escapes: their field is named."""
    with suppress(ValueError, RecursionError):
        return json.loads(content)
    return None


def _json_problem(content: bytes, error: orjson.JSONDecodeError) -> str:
    try:
        text = content.decode()
    except UnicodeDecodeError as wrong:
        return not_utf8(wrong)
    if text.lstrip()[:1] == "[":
        return "这是 JSON 数组；请改成每行一个对象（JSON Lines）。"
    return f"第 {error.colno} 个字符起不是合法的 JSON；每行应当是一个完整的对象。"


def _table_rows(lines: Lines, columns: tuple[str, ...], format_: Format) -> Iterator[Row]:
    cells_of = cells_of_csv if format_ is Format.CSV else cells_of_tsv
    width = len(columns)
    for line in lines:
        if line.long:
            yield _long_row(line, lines)
            continue
        if not line.content or line.content.isspace():
            continue
        try:
            cells, raw = cells_of(line, lines)
        except BrokenRowError as error:
            yield Row(line=line.number, raw=line.content, problem=str(error))
            continue
        if not any(cells):
            continue
        if len(cells) != width:
            problem = f"有 {len(cells)} 列，列名有 {width} 个；两者要一样多。"
            yield Row(line=line.number, raw=raw, problem=problem)
            continue
        record = dict(zip(columns, cells, strict=True))
        yield Row(line=line.number, raw=raw, record=record, table=True)


def _long_row(line: Line, lines: Lines) -> Row:
    return Row(line=line.number, raw=line.content, problem=_TOO_LONG, rest=lines.remainder())
