"""The letters of phrases as a keyboard has them: the pinyin of Han, Latin and digits as they are.

A row's first letters are one number, so that thousands of beginnings are looked up at a stroke.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["KEYED", "NO_SOUND", "OTHER", "Writing", "keyed", "slips"]

NO_SOUND = 0xFFFF
"""In place of a sound's number: a digit, or what has none."""

OTHER = 0xFF
"""The first letter of what has none: sorts behind all letters and digits."""

KEYED = 10
"""Letters in a key, six bits each."""

_BITS = 6
_LONGEST_SYLLABLE = 6
_ALPHABET = b"0123456789abcdefghijklmnopqrstuvwxyz"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_SURE = 5  # letters from which the last one may be wrong: before, nearly anything would begin so

_CODES = np.zeros(256, np.uint64)
_CODES[OTHER] = 63
_CODES[list(_ALPHABET)] = range(1, len(_ALPHABET) + 1)

Rows = NDArray[np.int32]


class Writing:
    """Writes rows out in letters. Arrays as `query.suggest.index.SuggestionIndex` has them."""

    def __init__(
        self, sounds: NDArray[np.uint16], initials: NDArray[np.uint8], syllables: Sequence[str]
    ) -> None:
        self._sounds, self._initials = sounds, initials
        # One row more: what has no sound is one letter, its initial.
        self._letters = np.zeros((len(syllables) + 1, _LONGEST_SYLLABLE), np.uint8)
        self._sizes = np.ones(len(syllables) + 1, np.int32)
        for number, syllable in enumerate(syllables):
            spelled = syllable.encode()[:_LONGEST_SYLLABLE]
            self._letters[number, : len(spelled)] = list(spelled)
            self._sizes[number] = len(spelled)

    def written(self, starts: Rows, ends: Rows, width: int) -> NDArray[np.uint8]:
        """The first `width` letters of each row as ASCII; 0 behind its end, OTHER for no letter."""
        table = np.zeros((len(starts), width + _LONGEST_SYLLABLE), np.uint8)
        used = np.zeros(len(starts), np.int32)
        for step in range(width):
            open_ = np.flatnonzero((starts + step < ends) & (used < width))
            if not len(open_):
                break
            at = starts[open_] + step
            numbers = np.minimum(self._sounds[at], len(self._sizes) - 1)
            letters, sizes = self._letters[numbers], self._sizes[numbers]
            unsaid = numbers == len(self._sizes) - 1
            letters[unsaid, 0] = self._initials[at[unsaid]]
            for place in range(_LONGEST_SYLLABLE):
                has = place < sizes
                table[open_[has], used[open_[has]] + place] = letters[has, place]
            used[open_] += sizes
        return table[:, :width]

    def keys(self, starts: Rows, ends: Rows) -> NDArray[np.uint64]:
        """The key of each row."""
        return keyed(self.written(starts, ends, KEYED))

    def characters(self, starts: Rows, ends: Rows, letters: int) -> Rows:
        """How many characters of each row its first so many letters belong to."""
        used = np.zeros(len(starts), np.int32)
        count = np.zeros(len(starts), np.int32)
        for step in range(letters):
            open_ = (starts + step < ends) & (used < letters)
            if not open_.any():
                break
            at = np.where(open_, starts + step, starts)
            used += self._sizes[np.minimum(self._sounds[at], len(self._sizes) - 1)] * open_
            count += open_
        return count


def keyed(table: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """The keys of letters in ASCII, KEYED to a row: their order is that of the letters."""
    keys = np.zeros(len(table), np.uint64)
    for column in range(KEYED):
        keys = (keys << np.uint64(_BITS)) | _CODES[table[:, column]]
    return keys


def slips(letters: str, loose: Sequence[bool]) -> Iterator[str]:
    """Everything that may have been meant with one slip of a finger.

    Two neighbours swapped, a letter left out, one too many, another one. Only `loose` letters are
    wrong, the first one only where it was swapped, and what is typed is a beginning: nothing is
    missing at its end.
    """
    last = len(letters) - 1
    for at, letter in enumerate(letters):
        if not loose[at]:
            continue
        before, after = letters[:at], letters[at + 1 :]
        if at < last and loose[at + 1] and letter != letters[at + 1]:
            yield before + letters[at + 1] + letter + letters[at + 2 :]
        if at and (at < last or at >= _SURE - 1):
            yield before + after
        if at:
            yield from (before + other + letter + after for other in _LATIN)
            if at < last:
                yield from (before + other + after for other in _LATIN)
