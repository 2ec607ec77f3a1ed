"""Checked rows on their way into the catalogue: gathered outside it, moved in one transaction.

The main tables are locked only for the move. Memory does not grow with the feed: an import of
1,000,000 rows of 770 bytes peaked at 219 MB, one of 100,000 at 209 MB, nearly all of it code.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Generic, TypeVar

import orjson
from sqlalchemy import Connection, func, select

from indexer.catalog import Faq, Product
from indexer.errors import XunhuoError
from indexer.patch import Patch
from indexer.store.catalogue import Catalogue
from indexer.store.scratch import Scratch
from indexer.store.writing import Draft, Report, Writer, batched, draft, remove_demo

__all__ = ["LARGEST_UNFORCED_DELETION", "Staging"]

T = TypeVar("T", bound=Product | Faq)

LARGEST_UNFORCED_DELETION = 0.20
"""The share of a catalogue that a full feed may delete without being forced (semantics §5)."""

_BATCH = 1000
_BATCH_BYTES = 4 << 20  # of drafts in memory
_CACHE_KIB = 32 * 1024

_SCHEMA = """
CREATE TABLE drafts (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, digest BLOB, payload BLOB);
CREATE TABLE patches (seq INTEGER PRIMARY KEY, id TEXT, sku TEXT, content BLOB);
CREATE INDEX patches_id ON patches (id);
CREATE TABLE kept (id TEXT PRIMARY KEY);
"""


class Staging(Scratch, Generic[T]):
    """The rows of one import, in a temporary file. For one thread; use it with `with`."""

    def __init__(self, catalogue: Catalogue[T], *, data: Path) -> None:
        """For an import into `catalogue`; the temporary file lies in the data folder."""
        super().__init__(data, _SCHEMA, cache_kib=_CACHE_KIB)
        self._catalogue = catalogue
        self._drafts: list[Draft] = []
        self._bytes = 0

    def add(self, document: T) -> None:
        """Gather a whole document; of one id the last wins."""
        self._drafts.append(draft(document))
        self._bytes += len(self._drafts[-1].payload)
        if self._bytes >= _BATCH_BYTES:
            self._flush()

    def add_patch(self, patch: Patch) -> None:
        """Gather a change of some columns; those of one id are made in this order."""
        content = orjson.dumps([patch.fields, patch.attributes])
        row = (patch.id, patch.sku, content)
        self._file.execute("INSERT INTO patches (id, sku, content) VALUES (?, ?, ?)", row)

    def keep(self, identifier: str) -> None:
        """Do not let a full feed delete this id: its row was there, but was rejected."""
        self._file.execute("INSERT OR IGNORE INTO kept VALUES (?)", (identifier,))

    def commit(self, *, full: bool = False, force: bool = False, demo: bool = False) -> Report:
        """Move everything into the catalogue in one transaction.

        `full` deletes what is neither here nor kept; raises XunhuoError where that is more than
        LARGEST_UNFORCED_DELETION of the catalogue and it is not forced. A real import (not
        `demo`) that has whole documents removes the demo shop.
        """
        self._flush()
        catalogue = self._catalogue
        with catalogue.database.writing() as connection:
            writer = Writer(connection, catalogue.table)
            if full and not force:
                self._refuse_large(connection)
            for batch in batched(self._staged(), _BATCH):
                writer.write(batch, demo=demo)
            for changes in self._patches():
                catalogue.write_patches(connection, writer, changes)
            if full:
                for rows in batched(self._lacking(connection), _BATCH):
                    writer.bury(rows)
            report = writer.finish()
            if not demo and self._file.execute("SELECT 1 FROM drafts LIMIT 1").fetchone():
                report = replace(report, demo=remove_demo(connection, catalogue.shop))
        return report

    def _flush(self) -> None:
        self._file.executemany(
            "INSERT INTO drafts (id, digest, payload) VALUES (?, ?, ?) ON CONFLICT (id)"
            " DO UPDATE SET digest = excluded.digest, payload = excluded.payload",
            ((item.id, item.digest, item.payload) for item in self._drafts),
        )
        self._drafts.clear()
        self._bytes = 0

    def _staged(self) -> Iterator[Draft]:
        rows = self._file.execute("SELECT id, digest, payload FROM drafts ORDER BY seq")
        return (Draft(*row) for row in rows)

    def _patches(self) -> Iterator[list[Patch]]:
        """Batches that keep all changes of one id together: a document is written once."""
        batch: list[Patch] = []
        rows = self._file.execute("SELECT id, sku, content FROM patches ORDER BY id, seq")
        for identifier, sku, content in rows:
            if len(batch) >= _BATCH and batch[-1].id != identifier:
                yield batch
                batch = []
            fields, attributes = orjson.loads(content)
            batch.append(Patch(id=identifier, sku=sku, fields=fields, attributes=attributes))
        if batch:
            yield batch

    def _lacking(self, connection: Connection) -> Iterator[int]:
        """The rows of the live documents, those of the demo aside, that are not gathered here."""
        table = self._catalogue.table
        query = select(table.c.row, table.c.id).where(
            table.c.deleted.is_(False), table.c.demo.is_(False)
        )
        query = query.order_by(table.c.row).limit(_BATCH)
        after = 0
        while page := connection.execute(query.where(table.c.row > after)).all():
            marks = ", ".join("?" * len(page))
            here = self._file.execute(
                f"SELECT id FROM drafts WHERE id IN ({marks})"
                f" UNION ALL SELECT id FROM kept WHERE id IN ({marks})",
                [identifier for _, identifier in page] * 2,
            )
            present = {identifier for (identifier,) in here}
            yield from (row for row, identifier in page if identifier not in present)
            after = page[-1][0]

    def _refuse_large(self, connection: Connection) -> None:
        table = self._catalogue.table
        live = select(func.count()).select_from(table)
        live = live.where(table.c.deleted.is_(False), table.c.demo.is_(False))
        total = connection.scalar(live) or 0
        lacking = sum(1 for _ in self._lacking(connection))
        if lacking > LARGEST_UNFORCED_DELETION * total:
            message = (
                f"--full 会删除 {lacking} 条（现有 {total} 条），超过"
                f" {LARGEST_UNFORCED_DELETION:.0%}，什么也没有改；确认无误请加 --force。"
            )
            raise XunhuoError(message)
