"""A process that counts is killed at any moment: no event is lost, no reader sees half a table."""

import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np

from indexer.store import Database
from recsys.events import Events
from recsys.following import Following
from recsys.item_cf import WindowSettings
from recsys.trained import Trained, TrainedFolder
from tests.recsys.durability.counting import event
from tests.recsys.test_following import state, trained_anew

ROUNDS = 5


def test_nothing_acknowledged_is_lost_and_readers_see_whole_tables(tmp_path: Path) -> None:
    """Killed while it stores, counts, writes and swaps; another goes on from what is there."""
    folder = TrainedFolder(tmp_path / "recsys")
    reader = _Reader(folder)
    reader.start()
    chance = random.Random(5)
    stored = 0
    for _ in range(ROUNDS):
        stored = _killed(tmp_path, stored, after=chance.uniform(0.1, 0.8))
        events = Events(Database(f"sqlite:///{tmp_path / 'events.db'}"))
        there = [found for batch in events.iterate() for found in batch]
        # One more may be stored than was acknowledged.
        assert stored <= len(there) <= stored + 1
        assert [found.product for found in there] == [event(n).product for n in range(len(there))]
        stored = len(there)
        events.database.close()
    reader.stop()

    assert reader.problems == []
    assert len(reader.seen) > ROUNDS, "readers saw no table change: the test proved nothing"
    events = Events(Database(f"sqlite:///{tmp_path / 'events.db'}"))
    follower = Following(events, folder, small=0)
    follower.refresh()
    assert state(follower.neighbors) == trained_anew(events, tmp_path, WindowSettings())
    follower.close()


def _killed(folder: Path, first: int, *, after: float) -> int:
    """Runs until it has counted something, then for some seconds; returns what it acknowledged."""
    command = [sys.executable, "-m", "tests.recsys.durability.counting", str(folder), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(2)]
        time.sleep(after)
        process.kill()
        lines += process.stdout.readlines()
    whole = [line.split() for line in lines if line.endswith("\n")]
    return max(int(number) for what, number in whole if what == "stored")


class _Reader(threading.Thread):
    """Reads the current table all the time, and looks whether its parts belong together."""

    def __init__(self, folder: TrainedFolder) -> None:
        super().__init__(daemon=True)
        self.problems: list[str] = []
        self.seen: set[str] = set()
        self._folder = folder
        self._stopped = threading.Event()

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def run(self) -> None:
        while not self._stopped.is_set():
            try:
                trained = self._folder.read()
                if trained is not None and trained.name not in self.seen:
                    self.seen.add(trained.name)
                    self.problems += _mixed(trained)
            except Exception as error:  # noqa: BLE001 - whatever it is, a reader must not see it
                self.problems.append(repr(error))


def _mixed(trained: Trained) -> list[str]:
    counts, lists = trained.counts, trained.lists
    row = np.repeat(np.arange(len(trained.items)), np.diff(counts.starts))
    steps = int(counts.count[row == counts.other].sum())
    found = []
    if steps != trained.about.arrival:
        found.append(f"{trained.name}: {steps} steps of {trained.about.arrival} events")
    if lists.starts[-1] != len(lists.other) or counts.starts[-1] != len(counts.other):
        found.append(f"{trained.name}: rows do not end where the entries do")
    if not (np.diff(lists.starts) == np.minimum(np.diff(counts.starts) - 1, 100)).all():
        found.append(f"{trained.name}: lists are of other counts")
    return found
