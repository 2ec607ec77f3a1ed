"""Past queries of another system by the file: `query[<TAB>count]`, one a line, no header.

Printing and exit codes are for the command.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from indexer.feed import TEXT, Row, RowError, Walk, Walked, Watcher, read_texts
from indexer.store import Database
from indexer.store.scratch import Scratch
from indexer.store.writing import batched
from query.form import MAX_TEXT
from query.log.record import counted, spelling
from query.log.store import add_imported
from query.log.tables import LONGEST_QUERY
from recsys.days import day_of

__all__ = ["ImportedQueries", "import_queries"]

_BATCH = 10_000  # distinct queries in memory, and in a statement
_SCHEMA = "CREATE TABLE found (query TEXT PRIMARY KEY, times INTEGER) WITHOUT ROWID;"
_MOST = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedQueries(Walked):
    """What an import did. `long`: lines that are left out, as their query is too long to count."""

    searches: int
    long: int


def import_queries(
    path: Path, database: Database, data: Path, now: datetime, watcher: Watcher
) -> ImportedQueries:
    """Add the queries of a file to those that are known, in one transaction.

    They are gathered first: nobody waits while the file is read. Rejected lines go into
    `data/rejects`. Raises FeedError for a file that cannot be read: nothing is kept then.
    """
    searches = long = 0
    with _Gathered(data) as gathered:

        def take(row: Row) -> None:
            nonlocal searches, long
            text, times = _parsed(row.readable()[TEXT])
            query = _countable(text)
            if query is None:
                long += 1
                return
            gathered.add(query, times)
            searches += times

        walked = Walk(watcher, data, now).through([path], read_texts, take)
        with database.writing() as connection:
            for batch in batched(gathered, _BATCH):
                add_imported(connection, dict(batch), day_of(now.timestamp()))
    return ImportedQueries(
        rows=walked.rows,
        rejected=walked.rejected,
        files=walked.files,
        searches=searches,
        long=long,
    )


class _Gathered(Scratch):
    """Queries of one file, each once with the sum of its times."""

    def __init__(self, data: Path) -> None:
        super().__init__(data, _SCHEMA)
        self._waiting: Counter[str] = Counter()

    def add(self, query: str, times: int) -> None:
        self._waiting[query] += times
        if len(self._waiting) >= _BATCH:
            self._flush()

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """In the order of the queries, in which every import takes the rows of the database."""
        self._flush()
        return iter(self._file.execute("SELECT query, times FROM found ORDER BY query"))

    def _flush(self) -> None:
        self._file.executemany(
            "INSERT INTO found VALUES (?, ?)"
            " ON CONFLICT DO UPDATE SET times = times + excluded.times",
            self._waiting.items(),
        )
        self._waiting.clear()


def _parsed(line: str) -> tuple[str, int]:
    text, count = (part.strip() for part in line.partition("\t")[::2])
    if not text:
        message = "缺少，必填。"
        raise RowError("query", message)
    if len(text) > MAX_TEXT:
        message = f"有 {len(text)} 字，至多 {MAX_TEXT} 字。"
        raise RowError("query", message)
    if any(ord(character) < ord(" ") or character == "\x7f" for character in text):
        message = "含有控制字符，不允许。"
        raise RowError("query", message)
    if not count:
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
