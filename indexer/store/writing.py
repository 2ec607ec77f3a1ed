"""Inside one transaction: drafts compared with what is stored, changes numbered, rows given out.

Opening and ending the transaction is for the caller.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, Table, bindparam, func, select, update

from indexer.catalog import Faq, Product
from indexer.errors import XunhuoError
from indexer.fields import ROW_BITS
from indexer.store.tables import CHANGE, counters

__all__ = ["Draft", "Report", "Writer", "batched", "draft", "remove_demo"]

T = TypeVar("T")

_DIGEST_BYTES = 16  # as wide as the column


@dataclass(frozen=True, slots=True)
class Draft:
    """A document ready to be stored."""

    id: str
    digest: bytes
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a write did. `missing`: what was to be changed or deleted and does not exist.

    `demo`: how many documents of the demo shop went.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    missing: tuple[str, ...] = ()
    demo: int = 0

    @property
    def written(self) -> int:
        """How many rows took a new change number."""
        return self.added + self.changed + self.deleted + self.demo


def draft(document: Product | Faq) -> Draft:
    """The document in its canonical bytes: equal documents have equal drafts."""
    payload = orjson.dumps(document.to_record())
    return Draft(document.id, blake2b(payload, digest_size=_DIGEST_BYTES).digest(), payload)


def batched(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """The values in lists of `size`, the last one shorter."""
    iterator = iter(values)
    while batch := list(islice(iterator, size)):
        yield batch


def remove_demo(connection: Connection, tables: Iterable[Table]) -> int:
    """Inside a transaction, delete the demo shop from these tables; return how many went."""
    removed = 0
    for table in tables:
        query = select(table.c.row).where(table.c.demo.is_(True), table.c.deleted.is_(False))
        rows = connection.scalars(query).all()
        if rows:
            writer = Writer(connection, table)
            writer.bury(rows)
            removed += writer.finish().deleted
    return removed


class Writer:
    """Writes to one table within a transaction that holds the change counter to its end.

    Holding the counter makes transactions number their changes in the order in which they
    commit: who has seen change n has seen every change below it.
    """

    def __init__(self, connection: Connection, table: Table) -> None:
        """Take the counter; other writers wait from here on."""
        self._connection = connection
        self._table = table
        query = select(counters.c.value).where(counters.c.name == CHANGE).with_for_update()
        self._change: int = connection.execute(query).scalar_one()
        self._next_row: int | None = None
        self._counts = {"added": 0, "changed": 0, "unchanged": 0, "deleted": 0}
        self.missing: list[str] = []

    def write(self, drafts: Sequence[Draft], *, demo: bool | None = None) -> None:
        """Insert or replace; of one id the last draft wins. `demo` None keeps each row's mark."""
        latest = {item.id: item for item in drafts}
        table = self._table
        query = select(table.c.id, table.c.row, table.c.digest, table.c.demo, table.c.deleted)
        known = {
            found.id: found
            for found in self._connection.execute(query.where(table.c.id.in_(list(latest))))
        }
        added, changed = [], []
        for item in latest.values():
            found = known.get(item.id)
            mark = bool(demo) if demo is not None or found is None else found.demo
            if found is not None and found.digest == item.digest and found.demo == mark:
                self._counts["unchanged"] += 1
                continue
            values = {
                "change": self._number(),
                "deleted": False,
                "demo": mark,
                "digest": item.digest,
                "payload": item.payload,
            }
            if found is None:
                added.append({**values, "row": self._new_row(), "id": item.id})
            else:
                changed.append({**values, "at": found.row})
                self._counts["added" if found.deleted else "changed"] += 1
        self._counts["added"] += len(added)
        if added:
            self._connection.execute(table.insert(), added)
        self._update(changed)

    def delete(self, ids: Sequence[str]) -> None:
        """Leave tombstones; ids without a live document are counted as missing."""
        table = self._table
        query = select(table.c.id, table.c.row)
        query = query.where(table.c.id.in_(ids), table.c.deleted.is_(False))
        rows = dict(self._connection.execute(query).all())
        self.missing.extend(key for key in dict.fromkeys(ids) if key not in rows)
        self.bury([rows[key] for key in dict.fromkeys(ids) if key in rows])

    def bury(self, rows: Sequence[int]) -> None:
        """Leave tombstones in these rows, which hold live documents."""
        self._update(
            [
                {
                    "change": self._number(),
                    "deleted": True,
                    "demo": False,
                    "digest": None,
                    "payload": None,
                    "at": row,
                }
                for row in rows
            ]
        )
        self._counts["deleted"] += len(rows)

    def touch(self, rows: Sequence[int]) -> None:
        """Give live documents a new change number: what an index makes of them has changed."""
        table = self._table
        statement = (
            update(table).where(table.c.row == bindparam("at")).values(change=bindparam("to"))
        )
        if rows:
            given = [{"at": row, "to": self._number()} for row in rows]
            self._connection.execute(statement, given)
        self._counts["changed"] += len(rows)

    def finish(self) -> Report:
        """Write the counter back and say what was done; the transaction is still to be ended."""
        self._connection.execute(
            update(counters).where(counters.c.name == CHANGE).values(value=self._change)
        )
        return Report(**self._counts, missing=tuple(self.missing))

    def _update(self, values: list[dict[str, object]]) -> None:
        if values:
            table = self._table
            columns: dict[str, Any] = {name: bindparam(name) for name in values[0] if name != "at"}
            statement = update(table).where(table.c.row == bindparam("at")).values(columns)
            self._connection.execute(statement, values)

    def _number(self) -> int:
        self._change += 1
        return self._change

    def _new_row(self) -> int:
        if self._next_row is None:
            # Tombstones keep their rows, so the highest row was never given out twice.
            highest = self._connection.scalar(select(func.max(self._table.c.row)))
            self._next_row = (highest or 0) + 1
        if self._next_row >= 1 << ROW_BITS:
            message = (
                f"{self._table.name} 已用完 {(1 << ROW_BITS) - 1:,} 个行号（删除的商品也占行号），"
                "放不下新的记录；请把商品分到几个店铺。"
            )
            raise XunhuoError(message)
        self._next_row += 1
        return self._next_row - 1
