"""Models that were trained and kept, a file each: arrays, products and settings, never objects.

A file is replaced whole: a reader finds the old one or the new one.
"""

import errno
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from indexer.errors import DamagedError, WriterBusyError, XunhuoError
from indexer.mapped import sync_folder
from recsys.models.model import Model
from recsys.models.registry import kind_of

__all__ = ["About", "NotTrainedError", "Saved", "SavedModels"]

_FORMAT = 1
_ABOUT, _PRODUCTS = "about", "products"
_LEARNED = "model."  # what the names of a model's own arrays begin with


class About(BaseModel):
    """What a model was made of: its settings, the last event it saw, and the erasures by then."""

    model_config = ConfigDict(frozen=True)

    model: str
    settings: dict[str, Any]
    arrival: int
    erasures: int
    format: int = _FORMAT


@dataclass(frozen=True, slots=True, eq=False)
class Saved:
    """A model with the ids of its products, by their numbers, and the numbers by the ids."""

    about: About
    items: Sequence[str]
    numbers: Mapping[str, int]
    model: Model


class NotTrainedError(XunhuoError):
    """A model that is not there: never trained, or of events that have been deleted since."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} 还没有训练过，或者之后删过事件：请运行 python -m recsys train --model {name}。"
        )


class SavedModels:
    """The kept models of a shop, `NAME.npz` each. Readers need no lock."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made with the first model."""
        self._folder = folder

    @contextmanager
    def alone(self, name: str, *, wait: float) -> Iterator[None]:
        """Be the only one who trains a model. `wait`: seconds.

        Raises WriterBusyError where another process still trains it then.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._folder / f"{name}.lock")
        try:
            lock.acquire(timeout=wait)
        except Timeout as error:
            raise WriterBusyError(f"另一个进程正在训练 {name}。") from error
        try:
            yield
        finally:
            lock.release()

    def write(
        self, name: str, model: Model, items: Sequence[str], *, arrival: int, erasures: int
    ) -> About:
        """Put a model on the disk in place of the one before; who writes must be `alone`."""
        settings = kind_of(name).settings
        about = About(
            model=name,
            settings=_adapter(settings).dump_python(settings, mode="json"),
            arrival=arrival,
            erasures=erasures,
        )
        arrays = {f"{_LEARNED}{key}": array for key, array in model.arrays().items()}
        products = "".join(f"{item}\n" for item in items)
        fresh = self._folder / f".{name}.new"
        with fresh.open("wb") as file:
            np.savez(
                file,
                allow_pickle=False,
                **{_ABOUT: _bytes(about.model_dump_json()), _PRODUCTS: _bytes(products)},
                **arrays,
            )
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path(name))
        sync_folder(self._folder)
        return about

    def read(self, name: str, *, erasures: int) -> Saved:
        """A model of `MODELS`; costs its arrays in memory. `erasures`: of the events now.

        Raises NotTrainedError, DamagedError, MissingExtraError.
        """
        kind = kind_of(name)
        try:
            with _opened(self._path(name)) as file:
                about = _about(file)
                if about.format != _FORMAT or about.erasures != erasures:
                    raise NotTrainedError(name)
                items = _text(file[_PRODUCTS]).split("\n")[:-1]
                settings = _adapter(kind.settings).validate_python(about.settings)
                arrays = {
                    key.removeprefix(_LEARNED): file[key]
                    for key in file.files
                    if key.startswith(_LEARNED)
                }
            numbers = {item: number for number, item in enumerate(items)}
            return Saved(about, items, numbers, kind.restored(arrays, settings))
        except FileNotFoundError as error:
            raise NotTrainedError(name) from error
        except (ValueError, KeyError, EOFError, zipfile.BadZipFile, ValidationError) as error:
            raise DamagedError(
                f"{self._path(name)} 已损坏，请运行 python -m recsys train --model {name}。"
            ) from error

    def forget(self, *, erasures: int) -> int:
        """Remove the models that may have seen events which are deleted by now; how many."""
        count = 0
        for path in self._folder.glob("*.npz"):
            try:
                with _opened(path) as file:
                    known = _about(file).erasures >= erasures
            except FileNotFoundError:
                continue  # another process was faster
            except (ValueError, KeyError, EOFError, zipfile.BadZipFile):
                known = False  # nobody can say whom it has seen
            if not known:
                path.unlink(missing_ok=True)
                count += 1
        return count

    def __bool__(self) -> bool:
        """Whether any is kept."""
        return any(self._folder.glob("*.npz"))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.npz"


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Raises ValueError, KeyError, EOFError or BadZipFile for what is damaged."""
    try:
        # np.load closes a path's file late where it is no archive.
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            yield file
    except (RuntimeError, zlib.error, struct.error) as error:
        raise ValueError(str(error)) from error  # an entry packed, or locked, as none is here
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise ValueError(str(error)) from error  # an entry in front of the file


def _adapter(settings: object) -> TypeAdapter[Any]:
    return TypeAdapter(type(settings))


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _text(array: NDArray[np.uint8]) -> str:
    return array.tobytes().decode()


def _about(file: Any) -> About:  # noqa: ANN401 - what np.load gives has no name
    return About.model_validate_json(_text(file[_ABOUT]))
