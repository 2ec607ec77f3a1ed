"""One server for all processes of a run of the tests (pytest-xdist has several).

Whoever needs it first starts it, and stops it when the others have ended. A process that dies has
ended too: the kernel lets go of its lock.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Self

from filelock import FileLock

from tests.elastic_server.values import Server

__all__ = ["Sharing"]

_LOCK = ".process"


class Sharing:
    """One process of a run, while it is entered: for those the server stays."""

    def __init__(self, folder: Path, name: str) -> None:
        """`folder` belongs to the processes of this run alone; `name` to this process."""
        self._folder = folder
        self._place = folder / f"{name}{_LOCK}"
        self._here = FileLock(self._place)

    def __enter__(self) -> Self:
        self._here.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self._here.release()

    def server(self, start: Callable[[], Server]) -> Server:
        """The server of the run. Its `stop` waits for the others where this process started it."""
        address = self._folder / "elasticsearch"
        with FileLock(self._folder / "elasticsearch.lock"):
            if address.exists():
                return Server(address.read_text("utf-8"), stop=lambda: None)
            server = start()
            address.write_text(server.url, "utf-8")

        def stop() -> None:
            for place in self._folder.glob(f"*{_LOCK}"):
                if place != self._place:
                    with FileLock(place):
                        pass
            address.unlink()
            server.stop()

        return Server(server.url, stop=stop)
