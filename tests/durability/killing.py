"""One command as a process of its own, killed at a chosen moment; and where the kill found it.

It knows nothing of what the command does to the shop.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.benchmarks.process import ROOT, clean_environment

__all__ = ["Kill", "Landing", "Run", "Since", "run"]

_LOOK = 0.003
_PATIENCE = 120.0  # a rebuild on a crowded machine fits its vectors for half a minute
_WRITE_LOCK = "120"
"""Its first and last byte: WALINDEX_LOCK_OFFSET + WAL_WRITE_LOCK of SQLite's file format."""


class Landing(StrEnum):
    """What the command was at when it was killed."""

    STARTING = "starting Python"
    FEED = "reading the feed"
    DATABASE = "database open"
    WRITING = "database locked"
    INDEX = "index being written"
    ENDING = "ending"
    AFTER = "already ended"


class Since(StrEnum):
    """What the clock of a kill begins with."""

    START = "start"
    OPENING = "opening"  # of any file of the shop
    INDEXING = "indexing"  # the index's write lock is taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """After so many seconds of that clock."""

    seconds: float
    since: Since


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What became of a command. `code` None: it was killed. Seconds to the clock's begin, and on."""

    landing: Landing
    code: int | None
    waited: float
    worked: float
    errors: str


def run(data: Path, arguments: Sequence[str], kill: Kill | None) -> Run:
    """Run `python -m indexer` and kill it with SIGKILL, if it does not end before that."""
    since = Since.OPENING if kill is None else kill.since
    started = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "indexer", *arguments, "--data", str(data)],
        cwd=ROOT,
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        begun = _begin(process, data, since)
        try:
            process.wait(None if kill is None else kill.seconds)
        except subprocess.TimeoutExpired:
            # Stopped first, so that what is looked at is what is killed.
            process.send_signal(signal.SIGSTOP)
            nothing = Landing.STARTING if since is Since.START else Landing.ENDING
            landing = _landing(process.pid, data) or nothing
            process.kill()
        else:
            landing = Landing.AFTER
        ended = time.monotonic()
        errors = process.communicate()[1]
    killed = process.returncode == -signal.SIGKILL
    return Run(
        landing=landing if killed else Landing.AFTER,
        code=None if killed else process.returncode,
        waited=begun - started,
        worked=ended - begun,
        errors=errors,
    )


def _begin(process: "subprocess.Popen[str]", data: Path, since: Since) -> float:
    """The moment from which the clock runs; the end of a command that never comes to it."""
    limit = time.monotonic() + _PATIENCE
    while since is not Since.START and process.poll() is None and time.monotonic() < limit:
        at = _landing(process.pid, data)
        if at is Landing.INDEX or (at is not None and since is Since.OPENING):
            break
        time.sleep(_LOOK)
    return time.monotonic()


def _landing(pid: int, data: Path) -> Landing | None:
    """By what the command has open and locked; None: nothing of the shop."""
    names = _files(pid, data)
    if any(path.name.endswith(".lock") for path in names):
        return Landing.INDEX
    if _writes_database(pid):
        return Landing.WRITING
    if any(path.parent.name == "staging" for path in names):
        return Landing.FEED
    return Landing.DATABASE if names else None


def _writes_database(pid: int) -> bool:
    """Whether the process has SQLite's write lock: a certain byte of the file beside the WAL."""
    for line in Path("/proc/locks").read_text("ascii").splitlines():
        # As `1: POSIX  ADVISORY  WRITE 4242 fe:00:131 120 120`; one that waits has `->` after 1:
        words = line.split()
        if words[3:5] == ["WRITE", str(pid)] and words[6:] == [_WRITE_LOCK, _WRITE_LOCK]:
            return True
    return False


def _files(pid: int, data: Path) -> list[Path]:
    """The shop's files that a process has open."""
    found = []
    try:
        for entry in os.scandir(f"/proc/{pid}/fd"):
            # A descriptor may be closed between the listing and the look.
            try:
                path = Path(os.readlink(entry.path))  # noqa: PTH115 - deleted files are no paths
            except OSError:
                continue
            if path.is_relative_to(data):
                found.append(path)
    except OSError:  # the process is gone
        return []
    return found
