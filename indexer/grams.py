"""Which of the known grams a text has: single characters, Latin atoms and pairs of Han, by number.

What they weigh is `indexer.embeddings`; what a text's grams are is `indexer.analysis`.
"""

from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import Analyzer, is_han_pair
from indexer.cached import cached
from indexer.joined import Joined, Positions

__all__ = ["GramTable"]

_CACHED_RUNS = 16_384  # Latin words and numbers: 4 MB when full
_UNKNOWN = -1
_CODE_BITS = 21  # of a code point


class GramTable:
    """Looks up the grams of texts. Safe to share between threads."""

    def __init__(self, analyzer: Analyzer, grams: Sequence[str]) -> None:
        self._analyzer = analyzer
        self._numbers = {gram: i for i, gram in enumerate(grams)}
        self._singles = _Codes(
            {ord(gram): i for gram, i in self._numbers.items() if len(gram) == 1}
        )
        self._pairs = _Codes(
            {
                ord(gram[0]) << _CODE_BITS | ord(gram[1]): i
                for gram, i in self._numbers.items()
                if is_han_pair(gram)
            }
        )
        self._known_latin = cached(_CACHED_RUNS, self._latin)

    def of_one(self, text: str) -> list[int]:
        """The number of each known gram of a text, as often as it has it."""
        return self._known(self._analyzer.grams(text))

    def of_many(self, texts: Sequence[str]) -> tuple[Positions, NDArray[np.int32]]:
        """The same of many texts: the number of each known gram beside the position of its text."""
        joined = Joined.of([text.split("\n") for text in texts])
        han, pairs = np.flatnonzero(joined.is_han), joined.pairs
        first, second = joined.codes[pairs].astype(np.uint64), joined.codes[pairs + 1]
        latin = [self._known_latin(run) for run in joined.rest]
        numbers = np.concatenate(
            (
                self._singles.numbers(joined.codes[han]),
                self._pairs.numbers(first << np.uint64(_CODE_BITS) | second),
                np.fromiter(chain.from_iterable(latin), dtype=np.int32),
            )
        )
        places = np.concatenate((han, pairs, np.repeat(joined.rest_places, list(map(len, latin)))))
        known = numbers != _UNKNOWN
        return joined.owners_of(places[known]), numbers[known]

    def _latin(self, run: str) -> list[int]:
        return self._known(self._analyzer.grams(run))

    def _known(self, grams: Sequence[str]) -> list[int]:
        return [self._numbers[gram] for gram in grams if gram in self._numbers]


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
