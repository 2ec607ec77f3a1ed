"""Phrases on their way into an index: the ways to type each, laid out in arrays.

What the arrays are is told by `query.suggest.index.SuggestionIndex`.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from query.suggest.letters import NO_SOUND, OTHER, Writing
from query.suggest.phrases import Phrase
from query.suggest.spelling import spelled

__all__ = ["FIRST_HAN", "Gathered", "heard"]

FIRST_HAN = 0x4E00
_HAN = 0x5200  # characters from there on that have a sound
_READINGS = 3
_ASCII_END = 0x80

Rows = NDArray[np.int32]


def heard(sounds: Mapping[str, str]) -> tuple[NDArray[np.uint16], tuple[str, ...]]:
    """The readings of Han characters as numbers into all readings, which come in order.

    A row for each character from FIRST_HAN on; NO_SOUND where there are fewer. 125 kB.
    """
    said = tuple(sorted({one for readings in set(sounds.values()) for one in readings.split()}))
    numbers = {one: number for number, one in enumerate(said)}
    table = np.full((_HAN if said else 0, _READINGS), NO_SOUND, np.uint16)
    for character, readings in sounds.items():
        found = [numbers[one] for one in readings.split()[:_READINGS]]
        table[ord(character) - FIRST_HAN, : len(found)] = found
    return table, said


class Gathered:
    """The arrays while they grow."""

    def __init__(self) -> None:
        self._chars: list[str] = []
        self._sounds = array("H")
        self._initials = bytearray()
        self._numbers: dict[str, int] = {}  # of sounds, as they come
        self._starts, self._ends, self._phrases = array("i"), array("i"), array("i")
        self._offsets = array("b")
        self._size = 0

    def add(self, number: int, phrase: Phrase) -> None:
        """Add the rows of a phrase."""
        self._spell(number, phrase.text, alias=False)
        for alias in phrase.aliases:
            self._spell(number, alias, alias=True)

    def _spell(self, number: int, text: str, *, alias: bool) -> None:
        spelling = spelled(text)
        if spelling is None:
            return
        for sounds in spelling.sounds:
            end = self._size + len(spelling.chars)
            for start in spelling.starts[: 1 if alias else None]:
                self._starts.append(self._size + start)
                self._ends.append(end)
                self._phrases.append(number)
                self._offsets.append(-1 if alias else start)
            self._chars.append(spelling.chars)
            for sound in sounds:
                first = ord(sound[0])
                ascii_ = first < _ASCII_END
                self._initials.append(first if ascii_ else OTHER)
                said = ascii_ and sound.isalpha()
                known = self._numbers.setdefault(sound, len(self._numbers)) if said else NO_SOUND
                self._sounds.append(known)
            self._size = end

    def arrays(self, phrases: Sequence[Phrase], sounds: Mapping[str, str]) -> dict[str, Any]:
        """Everything that a SuggestionIndex has; see there."""
        chars = np.frombuffer("".join(self._chars).encode("utf-32-le"), "<u4").astype(np.uint32)
        initials = np.frombuffer(bytes(self._initials), np.uint8)
        syllables = tuple(sorted(self._numbers))
        # From the order in which they came to the order of the alphabet.
        order = np.full(NO_SOUND + 1, NO_SOUND, np.uint16)
        for number, syllable in enumerate(syllables):
            order[self._numbers[syllable]] = number
        starts, ends = np.array(self._starts, np.int32), np.array(self._ends, np.int32)
        spoken = order[np.array(self._sounds, np.uint16)]
        keys = Writing(spoken, initials, syllables).keys(starts, ends)
        by_letters = np.argsort(keys, kind="stable").astype(np.int32)
        heard_, said = heard(sounds)
        texts, text_ends = _joined(phrase.text for phrase in phrases)
        targets, target_ends = _joined(phrase.target for phrase in phrases)
        return {
            "chars": chars,
            "initials": initials,
            "sounds": spoken,
            "syllables": syllables,
            "starts": starts,
            "ends": ends,
            "phrases": np.array(self._phrases, np.int32),
            "offsets": np.array(self._offsets, np.int8),
            "by_char": _sorted(chars.astype(">u4").tobytes(), starts, ends, 4),
            "by_initial": _sorted(initials.tobytes(), starts, ends, 1),
            "by_letters": by_letters,
            "letters": keys[by_letters],
            "heard": heard_,
            "said": said,
            "kinds": np.array([phrase.kind for phrase in phrases], np.uint8),
            "weights": np.array([phrase.weight for phrase in phrases], np.float32),
            "texts": texts,
            "text_ends": text_ends,
            "targets": targets,
            "target_ends": target_ends,
        }


def _sorted(blob: bytes, starts: Rows, ends: Rows, width: int) -> Rows:
    """The rows in the order of their bytes.

    By their first character at a time: a sort of all of them would hold up every other thread.
    """
    keys = [blob[start * width : end * width] for start, end in zip(starts, ends, strict=True)]
    by_first: dict[bytes, list[int]] = {}
    for row, key in enumerate(keys):
        by_first.setdefault(key[:width], []).append(row)
    order: list[int] = []
    for first in sorted(by_first):
        order += sorted(by_first[first], key=keys.__getitem__)
    return np.array(order, np.int32)


def _joined(texts: Iterable[str]) -> tuple[str, Rows]:
    kept = list(texts)
    ends = np.cumsum([0, *map(len, kept)], dtype=np.int32)
    return "".join(kept), ends
