"""Phrases that were meant with one slip of a finger: huawie, xiaomu, 苹手果机, 苹手机.

Letters are those of a keyboard, so that pinyin and Latin names are one; a number is never wrong.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from query.suggest.index import Matches, Rows, SuggestionIndex
from query.suggest.letters import KEYED, Writing, keyed, slips

__all__ = ["Slips"]

_LEAST_LETTERS = 4
_MOST_LETTERS = 24  # of a text; two thousand ways to slip
_LEAST_CHARACTERS = 3  # of a text that lacks one

_SLIP = 1  # counts as a reading of one part more


class Slips:
    """An index asked for what was nearly typed. Safe to share between threads."""

    def __init__(self, index: SuggestionIndex) -> None:
        """Reads the syllables, not the rows."""
        self._index = index
        self._writing = Writing(index.sounds, index.initials, index.syllables)

    def matches(self, typed: str) -> Iterator[Matches]:
        """Rows that begin nearly so; a text as `spelling.compact` has it."""
        yield from self._mistyped(typed)
        if not typed.isascii():
            yield from self._swapped(typed)
            yield from self._short(typed)

    def _mistyped(self, typed: str) -> Iterator[Matches]:
        """With a slip in what was typed in letters."""
        letters, loose = self._letters(typed)
        if sum(loose) < _LEAST_LETTERS or len(letters) > _MOST_LETTERS:
            return
        meant: dict[int, set[str]] = {}
        for one in slips(letters, loose):
            meant.setdefault(len(one), set()).add(one)
        for size, texts in sorted(meant.items()):
            wanted = _table(texts, size)
            rows = self._keyed(wanted)
            if size > KEYED:
                starts, ends = self._index.starts[rows], self._index.ends[rows]
                written = self._writing.written(starts, ends, size)
                rows = rows[np.isin(_lines(written), _lines(wanted))]
            starts, ends = self._index.starts[rows], self._index.ends[rows]
            counts = self._writing.characters(starts, ends, size)
            for count in np.unique(counts).tolist():
                yield Matches(rows[counts == count], count, _SLIP)

    def _letters(self, typed: str) -> tuple[str, list[bool]]:
        """The letters of a text, and of each whether it was typed as one; none of what has none."""
        letters, loose = "", []
        for character in typed.replace("ü", "v"):
            said = (
                character if character.isascii() else "".join(self._index.readings(character)[:1])
            )
            if not said:
                return "", []
            letters += said
            loose += [character.isascii() and character.isalpha()] * len(said)
        return letters, loose

    def _keyed(self, wanted: NDArray[np.uint8]) -> Rows:
        """The rows whose keys begin as one of the texts."""
        known, order = self._index.letters, self._index.by_letters
        size = wanted.shape[1]
        padded = np.zeros((len(wanted), max(size, KEYED)), np.uint8)
        padded[:, :size] = wanted
        first = np.unique(keyed(padded))
        behind = first + (np.uint64(1) << np.uint64(6 * max(0, KEYED - size)))
        lows, highs = np.searchsorted(known, first), np.searchsorted(known, behind)
        found = [order[lows[at] : highs[at]] for at in np.flatnonzero(highs > lows).tolist()]
        return np.concatenate(found) if found else order[:0]

    def _swapped(self, typed: str) -> Iterator[Matches]:
        """With two neighbours swapped, or one of them typed twice."""
        for at in range(len(typed) - 1):
            one, other = typed[at], typed[at + 1]
            if one.isascii() or other.isascii():
                continue
            middle = one if one == other else other + one
            found = self._index.beginning(typed[:at] + middle + typed[at + 2 :])
            yield Matches(found.rows, found.typed, _SLIP)

    def _short(self, typed: str) -> Iterator[Matches]:
        """With a character left out, of two that are not Latin."""
        index = self._index
        if len(typed) < _LEAST_CHARACTERS:
            return
        for at in range(1, len(typed)):
            if typed[at - 1].isascii() or typed[at].isascii():
                continue
            rows = index.beginning(typed[:at]).rows
            rows = rows[index.lengths[rows] > len(typed)]
            for place in range(at, len(typed)):
                rows = rows[index.chars[index.starts[rows] + place + 1] == ord(typed[place])]
            yield Matches(rows, len(typed) + 1, _SLIP)


def _table(texts: set[str], size: int) -> NDArray[np.uint8]:
    return np.frombuffer("".join(texts).encode(), np.uint8).reshape(-1, size)


def _lines(table: NDArray[np.uint8]) -> NDArray[np.bytes_]:
    return np.ascontiguousarray(table).view(f"S{table.shape[1]}").reshape(-1)
