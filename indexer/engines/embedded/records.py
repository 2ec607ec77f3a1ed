"""The record file: each document's card and source, appended once and never changed.

A record is found by the offset that its document in the index carries. Records of replaced and
removed documents stay as unused bytes until the next generation.
"""

import struct
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from indexer.errors import DamagedError
from indexer.mapped import AppendedFile, MappedFile, create_file

__all__ = ["Identity", "RecordReader", "RecordWriter", "create_records"]

_BEGINNING = b"xunhuo documents 1\n"

_HEAD = struct.Struct("<IIqHII")
"""Checksum of the rest of the head, id and card; checksum of the source; row; three lengths."""

_CHECKSUM = 4


class Identity(NamedTuple):
    """Whose record it is."""

    id: str
    row: int


def create_records(path: Path) -> None:
    """An empty record file, on the disk."""
    create_file(path, _BEGINNING)


class RecordWriter(AppendedFile):
    """Appends records. What was appended is on the disk after `sync`."""

    def append(self, identity: Identity, card: bytes, source: bytes) -> int:
        """Where the record begins."""
        id_ = identity.id.encode()
        head = _HEAD.pack(0, crc32(source), identity.row, len(id_), len(card), len(source))
        checked = head[_CHECKSUM:] + id_ + card
        return self.write(crc32(checked).to_bytes(_CHECKSUM, "little") + checked + source)


class RecordReader:
    """Reads by offset; follows the file as it grows. Safe between threads.

    Raises DamagedError where the bytes are not those that were written.
    """

    def __init__(self, path: Path) -> None:
        self._file = MappedFile(path)

    def identity(self, at: int) -> Identity:
        """Whose record begins there."""
        row, id_, _ = self._checked(at)
        return Identity(id_.decode(), row)

    def card(self, at: int) -> bytes:
        """The card of the record that begins there."""
        return self._checked(at)[2]

    def source(self, at: int) -> bytes:
        """The source of the record that begins there."""
        # A page reads some fifty. The rest is not looked at: damaged lengths lead to other bytes,
        # which the source's own checksum tells.
        begin = at + _HEAD.size
        _, checksum, _, *sizes = _HEAD.unpack(self._bytes(at, at, begin))
        end = begin + sum(sizes)
        source = self._bytes(at, end - sizes[-1], end)
        # No source is empty, but zeros, as a power cut may leave them, would tell of one.
        if not source or crc32(source) != checksum:
            raise self._damaged(at)
        return source

    def _checked(self, at: int) -> tuple[int, bytes, bytes]:
        """Row, id and card."""
        begin = at + _HEAD.size
        head = self._bytes(at, at, begin)
        checksum, _, row, id_size, card_size, _ = _HEAD.unpack(head)
        rest = self._bytes(at, begin, begin + id_size + card_size)
        if crc32(rest, crc32(head[_CHECKSUM:])) != checksum:
            raise self._damaged(at)
        return row, rest[:id_size], rest[id_size:]

    def _bytes(self, at: int, begin: int, end: int) -> bytes:
        view = self._file.reaching(end)
        if view is None:
            raise self._damaged(at)
        return view[begin:end]

    def _damaged(self, at: int) -> DamagedError:
        return DamagedError(f"{self._file.path}：位置 {at} 的记录已损坏，请重建索引")
