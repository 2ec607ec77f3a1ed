"""What a training leaves in the data folder: counts and lists as files that are read mapped.

A folder a training, named by UTC time, and the file CURRENT that names the one that is read. A
folder never changes once it is named: readers go on with theirs while a new one is put beside it.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from indexer.errors import DamagedError, WriterBusyError
from indexer.mapped import create_file, sync_folder, write_file
from recsys.item_cf import Counts, Lists, WindowSettings

__all__ = ["About", "Trained", "TrainedFolder"]

_CURRENT = "CURRENT"
_ABOUT = "about.json"
_ITEMS = "items.txt"
_FORMAT = 1
_TYPES = {
    Counts: {"starts": "<i8", "other": "<i4", "bucket": "<i4", "count": "<i8"},
    Lists: {"starts": "<i8", "other": "<i4", "similarity": "<f4"},
}

Arrays = TypeVar("Arrays", Counts, Lists)


class About(BaseModel):
    """What a training was made of.

    `at`: the bucket for whose time its lists are; `latest`: the newest bucket counted; `arrival`:
    the last event counted; `erasures`: how often events had been deleted by then.
    """

    model_config = ConfigDict(frozen=True)

    settings: WindowSettings
    at: int
    latest: int
    arrival: int
    erasures: int
    format: int = _FORMAT


@dataclass(frozen=True, slots=True)
class Trained:
    """A training: `counts` and `lists` are of the products `items`, by their numbers."""

    name: str
    about: About
    items: Sequence[str]
    counts: Counts
    lists: Lists


class TrainedFolder:
    """The trainings of a shop. Readers need no lock; who writes must be alone."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made with the first training."""
        self.folder = folder

    @contextmanager
    def alone(self, *, wait: float = -1) -> Iterator[None]:
        """Be the only one who writes. `wait`: seconds, for ever if negative.

        Raises WriterBusyError where another process still writes then.
        """
        lock = self.lock()
        try:
            lock.acquire(timeout=wait)
        except Timeout as error:
            raise WriterBusyError(
                "另一个进程正在数事件：店开着的时候，新的事件几秒之内就算进去，不用重新训练。"
            ) from error
        try:
            yield
        finally:
            lock.release()

    def lock(self) -> FileLock:
        """What the process that writes holds."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return FileLock(self.folder / "writer.lock", thread_local=False)

    def current(self) -> str | None:
        """The name of the training to read; None before the first."""
        try:
            return (self.folder / _CURRENT).read_text("utf-8").strip()
        except FileNotFoundError:
            return None

    def read(self) -> Trained | None:
        """The current training, its arrays mapped; None before the first, or by other code.

        Raises DamagedError where its files are not whole.
        """
        name = self.current()
        if name is None:
            return None
        folder = self.folder / name
        try:
            about = About.model_validate_json((folder / _ABOUT).read_bytes())
            items = (folder / _ITEMS).read_text("utf-8").split("\n")[:-1]
            counts, lists = _mapped(folder, Counts), _mapped(folder, Lists)
        except FileNotFoundError:
            # Another process has put a new one in its place and removed this one, or it is gone.
            return None if self.current() == name else self.read()
        except (ValidationError, UnicodeDecodeError) as error:
            message = f"{folder}：推荐的数据已损坏，请运行 python -m recsys train。"
            raise DamagedError(message) from error
        if about.format != _FORMAT:
            return None
        if not len(counts.starts) == len(lists.starts) == len(items) + 1:
            message = f"{folder}：推荐的数据不完整，请运行 python -m recsys train。"
            raise DamagedError(message)
        return Trained(name, about, items, counts, lists)

    def write(
        self, about: About, items: Sequence[str], rows: Iterable[tuple[Counts, Lists]]
    ) -> Trained:
        """Put a training on the disk, given by blocks of rows, and make it the current one.

        Earlier ones are removed: a reader keeps what it has mapped.
        """
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
        place = self.folder / f".{name}.new"
        place.mkdir(parents=True)
        create_file(place / _ITEMS, "".join(f"{item}\n" for item in items).encode())
        _write(place, rows)
        create_file(place / _ABOUT, about.model_dump_json().encode())
        sync_folder(place)
        place.rename(self.folder / name)
        fresh = self.folder / f".{_CURRENT}.new"
        write_file(fresh, f"{name}\n")
        fresh.replace(self.folder / _CURRENT)
        sync_folder(self.folder)
        for path in self.folder.iterdir():
            if path.is_dir() and path.name != name:
                shutil.rmtree(path, ignore_errors=True)
        return Trained(
            name,
            about,
            items,
            _mapped(self.folder / name, Counts),
            _mapped(self.folder / name, Lists),
        )


def _write(place: Path, rows: Iterable[tuple[Counts, Lists]]) -> None:
    """The arrays of all rows, one block after the other."""
    files = {
        (kind, name): (place / _file(kind, name)).open("xb")
        for kind, types in _TYPES.items()
        for name in types
    }
    try:
        ends = dict.fromkeys(_TYPES, 0)
        for kind in _TYPES:
            files[kind, "starts"].write(np.zeros(1, "<i8").tobytes())
        for block in rows:
            for part in block:
                kind = type(part)
                starts = part.starts[1:] + ends[kind]
                ends[kind] += len(part.other)
                for name, type_ in _TYPES[kind].items():
                    values = starts if name == "starts" else getattr(part, name)
                    files[kind, name].write(np.ascontiguousarray(values, dtype=type_).data)
    finally:
        for file in files.values():
            file.flush()
            os.fsync(file.fileno())
            file.close()


def _mapped(folder: Path, kind: type[Arrays]) -> Arrays:
    arrays: dict[str, NDArray[Any]] = {}
    for field in fields(kind):
        path = folder / _file(kind, field.name)
        type_ = _TYPES[kind][field.name]
        if path.stat().st_size:
            # A plain array over the map: np.memmap costs more with every slice.
            arrays[field.name] = np.asarray(np.memmap(path, dtype=type_, mode="r"))
        else:
            arrays[field.name] = np.empty(0, dtype=type_)  # an empty file cannot be mapped
    return kind(**arrays)


def _file(kind: type[Counts | Lists], name: str) -> str:
    return f"{kind.__name__.lower()}.{name}"
