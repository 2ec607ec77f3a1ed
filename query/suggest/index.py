"""The phrases in sorted order, so that a beginning is two bisections: by characters, by sounds.

Everything is in arrays: some hundred bytes a phrase, written and read as one block of bytes. What
is shown of the matches is decided in `query.suggest.ranking`.
"""

import io
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from query.suggest.gathering import FIRST_HAN, Gathered
from query.suggest.letters import NO_SOUND
from query.suggest.phrases import Phrase
from query.suggest.readings import Sounds, Unit, fewest, units
from query.suggest.spelling import LONGEST, compact

__all__ = ["Matches", "SuggestionIndex"]

Rows = NDArray[np.int32]

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Matches:
    """Rows of the index that begin as typed, and how many of their characters were typed.

    `extra`: how many more these are than in the shortest way to read what was typed.
    """

    rows: Rows
    typed: int
    extra: int


@dataclass(frozen=True, kw_only=True)
class SuggestionIndex:
    """A row is a way to type a phrase: one of its sounds, from one of its words on.

    By character of all phrases, one phrase after the other: `chars` (code points), `initials`
    (first letters), `sounds` (numbers into `syllables`, which are in order). By row: `starts`,
    `ends` (in those), `phrases`, `offsets` (the first character's place in its phrase; -1: it is
    of an alias). `by_char`, `by_initial` and `by_letters`: rows in order; `letters`: the keys of the
    last (`query.suggest.letters`), in order too. `heard`: what any Han character may sound like, by
    `query.suggest.gathering.heard`, in numbers of `said`. By phrase, the heaviest first: `kinds`,
    `weights`, and `texts`, `targets` with the ends of each.
    """

    chars: NDArray[np.uint32]
    initials: NDArray[np.uint8]
    sounds: NDArray[np.uint16]
    syllables: tuple[str, ...]
    starts: Rows
    ends: Rows
    phrases: Rows
    offsets: NDArray[np.int8]
    by_char: Rows
    by_initial: Rows
    by_letters: Rows
    letters: NDArray[np.uint64]
    heard: NDArray[np.uint16]
    said: tuple[str, ...]
    kinds: NDArray[np.uint8]
    weights: NDArray[np.float32]
    texts: str
    text_ends: Rows
    targets: str
    target_ends: Rows

    @classmethod
    def built(
        cls,
        phrases: Sequence[Phrase],
        rest: Callable[[int], None] = lambda _: None,
        sounds: Mapping[str, str] = MappingProxyType({}),
    ) -> Self:
        """The index of phrases as `phrases.distinct` gives them.

        `rest` is called after each phrase with how many there were, to give way to others. `sounds`:
        of `query.lexicon.sounds`; without them no Han that was typed is known by its sound.
        """
        gathered = Gathered()
        for i, phrase in enumerate(phrases):
            gathered.add(i, phrase)
            rest(i + 1)
        return cls(**gathered.arrays(phrases, sounds))

    def __len__(self) -> int:
        """How many phrases there are."""
        return len(self.kinds)

    def text(self, phrase: int) -> str:
        """What is shown of a phrase."""
        return self.texts[self.text_ends[phrase] : self.text_ends[phrase + 1]]

    def target(self, phrase: int) -> str:
        """See Phrase."""
        return self.targets[self.target_ends[phrase] : self.target_ends[phrase + 1]]

    def whole(self, key: str) -> int | None:
        """The phrase with just these characters, as `spelling.compact` has them."""
        typed = key[:LONGEST]
        rows = self.beginning(typed).rows
        own = (self.ends[rows] - self.starts[rows] == len(typed)) & (self.offsets[rows] == 0)
        found = self.phrases[rows[own]].tolist()
        return min((one for one in found if compact(self.text(one)) == key), default=None)

    @cached_property
    def lengths(self) -> Rows:
        """The characters of each row."""
        return self.ends - self.starts

    @cached_property
    def inventory(self) -> Sounds:
        """The sounds that occur."""
        return Sounds(self.syllables)

    def readings(self, character: str) -> list[str]:
        """The syllables of a Han character, the commonest first; none of any other."""
        place = ord(character) - FIRST_HAN
        if not 0 <= place < len(self.heard):
            return []
        return [self.said[number] for number in self.heard[place].tolist() if number != NO_SOUND]

    def beginning(self, typed: str) -> Matches:
        """The rows whose characters begin so; `typed` as `spelling.compact` has it."""
        prefix = _code_points(typed)
        return Matches(self._range(self.by_char, self._chars, prefix, 4), len(typed), 0)

    def sounding(self, typed: str) -> Iterator[Matches]:
        """The rows whose characters and sounds begin as any reading of a text says."""
        found = units(typed, self.inventory)
        least = fewest(found)

        def walk(at: int, count: int, rows: Rows) -> Iterator[Matches]:
            if at == len(found):
                yield Matches(rows, count, count - least)
                return
            rows = rows[self.lengths[rows] > count]
            for unit in found[at]:
                fitting = rows[self._fits(self.starts[rows] + count, unit)]
                if len(fitting):
                    yield from walk(at + unit.length, count + 1, fitting)

        for unit in found[0]:
            rows = self._beginning_with(unit, typed[unit.length :])
            if len(unit.text) > 1:  # one character was looked up as it is
                rows = rows[self._fits(self.starts[rows], unit)]
            if len(rows):
                yield from walk(unit.length, 1, rows)

    def _beginning_with(self, unit: Unit, following: str) -> Rows:
        """The rows that a first unit and what follows it leave, narrowed by two characters."""
        if unit.exact and not unit.text.isascii():
            return self._range(self.by_char, self._chars, _code_points(unit.text), 4)
        letters = unit.text[0] + following[:1]
        return self.initialled(letters if letters.isascii() else letters[0])

    def initialled(self, letters: str) -> Rows:
        """The rows whose first letters begin so; digits stand for themselves."""
        known = self._paired.get(letters)
        if known is None:
            known = self._range(self.by_initial, self._initials, letters.encode(), 1)
            if len(letters) <= _PAIR:
                self._paired[letters] = known
        return known

    def to_bytes(self) -> bytes:
        """As an artefact; `from_bytes` gives it back."""
        values = {
            **self.__dict__,
            "syllables": _utf8("\n".join(self.syllables)),
            "said": _utf8("\n".join(self.said)),
            "texts": _utf8(self.texts),
            "targets": _utf8(self.targets),
        }
        values = {one.name: values[one.name] for one in fields(self)}
        buffer = io.BytesIO()
        np.savez_compressed(buffer, **values)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, blob: bytes) -> Self:
        """The inverse of `to_bytes`; reads numbers only, never objects."""
        with np.load(io.BytesIO(blob), allow_pickle=False) as stored:
            values: dict[str, Any] = dict(stored)
        for name in ("syllables", "said", "texts", "targets"):
            values[name] = values[name].tobytes().decode()
        for name in ("syllables", "said"):
            values[name] = tuple(filter(None, values[name].split("\n")))
        return cls(**values)

    @cached_property
    def _paired(self) -> dict[str, Rows]:
        """The rows of two first letters, of which there are some hundred: a text asks for a dozen."""
        return {}

    @cached_property
    def _bounds(self) -> tuple[memoryview, memoryview]:
        return self.starts.data, self.ends.data

    @cached_property
    def _chars(self) -> bytes:
        """Big-endian, so that the order of bytes is that of code points."""
        return self.chars.astype(">u4").tobytes()

    @cached_property
    def _initials(self) -> bytes:
        return self.initials.tobytes()

    def _range(self, order: Rows, blob: bytes, prefix: bytes, width: int) -> Rows:
        size = len(prefix)

        starts, ends = self._bounds

        def key(row: int) -> bytes:
            start = starts[row] * width
            return blob[start : min(start + size, ends[row] * width)]

        view = order.data  # gives plain integers, in half the time
        low = bisect_left(view, prefix, key=key)
        high = bisect_left(view, prefix + b"\xff", low, key=key)
        return order[low:high]

    def _fits(self, at: Rows, unit: Unit) -> NDArray[np.bool_]:
        fits: NDArray[np.bool_]
        if unit.exact:
            fits = self.chars[at] == ord(unit.text)
            return fits
        sounds = self.sounds[at]
        low = bisect_left(self.syllables, unit.text)
        high = low + 1 if unit.whole else bisect_left(self.syllables, unit.text + "~")
        fits = (sounds >= low) & (sounds < high)
        return fits


def _code_points(text: str) -> bytes:
    return text.encode("utf-32-be")


def _utf8(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)
