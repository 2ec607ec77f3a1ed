"""Which of the known grams a text has: single characters, Latin atoms and pairs of Han, by number.

What they weigh is `indexer.embeddings`; what a text's grams are is `indexer.analysis`.
"""

from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import Analyzer, is_han_pair
from indexer.cached import cached

__all__ = ["GramTable"]

_SHORT = 16
_CACHED_LINES = 16_384  # brands and categories, which repeat: 8 MB when full

_SPACE = ord(" ")
_UNKNOWN = -1
_CODE_BITS = np.uint64(21)  # of a code point


class GramTable:
    """Looks up the grams of texts, which are cut line by line. Safe to share between threads."""

    def __init__(self, analyzer: Analyzer, grams: Sequence[str]) -> None:
        self._analyzer = analyzer
        # Apart, because the streams of a text hold Latin atoms twice.
        self._pairs = {gram: i for i, gram in enumerate(grams) if is_han_pair(gram)}
        self._singles = {gram: i for i, gram in enumerate(grams) if gram not in self._pairs}
        self._single_codes = _Codes(
            {ord(gram): i for gram, i in self._singles.items() if len(gram) == 1}
        )
        self._pair_codes = _Codes(
            {ord(gram[0]) << int(_CODE_BITS) | ord(gram[1]): i for gram, i in self._pairs.items()}
        )
        self._short = cached(_CACHED_LINES, self._line)

    def of_one(self, text: str) -> list[int]:
        """The number of each known gram of a text, as often as it has it."""
        numbers: list[int] = []
        for line in text.split("\n"):
            numbers += self._short(line) if len(line) <= _SHORT else self._line(line)
        return [number for number in numbers if number != _UNKNOWN]

    def of_many(self, texts: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The same for many texts in arrays, which takes a third of the time: the positions of
        texts, and beside each the number of a gram that the text has."""
        cuts = [self._analyzer.document(*text.split("\n")) for text in texts]
        chars = _Tokens.of([cut.chars for cut in cuts])
        singles = self._single_codes.numbers(chars.codes[chars.starts])
        for i in np.flatnonzero(chars.ends - chars.starts > 1).tolist():
            singles[i] = self._singles.get(chars.text[chars.starts[i] : chars.ends[i]], _UNKNOWN)
        bigrams = _Tokens.of([cut.bigrams for cut in cuts])
        at = np.flatnonzero(bigrams.ends - bigrams.starts == 2)  # noqa: PLR2004 - pairs
        first = bigrams.starts[at]
        pairs = self._pair_codes.numbers(
            bigrams.codes[first].astype(np.uint64) << _CODE_BITS | bigrams.codes[first + 1]
        )
        positions = np.concatenate((chars.positions, bigrams.positions[at]))
        numbers = np.concatenate((singles, pairs))
        known = numbers != _UNKNOWN
        return positions[known], numbers[known]

    def _line(self, line: str) -> list[int]:
        """As the analyzer's `grams`, without finding the pairs among the bigrams."""
        cut, unknown = self._analyzer.document(line), repeat(_UNKNOWN)
        numbers = list(map(self._singles.get, cut.chars.split(), unknown))
        numbers += map(self._pairs.get, cut.bigrams.split(), unknown)
        return numbers


class _Tokens(NamedTuple):
    """The tokens of several streams by where they begin and end in one text, each with the
    position of its stream."""

    text: str
    codes: NDArray[np.uint32]
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]
    positions: NDArray[np.int32]

    @classmethod
    def of(cls, streams: Sequence[str]) -> "_Tokens":
        text = "".join([f"{stream} " for stream in streams])
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        ends = np.flatnonzero(codes == _SPACE)
        starts = np.append(0, ends + 1)[:-1]
        tokens = [stream.count(" ") + 1 for stream in streams]
        positions = np.repeat(np.arange(len(streams), dtype=np.int32), tokens)
        return cls(text, codes, starts, ends, positions)


class _Codes:
    """Numbers by integer keys, looked up by the thousand."""

    def __init__(self, numbers: Mapping[int, int]) -> None:
        keys = sorted(numbers)
        # One more than any key, so that each search ends on a key.
        self._keys = np.array([*keys, np.iinfo(np.uint64).max], dtype=np.uint64)
        self._numbers = np.array([*map(numbers.get, keys), _UNKNOWN], dtype=np.int32)

    def numbers(self, keys: NDArray[np.unsignedinteger]) -> NDArray[np.int32]:
        at = np.searchsorted(self._keys, keys)
        found: NDArray[np.int32] = np.where(
            self._keys[at] == keys, self._numbers[at], np.int32(_UNKNOWN)
        )
        return found
