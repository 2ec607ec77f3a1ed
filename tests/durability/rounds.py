"""Rounds of kills on one shop: a command begins, dies somewhere, and what it left is judged."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.durability.check import check
from tests.durability.killing import Kill, Landing, Run, Since, run
from tests.durability.readers import Seen, reading
from tests.durability.record import Record
from tests.durability.steps import STEPS, Step, Workshop, first_import

__all__ = ["Result", "Rounds", "landed_in_work", "rounds"]

_SHARES = {Since.START: 3, Since.OPENING: 9, Since.INDEXING: 8}
"""How often, of twenty, a kill's clock begins with what. In the start of Python nothing can be
lost; the commits of an index are a small part of a command's time, and the part that matters."""

_FIRST_GUESSES = {Since.START: 1.5, Since.OPENING: 1.0, Since.INDEXING: 0.5}
"""Seconds that follow; rounds correct them."""

_BEYOND = 1.05  # how far behind the believed duration a kill may come: it may find all done
_LONGER = 1.25  # what a command that was cut short is believed to take, next time
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


class _Moments:
    """Draws moments to kill at. It learns how long commands take, here and now."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._known: dict[tuple[str, Since], float] = {}

    def draw(self, step: str) -> Kill:
        """A random moment in the life of a command."""
        chance = self._chance
        since = chance.choices(list(_SHARES), list(_SHARES.values()))[0]
        early = "import" in step and since is Since.OPENING
        share = chance.random() ** (_EARLY if early else 1.0)
        return Kill(seconds=share * self._believed(step, since) * _BEYOND, since=since)

    def learn(self, step: str, kill: Kill, ran: Run) -> None:
        """Believe what a command that ended took; a longer time where none ends."""
        known = ran.worked if ran.code == 0 else self._believed(step, kill.since) * _LONGER
        if kill.since is not Since.START:
            self._known[step, kill.since] = known

    def _believed(self, step: str, since: Since) -> float:
        return self._known.get((step, since), _FIRST_GUESSES[since])


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
        self._moments = _Moments(shop.chance)
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
        moment = self._moments.draw(step.name) if kill else None
        ran = run(shop.data, step.arguments, moment)
        if moment is not None:
            self._moments.learn(step.name, moment, ran)
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
