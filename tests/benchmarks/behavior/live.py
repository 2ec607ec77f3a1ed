"""Counting as events come, and scoring as pages are asked for, in a process of its own.

`python -m tests.benchmarks.behavior.live EVENTS` reports events a second and microseconds.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

import numpy as np

from indexer.store import Database
from recsys.events import Event, Events, journaled
from recsys.following import Following
from recsys.history import History, Taken
from recsys.interest import Interest, by_number
from recsys.item_cf import Counts, LiveCounts, Tails, Window
from recsys.journal import Journal, Mover
from recsys.neighbors import Neighbors
from recsys.rerank import lifted
from recsys.trained import TrainedFolder
from tests.benchmarks.behavior.log import generated
from tests.benchmarks.process import peak_own, report

__all__: list[str] = []

_BATCH = 20_000
_NOW = 1_790_000_000.0
_HITS, _SESSION, _PAGES = 200, 10, 2_000


def _arrivals(events: int) -> list[Event]:
    """The log as a shop sees it: sessions of many people at a time."""
    log = generated(events)
    order = np.argsort(np.arange(len(log.person)) % 1_000, kind="stable")
    return [
        Event("view", f"P{item:06}", time=int(_NOW * 1000), session=f"s{person}")
        for person, item in zip(log.person[order].tolist(), log.item[order].tolist(), strict=True)
    ]


def _in_memory(events: Sequence[Event]) -> float:
    """Counted a second on one core, once there are some already."""
    live = LiveCounts((), Counts.empty(0), Window(), Tails(5, lambda _: ()), latest=0)
    half = len(events) // 2
    live.add(events[:half])
    started = time.process_time()
    for begin in range(half, len(events), _BATCH):
        live.add(events[begin : begin + _BATCH])
    return (len(events) - half) / (time.process_time() - started)


def _durable(events: Sequence[Event], folder: Path) -> tuple[float, Neighbors]:
    """Acknowledged one by one, stored and counted, a second; and the lists."""
    store = Events(Database(f"sqlite:///{folder / 'events.db'}"))
    journal = Journal(folder / "journal")
    mover = Mover(journal, store.database, {"event": store.take})
    follower = Following(store, TrainedFolder(folder / "recsys"))
    follower.refresh()
    started = time.perf_counter()
    for begin in range(0, len(events), _BATCH):
        for event in events[begin : begin + _BATCH]:
            journal.append("event", [journaled(event, _NOW)])
        mover.move()
        follower.refresh()
    rate = len(events) / (time.perf_counter() - started)
    neighbors = follower.neighbors
    follower.close()
    mover.stop()
    return rate, neighbors


def _scoring(neighbors: Neighbors) -> list[float]:
    """Milliseconds for the scores of 200 hits by a session of ten."""
    random = np.random.default_rng(3)
    size = len(neighbors.items)
    rows = by_number(neighbors)
    taken = []
    for _ in range(_PAGES):
        steps = [
            Taken(neighbors.items[number], "view")
            for number in random.integers(0, size, _SESSION).tolist()
        ]
        hits = random.permutation(size)[:_HITS].astype(np.int64)
        scores = np.sort(random.random(len(hits)))[::-1] + 1
        started = time.perf_counter()
        lifted(Interest(neighbors, steps), History(tuple(steps)), rows, hits, scores)
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def main(events: str) -> None:
    """Measure all of it and report."""
    arrivals = _arrivals(int(events))
    in_memory = _in_memory(arrivals)
    with tempfile.TemporaryDirectory(prefix="xunhuo-live-") as folder:
        durable, neighbors = _durable(arrivals[: len(arrivals) // 4], Path(folder))
    milliseconds = _scoring(neighbors)
    report(
        {
            "in_memory": in_memory,
            "durable": durable,
            "score_p50": median(milliseconds),
            "score_p95": quantiles(milliseconds, n=20)[-1],
            "peak_mb": peak_own(),
        }
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
