"""The record of truth: catalogue, word lists, generations and artefacts in one database.

It holds what an index is made from; indexes can always be rebuilt from it.
"""

from pathlib import Path
from typing import Self, TypeVar

from sqlalchemy import select

from indexer.catalog import Faq, Product
from indexer.store import migrations
from indexer.store.artefacts import Artefacts
from indexer.store.catalogue import Catalogue, Change
from indexer.store.database import Database
from indexer.store.generation_key import GenerationKey
from indexer.store.generations import GenerationRecord, Generations, GenerationState
from indexer.store.staging import Staging
from indexer.store.tables import CHANGE, counters, faqs, metadata, products
from indexer.store.word_lists import WordLists
from indexer.store.writing import Report

__all__ = [
    "Artefacts",
    "Catalogue",
    "Change",
    "Database",
    "GenerationKey",
    "GenerationRecord",
    "GenerationState",
    "Generations",
    "Report",
    "Staging",
    "Store",
    "WordLists",
    "metadata",
    "migrations",
]

T = TypeVar("T", bound=Product | Faq)


class Store:
    """The shop's records: `products`, `faqs`, `word_lists`, `generations`, `artefacts`.

    Safe to share between threads; open one a process.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        """For `open`, which also brings the database to the present revision."""
        self.database = database
        shop = (products, faqs)
        self.products = Catalogue(database, products, Product.from_record, shop=shop)
        self.faqs = Catalogue(database, faqs, Faq.from_record, shop=shop)
        self.word_lists = WordLists(database)
        self.generations = Generations(database)
        self.artefacts = Artefacts(database)
        self._folder = folder

    @classmethod
    def open(cls, url: str, folder: Path) -> "Store":
        """The store at that SQLAlchemy address; `folder` is made and takes temporary files.

        Raises SettingsError for a wrong address, XunhuoError for a database that cannot be
        reached or was written by a later version, DamagedError for one that cannot be read.
        """
        folder.mkdir(parents=True, exist_ok=True)
        database = Database(url)
        try:
            migrations.upgrade(database, "indexer", migrations.INDEXER)
        except BaseException:
            database.close()
            raise
        return cls(database, folder)

    def stage(self, catalogue: Catalogue[T]) -> Staging[T]:
        """A place to gather the rows of one import into `catalogue`, one of the two above."""
        return Staging(catalogue, data=self._folder)

    def is_demo(self) -> bool:
        """Whether this is the demo shop: something of it is still here (semantics §5)."""
        with self.database.reading() as connection:
            return any(
                connection.scalar(
                    select(table.c.row)
                    .where(table.c.demo.is_(True), table.c.deleted.is_(False))
                    .limit(1)
                )
                is not None
                for table in (products, faqs)
            )

    def untouched(self) -> bool:
        """Whether nothing was ever written, but for a demo shop that was killed while it loaded.

        A catalogue that was emptied is not untouched: its tombstones say so.
        """
        product = select(products.c.row)
        answer = select(faqs.c.row).where(faqs.c.demo.is_(False))
        with self.database.reading() as connection:
            return not any(
                connection.execute(query.limit(1)).first() for query in (product, answer)
            )

    def change_number(self) -> int:
        """The latest change: every change up to it is committed, none beyond."""
        query = select(counters.c.value).where(counters.c.name == CHANGE)
        with self.database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def close(self) -> None:
        """Close the connections."""
        self.database.close()

    def __enter__(self) -> Self:
        """Itself, closed on leaving."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()
