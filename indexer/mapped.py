"""A file that only grows: appended to, and read through a memory map.

Nothing is known here of what the bytes mean.
"""

import os
import weakref
from mmap import ACCESS_READ, mmap
from pathlib import Path

__all__ = ["AppendedFile", "MappedFile", "create_file", "sync_folder", "write_file"]

_BUFFER = 1 << 20  # bytes kept back before they are written


class MappedFile:
    """Follows the file as it grows. The file is never empty. Safe between threads.

    The file is let go of with the last reference; until then it can be read even when its name
    is gone (not on Windows, where the name cannot go).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        weakref.finalize(self, os.close, self._descriptor)
        self._map = mmap(self._descriptor, 0, access=ACCESS_READ)

    def reaching(self, end: int) -> mmap | None:
        """A map of at least `end` bytes, None when the file has fewer."""
        # Another thread may put a shorter map in its place meanwhile.
        view = self._map
        if end > len(view):
            view = self._map = mmap(self._descriptor, 0, access=ACCESS_READ)
        return view if end <= len(view) else None


class AppendedFile:
    """Writes at the end of a file. What was written is on the disk after `sync`."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=_BUFFER)
        self.end = self._file.tell()

    def write(self, content: bytes) -> int:
        """Where it begins."""
        self._file.write(content)
        begin = self.end
        self.end += len(content)
        return begin

    def sync(self) -> None:
        """Everything written survives a crash."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def create_file(path: Path, beginning: bytes) -> None:
    """A new file, on the disk."""
    with path.open("xb") as file:
        file.write(beginning)
        file.flush()
        os.fsync(file.fileno())


def write_file(path: Path, text: str) -> None:
    """A small file written anew, on the disk."""
    path.unlink(missing_ok=True)
    create_file(path, text.encode())


def sync_folder(folder: Path) -> None:
    """Names in the folder survive a power cut; Windows has no such call and needs none."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
