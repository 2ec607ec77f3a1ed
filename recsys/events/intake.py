"""Events by the file or by the record: checked, put in the order of time, stored in one go.

Printing and exit codes are for the command.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from indexer.errors import FeedError
from indexer.feed import Columns, Row, RowError, Walk, Walked, Watcher
from recsys.events.event import EVENT_FIELDS, event
from recsys.events.sorting import ByTime
from recsys.events.store import Events

__all__ = ["REQUIRED", "EventImport", "Imported", "load"]

REQUIRED = {"action": "buy", "product": ""}
"""The fields that columns of a table must give, as `Walk.mapped` takes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(Walked):
    """What an import did. `stored` None: nothing was kept, because of `strict`.

    `demo`: how many events of the demo shop went.
    """

    stored: int | None
    demo: int
    ignored: tuple[str, ...]


def load(
    events: Events, records: Iterable[Mapping[str, Any]], data: Path, *, demo: bool = False
) -> int:
    """Store records with the fields of the contract, sorted by time, in one transaction.

    Returns how many. `data` takes a temporary file. Raises FeedError naming the number of the
    first wrong record and its field: nothing is kept then.
    """
    with ByTime(data) as ordered:
        for number, record in enumerate(records, 1):
            try:
                ordered.add(event(record))
            except RowError as error:
                raise FeedError(str(number), error.field, str(error)) from error
        return events.add(ordered, demo=demo)[0]


class EventImport:
    """One import of some files. Good for one `run`."""

    def __init__(
        self,
        events: Events,
        *,
        mapped: Mapping[str, str],
        constants: Mapping[str, str],
        strict: bool,
        watcher: Watcher,
    ) -> None:
        """Raises MappingError for fields that do not exist."""
        self._events = events
        self._strict = strict
        self._columns = Columns(EVENT_FIELDS, mapped, constants)
        self._watcher = watcher

    def run(self, files: Sequence[Path], now: datetime, data: Path) -> Imported:
        """Read all files, then store their good rows by (time, line) in one transaction.

        Rejected rows go into `data/rejects`. Raises FeedError for a file that cannot be read,
        MappingError for columns that are not there: nothing is kept then.
        """
        with ByTime(data) as ordered:

            def take(row: Row) -> None:
                ordered.add(event(self._columns.apply(row.readable(), table=row.table).fields))

            walk = Walk(self._watcher, data, now)
            walked = walk.mapped(files, self._columns, REQUIRED, take)
            stored, demo = None, 0
            if not (self._strict and walked.rejected):
                stored, demo = self._events.add(ordered)
        return Imported(
            rows=walked.rows,
            rejected=walked.rejected,
            files=walked.files,
            stored=stored,
            demo=demo,
            ignored=tuple(self._columns.ignored),
        )
