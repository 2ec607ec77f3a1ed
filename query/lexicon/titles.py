"""The words of a catalogue's titles, and how telling each is: its inverse document frequency.

What no title says is unknown to a shop; memory grows with distinct words and is cut back.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import log

from indexer.analysis import Analyzer
from indexer.catalog import Product
from indexer.folding import fold

__all__ = ["TitleWords"]

_MOST = 50_000
_MOST_COUNTED = 500_000  # about 60 MB, while a lexicon is built
_LONGEST = 12  # characters of a word that somebody types
_LONGEST_JOINED = 5
_HAN = re.compile("[\u4e00-\u9fff]+")


class TitleWords:
    """Counts in how many titles each word stands."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._titles = 0
        self._counts: Counter[str] = Counter()

    def noting(self, products: Iterable[Product]) -> Iterator[Product]:
        """The products, each title counted as it passes."""
        for product in products:
            self._titles += 1
            self._counts.update(self._words(fold(product.title)))
            if len(self._counts) > _MOST_COUNTED:
                self._counts = Counter(dict(self._counts.most_common(_MOST)))
            yield product

    def weights(self) -> Mapping[str, float]:
        """The inverse document frequency of the words that stand in most titles, commonest first."""
        ranked = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        return {
            word: round(log(1 + (self._titles - count + 0.5) / (count + 0.5)), 2)
            for word, count in ranked[:_MOST]
        }

    def _words(self, title: str) -> set[str]:
        """Its words; also a lone character with the word beside it: 按摩|仪 is one to a reader."""
        words = {word for word in self._analyzer.words(title) if len(word) <= _LONGEST}
        edges = sorted({*self._analyzer.word_edges(title), len(title)})
        for start, middle, end in zip(edges, edges[1:], edges[2:], strict=False):
            lone = middle - start == 1 or end - middle == 1
            if lone and end - start <= _LONGEST_JOINED and _HAN.fullmatch(title, start, end):
                words.add(title[start:end])
        return words
