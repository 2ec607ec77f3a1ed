"""What a shopper's letters may stand for: characters, whole syllables, first letters of syllables.

`huawsj` is hua·w·s·j, `pingg` is ping·g, `hua为` is hua·为; `iphone` is also just its letters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, product
from typing import NamedTuple, Self

__all__ = ["Reading", "Sounds", "Unit", "readings"]

_KEPT = 8  # ways to cut one run of letters; the right one is among the shortest
_MOST = 24  # readings of a text with several runs of letters
_LONGEST_SYLLABLE = 6  # zhuang
_TWO_LETTER_INITIALS = ("zh", "ch", "sh")

# ü has no key: keyboards take v, and people also write it in these ways.
_SPELLED_OTHERWISE = {"lyu": "lv", "nyu": "nv", "lue": "lve", "nue": "nve", "lyue": "lve"}


@dataclass(frozen=True, slots=True)
class Sounds:
    """The syllables that occur, and everything that one of them begins with."""

    syllables: frozenset[str]
    beginnings: frozenset[str]

    @classmethod
    def of(cls, syllables: Iterable[str]) -> Self:
        """Those syllables."""
        known = frozenset(syllables)
        return cls(known, frozenset(s[:i] for s in known for i in range(1, len(s) + 1)))


class Unit(NamedTuple):
    """What stands for one character of a phrase.

    `exact`: for the character `text` and no other. Else for a sound: the syllable `text` where
    `whole`, or each sound that begins so.
    """

    text: str
    exact: bool
    whole: bool


class Reading(NamedTuple):
    """A text cut into units. `extra`: how many more there are than in the shortest reading."""

    units: tuple[Unit, ...]
    extra: int


def readings(typed: str, sounds: Sounds) -> list[Reading]:
    """The ways to read a text as `spelling.compact` has it, the shortest first.

    The letters may be the beginning of a phrase: a last syllable need not be whole. The text as
    its own characters is not among them.
    """
    runs = _runs(typed)
    cut = [
        _cut(run, sounds, last=i == len(runs) - 1) if _is_letters(run) else [_exact(run)]
        for i, run in enumerate(runs)
    ]
    whole = [sum(parts, ()) for parts in islice(product(*cut), _MOST)]
    whole.sort(key=len)
    found = dict.fromkeys(units for units in whole if not all(unit.exact for unit in units))
    return [Reading(units, len(units) - len(whole[0])) for units in found]


def _runs(typed: str) -> list[str]:
    runs: list[str] = []
    for character in typed:
        if runs and _is_letters(character) and _is_letters(runs[-1]):
            runs[-1] += character
        else:
            runs.append(character)
    return runs


def _is_letters(run: str) -> bool:
    return run.replace("ü", "v").isascii() and not run[0].isdigit()


def _exact(character: str) -> tuple[Unit, ...]:
    return (Unit(character, exact=True, whole=True),)


def _cut(run: str, sounds: Sounds, *, last: bool) -> list[tuple[Unit, ...]]:
    """The ways to cut a run of letters, the fewest units first, and letter by letter."""
    run = run.replace("ü", "v")
    # Of each end of the run: the ways to cut it, as the lengths of its units.
    ways: list[list[tuple[int, ...]]] = [[] for _ in run] + [[()]]
    for start in reversed(range(len(run))):
        found = [
            (length, *rest)
            for length in range(1, min(_LONGEST_SYLLABLE, len(run) - start) + 1)
            if _stands(run, start, length, sounds, last=last)
            for rest in ways[start + length]
        ]
        ways[start] = sorted(found, key=lambda way: (len(way), [-length for length in way]))[:_KEPT]
    letters = (1,) * len(run)
    return [_units(run, way, sounds, last=last) for way in dict.fromkeys([*ways[0], letters])]


def _stands(run: str, start: int, length: int, sounds: Sounds, *, last: bool) -> bool:
    """Whether some letters may stand for a character."""
    if length == 1:
        return True
    part = run[start : start + length]
    if part in _TWO_LETTER_INITIALS or _SPELLED_OTHERWISE.get(part, part) in sounds.syllables:
        return True
    return last and start + length == len(run) and part in sounds.beginnings


def _units(run: str, way: tuple[int, ...], sounds: Sounds, *, last: bool) -> tuple[Unit, ...]:
    units: list[Unit] = []
    at = 0
    for length in way:
        part = run[at : at + length]
        at += length
        part = _SPELLED_OTHERWISE.get(part, part)
        open_ended = length == 1 or part in _TWO_LETTER_INITIALS or (last and at == len(run))
        units.append(Unit(part, exact=False, whole=not open_ended and part in sounds.syllables))
    return tuple(units)
