"""A process that is killed: events come, are counted, and every table is written at once.

`python -m tests.recsys.durability.counting FOLDER FIRST` writes a line for what is acknowledged:
`stored N` when the database has N events, `counted N` when the lists have them.
"""

import sys
from itertools import count
from pathlib import Path

from indexer.store import Database
from recsys.events import Event, Events
from recsys.following import Following
from recsys.trained import TrainedFolder

__all__ = ["PRODUCTS", "event"]

PRODUCTS = 40


def event(number: int) -> Event:
    """The event of that number: each is a step of its own, and most share counts."""
    return Event("view", f"P{number * 7 % PRODUCTS:02}", session=f"s{number // 5}")


def main(folder: Path, first: int) -> None:
    """Go on from the event `first` until somebody ends it."""
    events = Events(Database(f"sqlite:///{folder / 'events.db'}"))
    follower = Following(events, TrainedFolder(folder / "recsys"), small=0)
    for number in count(first):
        events.add([event(number)])
        print(f"stored {number + 1}", flush=True)
        follower.refresh()
        print(f"counted {number + 1}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
