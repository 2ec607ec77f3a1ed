"""A client that asks for pages over kept connections: `python -m tests.benchmarks.client`.

Arguments: HOST PORT ASKED CONNECTIONS WARM_UP; ASKED: a query string a line. Each connection is a thread;
all share the list.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

from tests.benchmarks.process import report
from tests.benchmarks.spread import Spread

__all__ = ["PATH", "main"]

PATH = "/api/v1/search?"


def main(host: str, port: str, asked: str, connections: str, warm_up: str) -> None:
    """Measure and report times of pages and how many came a second."""
    strings = Path(asked).read_text("utf-8").splitlines()
    shares = [strings[i :: int(connections)] for i in range(int(connections))]
    skipped = int(warm_up) // len(shares)
    with ThreadPoolExecutor(len(shares)) as threads:
        list(threads.map(lambda share: _asked(host, int(port), share[:skipped]), shares))
        started = time.perf_counter()
        taken = list(threads.map(lambda share: _asked(host, int(port), share[skipped:]), shares))
        whole = time.perf_counter() - started
    times = [seconds for share in taken for seconds in share]
    report({"page": Spread.of(times).to_json(), "rate": len(times) / whole})


def _asked(host: str, port: int, strings: list[str]) -> list[float]:
    connection = HTTPConnection(host, port, timeout=60)
    times = []
    for string in strings:
        started = time.perf_counter()
        connection.request("GET", PATH + string)
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - started)
        if answer.status != 200:
            raise SystemExit(f"{answer.status} for {string!r}")
    connection.close()
    return times


if __name__ == "__main__":
    main(*sys.argv[1:])
