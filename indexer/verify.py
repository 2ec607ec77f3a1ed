"""The proof that an index says what the database says, document by document."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from indexer.catalog import Faq, Product
from indexer.documents import Row
from indexer.index import Index
from indexer.knowledge import NOTHING_KNOWN

__all__ = ["Difference", "verify"]

T = TypeVar("T", Product, Faq)

_BATCH = 500
_WAITING = "（还在等待写入索引）"


@dataclass(frozen=True, slots=True)
class Difference:
    """One document that differs, and how."""

    id: str
    what: str


def verify(index: Index[T]) -> Iterator[Difference]:
    """Every difference between the published generation and the database, in no set order.

    Compared are ids, rows and sources, which hold the record and the number of its change; what
    else a document has follows from them. Changes that still wait are named as such. Memory: the
    index's id, row and a digest of each document, about 200 bytes.
    """
    live = index.live()
    builder = index.builder(NOTHING_KNOWN)
    stored = {
        identity: (row, _digest(source)) for identity, row, source in index.engine.documents()
    }
    changes = index.catalogue.all()
    while batch := list(islice(changes, _BATCH)):
        rows = [
            Row(row=change.row, change=change.change, record=change.document)
            for change in batch
            if change.document is not None
        ]
        for row in rows:
            found = stored.pop(row.record.id, None)
            waiting = _WAITING if row.change > live.applied else ""
            if found is None:
                yield Difference(row.record.id, f"索引里没有{waiting}")
            elif found[0] != row.row:
                yield Difference(row.record.id, f"行号是 {found[0]}，应为 {row.row}")
            elif found[1] != _digest(builder.source(row)):
                yield Difference(row.record.id, f"内容不一致{waiting}")
    changed = index.catalogue.iterate(live.applied) if stored else ()
    deleted = {change.id for change in changed if change.document is None}
    for identity in stored:
        yield Difference(identity, f"数据库里没有{_WAITING if identity in deleted else ''}")


def _digest(source: bytes) -> bytes:
    return hashlib.blake2b(source, digest_size=16).digest()
