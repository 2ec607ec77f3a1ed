"""The proof that an index says what the database says, document by document."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from indexer.catalog import Faq, Product
from indexer.documents import Row
from indexer.index import Index

__all__ = ["Difference", "verify"]

T = TypeVar("T", Product, Faq)

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """One document that differs, and how."""

    id: str
    what: str


def verify(index: Index[T]) -> Iterator[Difference]:
    """Every difference between the published generation and the database, in no set order.

    Changes that still wait are named as such. Memory: the index's id, row and a digest of each
    document, about 200 bytes.
    """
    live = index.live()
    builder = index.builder(index.knowledge(live.key.name))
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
        for row, document in zip(rows, builder.build(rows), strict=True):
            found = stored.pop(document.id, None)
            waiting = "（还在等待写入索引）" if row.change > live.applied else ""
            if found is None:
                yield Difference(document.id, f"索引里没有{waiting}")
            elif found[0] != row.row:
                yield Difference(document.id, f"行号是 {found[0]}，应为 {row.row}")
            elif found[1] != _digest(document.source):
                yield Difference(document.id, f"内容是旧的{waiting}")
    for identity in stored:
        yield Difference(identity, "数据库里没有")


def _digest(source: bytes) -> bytes:
    return hashlib.blake2b(source, digest_size=16).digest()
