"""The way of every import through its files: the wrong rows are told, counted and kept whole.

What a good row is and where it goes is for the imports themselves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from indexer.errors import FeedError
from indexer.feed.checks import RowError
from indexer.feed.encoding import Encoding
from indexer.feed.lines import Lines
from indexer.feed.mapping import Columns
from indexer.feed.reading import Row, Rows, format_of, read
from indexer.feed.rejects import Rejects

__all__ = ["Walk", "Walked", "Watcher"]

_PROGRESS_ROWS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    """Who is told how an import goes. `note` takes what a person should know of a file; `progress`
    the bytes read of all files, as they are on disk, and the rows."""

    reject: Callable[[FeedError], None]
    note: Callable[[str], None] = lambda _text: None
    progress: Callable[[int, int], None] = lambda _bytes, _rows: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What there was in some files; `files`: where the rejected rows are."""

    rows: int
    rejected: int
    files: tuple[Path, ...]


class Walk:
    """One walk through some files. Good for one `through` or `mapped`."""

    def __init__(self, watcher: Watcher, data: Path, now: datetime) -> None:
        """Rejected rows go into `data/rejects`, under the time `now`."""
        self._watcher = watcher
        self._folder = data / "rejects"
        self._now = now
        self._bytes = 0
        self._rejects: Rejects
        self.location = ""
        """Where the row at hand begins: `file:line`."""

        self.rows = 0
        self.rejected = 0
        self.files: list[Path] = []

    def through(
        self,
        files: Sequence[Path],
        read: Callable[[Lines], Rows],
        take: Callable[[Row], None],
        file_ends: Callable[[], None] = lambda: None,
    ) -> Walked:
        """Give every row to `take`; one for which that raises RowError is rejected.

        `file_ends` is called after the last row of each file: until then its rows may be rejected.
        Raises FeedError for a file that cannot be read, and whatever `read` raises.
        """
        for path in files:
            with Lines(path) as lines:
                rows = read(lines)
                with Rejects(self._folder, path, rows.heading, self._now) as self._rejects:
                    self._walk(lines, rows, take)
                    file_ends()
                    if self._rejects.path is not None:
                        self.files.append(self._rejects.path)
                if lines.encoding is Encoding.GB18030:
                    self._watcher.note(f"{path}: 不是 UTF-8，按 GB18030（GBK）读。")
                self._bytes += lines.position()
                self._watcher.progress(self._bytes, self.rows)
        return Walked(rows=self.rows, rejected=self.rejected, files=tuple(self.files))

    def mapped(
        self,
        files: Sequence[Path],
        columns: Columns,
        required: Mapping[str, str],
        take: Callable[[Row], None],
        file_ends: Callable[[], None] = lambda: None,
    ) -> Walked:
        """As `through`, for feeds whose columns have names; `required` as in `Columns.check`.

        Raises MappingError for columns that are not there.
        """
        formats = {path: format_of(path) for path in files}  # before any of them is read

        def opened(lines: Lines) -> Rows:
            rows = read(lines, formats[lines.path])
            if rows.columns is not None:
                columns.check(rows.columns, str(lines.path), required)
            return rows

        walked = self.through(files, opened, take, file_ends)
        columns.check_met("、".join(map(str, files)))
        return walked

    def reject(self, location: str, row: Row, error: RowError) -> None:
        """Leave out a row of the present file."""
        self.rejected += 1
        self._rejects.add(row.raw, row.rest)
        self._watcher.reject(FeedError(location, error.field, str(error)))

    def _walk(self, lines: Lines, rows: Rows, take: Callable[[Row], None]) -> None:
        for row in rows.rows:
            self.rows += 1
            self.location = f"{lines.path}:{row.line}"
            try:
                take(row)
            except RowError as error:
                self.reject(self.location, row, error)
            if self.rows % _PROGRESS_ROWS == 0:
                self._watcher.progress(self._bytes + lines.position(), self.rows)
