"""A temporary SQLite file in which an import gathers what it will then move in one transaction."""

import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

__all__ = ["STAGING", "Scratch", "clear_stale"]

STAGING = "staging"
"""The folder of temporary files, in the data folder."""

_STALE_SECONDS = 24 * 3600  # no import runs for a day: such a file is a killed one's
_CACHE_KIB = 16 * 1024  # as much again where rows are sorted

# Nobody else sees it, and nothing of it outlives the import.
_PRAGMAS = """
PRAGMA journal_mode=OFF;
PRAGMA synchronous=OFF;
PRAGMA locking_mode=EXCLUSIVE;
PRAGMA temp_store=FILE;
"""


class Scratch:
    """The file; subclasses say what is gathered. For one thread; use it with `with`."""

    def __init__(self, data: Path, schema: str, *, cache_kib: int = _CACHE_KIB) -> None:
        """`data`: the data folder; `schema`: the statements that make the tables."""
        self._path = data / STAGING / f"{uuid4().hex}.db"
        self._schema = f"{_PRAGMAS}PRAGMA cache_size=-{cache_kib};{schema}"

    def __enter__(self) -> Self:
        """Open the file; those of killed imports are removed."""
        clear_stale(self._path.parent)
        self._file = sqlite3.connect(self._path, isolation_level=None)
        self._file.executescript(self._schema)
        self._file.execute("BEGIN")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget everything."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def clear_stale(folder: Path) -> None:
    """Make the folder of temporary files, without those that killed imports have left there."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        # Another import may remove it first.
        with suppress(FileNotFoundError):
            if old.is_file() and time.time() - old.stat().st_mtime > _STALE_SECONDS:
                old.unlink()
