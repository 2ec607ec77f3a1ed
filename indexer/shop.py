"""Everything that a command or a server needs of one shop, opened from its settings, once."""

from dataclasses import dataclass, replace
from functools import cached_property
from types import TracebackType
from typing import Any, Self

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from indexer.engine import Engine
from indexer.errors import SettingsError
from indexer.fields import FAQS, PRODUCTS, Schema
from indexer.index import FaqIndex, ProductIndex
from indexer.settings import Settings
from indexer.store import Database, Store
from indexer.store.database import is_made
from indexer.vocabulary import VocabularyAttributes, VocabularyStore

__all__ = ["Shop"]


@dataclass(frozen=True)
class Shop:
    """Opens on first use what is asked for; `close` lets go of all of it."""

    settings: Settings
    engine_name: str | None = None
    """`embedded` or `elasticsearch` in place of what the settings say."""

    @property
    def exists(self) -> bool:
        """Whether anything was ever stored: opening makes what is not there.

        Raises SettingsError for a database that cannot be meant.
        """
        return is_made(self.settings.database_url) or is_made(self.settings.behavior_url)

    @cached_property
    def store(self) -> Store:
        """The records."""
        return Store.open(self.settings.database_url, self.settings.data)

    @cached_property
    def behavior(self) -> Database:
        """Where events and the search log are; the houses that own them make their tables."""
        self.settings.data.mkdir(parents=True, exist_ok=True)
        return Database(self.settings.behavior_url)

    @cached_property
    def analyzer(self) -> Analyzer:
        """The one analyzer."""
        return Analyzer()

    @cached_property
    def attributes(self) -> Attributes:
        """The tables of attributes: what ships, and the shop's vocabulary."""
        return VocabularyAttributes(self.vocabulary.read)

    @cached_property
    def vocabulary(self) -> VocabularyStore:
        """What the shop says of its words."""
        return VocabularyStore(self.store)

    @cached_property
    def products(self) -> ProductIndex:
        """The index of products."""
        return ProductIndex(
            store=self.store,
            engine=self._engine(PRODUCTS),
            place=self._place,
            analyzer=self.analyzer,
            attributes=self.attributes,
        )

    @cached_property
    def faqs(self) -> FaqIndex:
        """The index of FAQ entries."""
        return FaqIndex(
            store=self.store,
            engine=self._engine(FAQS),
            place=self._place,
            analyzer=self.analyzer,
            attributes=self.attributes,
        )

    def on(self, engine_name: str) -> "Shop":
        """The same shop on the other engine."""
        return replace(self, engine_name=engine_name)

    def close(self) -> None:
        """Close what was opened."""
        for name in ("products", "faqs"):
            if name in self.__dict__:
                self.__dict__[name].engine.close()
        for name in ("_cluster", "store", "behavior"):
            if name in self.__dict__:
                self.__dict__[name].close()

    def __enter__(self) -> Self:
        """Itself, closed on leaving."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    @cached_property
    def _cluster(self) -> Any:  # noqa: ANN401 - its type is known to the elastic engine alone
        """The one client, with its connections, for both indexes."""
        from indexer.engines.elastic import connect  # noqa: PLC0415 - as in `_engine`

        if self.settings.elasticsearch is None:
            raise SettingsError("XUNHUO_ELASTICSEARCH_URL", "没有设置，不知道集群在哪里")
        return connect(self.settings.elasticsearch)

    @property
    def embedded(self) -> bool:
        """Whether the shop's indexes are its own, in the data folder."""
        return self._chosen == "embedded"

    @property
    def _chosen(self) -> str:
        if self.engine_name is not None:
            return self.engine_name
        return "embedded" if self.settings.elasticsearch is None else "elasticsearch"

    @property
    def _place(self) -> str:
        chosen = self._chosen
        return f"{chosen}:{self.settings.index_prefix}" if chosen == "elasticsearch" else chosen

    def _engine(self, schema: Schema) -> Engine:
        # Imported here: a shop loads only the engine that it uses.
        if self._chosen == "elasticsearch":
            from indexer.engines.elastic import ElasticEngine  # noqa: PLC0415

            return ElasticEngine(self._cluster, schema, prefix=self.settings.index_prefix)
        from indexer.engines.embedded import EmbeddedEngine  # noqa: PLC0415

        return EmbeddedEngine(self.settings.data / "index" / schema.name, schema)
