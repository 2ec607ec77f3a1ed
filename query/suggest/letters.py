"""The letters of phrases as a keyboard has them: the pinyin of Han, Latin and digits as they are.

A row's first letters are one number, so that thousands of beginnings are looked up at a stroke. With
the order of rows that is twelve bytes a row, 3 MB for 100,000 phrases.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["KEYED", "NO_SOUND", "OTHER", "Writing", "behind", "keyed", "slipped", "slips"]

NO_SOUND = 0xFFFF
"""In place of a sound's number: a digit, or what has none."""

OTHER = 0xFF
"""The first letter of what has none: sorts behind all letters and digits."""

KEYED = 10
"""Letters in a key, six bits each."""

_BITS = 6
_LONGEST_SYLLABLE = 6
_ALPHABET = b"0123456789abcdefghijklmnopqrstuvwxyz"
_AT_ONCE = 8192  # rows whose keys are made at a stroke, in 5 MB
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
        # Two rows more: what has no sound is one letter, its initial; behind the end there is none.
        self._unsaid, self._nothing = len(syllables), len(syllables) + 1
        self._letters = np.zeros((len(syllables) + 2, _LONGEST_SYLLABLE), np.uint8)
        self._sizes = np.zeros(len(syllables) + 2, np.int32)
        self._sizes[self._unsaid] = 1
        self._said = np.full(NO_SOUND + 1, self._unsaid, np.uint16)
        self._said[: len(syllables)] = np.arange(len(syllables))
        for number, syllable in enumerate(syllables):
            spelled = syllable.encode()[:_LONGEST_SYLLABLE]
            self._letters[number, : len(spelled)] = list(spelled)
            self._sizes[number] = len(spelled)

    def written(self, starts: Rows, ends: Rows, width: int) -> NDArray[np.uint8]:
        """The first `width` letters of each row as ASCII; 0 behind its end, OTHER for no letter."""
        at, numbers = self._numbers(starts, ends, width)
        letters = self._letters[numbers]
        unsaid = numbers == self._unsaid
        letters[:, :, 0][unsaid] = self._initials[at[unsaid]]
        flat = letters.reshape(-1)
        sizes = self._sizes[numbers].sum(axis=1)
        # The letters of all rows in a line, and where in it each row's begin: then a gather.
        line = np.append(flat[flat != 0], np.uint8(0))
        place = np.arange(width)
        begun = np.cumsum(sizes) - sizes
        table: NDArray[np.uint8] = line[
            np.where(place < sizes[:, None], begun[:, None] + place, len(line) - 1)
        ]
        return table

    def keys(self, starts: Rows, ends: Rows) -> NDArray[np.uint64]:
        """The key of each row."""
        some = range(0, len(starts), _AT_ONCE)
        found = [
            keyed(self.written(starts[at : at + _AT_ONCE], ends[at : at + _AT_ONCE], KEYED))
            for at in some
        ]
        return np.concatenate(found) if found else np.zeros(0, np.uint64)

    def characters(self, starts: Rows, ends: Rows, letters: int) -> NDArray[np.int64]:
        """How many characters of each row its first so many letters belong to."""
        sizes = self._sizes[self._numbers(starts, ends, letters)[1]]
        before = np.cumsum(sizes, axis=1, dtype=np.int32) - sizes
        count: NDArray[np.int64] = np.count_nonzero((before < letters) & (sizes > 0), axis=1)
        return count

    def _numbers(self, starts: Rows, ends: Rows, width: int) -> tuple[Rows, NDArray[np.uint16]]:
        """The places of each row's first `width` characters, and their sounds by number."""
        at: Rows = np.add.outer(starts, np.arange(width, dtype=np.int32))
        outside = at >= ends[:, None]
        at[outside] = 0
        numbers: NDArray[np.uint16] = self._said[self._sounds[at]]
        numbers[outside] = self._nothing
        return at, numbers


def keyed(table: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """The keys of rows of letters in ASCII, KEYED or fewer: their order is that of the letters."""
    keys = np.zeros(len(table), np.uint64)
    for column in range(table.shape[1]):
        keys = (keys << np.uint64(_BITS)) | _CODES[table[:, column]]
    return keys << np.uint64(_BITS * (KEYED - table.shape[1]))


def behind(keys: NDArray[np.uint64], letters: int) -> NDArray[np.uint64]:
    """The first keys that no longer begin as these do, which have so many letters."""
    return keys + (np.uint64(1) << np.uint64(_BITS * (KEYED - letters)))


def slips(letters: str, loose: Sequence[bool]) -> Iterator[str]:
    """Everything that may have been meant with one slip of a finger.

    Two neighbours swapped, a letter left out, one too many, another one. Only `loose` letters are
    wrong, the first one only where it was swapped, and what is typed is a beginning: nothing is
    missing at its end.
    """
    last = len(letters) - 1
    for at, letter in enumerate(letters):
        before, after = letters[:at], letters[at + 1 :]
        if at and (loose[at] or loose[at - 1]):
            yield from (before + other + letter + after for other in _LATIN)
        if not loose[at]:
            continue
        if at < last and loose[at + 1] and letter != letters[at + 1]:
            yield before + letters[at + 1] + letter + letters[at + 2 :]
        if at and (at < last or at >= _SURE - 1):
            yield before + after
        if 0 < at < last:
            yield from (before + other + after for other in _LATIN)


def slipped(table: NDArray[np.uint8], letters: str, loose: Sequence[bool]) -> NDArray[np.int64]:
    """How many of a row's first letters were meant by letters with one of `slips`; 0: none.

    `table`: a column more than there are letters, which are five or more. Of letters alike side by
    side, of which some are not loose, the last one counts.
    """
    typed, size = np.frombuffer(letters.encode(), np.uint8), len(letters)
    every = np.arange(len(table))
    same = table[:, :size] == typed
    at = np.minimum(_leading(same), size - 1)  # of a row that begins just so nothing is wrong
    following = np.minimum(at + 1, size - 1)
    soft = np.array(loose)
    alike = _leading(same[:, ::-1])
    more = _leading((table[:, : size - 1] == typed[1:])[:, ::-1]) >= size - 1 - at
    less = _leading((table[:, 1:] == typed)[:, ::-1]) >= size - at
    swapped = (table[every, at] == typed[following]) & (table[every, following] == typed[at])
    swapped &= soft[following] & (alike >= size - at - 2) & (at < following)
    first = table[every, at]
    letter = (first >= ord(_LATIN[0])) & (first <= ord(_LATIN[-1]))
    less &= letter & (soft[at] | soft[at - 1])
    other = letter & (alike >= size - at - 1) & soft[at] & (at < size - 1)
    meant = np.select(
        [swapped & soft[at], less, other, more & soft[at]],
        [size, size + 1, size, size - 1],
    )
    wrong = ~same.all(axis=1) & ((at > 0) | (meant == size) & swapped)
    sizes: NDArray[np.int64] = np.where(wrong, meant, 0)
    return sizes


def _leading(table: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many of each row are true before the first that is not."""
    count: NDArray[np.int64] = np.where(table.all(axis=1), table.shape[1], table.argmin(axis=1))
    return count
