"""How words sound: keys by which homophones meet, and what typed letters can be syllables of.

Near sounds, which many speakers do not tell apart, have one key: zh and z, n and l, h and f, ang and an.
Nothing is known of words here; characters come from the lexicon.
"""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from itertools import islice, product

from query.lexicon.sounds import SPELLED_OTHERWISE, near

__all__ = ["Likeness", "Sounds"]

_LONGEST_SYLLABLE = 6  # zhuang
_MOST_KEYS = 4  # of a word whose characters are read in several ways
_FIRST_CODE = 0x100


class Likeness(IntEnum):
    """How much one character sounds like another."""

    SAME = 0
    HOMOPHONE = 1
    NEAR = 2


class Sounds:
    """What characters sound like, by the `sounds` of a lexicon. Safe to share between threads."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self._said = said
        syllables = {one for readings in set(said.values()) for one in readings.split()}
        codes = {
            alike: chr(_FIRST_CODE + at)
            for at, alike in enumerate(sorted(set(map(near, syllables))))
        }
        self._code = {one: codes[near(one)] for one in syllables}
        by_readings = {
            readings: "".join(dict.fromkeys(self._code[one] for one in readings.split()))
            for readings in set(said.values())
        }
        self._codes = {char: by_readings[readings] for char, readings in said.items()}

    def keys(self, word: str) -> list[str]:
        """Keys of a Han word, the likeliest first; two words that sound alike share one.

        None for a word with a character that has no sound.
        """
        if word[0] not in self._codes:
            return []  # an error caught would take as long as five words
        codes = self._codes
        try:
            each = [codes[char] for char in word]
        except KeyError:
            return []
        key = "".join(each)
        if len(key) == len(word):
            return [key]
        return ["".join(one) for one in islice(product(*each), _MOST_KEYS)]

    def likeness(self, typed: str, meant: str) -> Likeness | None:
        """Of a character that was typed to the one that was meant; None where it is another sound."""
        if typed == meant:
            return Likeness.SAME
        if not set(self._said.get(typed, "").split()).isdisjoint(self._said.get(meant, "").split()):
            return Likeness.HOMOPHONE
        alike = not set(self._codes.get(typed, "")).isdisjoint(self._codes.get(meant, ""))
        return Likeness.NEAR if alike else None

    def says(self, char: str, syllable: str) -> bool:
        """Whether it is one of the readings of the character."""
        return syllable in self._said.get(char, "").split()

    def initials(self, word: str) -> str:
        """The first letters of a Han word's syllables as they are mostly read, or nothing."""
        return "".join([self._said.get(char, " ")[0] for char in word]).replace(" ", "")

    def key_of(self, syllables: tuple[str, ...]) -> str:
        """The key of syllables, which `keys` of the words that sound so have."""
        return "".join(map(self._code.__getitem__, syllables))

    def syllables(self, letters: str, start: int) -> Iterator[tuple[str, int]]:
        """The syllables that may begin at `start`, the longest first, each with where it ends."""
        for end in range(min(len(letters), start + _LONGEST_SYLLABLE), start, -1):
            part = letters[start:end]
            syllable = SPELLED_OTHERWISE.get(part, part)
            if syllable in self._code:
                yield syllable, end
