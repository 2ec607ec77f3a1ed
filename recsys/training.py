"""Counts all events anew, or trains another model on them, and leaves the result in the data folder.

The result is a function of the stored events and the settings alone.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recsys.events import Events
from recsys.item_cf import Counts, Fading, Lists, Similarity, WindowSettings, lists_of, row_blocks
from recsys.item_cf import steps_of as steps_by_product
from recsys.models import MODELS
from recsys.models.saved import About as AboutModel
from recsys.models.saved import SavedModels
from recsys.sequences import Sequences, SequencesBuilder
from recsys.trained import About, Trained, TrainedFolder

__all__ = ["counts_with_lists", "train", "train_model"]

_BATCH = 50_000

Progress = Callable[[str, int, int], None]


class _Gathered(NamedTuple):
    """All that was stored at one time. `arrival`: of the last event; `erasures`: by then."""

    sequences: Sequences
    arrival: int
    erasures: int


def train(
    events: Events,
    folder: TrainedFolder,
    settings: WindowSettings,
    progress: Progress = lambda *_: None,
) -> Trained:
    """Count every event that is stored; who calls must be alone with the folder.

    Memory: 12 bytes a step and 300 MB at most for a block. `progress` hears what is done, how much
    of it and of how much. Events that are deleted meanwhile make it begin again.
    """
    sequences, arrival, erasures = _gathered(events, progress)
    fading = settings.fading(sequences.latest)
    size = len(sequences.items)
    steps = steps_by_product(sequences.item, fading(sequences.bucket), size)
    blocks = row_blocks(sequences, settings.window)
    about = About(
        settings=settings,
        at=sequences.latest,
        latest=sequences.latest,
        arrival=arrival,
        erasures=erasures,
    )
    told = _told(counts_with_lists(blocks, steps, fading, settings.similarity), size, progress)
    return folder.write(about, sequences.items, told)


def train_model(
    events: Events, models: SavedModels, name: str, progress: Progress = lambda *_: None
) -> AboutModel:
    """Fit a model of `MODELS` on every event that is stored, and keep it; who calls must be alone.

    Raises UnfitError where it cannot be fitted; what was kept before stays. Events that are deleted
    meanwhile make it begin again.
    """
    while True:
        sequences, arrival, erasures = _gathered(events, progress)
        progress(f"训练 {name}", 0, 1)
        model = MODELS[name](sequences)
        about = models.write(name, model, sequences.items, arrival=arrival, erasures=erasures)
        if events.erasures() == erasures:
            return about


def _gathered(events: Events, progress: Progress) -> _Gathered:
    while True:
        erasures, latest = events.erasures(), events.latest()
        builder, arrival = SequencesBuilder(), 0
        for batch in events.iterate(size=_BATCH):
            builder.add(batch)
            arrival = batch[-1].arrival
            progress("读取事件", min(arrival, latest), latest)
        if events.erasures() == erasures:
            return _Gathered(builder.sequences(), arrival, erasures)


def counts_with_lists(
    blocks: Iterable[Counts], steps: NDArray[np.int64], fading: Fading, similarity: Similarity
) -> Iterator[tuple[Counts, Lists]]:
    """Blocks of rows of counts, from the first product on, each with its lists."""
    first = 0
    for counts in blocks:
        items = np.arange(first, first + len(counts.starts) - 1, dtype=np.int32)
        yield counts, lists_of(counts, items, steps, fading, similarity)
        first += len(items)


def _told(
    rows: Iterable[tuple[Counts, Lists]], size: int, progress: Progress
) -> Iterator[tuple[Counts, Lists]]:
    done = 0
    for block in rows:
        yield block
        done += len(block[0].starts) - 1
        progress("计算相似商品", done, size)
