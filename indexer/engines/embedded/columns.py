"""What is read of each hit: where its record and vector are, and its single integers, in one row.

The library keeps the same integers to sort and filter by, but gives them out one column a call;
a page needs eight of them for 200 hits.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from indexer.engines.embedded.native import ROW, VROW
from indexer.engines.embedded.rows import RowReader, RowWriter
from indexer.fields import Kind, Schema

__all__ = ["AT", "CARD", "VALUES", "VALUES_END", "ColumnReader", "ColumnWriter", "Columns"]

AT = "at"
"""Where the record begins in the record file."""

CARD = "card"
"""How many bytes its card has: most shops sell most things in one kind, whose card is empty."""

VALUES, VALUES_END = "values", "values_end"
"""Where the values are in the file of values."""

_NO_VECTOR = -1
_OWN = (AT, CARD, VALUES, VALUES_END, VROW, ROW)


def _names(schema: Schema) -> tuple[str, ...]:
    """The columns of a row, in order."""
    single = (f.name for f in schema.fields if f.kind is Kind.INTEGER and not f.multi)
    return (*_OWN, *(name for name in single if name != ROW))


class ColumnWriter:
    """Appends a row for each document that is put."""

    def __init__(self, path: Path, schema: Schema) -> None:
        names = _names(schema)
        self._single = names[len(_OWN) :]
        self._packed = Struct(f"<{len(names)}q").pack
        self._rows = RowWriter(path, 8 * len(names))

    def append(
        self,
        *,
        record: tuple[int, int],
        values: tuple[int, int],
        vector: int | None,
        row: int,
        integers: Mapping[str, Sequence[int]],
    ) -> int:
        """The number of the row; 0 stands for an integer that the document lacks.

        `record`: where it begins, and the bytes of its card.
        """
        single = [integers[name][0] if integers.get(name) else 0 for name in self._single]
        vector = _NO_VECTOR if vector is None else vector
        return self._rows.append(self._packed(*record, *values, vector, row, *single))

    def sync(self) -> None:
        """Everything appended survives a crash."""
        self._rows.sync()

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()


class Columns:
    """The rows of some hits, by column."""

    def __init__(self, names: Mapping[str, int], rows: NDArray[np.signedinteger]) -> None:
        self._names = names
        self._rows = rows

    def __getitem__(self, name: str) -> NDArray[np.int64]:
        """The column's value for each hit."""
        return self._rows[:, self._names[name]]

    def take(self, order: NDArray[np.intp]) -> "Columns":
        """The hits at those positions, in that order."""
        return Columns(self._names, self._rows[order])


class ColumnReader:
    """Reads rows by number. Safe between threads."""

    def __init__(self, path: Path, schema: Schema) -> None:
        names = _names(schema)
        self._names = {name: i for i, name in enumerate(names)}
        self._rows = RowReader(path, len(names), np.int64)

    def take(self, numbers: NDArray[np.int64]) -> Columns:
        """Raises DamagedError for a number that was not given out."""
        return Columns(self._names, self._rows.take(numbers))
