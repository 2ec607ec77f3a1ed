"""The reading processes beside the commands: started, stopped, and asked what they saw."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from tests.benchmarks.process import ROOT, clean_environment

__all__ = ["Seen", "reading"]

_END_SECONDS = 60


@dataclass(slots=True)
class Seen:
    """How many searches all readers made, and what was wrong. Filled when they have ended."""

    searches: int = 0
    problems: list[str] = field(default_factory=list)


@contextmanager
def reading(data: Path, fed: Path, folder: Path, *, readers: int) -> Iterator[Seen]:
    """Readers of the shop in `data`, until the block ends."""
    module = f"{__package__}.reader"
    outs = [folder / f"reader-{number}.json" for number in range(readers)]
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", module, str(data), str(fed), str(out), str(number)],
            cwd=ROOT,
            env=clean_environment(),
            stderr=subprocess.PIPE,
        )
        for number, out in enumerate(outs)
    ]
    seen = Seen()
    try:
        yield seen
        for process, out in zip(processes, outs, strict=True):
            process.terminate()
            errors = process.communicate(timeout=_END_SECONDS)[1]
            if process.returncode:
                seen.problems.append(f"a reader died: {errors.decode()[-500:]}")
            else:
                found = orjson.loads(out.read_bytes())
                seen.searches += found["searches"]
                seen.problems += found["problems"]
    finally:
        for process in processes:
            if process.poll() is None:
                process.kill()
            process.communicate()
