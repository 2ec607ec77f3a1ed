"""What a shop would have without us: plain BM25 over one text a product, to measure against.

Held in memory, for evaluation only; no shopper is answered from here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from indexer.analysis import Analyzer
from indexer.catalog import Product

__all__ = ["BASELINES", "Bm25", "baseline"]

_K1, _B = 1.2, 0.75

BASELINES: Mapping[str, Callable[[Analyzer, str], Sequence[str]]] = {
    "bm25-words": lambda analyzer, text: analyzer.document(text).words.split(),
    "bm25-bigrams": lambda analyzer, text: analyzer.document(text).bigrams.split(),
    "bm25-chars": lambda analyzer, text: analyzer.document(text).chars.split(),
}
"""A baseline's name to how it cuts texts."""


class Bm25:
    """BM25 (Robertson and Zaragoza, 2009) over documents that are already cut."""

    def __init__(self, ids: Sequence[str], documents: Iterable[Sequence[str]]) -> None:
        self._ids = ids
        terms: dict[str, int] = {}
        rows: list[int] = []
        columns: list[int] = []
        counts: list[int] = []
        lengths: list[int] = []
        for row, document in enumerate(documents):
            lengths.append(len(document))
            for term, count in Counter(document).items():
                rows.append(row)
                columns.append(terms.setdefault(term, len(terms)))
                counts.append(count)
        self._terms = terms
        total = max(len(lengths), 1)
        tf = np.array(counts, dtype=np.float64)
        length = np.array(lengths, dtype=np.float64)
        norm = _K1 * (1 - _B + _B * length / max(length.mean() if len(length) else 1.0, 1e-9))
        df = np.bincount(np.array(columns, dtype=np.intp), minlength=len(terms))
        idf = np.log1p((total - df + 0.5) / (df + 0.5))
        weights = idf[columns] * tf * (_K1 + 1) / (tf + norm[rows]) if counts else tf
        self._matrix = csc_matrix((weights, (rows, columns)), shape=(len(lengths), len(terms)))

    def top(self, query: Sequence[str], k: int) -> list[str]:
        """The ids of the best `k`, equal scores by the order of the documents."""
        known = [self._terms[term] for term in dict.fromkeys(query) if term in self._terms]
        if not known:
            return []
        scores: NDArray[np.float64] = np.asarray(self._matrix[:, known].sum(axis=1)).ravel()
        order = np.lexsort((np.arange(len(scores)), -scores))[:k]
        return [self._ids[i] for i in order if scores[i] > 0]


def baseline(
    name: str, analyzer: Analyzer, products: Iterable[Product]
) -> Callable[[str, int], list[str]]:
    """(text, k) to ids, by BM25 of title, brand and description in one text."""
    cut = BASELINES[name]
    ids: list[str] = []

    def documents() -> Iterable[Sequence[str]]:
        for product in products:
            ids.append(product.id)
            yield cut(analyzer, f"{product.title} {product.brand} {product.description}")

    index = Bm25(ids, documents())

    def top(text: str, k: int) -> list[str]:
        return index.top(cut(analyzer, text), k)

    return top
