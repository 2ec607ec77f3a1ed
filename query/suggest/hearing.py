"""Phrases that sound like what was typed: by homophones (平果手机), by near sounds (lanya, 篮牙).

As in `SuggestionIndex.sounding` every reading of a text is followed, but each of its parts stands for
all sounds that it may be taken for.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.cached import cached
from query.lexicon.sounds import near
from query.suggest.index import Matches, Rows, SuggestionIndex
from query.suggest.readings import Sounds, Unit, fewest, units

__all__ = ["Hearing"]

_CACHED = 1024  # parts of texts: half a kilobyte each

_NEAR = 1  # a near sound counts as a reading of one part more


class _Sound(NamedTuple):
    """What a part may stand for: sounds of the index by number, or just the character."""

    sounds: NDArray[np.bool_]
    initials: str
    character: int


class Hearing:
    """An index asked by ear. Safe to share between threads."""

    def __init__(self, index: SuggestionIndex) -> None:
        """Reads the syllables, not the rows."""
        self._index = index
        self._sounds = Sounds([*index.said, *index.syllables])
        self._alike: dict[str, set[int]] = {}
        for number, syllable in enumerate(index.syllables):
            self._alike.setdefault(near(syllable), set()).add(number)
        self._numbers = {syllable: {at} for at, syllable in enumerate(index.syllables)}
        self._sound = cached(_CACHED, self._sound_of)

    def matches(self, typed: str) -> Iterator[Matches]:
        """Rows that begin as a text sounds; a text as `spelling.compact` has it."""
        found = units(typed, self._sounds)
        if not typed.isascii():
            yield from self._walked(found, nearly=False)
        yield from self._walked(found, nearly=True)

    def _walked(self, found: list[tuple[Unit, ...]], *, nearly: bool) -> Iterator[Matches]:
        index, none = self._index, len(self._index.syllables)
        least = fewest(found) - _NEAR * nearly

        def walk(at: int, count: int, rows: Rows, choices: tuple[Unit, ...]) -> Iterator[Matches]:
            rows = rows[index.lengths[rows] > count]
            if not len(rows):
                return
            places = index.starts[rows] + count
            heard = np.minimum(index.sounds[places], none)
            for unit in choices:
                sound = self._sound(unit, nearly)
                fits = sound.sounds[heard]
                if sound.character >= 0:
                    fits |= index.chars[places] == sound.character
                fitting, end = rows[fits], at + unit.length
                if not len(fitting):
                    continue
                if end == len(found):
                    yield Matches(fitting, count + 1, count + 1 - least)
                else:
                    yield from walk(end, count + 1, fitting, found[end])

        for unit in found[0]:
            following = found[unit.length] if unit.length < len(found) else ()
            yield from walk(0, 0, self._beginning_with(unit, following, nearly), (unit,))

    def _beginning_with(self, unit: Unit, following: tuple[Unit, ...], nearly: bool) -> Rows:  # noqa: FBT001
        """The rows that the first letters of a part and of the next one leave."""
        first = self._sound(unit, nearly).initials
        second = {one for after in following for one in self._sound(after, nearly).initials}
        found = [
            self._index.initialled(one + other) for one in first for other in sorted(second) or [""]
        ]
        return np.concatenate(found) if found else self._index.by_initial[:0]

    def _sound_of(self, unit: Unit, nearly: bool) -> _Sound:  # noqa: FBT001 - of a cache's key
        # A first letter by itself is not widened: hardly anything would be left out.
        nearly = nearly and (unit.exact or len(unit.text) > 1)
        numbers: set[int] = set()
        for syllable in self._meant(unit):
            known = self._alike.get(near(syllable)) if nearly else self._numbers.get(syllable)
            numbers |= known or set()
        table = np.zeros(len(self._index.syllables) + 1, np.bool_)
        table[list(numbers)] = True
        initials = {self._index.syllables[number][0] for number in numbers}
        if unit.exact and unit.text.isascii():
            initials.add(unit.text)
        return _Sound(table, "".join(sorted(initials)), ord(unit.text) if unit.exact else -1)

    def _meant(self, unit: Unit) -> Iterable[str]:
        """The syllables that a part is one of."""
        if unit.exact:
            return self._index.readings(unit.text)
        if unit.whole:
            return (unit.text,)
        return [one for one in self._sounds.syllables if one.startswith(unit.text)]
