"""What a shopper's letters may stand for: characters, whole syllables, first letters of syllables.

`huawsj` is hua·w·s·j, `pingg` is ping·g, `hua为` is hua·为; `iphone` is also just its letters.
Which of the ways to cut a text lead to a phrase is for `query.suggest.index` to see.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from indexer.cached import cached
from query.lexicon.sounds import SPELLED_OTHERWISE

__all__ = ["Sounds", "Unit", "fewest", "units"]

_LONGEST_SYLLABLE = 6  # zhuang
_CACHED = 1024  # pieces of texts, half a kilobyte each
_TWO_LETTER_INITIALS = ("zh", "ch", "sh")


class Sounds:
    """The syllables that occur, and everything that one of them begins with."""

    def __init__(self, syllables: Iterable[str]) -> None:
        """Those syllables."""
        self.syllables = frozenset(syllables)
        self.beginnings = frozenset(
            one[:end] for one in self.syllables for end in range(1, len(one) + 1)
        )
        self.units = cached(_CACHED, self._units)

    def _units(self, piece: str, ends: bool) -> tuple["Unit", ...]:  # noqa: FBT001 - of a cache's key
        """What may begin where a piece does, the longest first. `ends`: the text ends with it."""
        return tuple(_at(piece, self, ends=ends))


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
    found = [
        sounds.units(
            spelled[start : start + _LONGEST_SYLLABLE], len(typed) - start <= _LONGEST_SYLLABLE
        )
        for start in range(len(typed))
    ]
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


def _at(piece: str, sounds: Sounds, *, ends: bool) -> Iterable[Unit]:
    if not _is_letter(piece[0]):
        yield Unit(piece[0], 1, exact=True)
        return
    for length in range(len(piece), 1, -1):
        part = piece[:length]
        text = SPELLED_OTHERWISE.get(part, part)
        if part in _TWO_LETTER_INITIALS:
            yield Unit(text, length)
        elif ends and length == len(piece):
            if text in sounds.beginnings:
                yield Unit(text, length)
        elif text in sounds.syllables:
            yield Unit(text, length, whole=True)
    yield Unit(piece[0], 1)


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()
