"""What a measurement ran on: the machine, how busy it was, and the versions that matter."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from elasticsearch import Elasticsearch

__all__ = ["load", "machine", "server_version", "versions"]

_LIBRARIES = ("tantivy", "numpy", "scikit-learn", "rjieba", "granian", "elasticsearch", "numkong")


def machine() -> str:
    """The processor, its usable cores, the memory, the system."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text("ascii", errors="replace").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{model}, {cores} cores, {memory:.0f} GB, {platform.system()} {platform.release()}"


def load() -> str:
    """The average number of runnable processes over one and five minutes."""
    one, five, _ = os.getloadavg()
    return f"{one:.1f} / {five:.1f}"


def versions() -> dict[str, str]:
    """Of Python and the libraries; an extra that is not there says so."""
    return {"python": platform.python_version(), **{name: _version(name) for name in _LIBRARIES}}


def server_version(url: str) -> str:
    """The version of the cluster's first node."""
    with Elasticsearch(url) as client:
        nodes = client.nodes.info(filter_path="nodes.*.version")["nodes"]
    return str(next(iter(nodes.values()))["version"])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
