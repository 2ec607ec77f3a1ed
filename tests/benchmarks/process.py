"""Processes of their own for what is measured, and what they used.

A measurement never shares a process with the preparation or with another measurement.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import psutil

__all__ = [
    "ROOT",
    "clean_environment",
    "measured",
    "memory_of_tree",
    "peak_of_tree",
    "peak_own",
    "report",
]

ROOT = Path(__file__).parents[2]

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without the settings of a shop, and with `extra`."""
    own = {name: value for name, value in os.environ.items() if "XUNHUO" not in name}
    return {**own, **(extra or {})}


def measured(
    module: str,
    *arguments: str | Path,
    environment: Mapping[str, str] | None = None,
    one_thread: bool = False,
) -> dict[str, Any]:
    """Run `python -m tests.benchmarks.MODULE` and return what it reports.

    Raises CalledProcessError; what the process says goes to standard error.
    """
    extra = {**(environment or {}), **(_ONE_THREAD if one_thread else {})}
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, arguments)],
        cwd=ROOT,
        env=clean_environment(extra),
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = orjson.loads(done.stdout.splitlines()[-1])
    return found


def report(values: Mapping[str, Any]) -> None:
    """Say in the last line of standard output what was measured."""
    print(orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY).decode(), flush=True)


def peak_own() -> float:
    """The most memory that this process ever had, in MB."""
    return _peak(os.getpid())


def peak_of_tree(pid: int) -> float:
    """The sum of the most memory that a process and each below it ever had, in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return _peak(pid) + sum(peak_of_tree(int(child)) for child in children)


def memory_of_tree(pid: int) -> tuple[float, float]:
    """(private, resident) MB that a process and those below it have now.

    Private: what no file on the disk holds. Resident: with the mapped files, which the system may
    drop at any time.
    """
    own = psutil.Process(pid)
    rows = [_status(one.pid) for one in (own, *own.children(recursive=True))]
    return sum(row["RssAnon:"] for row in rows), sum(row["VmRSS:"] for row in rows)


def _peak(pid: int) -> float:
    return _status(pid)["VmHWM:"]


def _status(pid: int) -> dict[str, float]:
    """What the system says of a process's memory, in MB."""
    status = Path(f"/proc/{pid}/status").read_text("ascii", errors="replace")
    lines = (line.split() for line in status.splitlines() if line.endswith(" kB"))
    return {name: int(amount) / 1024 for name, amount, _ in lines}
