"""A file that only grows, read through a memory map.

Nothing is known here of what the bytes mean.
"""

import os
import weakref
from mmap import ACCESS_READ, mmap
from pathlib import Path

__all__ = ["MappedFile", "create_file", "sync_folder", "write_file"]


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
