"""How a log is cut into what a model is fitted on, what it is asked, and what was right.

Exactly the cuts of recommender.md, section 1: everything is ranked, the history is left out, and
what a person takes again stays in. Ranking and measuring are for others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from indexer.errors import XunhuoError
from recsys.evaluate.log import Log
from recsys.sequences import Sequences

__all__ = ["PROTOCOLS", "Split", "split"]

_CUT = 0.8  # of all events, by time
_SHORTEST = 3  # events of a person who is tested
_SEED = 1

Mask = NDArray[np.bool_]
_Cut = tuple[Mask, Mask, NDArray[np.intp]]
"""The events to fit on, those that are history, and the numbers of those to be found."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """One cut of a log. The rows of `relevant` and `excluded` are those of `people`.

    `people`: who is tested, by their number in the log. `histories`: what each had done, oldest
    first, in the form of `Sequences`. `relevant`, `excluded`: products to be found, and not to be
    shown, as matrices of people by products.
    """

    train: Sequences
    people: NDArray[np.int32]
    histories: list[NDArray[np.int32]]
    relevant: sp.csr_matrix
    excluded: sp.csr_matrix


def split(log: Log, protocol: str) -> Split:
    """Cut a log by one of `PROTOCOLS`.

    Raises XunhuoError for a log without times where the protocol needs them, and where nobody is
    left to be tested.
    """
    train, query, found = PROTOCOLS[protocol](log)
    people = np.unique(log.person[found])
    if not len(people):
        message = f"{protocol}：没有可以测量的人；事件太少，或者都在同一时间。"
        raise XunhuoError(message)
    row = np.full(len(log.people), -1)
    row[people] = np.arange(len(people))
    relevant = _matrix(row[log.person[found]], log.item[found], (len(people), len(log.items)))
    asked = query & (row[log.person] >= 0)
    seen = _matrix(row[log.person[asked]], log.item[asked], relevant.shape)
    return Split(
        train=log.sequences(train),
        people=people,
        histories=_histories(log.sequences(asked), people),
        relevant=relevant,
        excluded=seen > seen.multiply(relevant),
    )


def _last_out(log: Log) -> _Cut:
    """`llo`: a user's last event is to be found, by all that was before."""
    back, tested = _back(log)
    train = ~tested | (back >= 1)
    return train, train, np.flatnonzero(tested & (back == 0))


def _last_out_valid(log: Log) -> _Cut:
    """`llo-valid`: settings are chosen by the event before the last; the last is not looked at."""
    back, tested = _back(log)
    train = ~tested | (back >= 2)  # noqa: PLR2004 - two events back
    return train, train, np.flatnonzero(tested & (back == 1))


def _last_out_strict(log: Log) -> _Cut:
    """`llo-strict`: the event before the last is asked with, but not learned from."""
    back, tested = _back(log)
    train = ~tested | (back >= 2)  # noqa: PLR2004 - two events back
    return train, ~tested | (back >= 1), np.flatnonzero(tested & (back == 0))


def _next(log: Log) -> _Cut:
    """`next`: one later event of each user by all before it; nothing later was learned from."""
    train = _before(log, "next")
    first = np.r_[True, log.person[1:] != log.person[:-1]]
    later = np.flatnonzero(~train & ~first & _taken(log.item, train, len(log.items)))
    drawn = np.random.default_rng(_SEED).random(len(later))
    later = later[np.lexsort((drawn, log.person[later]))]
    found = later[np.diff(log.person[later], prepend=-1) > 0]
    at = np.full(len(log.people), -1)
    at[log.person[found]] = found
    return train, np.arange(len(log.person)) < at[log.person], found


def _time(log: Log) -> _Cut:
    """`time`: all new products that a user takes after one cut for everybody."""
    train = _before(log, "time")
    later = ~train & _taken(log.item, train, len(log.items))
    later &= _taken(log.person, train, len(log.people))
    pair = log.person * np.int64(len(log.items)) + log.item
    return train, train, np.flatnonzero(later & ~np.isin(pair, pair[train]))


PROTOCOLS: Mapping[str, Callable[[Log], _Cut]] = {
    "llo": _last_out,
    "llo-valid": _last_out_valid,
    "llo-strict": _last_out_strict,
    "next": _next,
    "time": _time,
}
"""The protocols by name."""


def _back(log: Log) -> tuple[NDArray[np.int64], Mask]:
    """How many events of the person follow each, and whether the person has enough of them."""
    counts = np.bincount(log.person, minlength=len(log.people))
    back = np.cumsum(counts)[log.person] - np.arange(len(log.person)) - 1
    return back, (counts >= _SHORTEST)[log.person]


def _before(log: Log, protocol: str) -> Mask:
    if not log.dated:
        message = (
            f"{protocol} 按时间切分，可是没有一个事件有时间；请用 llo、llo-valid 或 llo-strict。"
        )
        raise XunhuoError(message)
    cut: Mask = log.time <= np.quantile(log.time, _CUT) if len(log.time) else log.time < 0
    return cut


def _taken(number: NDArray[np.int32], train: Mask, size: int) -> Mask:
    """Whether each number occurs in what is learned from."""
    return (np.bincount(number[train], minlength=size) > 0)[number]


def _matrix(
    row: NDArray[np.int64], item: NDArray[np.int32], shape: tuple[int, int]
) -> sp.csr_matrix:
    return sp.csr_matrix((np.ones(len(row), dtype=bool), (row, item)), shape)


def _histories(asked: Sequences, people: NDArray[np.int32]) -> list[NDArray[np.int32]]:
    starts = np.searchsorted(asked.person, people)
    ends = np.searchsorted(asked.person, people, side="right")
    return [asked.item[low:high] for low, high in zip(starts, ends, strict=True)]
