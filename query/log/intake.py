"""Past queries of another system by the file: `query[<TAB>count]`, one a line, no header.

Printing and exit codes are for the command.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from indexer.errors import FeedError
from indexer.feed import Lines, Rejects, RowError, Walked, Watcher
from indexer.feed.encoding import not_utf8, wrong_file
from indexer.feed.lines import LONGEST_LINE
from indexer.store import Database
from query.form import MAX_TEXT
from query.log.record import counted, spelling
from query.log.store import add_imported
from query.log.tables import LONGEST_QUERY
from recsys.days import day_of

__all__ = ["ImportedQueries", "import_queries"]

_BATCH = 50_000  # distinct queries in memory
_MOST = 1_000_000_000
_PROGRESS_LINES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedQueries(Walked):
    """What an import did. `long`: lines that are left out, as their query is too long to count."""

    searches: int
    long: int


def import_queries(
    path: Path, database: Database, data: Path, now: datetime, watcher: Watcher
) -> ImportedQueries:
    """Add the queries of a file to those that are known, in one transaction.

    Rejected lines go into `data/rejects`. Raises FeedError for a file that cannot be read: nothing
    is kept then.
    """
    lines = searches = rejected = long = 0
    day = day_of(now.timestamp())
    found: Counter[str] = Counter()
    with (
        Lines(path) as source,
        Rejects(data / "rejects", path, b"", now) as rejects,
        database.writing() as connection,
    ):
        if (problem := wrong_file(source.beginning())) is not None:
            raise FeedError(str(path), "", problem)
        for line in source:
            if not line.content.strip():
                continue
            lines += 1
            try:
                text, times = _parsed(line.content, whole=not line.long)
                query = _countable(text)
            except RowError as error:
                rejected += 1
                rejects.add(line.content, source.remainder())
                watcher.reject(FeedError(f"{path}:{line.number}", error.field, str(error)))
                continue
            if query is None:
                long += 1
                continue
            found[query] += times
            searches += times
            if len(found) >= _BATCH:
                add_imported(connection, found, day)
                found.clear()
            if lines % _PROGRESS_LINES == 0:
                watcher.progress(source.position(), lines)
        add_imported(connection, found, day)
        kept = () if rejects.path is None else (rejects.path,)
    return ImportedQueries(rows=lines, searches=searches, rejected=rejected, long=long, files=kept)


def _parsed(content: bytes, *, whole: bool) -> tuple[str, int]:
    if not whole:
        message = f"超过 {LONGEST_LINE:,} 字节（1 MiB）；一行最多 1 MiB。"
        raise RowError("", message)
    try:
        text, tab, count = content.decode().partition("\t")
    except UnicodeDecodeError as error:
        raise RowError("", not_utf8(error)) from error
    text, count = text.strip(), count.strip()
    if not text:
        message = "缺少，必填。"
        raise RowError("query", message)
    if len(text) > MAX_TEXT:
        message = f"有 {len(text)} 字，至多 {MAX_TEXT} 字。"
        raise RowError("query", message)
    if any(ord(character) < ord(" ") or character == "\x7f" for character in text):
        message = "含有控制字符，不允许。"
        raise RowError("query", message)
    if not tab or not count:
        return text, 1
    if not (count.isascii() and count.isdigit() and 0 < int(count[:11]) <= _MOST):
        message = f"应当是 1 到 {_MOST:,} 的整数，写的是 {count[:40]}。"
        raise RowError("count", message)
    return text, int(count[:11])


def _countable(text: str) -> str | None:
    """A query in its one spelling; None where that is too long to be counted."""
    query = counted(text)
    if query is None and len(spelling(text)) <= LONGEST_QUERY:
        message = "没有看得见的字，或者含有无法显示的字符，请删去。"
        raise RowError("query", message)
    return query
