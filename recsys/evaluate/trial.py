"""One model tried on one split: fitted, asked for everybody, measured, and what that cost."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recsys.evaluate.measures import Quality, quality
from recsys.evaluate.protocols import Split
from recsys.evaluate.ranking import ranked
from recsys.models import Fit, UnfitError

__all__ = ["Refused", "Trial", "tried"]

_ASKED = 100  # people whose answers are timed one by one


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trial:
    """How a model did. `lists`: what it shows each person of the split, best first.

    `cpu`: seconds of all processors for the fit; `memory`: the bytes by which it raised the peak of
    the process, None where the system does not tell; `answer`: the median seconds of one person.
    """

    model: str
    lists: Sequence[NDArray[np.int32]]
    quality: Quality
    cpu: float
    memory: int | None
    answer: float


@dataclass(frozen=True, slots=True)
class Refused:
    """A model that cannot be fitted, and why."""

    model: str
    why: str


def tried(name: str, fit: Fit, cut: Split) -> Trial | Refused:
    """Fit a model on the split's training part and measure it on the rest."""
    before, begin = _peak(reset=True), time.process_time()
    try:
        model = fit(cut.train)
    except UnfitError as error:
        return Refused(name, str(error))
    cpu, peak = time.process_time() - begin, _peak()
    lists = list(ranked(model, cut.histories, cut.excluded))
    took = []
    for row in np.linspace(0, len(lists) - 1, min(_ASKED, len(lists))).astype(int).tolist():
        begin = time.perf_counter()
        list(ranked(model, cut.histories[row : row + 1], cut.excluded[row : row + 1]))
        took.append(time.perf_counter() - begin)
    return Trial(
        model=name,
        lists=lists,
        quality=quality(lists, cut),
        cpu=cpu,
        memory=None if before is None or peak is None else peak - before,
        answer=float(np.median(took)),
    )


def _peak(*, reset: bool = False) -> int | None:
    """The most memory that this process has held, since the last reset where Linux allows one."""
    try:
        if reset:
            Path("/proc/self/clear_refs").write_text("5")
        status = Path("/proc/self/status").read_text()
    except OSError:
        return None
    return 1024 * int(status.split("VmHWM:")[1].split()[0])
