"""A file of rows of equal size, appended once and never changed, read as a matrix.

Nothing is known here of what a row means.
"""

from pathlib import Path

import numpy as np
from numpy.typing import DTypeLike, NDArray

from indexer.errors import DamagedError
from indexer.mapped import AppendedFile, MappedFile, create_file

__all__ = ["RowReader", "RowWriter", "create_rows"]

_BEGINNING = b"xunhuo rows 1\n".ljust(64, b"\0")  # the rows stay aligned


def create_rows(path: Path) -> None:
    """An empty file of rows, on the disk."""
    create_file(path, _BEGINNING)


class RowWriter(AppendedFile):
    """Appends rows of `size` bytes. What was appended is on the disk after `sync`."""

    def __init__(self, path: Path, size: int) -> None:
        super().__init__(path)
        self._size = size
        torn = (self.end - len(_BEGINNING)) % size if size else 0
        if torn:  # by a crash
            self.write(bytes(size - torn))

    def append(self, row: bytes) -> int:
        """The row's number."""
        return (self.write(row) - len(_BEGINNING)) // self._size


class RowReader:
    """The rows as a matrix over a memory map; follows the file as it grows.

    Safe between threads.
    """

    def __init__(self, path: Path, width: int, dtype: DTypeLike) -> None:
        self.width = width
        self._dtype = np.dtype(dtype)
        self._file = MappedFile(path)

    def matrix(self, rows: int) -> NDArray[np.signedinteger]:
        """The first `rows` rows. Raises DamagedError when there are not so many."""
        count = rows * self.width
        view = self._file.reaching(len(_BEGINNING) + count * self._dtype.itemsize)
        if view is None:
            message = f"{self._file.path}：文件不完整，请重建索引"
            raise DamagedError(message)
        values = np.frombuffer(view, dtype=self._dtype, count=count, offset=len(_BEGINNING))
        return values.reshape(rows, self.width)

    def take(self, numbers: NDArray[np.int64]) -> NDArray[np.signedinteger]:
        """The rows of those numbers, which are 0 or more."""
        return self.matrix(int(numbers.max(initial=-1)) + 1)[numbers]

    def take_known(self, numbers: NDArray[np.int64]) -> NDArray[np.signedinteger]:
        """The rows of those numbers, zeros where a number is below 0."""
        known = numbers >= 0
        if known.all():
            return self.take(numbers)
        taken = np.zeros((len(numbers), self.width), dtype=self._dtype)
        taken[known] = self.take(numbers[known])
        return taken
