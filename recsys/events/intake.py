"""Events by the file or by the record: checked, put in the order of time, stored in one go.

Printing and exit codes are for the command.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from indexer.errors import FeedError
from indexer.feed import Columns, Lines, MappingError, Rejects, RowError, Rows, format_of, read
from recsys.events.event import EVENT_FIELDS, event
from recsys.events.sorting import ByTime
from recsys.events.store import Events

__all__ = ["EventImport", "Imported", "load"]

_REQUIRED = ("action", "product")
_PROGRESS_ROWS = 1000
_STAGING = "staging"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did. `stored` None: nothing was kept, because of `strict`.

    `demo`: how many events of the demo shop went; `files`: where the rejected rows are.
    """

    rows: int
    rejected: int
    stored: int | None
    demo: int
    ignored: tuple[str, ...]
    files: tuple[Path, ...]


def load(
    events: Events, records: Iterable[Mapping[str, Any]], data: Path, *, demo: bool = False
) -> int:
    """Store records with the fields of the contract, sorted by time, in one transaction.

    Returns how many. `data` takes a temporary file. Raises FeedError naming the number of the
    first wrong record and its field: nothing is kept then.
    """
    with ByTime(data / _STAGING) as ordered:
        for number, record in enumerate(records, 1):
            try:
                ordered.add(event(record))
            except RowError as error:
                raise FeedError(str(number), error.field, str(error)) from error
        return events.add(ordered, demo=demo)[0]


class EventImport:
    """One import of some files. Good for one `run`."""

    def __init__(  # noqa: PLR0913 - one parameter an option, and two to tell of it
        self,
        events: Events,
        *,
        mapped: Mapping[str, str],
        constants: Mapping[str, str],
        strict: bool,
        on_reject: Callable[[FeedError], None],
        on_progress: Callable[[int, int], None] = lambda _bytes, _rows: None,
    ) -> None:
        """`on_progress` takes the bytes read of all files, as they are on disk, and the rows.

        Raises MappingError for fields that do not exist.
        """
        self._events = events
        self._strict = strict
        self._given = {*mapped, *constants}
        self._columns = Columns(EVENT_FIELDS, mapped, constants)
        self._on_reject = on_reject
        self._on_progress = on_progress
        self._rows = 0
        self._rejected = 0
        self._bytes = 0

    def run(self, files: Sequence[Path], now: datetime, data: Path) -> Imported:
        """Read all files, then store their good rows by (time, line) in one transaction.

        Rejected rows go into `data/rejects`. Raises FeedError for a file that cannot be read,
        MappingError for columns that are not there: nothing is kept then.
        """
        kept: list[Path] = []
        with ByTime(data / _STAGING) as ordered:
            for path, format_ in [(path, format_of(path)) for path in files]:
                with Lines(path) as lines:
                    rows = read(lines, format_)
                    if rows.columns is not None:
                        self._check_header(path, rows.columns)
                    with Rejects(data / "rejects", path, rows.heading, now) as rejects:
                        self._read(lines, rows, ordered, rejects)
                        if rejects.path is not None:
                            kept.append(rejects.path)
                    self._bytes += lines.position()
            self._columns.check_met()
            stored, demo = None, 0
            if not (self._strict and self._rejected):
                stored, demo = self._events.add(ordered)
        return Imported(
            rows=self._rows,
            rejected=self._rejected,
            stored=stored,
            demo=demo,
            ignored=tuple(self._columns.ignored),
            files=tuple(kept),
        )

    def _check_header(self, path: Path, columns: Sequence[str]) -> None:
        self._columns.check(columns, str(path))
        for name in _REQUIRED:
            if name not in columns and name not in self._given:
                found = "、".join(filter(None, columns))
                cure = f"--map {name}=列名" + (" 或 --set action=buy" if name == "action" else "")
                message = f"{path} 里没有列 {name}；用 {cure} 指定。找到的列：{found}。"
                raise MappingError(message)

    def _read(self, lines: Lines, rows: Rows, ordered: ByTime, rejects: Rejects) -> None:
        table = rows.columns is not None
        for row in rows.rows:
            self._rows += 1
            try:
                ordered.add(event(self._columns.apply(row.readable(), table=table).fields))
            except RowError as error:
                self._rejected += 1
                rejects.add(row.raw, row.rest)
                self._on_reject(FeedError(f"{lines.path}:{row.line}", error.field, str(error)))
            if self._rows % _PROGRESS_ROWS == 0:
                self._on_progress(self._bytes + lines.position(), self._rows)
        self._on_progress(self._bytes + lines.position(), self._rows)
