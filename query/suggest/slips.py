"""Phrases that were meant with one slip of a finger: huawie, xiaomu, 苹手果机, 苹手机.

Letters are those of a keyboard, so that pinyin and Latin names are one; a number is never wrong.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import compress

import numpy as np

from query.suggest.gathering import FIRST_HAN
from query.suggest.index import Matches, Rows, SuggestionIndex
from query.suggest.letters import KEYED, Writing, behind, keyed, slipped, slips

__all__ = ["Slips"]

_LEAST_LETTERS = 4
_LEAST_BESIDE = 3  # letters beside characters, which say most already
_VOWELS = frozenset("aeiouv")  # first letters of syllables are hardly ever one, and say too little
_MOST_LETTERS = 40  # of a text
_MOST_READ = 1024  # rows whose letters are read to their end: those of the heaviest phrases

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
            yield from self._miswritten(typed)

    def _mistyped(self, typed: str) -> Iterator[Matches]:
        """With a slip in what was typed in letters."""
        letters, loose = self._letters(typed)
        least = _LEAST_LETTERS if typed.isascii() else _LEAST_BESIDE
        if sum(loose) < least or not _LEAST_LETTERS <= len(letters) <= _MOST_LETTERS:
            return
        if _VOWELS.isdisjoint(compress(letters, loose)):
            return
        first = letters[: KEYED + 2]  # a letter further behind changes no key
        made = set(slips(first, loose[: KEYED + 2]))
        if len(letters) >= KEYED:  # the slip may be behind the key
            made.add(first)
        meant: defaultdict[int, set[str]] = defaultdict(set)
        for one in made:
            meant[len(one)].add(one[:KEYED])
        found = [(size, self._beginning(texts, size)) for size, texts in sorted(meant.items())]
        if len(letters) < KEYED:  # the keys say all
            for size, rows in found:
                yield from self._counted(rows, size)
            return
        rows = np.unique(np.concatenate([rows for _, rows in found]))[:_MOST_READ]
        starts, ends = self._index.starts[rows], self._index.ends[rows]
        read = slipped(self._writing.written(starts, ends, len(letters) + 1), letters, loose)
        for size in np.unique(read[read > 0]).tolist():
            yield from self._counted(rows[read == size], size)

    def _counted(self, rows: Rows, letters: int) -> Iterator[Matches]:
        """Rows of which so many letters were typed."""
        starts, ends = self._index.starts[rows], self._index.ends[rows]
        counts = self._writing.characters(starts, ends, letters)
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

    def _beginning(self, texts: set[str], size: int) -> Rows:
        """The rows whose letters begin as one of the texts, which have one size, KEYED at most."""
        known, order = self._index.letters, self._index.by_letters
        size = min(size, KEYED)
        wanted = keyed(np.frombuffer("".join(texts).encode(), np.uint8).reshape(-1, size))
        wanted.sort()
        lows, highs = np.searchsorted(known, wanted), np.searchsorted(known, behind(wanted, size))
        found = [order[lows[at] : highs[at]] for at in np.flatnonzero(highs > lows).tolist()]
        return np.concatenate(found) if found else order[:0]

    def _miswritten(self, typed: str) -> Iterator[Matches]:
        """With two characters swapped, one typed twice, or a Han one left out beside another."""
        index = self._index
        for at, character in enumerate(typed):
            rows = index.beginning(typed[:at]).rows
            if not len(rows):
                return
            before, after = typed[at - 1 : at], typed[at + 1 : at + 2]
            if before and not (before + character).isascii():
                yield Matches(self._lacking(rows, typed, at), len(typed) + 1, _SLIP)
            if after and not character.isascii() and not after.isascii():
                middle = after + character if after != character else character
                found = index.beginning(typed[:at] + middle + typed[at + 2 :])
                yield Matches(found.rows, found.typed, _SLIP)

    def _lacking(self, rows: Rows, typed: str, at: int) -> Rows:
        """Those of rows that begin so up to a place and have one Han character more there."""
        index = self._index
        rows = rows[index.lengths[rows] > len(typed)]
        rows = rows[index.chars[index.starts[rows] + at] >= FIRST_HAN]
        for place in range(at, len(typed) if len(rows) else at):
            rows = rows[index.chars[index.starts[rows] + place + 1] == ord(typed[place])]
        return rows
