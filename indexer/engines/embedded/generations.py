"""The folder of an index: a folder a generation, and the file CURRENT that names the published one.

What is inside a generation is the business of `writer` and `snapshot`.
"""

import json
import re
import shutil
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from indexer.engine import Generation
from indexer.engines.embedded.native import create_index
from indexer.engines.embedded.records import create_records
from indexer.engines.embedded.rows import create_rows
from indexer.engines.embedded.values import create_values
from indexer.errors import AnalyzerMismatchError, DamagedError, InvalidRequestError
from indexer.fields import Schema
from indexer.mapped import sync_folder, write_file

__all__ = ["Generations", "Place"]

_CURRENT = "CURRENT"
_FORMAT = 4
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a generation's parts are, and the length of its vectors."""

    folder: Path
    dimensions: int

    @property
    def index(self) -> Path:
        """The folder of the tantivy index."""
        return self.folder / "index"

    @property
    def records(self) -> Path:
        """The record file."""
        return self.folder / "documents.bin"

    @property
    def columns(self) -> Path:
        """The column file."""
        return self.folder / "columns.i64"

    @property
    def values(self) -> Path:
        """The file of values."""
        return self.folder / "values.json"

    @property
    def vectors(self) -> Path:
        """The vector file."""
        return self.folder / "vectors.i8"


class Generations:
    """Makes, lists, publishes and removes generations. Every step is whole or not at all."""

    def __init__(self, folder: Path, schema: Schema) -> None:
        self._folder = folder
        self._schema = schema
        shape = repr(
            [(f.name, f.kind.value, f.multi, f.sought, f.counted, f.at_hand) for f in schema.fields]
        )
        self._fields = blake2b(shape.encode(), digest_size=8).hexdigest()

    def create(self, generation: Generation, dimensions: int) -> None:
        """A new, empty generation."""
        final = self._path(generation)
        if final.exists():
            raise InvalidRequestError("generation", f"已经存在：{generation.name}")
        # Its name is given when it is complete: what is listed can be opened.
        folder = self._unfinished(generation)
        shutil.rmtree(folder, ignore_errors=True)
        place = Place(folder=folder, dimensions=dimensions)
        place.index.mkdir(parents=True)
        create_index(place.index, self._schema)
        create_records(place.records)
        create_rows(place.columns)
        create_rows(place.vectors)
        create_values(place.values)
        about = {"format": _FORMAT, "fields": self._fields, "dimensions": dimensions}
        write_file(folder / "generation.json", json.dumps(about))
        sync_folder(folder)
        folder.rename(final)
        sync_folder(self._folder)

    def place(self, generation: Generation) -> Place:
        """Where a generation is.

        Raises InvalidRequestError when there is none of that name, AnalyzerMismatchError when it
        was made for other fields, DamagedError when its description cannot be read.
        """
        folder = self._path(generation)
        if not folder.is_dir():
            raise InvalidRequestError("generation", f"没有这一代索引：{generation.name}")
        try:
            about = json.loads((folder / "generation.json").read_bytes())
            made_for, dimensions = (about["format"], about["fields"]), int(about["dimensions"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = f"{folder}：索引的说明已损坏，请重建索引"
            raise DamagedError(message) from error
        if made_for != (_FORMAT, self._fields):
            message = f"{folder}：索引由另一个版本建立，请重建索引"
            raise AnalyzerMismatchError(message)
        return Place(folder=folder, dimensions=dimensions)

    def names(self) -> list[Generation]:
        """All generations, the oldest first."""
        if not self._folder.exists():
            return []
        return sorted(
            Generation(path.name)
            for path in self._folder.iterdir()
            if path.is_dir() and _NAME.fullmatch(path.name)
        )

    def current(self) -> Generation | None:
        """The published generation."""
        try:
            name = (self._folder / _CURRENT).read_text("utf-8").strip()
        except FileNotFoundError:
            return None
        return Generation(name)

    def publish(self, generation: Generation) -> None:
        """Name a generation in CURRENT."""
        self.place(generation)
        fresh = self._folder / f".{_CURRENT}.new"
        write_file(fresh, f"{generation.name}\n")
        fresh.replace(self._folder / _CURRENT)
        sync_folder(self._folder)

    def remove(self, generation: Generation) -> None:
        """Remove a generation's folder, or what a killed `create` left of it.

        It loses its name first: a crash on the way leaves nothing that looks like a generation,
        and the next removal sweeps it.
        """
        shutil.rmtree(self._unfinished(generation), ignore_errors=True)
        folder = self._path(generation)
        if folder.exists():
            folder.rename(self._folder / f".{generation.name}.gone")
            sync_folder(self._folder)
        for leftover in self._folder.glob(".*.gone"):
            shutil.rmtree(leftover, ignore_errors=True)

    def _unfinished(self, generation: Generation) -> Path:
        return self._folder / f".{generation.name}.new"

    def _path(self, generation: Generation) -> Path:
        if not _NAME.fullmatch(generation.name):
            raise InvalidRequestError("generation", f"名称不可用：{generation.name}")
        return self._folder / generation.name
