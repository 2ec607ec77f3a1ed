"""Import and rebuild in a process of its own on one core: seconds of each phase, peak memory.

`python -m tests.benchmarks.building import DATA FEED` or `... rebuild DATA`.
"""

import os
import sys
import time
from pathlib import Path

from indexer.commands import main as indexer_command
from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from tests.benchmarks.process import peak_own, report

__all__ = ["main"]

_LEARNING = "学习语义"


def main(step: str, data: str, *rest: str) -> None:
    """Measure one step and report it."""
    # Threads of every library are started later and stay on this core too.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    seconds = _imported(data, *rest) if step == "import" else _rebuilt(Path(data))
    # More than this passed on the clock where other processes had the core.
    report({**seconds, "cpu": time.process_time(), "peak_mb": peak_own()})


def _imported(data: str, feed: str) -> dict[str, float]:
    started = time.perf_counter()
    arguments = ["import", "products", feed, "--no-apply", "--data", data]
    if indexer_command(arguments, standalone_mode=False):
        raise SystemExit("the import left rows out")
    return {"whole": time.perf_counter() - started}


class _Clock:
    """Notes when the fit of the vectors begins and ends."""

    def __init__(self) -> None:
        self.fit: list[float] = []

    def progress(self, what: str, _done: int, _of: int) -> None:
        if what == _LEARNING:
            self.fit.append(time.perf_counter())


def _rebuilt(data: Path) -> dict[str, float]:
    clock = _Clock()
    with Shop(Settings.from_env(os.environ, data)) as shop:
        index = shop.products
        started = time.perf_counter()
        rebuild(index, progress=clock.progress)
        ended = time.perf_counter()
    begun, fitted = clock.fit
    return {
        "whole": ended - started,
        "statistics": begun - started,
        "fit": fitted - begun,
        "documents": ended - fitted,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
