"""An index as a shop has it: the records, the engine that serves them, and how one becomes the other.

Opening engines from settings is `indexer.shop`; building and changing are `indexer.rebuild` and
`indexer.apply`.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from indexer.analysis import ANALYZER_VERSION, Analyzer
from indexer.attributes import Attributes
from indexer.catalog import Faq, Product
from indexer.documents import DocumentBuilder, FaqDocuments, ProductDocuments
from indexer.embeddings import LatentSemantics
from indexer.engine import Engine, Generation
from indexer.errors import AnalyzerMismatchError, NothingPublishedError
from indexer.knowledge import Knowledge, KnowledgeCache
from indexer.statistics import ProductStatistics
from indexer.store import Catalogue, GenerationKey, GenerationRecord, Store

__all__ = ["FaqIndex", "Index", "ProductIndex"]

T = TypeVar("T", Product, Faq)

_STATISTICS = "statistics"
_EMBEDDER = "embedder"
_DEMO = "demo"


@dataclass(frozen=True, kw_only=True)
class Index(Generic[T]):
    """Products or FAQ entries on one engine. `place` tells engines, clusters and prefixes apart."""

    store: Store
    engine: Engine
    place: str
    analyzer: Analyzer
    attributes: Attributes

    @property
    def catalogue(self) -> Catalogue[T]:
        """The records."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        """`products` or `faqs`."""
        return self.engine.schema.name

    def builder(self, knowledge: Knowledge) -> DocumentBuilder[T]:
        """Makes documents by the knowledge of their generation."""
        raise NotImplementedError

    def statistics(self, records: Iterable[T]) -> ProductStatistics:
        """What the records say as a whole; reads them all, once."""
        raise NotImplementedError

    def key(self, generation: Generation) -> GenerationKey:
        """Where the database keeps what it knows of a generation."""
        return GenerationKey(engine=self.place, index=self.name, name=generation.name)

    def live(self) -> GenerationRecord:
        """What the database knows of the published generation.

        Raises NothingPublishedError without one (or where the database does not know it), and
        AnalyzerMismatchError where another analyzer cut it.
        """
        generation = self.engine.published()
        record = None if generation is None else self.store.generations.get(self.key(generation))
        if record is None:
            message = f"还没有建立 {self.name} 的索引，请运行 python -m indexer rebuild"
            raise NothingPublishedError(message)
        if record.analyzer != ANALYZER_VERSION:
            message = (
                f"{self.name} 的索引是用分词版本 {record.analyzer} 建的，现在是 {ANALYZER_VERSION}，"
                "请运行 python -m indexer rebuild"
            )
            raise AnalyzerMismatchError(message)
        return record

    def note_demo(self, key: GenerationKey) -> None:
        """Remember of a generation that is being built whether it learns from the demo shop."""
        if self.store.is_demo():
            self.store.artefacts.put(key, _DEMO, _DEMO.encode())

    def outlived_demo(self) -> bool:
        """Whether what the published generation has learned (prices, words, vectors) is that of a
        demo shop which has left since: it must be built anew."""
        generation = self.engine.published()
        if generation is None:
            return False
        learned = _DEMO in self.store.artefacts.bound(self.key(generation))
        return learned and not self.store.is_demo()

    def keep(self, key: GenerationKey, knowledge: Knowledge) -> None:
        """Store the knowledge of a generation that is being built."""
        self.store.artefacts.put(key, _STATISTICS, knowledge.statistics.to_bytes())
        if isinstance(knowledge.embedder, LatentSemantics):
            self.store.artefacts.put(key, _EMBEDDER, knowledge.embedder.to_bytes())

    def knowledge(self, generation: str) -> Knowledge:
        """The knowledge of a generation, from the database; empty where it has none."""
        bound = self.store.artefacts.bound(self.key(Generation(generation)))
        statistics, embedder = ProductStatistics(), None
        if _STATISTICS in bound:
            statistics = ProductStatistics.from_bytes(self.store.artefacts.load(bound[_STATISTICS]))
        if _EMBEDDER in bound:
            blob = self.store.artefacts.load(bound[_EMBEDDER])
            embedder = LatentSemantics.from_bytes(self.analyzer, blob)
        return Knowledge(statistics=statistics, embedder=embedder)

    def known(self) -> KnowledgeCache:
        """A cache of `knowledge`: one for all who search this index and bring changes into it."""
        return self._known

    @cached_property
    def _known(self) -> KnowledgeCache:
        return KnowledgeCache(self.knowledge)


class ProductIndex(Index[Product]):
    """The index of products."""

    @property
    def catalogue(self) -> Catalogue[Product]:
        """See Index."""
        return self.store.products

    def statistics(self, records: Iterable[Product]) -> ProductStatistics:
        """See Index."""
        return ProductStatistics.gathered(records, self.attributes)

    def builder(self, knowledge: Knowledge) -> DocumentBuilder[Product]:
        """See Index."""
        return ProductDocuments(
            self.analyzer,
            knowledge.embedder,
            attributes=self.attributes,
            statistics=knowledge.statistics,
        )


class FaqIndex(Index[Faq]):
    """The index of FAQ entries."""

    @property
    def catalogue(self) -> Catalogue[Faq]:
        """See Index."""
        return self.store.faqs

    def statistics(self, records: Iterable[Faq]) -> ProductStatistics:
        """See Index: FAQ entries have no prices and no sales."""
        deque(records, maxlen=0)
        return ProductStatistics()

    def builder(self, knowledge: Knowledge) -> DocumentBuilder[Faq]:
        """See Index."""
        return FaqDocuments(self.analyzer, knowledge.embedder)
