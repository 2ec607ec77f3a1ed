"""Counting on more than one core or machine: each counts some people, and the counts are added.

Counts are whole numbers without a weight of the person, so any split gives the same bytes. Below
100 million events one core is enough, and below 10 million the split costs more than it brings.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np

from recsys.item_cf.counts import Counts, Window, counted
from recsys.sequences import Sequences

__all__ = ["counted_in_processes", "counted_in_shards", "shards"]

Map = Callable[[Callable[[Sequences], Counts], Iterable[Sequences]], Iterable[Counts]]
"""Applies a function to shards, here or elsewhere, and gives the results in any order."""


def shards(sequences: Sequences, number: int) -> Iterator[Sequences]:
    """The people in at most `number` parts of about as many steps, all with the same products."""
    if not len(sequences):
        yield sequences
        return
    ends = np.flatnonzero(np.diff(sequences.person, append=-1)) + 1
    wanted = np.arange(1, number + 1) * len(sequences) // number
    cuts = np.unique([0, *ends[np.searchsorted(ends, wanted)].tolist()])
    for begin, end in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        part = slice(begin, end)
        yield Sequences(
            sequences.items, sequences.person[part], sequences.item[part], sequences.bucket[part]
        )


def counted_in_shards(
    sequences: Sequences, window: Window, *, number: int, map_: Map = map
) -> Counts:
    """What `counted` gives, by parts. `map_` carries the work: `map`, a pool's, an engine's."""
    parts = map_(partial(counted, window=window), shards(sequences, number))
    return Counts.added(parts)


def counted_in_processes(sequences: Sequences, window: Window, *, processes: int) -> Counts:
    """What `counted` gives, with so many processes on this machine."""
    with ProcessPoolExecutor(processes) as pool:
        return counted_in_shards(sequences, window, number=processes, map_=pool.map)
