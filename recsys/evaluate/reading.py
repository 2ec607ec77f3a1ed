"""Event files as a log: read and checked as `recsys import` does, kept nowhere."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.feed import Columns, Row, Walk, Walked, Watcher
from recsys.evaluate.log import Log, LogBuilder
from recsys.events import EVENT_FIELDS, REQUIRED, event

__all__ = ["read_log"]


def read_log(
    files: Sequence[Path],
    *,
    mapped: Mapping[str, str],
    constants: Mapping[str, str],
    watcher: Watcher,
) -> tuple[Log, Walked, tuple[str, ...]]:
    """The good rows of all files, what became of the others, and the columns nothing asked for.

    Raises FeedError for a file that cannot be read, MappingError for columns that are not there.
    """
    builder, columns = LogBuilder(), Columns(EVENT_FIELDS, mapped, constants)

    def take(row: Row) -> None:
        builder.add(event(columns.apply(row.readable(), table=row.table).fields))

    # Rejected rows are named, not kept: there is no shop whose folder they belong to.
    with TemporaryDirectory() as folder:
        walk = Walk(watcher, Path(folder), datetime.now(UTC))
        walked = walk.mapped(files, columns, REQUIRED, take)
    told = Walked(rows=walked.rows, rejected=walked.rejected, files=())
    return builder.log(), told, tuple(columns.ignored)
