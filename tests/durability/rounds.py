"""Rounds of kills on one shop: a command begins, dies somewhere, and what it left is judged."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.durability.check import check
from tests.durability.killing import Kill, Landing, Run, run
from tests.durability.readers import Seen, reading
from tests.durability.record import Record
from tests.durability.steps import STEPS, Step, Workshop, first_import

__all__ = ["Result", "Rounds", "landed_in_work", "rounds"]

_IN_THE_START = 0.15
"""The share of kills that aim at the start of Python, where nothing can be lost: for the rest the
clock starts when the command opens the shop."""

_BEYOND = 1.05  # how far behind the last known duration a kill may come: it may find all done
_FIRST_GUESS = 0.2  # of a first import, which also rebuilds: what an import or an apply takes
_EARLY = 2.0  # imports commit in the first tenth of their work: their kills are squeezed forward


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One round. `done`: what the command is for was there: its goods, its index."""

    number: int
    step: str
    run: Run
    done: bool
    waiting: int
    pruned: int
    problems: tuple[str, ...]


@dataclass(slots=True)
class Rounds:
    """All rounds, as they come, and what the readers saw, when they have ended."""

    seen: Seen
    results: Iterator[Result]


@dataclass(slots=True)
class _Durations:
    """How long commands take here and now, in seconds; guesses at first."""

    opening: float = 1.5
    working: dict[str, float] = field(default_factory=dict)

    def learn(self, step: str, ran: Run) -> None:
        """Take a command that was not killed as the measure."""
        if ran.code == 0:
            self.working[step] = ran.working

    def moment(self, step: str, chance: random.Random) -> Kill:
        """A random moment in the life of a command."""
        if chance.random() < _IN_THE_START:
            return Kill(seconds=chance.uniform(0, self.opening), opened=False)
        first = max(self.working.values(), default=4.0)
        guess = first if step in ("rebuild", "first import") else first * _FIRST_GUESS
        share = chance.random() ** (_EARLY if "import" in step else 1)
        work = self.working.get(step, guess)
        return Kill(seconds=share * work * _BEYOND, opened=True)


@contextmanager
def rounds(
    folder: Path, *, number: int, size: int, seed: int, readers: int = 2
) -> Iterator[Rounds]:
    """So many rounds on a new shop in `folder`, under so many reading processes."""
    data, fed = folder / "shop", folder / "fed.txt"
    fed.touch()
    shop = Workshop(
        data=data,
        feed=folder / "feed.jsonl",
        fed=fed,
        record=Record(folder / "acknowledged.jsonl"),
        chance=random.Random(seed),
        size=size,
    )
    with reading(data, fed, folder, readers=readers) as seen:
        yield Rounds(seen=seen, results=_Series(shop).results(number))


class _Series:
    """Round after round on one shop."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._durations = _Durations()
        self._published = ""

    def results(self, number: int) -> Iterator[Result]:
        """The rounds; the first import is also let through: the other commands need goods."""
        shop = self._shop
        yield self._round(1, first_import(shop), kill=True)
        if not shop.record.goods:
            yield self._round(1, first_import(shop), kill=False)
        names: list[str] = []
        for turn in range(2, number + 1):
            # Each kind comes equally often, in any order.
            names = names or shop.chance.sample(list(STEPS), len(STEPS))
            yield self._round(turn, STEPS[names.pop()](shop), kill=True)

    def _round(self, number: int, step: Step, *, kill: bool) -> Result:
        shop, before, published = self._shop, self._shop.record.goods, self._published
        moment = self._durations.moment(step.name, shop.chance) if kill else None
        ran = run(shop.data, step.arguments, moment)
        self._durations.learn(step.name, ran)
        problems = []
        if ran.code == 0:
            shop.record.acknowledged(step.name, step.after)
        elif ran.code is not None:
            problems.append(f"{step.name} failed with {ran.code}: {ran.errors[-300:]}")
        allowed = [step.after] if ran.code == 0 else [before, step.after]
        finding = check(shop.data, allowed)
        if finding.goods is not None and finding.goods != shop.record.goods:
            shop.record.settled(step.name, finding.goods)
        self._published = finding.published
        done = finding.goods == step.after
        if step.name == "rebuild":
            done = finding.published != published
        elif step.name == "apply":
            done = finding.waiting == 0
        if ran.code == 0 and not done:
            problems.append(f"{step.name} ended well and had done nothing")
        return Result(
            number=number,
            step=step.name,
            run=ran,
            done=done,
            waiting=finding.waiting,
            pruned=finding.pruned,
            problems=(*problems, *finding.problems),
        )


def landed_in_work(results: list[Result]) -> int:
    """How many kills found a command at work on the shop."""
    idle = (Landing.STARTING, Landing.ENDING, Landing.AFTER)
    return sum(result.run.landing not in idle for result in results)
