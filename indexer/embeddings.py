"""Vectors for texts: the Embedder protocol, its default (latent semantics) and the int8 code.

Vectors never decide what is a hit (semantics §3). Fitting happens once a generation, in
`indexer.rebuild`; the fitted model is an artefact of that generation.
"""

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from indexer.analysis import Analyzer
from indexer.grams import GramTable

__all__ = ["CODE_LENGTH", "DIMENSIONS", "SAMPLE", "Embedder", "LatentSemantics", "quantized"]

DIMENSIONS = 256

SAMPLE = 20_000
"""Documents to fit on: more cost time in proportion and were not measured to be better."""

_MAX_TERMS = 30_000  # 30,000 x 256 half floats: a 15 MB artefact
_MIN_DOCUMENTS = 8  # below, a vector space says nothing

# Up to here threads cost more than they bring: 1,500 titles took 4.0 to 5.2 CPU seconds on two busy
# cores, 2.8 with one thread, and less time on the clock.
_FEW_DOCUMENTS = 5_000
CODE_LENGTH = 127
"""Codes are unit vectors times this: nothing is clipped, however few components carry a text.
Rounding moves a cosine by 0.003 (standard deviation); twice the scale would halve that, but cut
off every component above 1/2, which small catalogues are full of."""


class Embedder(Protocol):
    """Texts to unit vectors; the same text gives the same vector, on every machine."""

    @property
    def dimensions(self) -> int:
        """The length of every vector."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text: of length 1, or zeros where nothing of the text is known."""
        ...


def quantized(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Unit vectors to int8 codes: the integer dot product of two is about cos x CODE_LENGTH²."""
    codes: NDArray[np.int8] = np.rint(vectors * np.float32(CODE_LENGTH)).astype(np.int8)
    return codes


class LatentSemantics:
    """LSA over single characters and bigrams: TF-IDF, then a truncated SVD.

    Deerwester et al., "Indexing by latent semantic analysis" (1990). tf is 1 + ln(count), idf is
    ln((1 + n) / (1 + df)) + 1, rows have length 1 before and after the projection.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        *,
        terms: Sequence[str],
        idf: NDArray[np.float32],
        components: NDArray[np.float16],
    ) -> None:
        self._terms = tuple(terms)
        self._table = GramTable(analyzer, terms)
        self._idf = idf
        self._stored = components
        self._components = components.astype(np.float32)

    @property
    def dimensions(self) -> int:
        """At most DIMENSIONS; fewer where the catalogue is smaller."""
        return int(self._components.shape[1])

    @classmethod
    def fit(cls, analyzer: Analyzer, texts: Iterable[str]) -> Self | None:
        """Fit on at most SAMPLE texts; None where there are too few to learn from.

        Deterministic: fixed seed, terms in a fixed order. Takes about 5 CPU seconds and 400 MB
        for 20,000 titles.
        """
        documents = [analyzer.grams(text) for text in texts]
        frequency: Counter[str] = Counter()
        for document in documents:
            frequency.update(set(document))
        ranked = sorted(
            (t for t, n in frequency.items() if n > 1), key=lambda t: (-frequency[t], t)
        )
        terms = ranked[:_MAX_TERMS]
        size = min(DIMENSIONS, len(documents) - 1, len(terms) - 1)
        if len(documents) < _MIN_DOCUMENTS or size < 1:
            return None
        df = np.array([frequency[term] for term in terms], dtype=np.float32)
        idf = (np.log((1 + len(documents)) / (1 + df)) + 1).astype(np.float32)
        model = cls(
            analyzer, terms=terms, idf=idf, components=np.zeros((len(terms), 0), np.float16)
        )
        number = {term: i for i, term in enumerate(terms)}
        known = [[number[gram] for gram in document if gram in number] for document in documents]
        matrix = model._weighted(
            len(documents),
            np.repeat(np.arange(len(known)), list(map(len, known))),
            np.fromiter(chain.from_iterable(known), dtype=np.int32),
        )
        from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415 - 1.4 s, wanted only here
        from threadpoolctl import threadpool_limits  # noqa: PLC0415 - as is this

        svd = TruncatedSVD(n_components=size, n_iter=3, random_state=0)
        # Texts that are all alike have no variance to divide by; the components are good.
        limit = 1 if len(documents) <= _FEW_DOCUMENTS else None
        with np.errstate(divide="ignore", invalid="ignore"), threadpool_limits(limit):
            svd.fit(matrix)
        components = np.asarray(svd.components_.T, dtype=np.float16)
        return cls(analyzer, terms=terms, idf=idf, components=components)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Embedder."""
        if len(texts) == 1:  # a query: a sparse matrix of one row takes six times as long
            vectors = self._projected(self._table.of_one(texts[0]))[np.newaxis]
        else:
            matrix = self._weighted(len(texts), *self._table.of_many(texts))
            vectors = np.asarray(matrix @ self._components, dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        lengths[lengths == 0] = 1  # of rows that stay zeros
        vectors /= lengths
        return vectors

    def to_bytes(self) -> bytes:
        """The model as an artefact; `from_bytes` gives it back."""
        buffer = io.BytesIO()
        np.savez(
            buffer,
            terms=np.frombuffer("\n".join(self._terms).encode(), dtype=np.uint8),
            idf=self._idf,
            components=self._stored,
        )
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, analyzer: Analyzer, blob: bytes) -> Self:
        """The inverse of `to_bytes`; reads numbers only, never objects."""
        with np.load(io.BytesIO(blob), allow_pickle=False) as stored:
            return cls(
                analyzer,
                terms=stored["terms"].tobytes().decode().split("\n"),
                idf=stored["idf"],
                components=stored["components"],
            )

    def _projected(self, document: Sequence[int]) -> NDArray[np.float32]:
        """One document's TF-IDF, projected; its length is left to the caller."""
        counts = Counter(document)
        columns = np.fromiter(counts, dtype=np.int32, count=len(counts))
        frequencies = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        weights = (1 + np.log(frequencies)) * self._idf[columns]
        projected: NDArray[np.float32] = weights @ self._components[columns]
        return projected

    def _weighted(
        self, texts: int, rows: NDArray[np.integer], columns: NDArray[np.integer]
    ) -> csr_matrix[np.float32]:
        """One row a text, given as its number beside each of its terms: TF-IDF, of length 1."""
        matrix: csr_matrix[np.float32] = csr_matrix(
            (np.ones(len(rows), dtype=np.float32), (rows, columns)),
            shape=(texts, len(self._terms)),
        )  # the same gram twice in a row becomes one entry of 2
        matrix.data = (1 + np.log(matrix.data)) * self._idf[matrix.indices]
        lengths = np.sqrt(np.asarray(matrix.power(2).sum(axis=1)).ravel())
        lengths[lengths == 0] = 1
        matrix.data /= np.repeat(lengths, np.diff(matrix.indptr)).astype(np.float32)
        return matrix
