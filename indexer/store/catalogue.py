"""Products or FAQ entries in the database: every write numbered, nothing forgotten.

It checks nothing that people typed (`indexer.feed` does) and knows no index.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import Connection, Table, bindparam, func, select

from indexer.catalog import DocumentId, Faq, Product
from indexer.errors import DamagedError
from indexer.patch import Patch, UnknownSkuError, settled
from indexer.store.database import Database
from indexer.store.writing import Report, Writer, batched, draft, remove_demo

__all__ = ["Catalogue", "Change"]

T = TypeVar("T", bound=Product | Faq)

# Rows a page: large enough that a page's own cost vanishes, small enough for any memory.
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """The latest change of a row. `document` None: it was deleted."""

    row: int
    id: DocumentId
    change: int
    document: T | None


class Catalogue(Generic[T]):
    """All documents of one kind. Safe to share between threads.

    A row's number stays with its id for good, also while the document is deleted.
    """

    def __init__(
        self,
        database: Database,
        table: Table,
        decode: Callable[[Mapping[str, Any]], T],
        *,
        shop: Sequence[Table] = (),
    ) -> None:
        """`decode` turns a stored record into a document.

        `shop`: all tables that may hold the demo shop, which leaves with the first real document.
        """
        self.database = database
        self.table = table
        self.shop = shop
        self._decode = decode
        # Made once: it is asked at every letter that somebody types. Not asked for by `deleted` too:
        # SQLite would read that index from end to end.
        self._of_ids = select(table.c.id, table.c.row, table.c.deleted).where(
            table.c.id.in_(bindparam("ids", expanding=True))
        )

    def upsert(self, documents: Iterable[T], *, demo: bool = False) -> Report:
        """Insert or replace whole documents in one transaction; of one id the last wins.

        Unchanged documents take no change number. `demo` marks them as belonging to the demo
        shop; without it the demo shop leaves in the same transaction (`Report.demo`). Raises
        XunhuoError when the rows run out.
        """
        with self.database.writing() as connection:
            writer = Writer(connection, self.table)
            given = False
            for batch in batched(map(draft, documents), _PAGE):
                given = True
                writer.write(batch, demo=demo)
            report = writer.finish()
            if given and not demo:
                report = replace(report, demo=remove_demo(connection, self.shop))
            return report

    def patch(self, patches: Iterable[Patch]) -> Report:
        """Change some columns of existing documents in one transaction, patch after patch.

        `Report.missing` names the ids that do not exist, and `id/sku` where the SKU does not.
        """
        with self.database.writing() as connection:
            writer = Writer(connection, self.table)
            for batch in batched(patches, _PAGE):
                self.write_patches(connection, writer, batch)
            return writer.finish()

    def delete(self, ids: Iterable[str]) -> Report:
        """Delete in one transaction; `Report.missing` names the ids that do not exist."""
        with self.database.writing() as connection:
            writer = Writer(connection, self.table)
            for batch in batched(ids, _PAGE):
                writer.delete(batch)
            return writer.finish()

    def get(self, ids: Sequence[str]) -> dict[str, T]:
        """The documents by id; those that do not exist are left out."""
        with self.database.reading() as connection:
            return {
                key: document
                for batch in batched(ids, _PAGE)
                for key, document in self._read(connection, batch).items()
            }

    def rows(self, ids: Sequence[str]) -> dict[str, int]:
        """The row numbers by id, of live documents only."""
        with self.database.reading() as connection:
            return {
                key: row
                for batch in batched(ids, _PAGE)
                for key, row, deleted in connection.execute(self._of_ids, {"ids": batch})
                if not deleted
            }

    def iterate(
        self, after_change: int = 0, upto: int | None = None, batch: int = _PAGE
    ) -> Iterator[Change[T]]:
        """The rows whose last change is in (after_change, upto], in the order of changes.

        Memory is bounded by `batch`. No transaction stays open between pages: a row that is
        written again meanwhile moves behind `upto`, where the next call finds it.
        """
        table = self.table
        query = select(table.c.row, table.c.id, table.c.change, table.c.payload)
        query = query.order_by(table.c.change).limit(batch)
        if upto is not None:
            query = query.where(table.c.change <= upto)
        while True:
            with self.database.reading() as connection:
                page = connection.execute(query.where(table.c.change > after_change)).all()
            for row, key, change, payload in page:
                document = None if payload is None else self._decoded(key, payload)
                yield Change(row, DocumentId(key), change, document)
            if len(page) < batch:
                return
            after_change = page[-1].change

    def all(self, batch: int = _PAGE) -> Iterator[Change[T]]:
        """Every live document in the order of rows; memory is bounded by `batch`."""
        table = self.table
        query = select(table.c.row, table.c.id, table.c.change, table.c.payload)
        query = query.where(table.c.deleted.is_(False)).order_by(table.c.row).limit(batch)
        after = 0
        while True:
            with self.database.reading() as connection:
                page = connection.execute(query.where(table.c.row > after)).all()
            for row, key, change, payload in page:
                yield Change(row, DocumentId(key), change, self._decoded(key, payload))
            if len(page) < batch:
                return
            after = page[-1].row

    def count(self, *, demo: bool | None = None) -> int:
        """How many live documents there are; `demo` counts only those of or not of the demo."""
        table = self.table
        query = select(func.count()).select_from(table).where(table.c.deleted.is_(False))
        if demo is not None:
            query = query.where(table.c.demo.is_(demo))
        with self.database.reading() as connection:
            return connection.scalar(query) or 0

    def waiting(self, after_change: int) -> int:
        """How many rows, deletions among them, have changed since that change number."""
        table = self.table
        query = select(func.count()).select_from(table).where(table.c.change > after_change)
        with self.database.reading() as connection:
            return connection.scalar(query) or 0

    def write_patches(
        self, connection: Connection, writer: Writer, patches: Sequence[Patch]
    ) -> None:
        """Inside a transaction: change the documents as they are now."""
        documents = self._read(connection, list({patch.id for patch in patches}))
        touched: dict[str, T] = {}
        for patch in patches:
            document = documents.get(patch.id)
            if document is None:
                writer.missing.append(patch.id)
                continue
            try:
                changed = settled(self._decode(patch.applied(document.to_record())))
            except UnknownSkuError:
                writer.missing.append(f"{patch.id}/{patch.sku}")
            else:
                documents[patch.id] = touched[patch.id] = changed
        writer.write([draft(document) for document in touched.values()])

    def _read(self, connection: Connection, ids: Sequence[str]) -> dict[str, T]:
        table = self.table
        # A deleted one has no payload. Not asked for by `deleted`: see `rows`.
        found = connection.execute(select(table.c.id, table.c.payload).where(table.c.id.in_(ids)))
        return {key: self._decoded(key, payload) for key, payload in found if payload is not None}

    def _decoded(self, key: str, payload: bytes) -> T:
        try:
            return self._decode(orjson.loads(payload))
        except (ValueError, KeyError, TypeError) as error:
            message = f"数据库中 {self.table.name} 的 {key} 已损坏，请从备份恢复。"
            raise DamagedError(message) from error
