"""Pages over HTTP from `python -m web`, as shoppers get them, and the server's peak memory."""

from pathlib import Path
from typing import Any

from tests.benchmarks import wrk
from tests.benchmarks.process import measured, memory_of_tree, peak_of_tree
from tests.web.server import Server

__all__ = ["measure_traffic"]

_MANY = 8
_SECONDS = 10


def measure_traffic(
    server: Server, queries: tuple[str, ...], folder: Path, *, warm_up: int, brief: bool
) -> dict[str, Any]:
    """One connection, then eight: percentiles, pages a second, memory; `tool` made the eight.

    The two halves of the queries: no page is asked for twice before the last of wrk's rounds.
    """
    half = len(queries) // 2
    alone = _by_python(server, queries[:half], folder, connections=1, warm_up=warm_up)
    if wrk.installed() and not brief:
        tool = "wrk"
        texts = queries[half:]
        together = wrk.run(server.url, texts, folder, connections=_MANY, seconds=_SECONDS)
    else:
        tool = "python threads"
        together = _by_python(server, queries[half:], folder, connections=_MANY, warm_up=warm_up)
    private, resident = memory_of_tree(server.process.pid)
    return {
        "alone": alone,
        "together": together,
        "tool": tool,
        "peak_mb": peak_of_tree(server.process.pid),
        "private_mb": private,
        "resident_mb": resident,
    }


def _by_python(
    server: Server, texts: tuple[str, ...], folder: Path, *, connections: int, warm_up: int
) -> dict[str, Any]:
    file = folder / "asked.txt"
    file.write_text("\n".join(texts), "utf-8")
    host, port = server.url.removeprefix("http://").split(":")
    return measured("client", host, port, file, str(connections), str(warm_up))
