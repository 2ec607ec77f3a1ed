"""Suggestions in a process of their own: building them, and answering while somebody types.

`python -m tests.benchmarks.suggestions build DATA` or `... ask DATA TEXTS`: TEXTS beginnings of the
phrases themselves, typed in every way, and as many with an error; the first tenth of each untimed.
"""

import gc
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from indexer.settings import Settings
from query.suggest import SuggestService
from query.suggest.index import SuggestionIndex
from query.suggest.spelling import spelled
from tests.benchmarks.process import peak_own, report
from tests.benchmarks.spread import Spread
from tests.query.suggest.errors import KINDS, drawn
from web.services import Services

__all__ = ["main"]

_SEED = 7
_WHOLE = 0.3  # of the texts with an error; the others are still being typed
_LONGEST = 10  # characters that somebody types before choosing


def main(step: str, data: str, *rest: str) -> None:
    """Measure one step and report it."""
    services = Services.open(Settings.from_env({}, Path(data)))
    before, started, worked = _resident(), time.perf_counter(), time.process_time()
    index = services.suggestion_keeper.ready().index
    seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    if step == "build":
        report({"seconds": seconds, "cpu": cpu, "phrases": len(index), "peak_mb": peak_own()})
    else:
        services.suggest.suggest("s")
        resident = _resident() - before  # now: spelling the texts loads tables that asking does not
        gc.collect()
        gc.freeze()  # as `web.serving` does
        asked, busy = _asked(services.suggest, list(_typed(index, int(rest[0]))))
        mistyped, busier = _asked(services.suggest, list(_mistyped(index, int(rest[0]))))
        report(
            {
                "asked": asked.to_json(),
                "cpu": busy.to_json(),
                "mistyped": mistyped.to_json(),
                "cpu_mistyped": busier.to_json(),
                "loading": seconds,
                "resident_mb": resident,
            }
        )
    services.close()


def _asked(service: SuggestService, texts: list[str]) -> tuple[Spread, Spread]:
    """How long answers take, and how long the processor was at work for them."""
    skipped = len(texts) // 10
    for text in texts[:skipped]:
        service.suggest(text)
    taken, used = [], []
    for text in texts[skipped:]:
        begun, spent = time.perf_counter(), time.thread_time()
        service.suggest(text)
        taken.append(time.perf_counter() - begun)
        used.append(time.thread_time() - spent)
    return Spread.of(taken), Spread.of(used)


def _mistyped(index: SuggestionIndex, count: int) -> Iterator[str]:
    """Beginnings of phrases with an error, as many of each kind."""
    chance = random.Random(_SEED)
    slips = [slip for kind in KINDS for slip in drawn(index, kind, 1 + count // len(KINDS), _SEED)]
    chance.shuffle(slips)
    for slip in slips[:count]:
        begun = slip.begun(chance)
        yield slip.typed if begun is None or chance.random() < _WHOLE else begun.typed


def _typed(index: SuggestionIndex, count: int) -> Iterator[str]:
    """Beginnings of phrases: characters, pinyin, initials and mixtures."""
    chance = random.Random(_SEED)
    while count:
        spelling = spelled(index.text(chance.randrange(len(index))))
        if spelling is None:
            continue
        chars, sounds = spelling.chars[:_LONGEST], spelling.sounds[0][:_LONGEST]
        initials = "".join(sound[0] for sound in sounds)
        way = chance.choice(
            [chars, "".join(sounds), initials, sounds[0] + initials[1:], chars[0] + initials[1:]]
        )
        yield way[: chance.randint(1, len(way))]
        count -= 1


def _resident() -> float:
    """The memory that this process has now, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    main(*sys.argv[1:])
