"""The vector file: int8 rows, appended once and never changed, and exact products with them.

Which row belongs to a live document is told by the index: `nearest` asks it.
"""

import os
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from indexer.engines.embedded.mapped import MappedFile, create_file
from indexer.errors import DamagedError

__all__ = [
    "Codes",
    "VectorReader",
    "VectorWriter",
    "create_vectors",
    "products",
    "products_by_numpy",
]

Codes = NDArray[np.int8]

_BEGINNING = b"xunhuo vectors 1\n".ljust(64, b"\0")  # the rows stay aligned

_CHUNK = 16_384
"""Rows turned into floats at once: 16 MB at 256 dimensions."""

_EXACT_IN_FLOAT32 = 1024
"""Dimensions up to which every partial sum of products of int8 stays within 2**24."""


def create_vectors(path: Path) -> None:
    """An empty vector file, on the disk."""
    create_file(path, _BEGINNING)


class VectorWriter:
    """Appends. What was appended is on the disk after `sync`."""

    def __init__(self, path: Path, dimensions: int) -> None:
        self._file = path.open("ab")
        self._end = 0
        if dimensions:
            self._end, torn = divmod(self._file.tell() - len(_BEGINNING), dimensions)
            if torn:  # by a crash
                self._file.write(bytes(dimensions - torn))
                self._end += 1

    def append(self, code: bytes) -> int:
        """The row of the vector."""
        self._file.write(code)
        self._end += 1
        return self._end - 1

    def sync(self) -> None:
        """Everything appended survives a crash."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class VectorReader:
    """The rows as a matrix over a memory map; follows the file as it grows.

    Safe between threads.
    """

    def __init__(self, path: Path, dimensions: int) -> None:
        self.dimensions = dimensions
        self._file = MappedFile(path)

    def matrix(self, rows: int) -> Codes:
        """The first `rows` rows. Raises DamagedError when there are not so many."""
        size = rows * self.dimensions
        view = self._file.reaching(len(_BEGINNING) + size)
        if view is None:
            message = f"{self._file.path}：向量文件不完整，请重建索引"
            raise DamagedError(message)
        codes = np.frombuffer(view, dtype=np.int8, count=size, offset=len(_BEGINNING))
        return codes.reshape(rows, self.dimensions)

    def take(self, rows: NDArray[np.int64]) -> Codes:
        """The vectors in those rows, zeros where a row is below 0."""
        codes = np.zeros((len(rows), self.dimensions), dtype=np.int8)
        known = rows >= 0
        if known.any():
            codes[known] = self.matrix(int(rows.max()) + 1)[rows[known]]
        return codes


def products(codes: Codes, code: Codes) -> NDArray[np.float64]:
    """The exact integer dot product of each row with `code`."""
    if _NUMKONG is None or not len(codes):
        return products_by_numpy(codes, code)
    found = np.asarray(_NUMKONG.cdist(code[np.newaxis], codes, "dot"), dtype=np.float64)
    return found.reshape(len(codes))


def products_by_numpy(codes: Codes, code: Codes) -> NDArray[np.float64]:
    """`products` without the optional library, in bounded memory."""
    if codes.shape[1] <= _EXACT_IN_FLOAT32:
        return _in_chunks(codes, code.astype(np.float32))
    return _in_chunks(codes, code.astype(np.float64))


def _in_chunks(codes: Codes, wanted: NDArray[np.floating]) -> NDArray[np.float64]:
    found = np.empty(len(codes), dtype=np.float64)
    for begin in range(0, len(codes), _CHUNK):
        end = begin + _CHUNK
        found[begin:end] = codes[begin:end].astype(wanted.dtype) @ wanted
    return found


def _optional(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ImportError:
        return None


_NUMKONG = _optional("numkong")
"""Thirty times faster than numpy here; an extra (`xunhuo[fast]`)."""
