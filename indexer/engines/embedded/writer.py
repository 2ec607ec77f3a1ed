"""Writing one generation: what is read of hits to files, then everything to the index.

The order makes it safe: the files reach the disk before the commit that points into them, so a
crash leaves unused bytes and never a pointer to nothing. Nothing is read here but which vectors are
there already.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import isfinite
from threading import Lock

import numpy as np
import tantivy
from tantivy import Query

from indexer.engine import IndexDocument
from indexer.engines.embedded.answers import column, found
from indexer.engines.embedded.columns import ColumnWriter
from indexer.engines.embedded.failures import translated
from indexer.engines.embedded.generations import Place
from indexer.engines.embedded.native import ABSENT, ID, NUMBER, ROW, VROW, open_index
from indexer.engines.embedded.queries import Part, Queries, every
from indexer.engines.embedded.records import Identity, RecordWriter
from indexer.engines.embedded.rows import RowReader, RowWriter
from indexer.engines.embedded.values import ValueWriter
from indexer.errors import BulkRejectedError, DamagedError
from indexer.fields import ROW_BITS, Kind, Schema
from indexer.request import Sort

__all__ = ["GenerationWriter"]

_HEAP = 256_000_000
"""Bytes that the indexing thread fills before it writes a segment."""

_BATCH = 200_000
"""Documents a commit in a long `add`. Each commit ends a segment, and what five segments answer
in 2.4 ms one answers in 1.5 ms: 100,000 documents fit into one. What waits for the commit in
memory, beyond the heap, is their ids."""

_TOGETHER = 256
"""Documents whose vectors are looked up at once: 5 us each, one by one 150."""

_MAX_KEYWORD = 32_766
"""Bytes of the longest keyword: Elasticsearch's limit, so that both engines refuse alike."""

_SURELY_FITS = _MAX_KEYWORD // 4
"""Characters: none has more than four bytes, so that most words need not be encoded to be sure."""


class GenerationWriter:
    """Adds to and removes from one generation; opens on first use, and again after `close`.

    While open it holds the generation's lock against other processes (WriterBusyError) and up to
    256 MB. Threads wait for each other.
    """

    def __init__(self, place: Place, schema: Schema) -> None:
        self._place = place
        self._schema = schema
        self._lock = Lock()
        self._open: _Open | None = None
        self._texts = _columns(schema, Kind.TEXT, Kind.PHRASE)
        self._keywords = _columns(schema, Kind.KEYWORD)
        self._integers = _columns(schema, Kind.INTEGER)
        self._doubles = _columns(schema, Kind.DOUBLE)

    def add(self, documents: Iterable[IndexDocument]) -> int:
        """See `indexer.engine.IndexWriter.add`. A failure undoes what is not yet committed."""
        refused: dict[str, str] = {}
        number = 0
        with self._lock:
            writer = self._opened()
            try:
                for together in _parts(documents):
                    vectors = writer.kept_vectors(together)
                    for document in together:
                        try:
                            native = self._native(document)
                        except _RefusedError as reason:
                            refused[document.id] = str(reason)
                            continue
                        code = document.code
                        vector = None if code is None else vectors.get((document.row, code))
                        writer.put(document, native, vector)
                        number += 1
                        if number % _BATCH == 0:
                            writer.commit()
                if number % _BATCH:
                    writer.commit()
            except BaseException:
                writer.rollback()
                raise
        if refused:
            raise BulkRejectedError(refused)
        return number

    def remove(self, ids: Iterable[str]) -> None:
        """See `indexer.engine.IndexWriter.remove`."""
        with self._lock:
            writer = self._opened()
            try:
                for id_ in ids:
                    writer.delete(id_)
                writer.commit()
            except BaseException:
                writer.rollback()
                raise

    def close(self) -> None:
        """Wait for merges and let go of the lock."""
        with self._lock:
            if self._open is not None:
                opened, self._open = self._open, None
                opened.close()

    def hold(self) -> None:
        """Take the generation's lock now. Raises WriterBusyError."""
        with self._lock:
            self._opened()

    def _opened(self) -> "_Open":
        if self._open is None:
            self._open = _Open(self._place, self._schema)
        return self._open

    def _native(self, document: IndexDocument) -> tantivy.Document:
        for columns, known in (
            (document.texts, self._texts),
            (document.keywords, self._keywords),
            (document.integers, self._integers),
            (document.doubles, self._doubles),
        ):
            if not columns.keys() <= known:
                raise _RefusedError(f"没有这一列：{min(columns.keys() - known)}")
        if not 0 <= document.row < 1 << ROW_BITS:
            raise _RefusedError(f"行号不可用：{document.row}")
        code, dimensions = document.code, self._place.dimensions
        if code is not None and len(code) != dimensions:
            raise _RefusedError(f"向量应有 {dimensions} 维，实有 {len(code)} 维")
        try:
            return _native(document)
        except (ValueError, OverflowError, TypeError) as error:
            raise _RefusedError(str(error)) from error


class _RefusedError(Exception):
    """Why a document cannot be taken."""


class _Open:
    """The open files and the library's writer, which holds the lock."""

    def __init__(self, place: Place, schema: Schema) -> None:
        with translated():
            self._index = open_index(place.index)
            self._writer = self._index.writer(_HEAP, 1)
            self._index.reload()  # to what others wrote until this one held the lock
            # A commit that a kill kept from counting leaves files of deletions, whose names are
            # those that the same commit needs again: it would fail over them for ever.
            self._writer.garbage_collect_files()
            # The ids put into an empty index, until its first commit: only these can be there.
            # Looking for each new one took a quarter of the time of indexing.
            self._put: set[str] | None = set() if self._index.searcher().num_docs == 0 else None
        self._records = RecordWriter(place.records)
        self._vectors = RowWriter(place.vectors, place.dimensions)
        self._queries = Queries(schema, self._index.schema)
        self._vectors_there = RowReader(place.vectors, place.dimensions, np.int8)
        self._columns = ColumnWriter(place.columns, schema)
        self._values = ValueWriter(place.values, schema)
        self._counted = tuple(field.name for field in schema.fields if field.counted)

    def put(
        self, document: IndexDocument, native: tantivy.Document, vector: int | None = None
    ) -> None:
        """Replace what has this id. `vector`: the number of its vector, where that is there."""
        identity = Identity(document.id, document.row)
        with translated():
            at = self._records.append(identity, document.card, document.source)
            if vector is None and document.code is not None:
                vector = self._vectors.append(document.code)
            if vector is not None:
                native.add_integer(VROW, vector)
            number = self._columns.append(
                record=(at, len(document.card)),
                values=self._values.append(document.keywords),
                vector=vector,
                row=document.row,
                integers=document.integers,
            )
            native.add_integer(NUMBER, number)
            for name in self._counted:
                if not document.keywords.get(name):
                    native.add_text(ABSENT, name)
            if self._put is None or document.id in self._put:
                self._writer.delete_documents_by_term(ID, document.id)
            else:
                self._put.add(document.id)
            self._writer.add_document(native)

    def kept_vectors(self, documents: Sequence[IndexDocument]) -> dict[tuple[int, bytes], int]:
        """Row and vector to the number of those that are there already.

        With new ones for each change of a price, what is scanned would grow by a catalogue a day.
        """
        sound = range(1 << ROW_BITS)
        wanted = [d.row for d in documents if d.code is not None and d.row in sound]
        if self._put is not None or not wanted:
            return {}
        with translated():
            searcher = self._index.searcher()
        query = every([Part(self._queries.among(ROW, wanted)), Part(Query.exists_query(VROW))])
        there = found(searcher, query, len(wanted), Sort(ROW))
        numbers = column(searcher, VROW, there.addresses)
        if not len(numbers):
            return {}
        try:
            vectors = self._vectors_there.take(numbers)
        except DamagedError:
            return {}  # what cannot be read is written again
        triples = zip(there.keys.tolist(), vectors, numbers.tolist(), strict=True)
        return {(row, vector.tobytes()): number for row, vector, number in triples}

    def delete(self, id_: str) -> None:
        """Remove what has this id."""
        with translated():
            self._writer.delete_documents_by_term(ID, id_)

    def commit(self) -> None:
        """Everything put and deleted survives a crash, and later readers see it."""
        with translated():
            self._records.sync()
            self._vectors.sync()
            self._columns.sync()
            self._values.sync()
            self._writer.commit()
            self._index.reload()
        self._put = None

    def rollback(self) -> None:
        """Forget what was put and deleted since the last commit."""
        with translated():
            self._writer.rollback()
            self._writer.garbage_collect_files()  # of a commit that failed half-way, as above

    def close(self) -> None:
        """Let merges end: a writer that is only dropped leaves a segment a commit."""
        with translated():
            self._writer.wait_merging_threads()
        del self._writer
        self._records.close()
        self._vectors.close()
        self._columns.close()
        self._values.close()


def _parts(documents: Iterable[IndexDocument]) -> Iterator[list[IndexDocument]]:
    left = iter(documents)
    while part := list(islice(left, _TOGETHER)):
        yield part


def _columns(schema: Schema, *kinds: Kind) -> frozenset[str]:
    return frozenset(field.name for field in schema.fields if field.kind in kinds)


def _native(document: IndexDocument) -> tantivy.Document:
    native = tantivy.Document()
    add_text, add_integer = native.add_text, native.add_integer
    add_text(ID, document.id)
    add_integer(ROW, document.row)
    for name, text in document.texts.items():
        add_text(name, text)
    for name, words in document.keywords.items():
        if name != ID:
            for word in words:
                add_text(name, word if len(word) <= _SURELY_FITS else _keyword(word))
    for name, integers in document.integers.items():
        if name != ROW:
            for integer in integers:
                add_integer(name, integer)
    for name, doubles in document.doubles.items():
        for double in doubles:
            native.add_float(name, _finite(double))
    return native


def _keyword(word: str) -> str:
    if len(word.encode()) > _MAX_KEYWORD:
        raise _RefusedError(f"有超过 {_MAX_KEYWORD} 字节的值")
    return word


def _finite(double: float) -> float:
    if not isfinite(double):
        raise _RefusedError(f"不是数：{double}")
    return double + 0.0  # no negative zero: see `queries`
