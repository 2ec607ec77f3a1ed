"""What a generation was built with: its statistics and its vector space, by generation.

A query uses the knowledge of the generation that answered it; vector spaces never mix
(semantics §4). Building a generation is `indexer.rebuild`'s work.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from indexer.embeddings import Embedder
from indexer.statistics import ProductStatistics

__all__ = ["NOTHING_KNOWN", "Knowledge", "KnowledgeCache"]

_KEPT = 3  # the published generation, the one before, the one being built


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """The artefacts of one generation. `embedder` None: it has no vectors."""

    statistics: ProductStatistics
    embedder: Embedder | None = None


NOTHING_KNOWN = Knowledge(statistics=ProductStatistics())


class KnowledgeCache:
    """Knowledge by generation name, loaded once each. Safe to share between threads."""

    def __init__(self, load: Callable[[str], Knowledge]) -> None:
        """`load` reads the artefacts of a generation; it may take a second."""
        self._load = load
        self._known: dict[str, Knowledge] = {}
        self._lock = Lock()

    def of(self, generation: str) -> Knowledge:
        """The knowledge of that generation."""
        found = self._known.get(generation)
        if found is not None:
            return found
        with self._lock:
            if generation not in self._known:
                loaded = self._load(generation)
                kept = sorted(self._known)[-_KEPT + 1 :]
                self._known = {**{name: self._known[name] for name in kept}, generation: loaded}
            return self._known[generation]
