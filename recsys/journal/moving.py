"""From a journal's files into the database, each record once, whoever moves it and how often.

How far a segment was moved is written in the same transaction as its records.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import DataError, IntegrityError

from indexer.store import Database
from recsys.journal.writing import owners, segments
from recsys.tables import journal

__all__ = ["Handler", "Moved", "drain", "move", "remove"]

_BATCH = 1 << 20  # bytes of a transaction: about 2,000 searches

# What one record can be to blame for. Anything else is the database's fault, and is tried again.
_REFUSALS = (DataError, IntegrityError, KeyError, OverflowError, TypeError, ValueError)

_log = logging.getLogger(__name__)

Handler = Callable[[Connection, Sequence[Mapping[str, Any]]], None]
"""Inside a transaction, stores records of one kind in the order given."""


class Moved(NamedTuple):
    """What a step did: the bytes it `read`, how far the segment is moved now, records by kind."""

    read: int
    position: int
    stored: Mapping[str, int]
    damaged: int = 0


def move(path: Path, database: Database, handlers: Mapping[str, Handler]) -> Moved:
    """Store the next records of a segment, about a megabyte at most.

    Nothing is stored where nothing whole is left. A record that cannot be read, or that the
    database refuses, is logged and passed over: it must not hold up all that follow it.
    """
    with database.writing() as connection:
        position = _position(connection, path.name)
        content = _whole_lines(path, position)
        if not content:
            return Moved(0, position, {})
        kinds: dict[str, list[Mapping[str, Any]]] = {}
        damaged = 0
        for line in content.splitlines():
            try:
                kind, record = orjson.loads(line)
                handlers[kind]
            except (ValueError, TypeError, KeyError):
                damaged += 1
                _log.warning("%s: a damaged record of %d bytes is passed over", path, len(line))
                continue
            kinds.setdefault(kind, []).append(record)
        stored = {}
        # In one order always: two processes cannot wait for each other's locks.
        for kind in filter(kinds.__contains__, handlers):
            records = kinds[kind]
            refused = _store(connection, handlers[kind], records, path)
            stored[kind] = len(records) - refused
            damaged += refused
        position += len(content)
        connection.execute(
            update(journal).where(journal.c.segment == path.name).values(position=position)
        )
    return Moved(len(content), position, stored, damaged)


def remove(path: Path, database: Database) -> bool:
    """Remove a segment that nobody writes and that was moved; returns whether its end was torn.

    A segment with whole records that were not moved stays.
    """
    with database.reading() as connection:
        query = select(journal.c.position).where(journal.c.segment == path.name)
        position = connection.scalar(query) or 0
    with path.open("rb") as file:
        file.seek(position)
        rest = file.read()
    if b"\n" in rest:
        return False
    if rest:
        _log.warning("%s: a torn last record of %d bytes is dropped", path, len(rest))
    path.unlink()
    # The file first: a file without its position would count twice.
    with database.writing() as connection:
        connection.execute(delete(journal).where(journal.c.segment == path.name))
    return bool(rest)


def drain(folder: Path, database: Database, handlers: Mapping[str, Handler]) -> None:
    """Move all that any process has written so far; the files stay with their processes."""
    for owner in sorted(owners(folder)):
        for path in segments(folder, owner):
            with suppress(FileNotFoundError):  # its own process was faster
                while move(path, database, handlers).read:
                    pass


def _position(connection: Connection, segment: str) -> int:
    """How far it was moved; whoever else would move it waits from here on."""
    query = select(journal.c.position).where(journal.c.segment == segment).with_for_update()
    found = connection.scalar(query)
    if found is None:
        connection.execute(journal.insert().values(segment=segment, position=0))
    return found or 0


def _whole_lines(path: Path, position: int) -> bytes:
    with path.open("rb") as file:
        file.seek(position)
        content = file.read(_BATCH)
        while content and b"\n" not in content and (more := file.read(_BATCH)):
            content += more
    return content[: content.rfind(b"\n") + 1]


def _store(
    connection: Connection, handler: Handler, records: Sequence[Mapping[str, Any]], path: Path
) -> int:
    """Store records, together or else one by one; returns how many were refused."""
    try:
        with connection.begin_nested():
            handler(connection, records)
    except _REFUSALS:
        refused = 0
        for record in records:
            try:
                with connection.begin_nested():
                    handler(connection, [record])
            except _REFUSALS as error:
                refused += 1
                # Its text is a shopper's: it does not go into the log.
                _log.warning("%s: a record is refused: %s", path, type(error).__name__)
        return refused
    return 0
