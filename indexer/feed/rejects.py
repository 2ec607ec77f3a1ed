"""Rejected rows, kept whole in a file of the data folder so that they can be mended.

Naming them to a person is for the command.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

__all__ = ["Rejects"]


class Rejects:
    """The rejected rows of one feed file, under the feed's own name and format.

    Mended, the file can be imported as it is. It is made with its first row. Use it with `with`.
    """

    def __init__(self, folder: Path, feed: Path, heading: bytes, now: datetime) -> None:
        """`heading`: the feed's header row, empty without one."""
        name = feed.name.removesuffix(feed.suffix) if feed.suffix.lower() == ".gz" else feed.name
        self._path = folder / f"{now:%Y%m%dT%H%M%S%f}-{name}"
        self._heading = heading
        self._file: BinaryIO | None = None

    @property
    def path(self) -> Path | None:
        """Where the rows are, None while there is none."""
        return None if self._file is None else self._path

    def __enter__(self) -> Self:
        """Itself, closed on leaving."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    def add(self, raw: bytes, rest: Iterable[bytes] = ()) -> None:
        """Keep a row, as it stood in the feed."""
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("xb")
            if self._heading:
                self._file.write(self._heading + b"\n")
        self._file.write(raw)
        self._file.writelines(rest)
        self._file.write(b"\n")
