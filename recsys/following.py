"""Follows the events of a shop: what was done a second ago is in the lists of similar products.

One process of a shop counts; the others read what it leaves in the data folder from time to time.
What a crash takes away is counted again from the stored events. Where events were deleted, models
that were trained on them (`recsys.models.saved`) are removed.
"""

import threading
from collections.abc import Sequence

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from recsys.events import Events
from recsys.item_cf import WHOLE, Fading, LiveCounts, Tails, WindowSettings, lists_of
from recsys.models.saved import SavedModels
from recsys.neighbors import Neighbors, Row
from recsys.popularity import HALF_LIFE
from recsys.sequences import Person, bucket_of
from recsys.trained import About, Trained, TrainedFolder
from recsys.training import counts_with_lists, train

__all__ = ["Following"]

_BATCH = 20_000
_SETTLED = 0.1
"""The part of all rows, or of all counts, that may be in memory before a new table is written."""
_SMALL = 2_000  # rows, and counts a hundred times as many: a smaller shop keeps those in memory
_ROWS = 20_000  # at a time


class Following:
    """The present state of what the events say. Safe to share between threads.

    `neighbors` is a whole state at any moment; `refresh` puts a newer one in its place.
    """

    def __init__(
        self,
        events: Events,
        folder: TrainedFolder,
        settings: WindowSettings | None = None,
        *,
        small: int = _SMALL,
    ) -> None:
        """`small`: rows of a shop, and a hundredth of its counts, that stay in memory anyway."""
        self.neighbors = Neighbors()
        self._events = events
        self._folder = folder
        self._settings = settings or WindowSettings()
        self._small = small
        self._refreshing = threading.Lock()
        self._alone: FileLock | None = None
        self._trained: str | None = None
        self._live: LiveCounts | None = None
        self._arrival = 0
        self._erasures = 0

    @property
    def counts(self) -> bool:
        """Whether it is this process that counts."""
        return self._alone is not None

    def refresh(self) -> int:
        """Take what came since the last time, or what another process made of it.

        Returns how many events were counted. A deletion of events makes all be counted anew.
        """
        with self._refreshing:
            if not self._is_alone():
                return self._read()
            while True:
                count = self._follow()
                if self._erasures == self._events.erasures():
                    return count
                self._live = None

    def close(self) -> None:
        """Let another process count."""
        with self._refreshing:
            self._live = None
            if self._alone is not None:
                self._alone.release()
                self._alone = None

    def _is_alone(self) -> bool:
        if self._alone is None:
            lock = self._folder.lock()
            try:
                lock.acquire(timeout=0)
            except Timeout:
                return False
            self._alone = lock
        return True

    def _read(self) -> int:
        if self._folder.current() != self._trained and (trained := self._folder.read()):
            self._trained = trained.name
            live = self._counts(trained)
            self.neighbors = self._settled(trained, live)
        return 0

    def _follow(self) -> int:
        """Count the events that are not counted yet."""
        live = self._live or self._begun()
        stepped: set[str] = set()
        count = 0
        for batch in self._events.iterate(self._arrival, size=_BATCH):
            stepped |= live.add(batch)
            self._arrival = batch[-1].arrival
            count += len(batch)
        touched = live.touched(stepped) if stepped else stepped
        if self._is_much(live, touched):
            self._settle(live)
        elif touched:
            self.neighbors = self._renewed(live, touched)
        return count

    def _begun(self) -> LiveCounts:
        self._erasures = self._events.erasures()
        SavedModels(self._folder.folder).forget(erasures=self._erasures)
        trained = self._folder.read()
        if (
            trained is None
            or trained.about.erasures != self._erasures
            or trained.about.settings != self._settings
        ):
            trained = train(self._events, self._folder, self._settings)
        self._erasures, self._arrival = trained.about.erasures, trained.about.arrival
        self._trained = trained.name
        self._live = self._counts(trained)
        self.neighbors = self._settled(trained, self._live)
        return self._live

    def _counts(self, trained: Trained) -> LiveCounts:
        window = trained.about.settings.window
        tails = Tails(window.reach, self._earlier)
        return LiveCounts(trained.items, trained.counts, window, tails, latest=trained.about.latest)

    def _earlier(self, person: Person) -> Sequence[tuple[str, int]]:
        steps = self._events.last_steps(person, self._arrival, self._settings.window.reach)
        return [(product, bucket_of(time)) for product, time in steps]

    def _is_much(self, live: LiveCounts, touched: set[str]) -> bool:
        """Whether a new table pays, or the time has gone on to another bucket."""
        size = len(live.items)
        rows = len(self.neighbors.renewed) + len(touched)
        return (
            live.latest != self.neighbors.at
            or rows > max(self._small, _SETTLED * size)
            or live.added > max(100 * self._small, _SETTLED * live.settled)
        )

    def _settle(self, live: LiveCounts) -> None:
        """Write all as a new table, and go on from it."""
        fading = self._settings.fading(live.latest)
        rows = counts_with_lists(
            live.blocks(), live.steps(fading), fading, self._settings.similarity
        )
        about = About(
            settings=self._settings,
            at=live.latest,
            latest=live.latest,
            arrival=self._arrival,
            erasures=self._erasures,
        )
        trained = self._folder.write(about, live.items, rows)
        self._trained = trained.name
        live.settle(trained.counts)
        self.neighbors = self._settled(trained, live)

    def _settled(self, trained: Trained, live: LiveCounts) -> Neighbors:
        return Neighbors(
            items=trained.items,
            numbers={item: number for number, item in enumerate(trained.items)},
            lists=trained.lists,
            steps=_steps(live, self._settings.fading(trained.about.at)),
            popularity=_steps(live, Fading(trained.about.at, HALF_LIFE)),
            at=trained.about.at,
        )

    def _renewed(self, live: LiveCounts, touched: set[str]) -> Neighbors:
        """The present state with the rows of these products built anew."""
        present = self.neighbors
        items, numbers = present.items, present.numbers
        new = sorted(touched - numbers.keys())
        if new:
            items = [*items, *new]
            numbers = {**numbers, **{item: len(numbers) + at for at, item in enumerate(new)}}
        # Lists keep the numbers that they were written with.
        seen = np.array([numbers.get(item, -1) for item in live.items], dtype=np.int32)
        renewed: dict[int, Row] = dict(present.renewed)
        fading = self._settings.fading(present.at)
        steps = live.steps(fading)
        asked = np.array(sorted(live.numbers[item] for item in touched), dtype=np.int32)
        for begin in range(0, len(asked), _ROWS):
            part = asked[begin : begin + _ROWS]
            lists = lists_of(live.rows(part), part, steps, fading, self._settings.similarity)
            for row, number in enumerate(seen[part].tolist()):
                others, values = lists.row(row)
                renewed[number] = (seen[others], values.copy())
        return Neighbors(
            items=items,
            numbers=numbers,
            lists=present.lists,
            renewed=renewed,
            steps=_reordered(_steps(live, fading), seen, len(items)),
            popularity=_reordered(_steps(live, Fading(present.at, HALF_LIFE)), seen, len(items)),
            at=present.at,
        )


def _steps(live: LiveCounts, fading: Fading) -> NDArray[np.float32]:
    return (live.steps(fading) / WHOLE).astype(np.float32)


def _reordered(
    values: NDArray[np.float32], numbers: NDArray[np.int32], size: int
) -> NDArray[np.float32]:
    placed = np.zeros(size, dtype=np.float32)
    placed[numbers] = values
    return placed
