"""What a shopper's letters may stand for: characters, whole syllables, first letters of syllables.

`huawsj` is hua·w·s·j, `pingg` is ping·g, `hua为` is hua·为; `iphone` is also just its letters.
Which of the ways to cut a text lead to a phrase is for `query.suggest.index` to see.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from query.lexicon.sounds import SPELLED_OTHERWISE

__all__ = ["Sounds", "Unit", "fewest", "units"]

_LONGEST_SYLLABLE = 6  # zhuang
_TWO_LETTER_INITIALS = ("zh", "ch", "sh")


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
    """What stands for one character of a phrase; it takes `length` characters of what was typed.

    `exact`: for the character `text` and no other. Else for a sound: the syllable `text` where
    `whole`, or each sound that begins so.
    """

    text: str
    length: int
    exact: bool = False
    whole: bool = False


def units(typed: str, sounds: Sounds) -> list[tuple[Unit, ...]]:
    """What may begin at each character of a text as `spelling.compact` has it, the longest first.

    The text is the beginning of a phrase: a last syllable need not be whole.
    """
    spelled = typed.replace("ü", "v")
    found = [tuple(_at(spelled, start, sounds)) for start in range(len(typed))]
    return [
        (*choices, Unit("ü", 1, exact=True)) if character == "ü" else choices
        for character, choices in zip(typed, found, strict=True)
    ]


def fewest(found: Sequence[Sequence[Unit]]) -> int:
    """How many units the shortest way through a text has; of `units`."""
    least = [0] * (len(found) + 1)
    for start in reversed(range(len(found))):
        least[start] = 1 + min(least[start + unit.length] for unit in found[start])
    return least[0]


def _at(typed: str, start: int, sounds: Sounds) -> Iterable[Unit]:
    if not _is_letter(typed[start]):
        yield Unit(typed[start], 1, exact=True)
        return
    for length in range(min(_LONGEST_SYLLABLE, len(typed) - start), 1, -1):
        part = typed[start : start + length]
        text = SPELLED_OTHERWISE.get(part, part)
        if part in _TWO_LETTER_INITIALS:
            yield Unit(text, length)
        elif start + length == len(typed):
            if text in sounds.beginnings:
                yield Unit(text, length)
        elif text in sounds.syllables:
            yield Unit(text, length, whole=True)
    yield Unit(typed[start], 1)


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()
