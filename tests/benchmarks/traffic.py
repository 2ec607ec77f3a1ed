"""Pages over HTTP from `python -m web`, as shoppers get them, and the server's peak memory."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.benchmarks import wrk
from tests.benchmarks.process import measured, memory_of_tree, peak_of_tree
from tests.web.server import Server

__all__ = ["measure_filtered", "measure_traffic"]

_MANY = 8
_SECONDS = 10


def measure_traffic(
    server: Server, queries: tuple[str, ...], folder: Path, *, warm_up: int, brief: bool
) -> dict[str, Any]:
    """One connection, then eight: percentiles, pages a second, memory; `tool` made the eight.

    The two halves of the queries: no page is asked for twice before the last of wrk's rounds.
    """
    asked = tuple(urlencode({"q": text}) for text in queries)
    half = len(asked) // 2
    alone = _by_python(server, asked[:half], folder, connections=1, warm_up=warm_up)
    if wrk.installed() and not brief:
        tool = "wrk"
        together = wrk.run(server.url, asked[half:], folder, connections=_MANY, seconds=_SECONDS)
    else:
        tool = "python threads"
        together = _by_python(server, asked[half:], folder, connections=_MANY, warm_up=warm_up)
    private, resident = memory_of_tree(server.process.pid)
    return {
        "alone": alone,
        "together": together,
        "tool": tool,
        "peak_mb": peak_of_tree(server.process.pid),
        "private_mb": private,
        "resident_mb": resident,
    }


def measure_filtered(
    server: Server, strings: tuple[str, ...], folder: Path, *, warm_up: int
) -> dict[str, Any]:
    """Pages of these query strings over one connection."""
    return _by_python(server, strings, folder, connections=1, warm_up=warm_up)


def _by_python(
    server: Server, strings: tuple[str, ...], folder: Path, *, connections: int, warm_up: int
) -> dict[str, Any]:
    file = folder / "asked.txt"
    file.write_text("\n".join(strings), "utf-8")
    host, port = server.url.removeprefix("http://").split(":")
    return measured("client", host, port, file, str(connections), str(warm_up))
