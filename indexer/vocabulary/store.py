"""The vocabulary in the database: replaced as a whole, and what it touches is numbered anew."""

from collections.abc import Callable, Iterator
from functools import cache

from sqlalchemy import select

from indexer.catalog import Product
from indexer.folding import fold
from indexer.store import Store
from indexer.store.tables import products
from indexer.store.writing import Writer
from indexer.vocabulary.attributes import attributes_of
from indexer.vocabulary.checks import Vocabulary, read_vocabulary

__all__ = ["VocabularyStore"]

_NAME = "vocabulary"
_TOLD = 1_000  # products between two words on how far it is


class VocabularyStore:
    """The vocabulary of a shop. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: tuple[str, Vocabulary] = ("", {})

    def read(self) -> Vocabulary:
        """The vocabulary as it is now, the same object while it does not change."""
        known = self._read
        if self._store.word_lists.digest(_NAME) != known[0]:
            digest, content = self._store.word_lists.read(_NAME)
            known = self._read = (digest, read_vocabulary(content, _NAME))
        return known[1]

    def content(self) -> bytes:
        """The file as it was imported; an empty object where none was."""
        return self._store.word_lists.read(_NAME)[1] or b"{}\n"

    def replace(
        self, content: bytes, file: str, progress: Callable[[int, int], None] = lambda *_: None
    ) -> int:
        """Keep the vocabulary of a file in place of the one before, in one transaction.

        Products whose attributes or brand it touches take a new change number in it; returns how
        many. `progress` is told (done, of how many). Raises FeedError, and nothing has changed then.
        """
        new = read_vocabulary(content, file)
        store = self._store
        # Read before all else: whatever is written from here on is numbered anew as well, for an
        # index may have taken it by the old words.
        started = store.change_number()
        touched = set(self._touched(_Difference(self.read(), new), progress))
        with store.database.writing() as connection:
            writer = Writer(connection, products)
            later = select(products.c.row).where(
                products.c.change > started, products.c.deleted.is_(False)
            )
            writer.touch(sorted(touched.union(connection.scalars(later))))
            store.word_lists.put(connection, _NAME, content)
            return writer.finish().changed

    def _touched(
        self, difference: "_Difference", progress: Callable[[int, int], None]
    ) -> Iterator[int]:
        if not difference:
            return
        total = self._store.products.count()
        for done, change in enumerate(self._store.products.all()):
            if done % _TOLD == 0:
                progress(done, total)
            if change.document is not None and difference.touches(change.document):
                yield change.row


class _Difference:
    """What differs between two vocabularies, as far as products have it."""

    def __init__(self, old: Vocabulary, new: Vocabulary) -> None:
        parts = ("dimensions", "attributes")
        self._attributes = any(old.get(part, {}) != new.get(part, {}) for part in parts)
        self._before, self._after = attributes_of(old), attributes_of(new)
        self._brands = _changed_brands(old, new)
        self._dimensions = self._with_new_values(old, new)
        self._may_differ = cache(self._name_differs)

    def __bool__(self) -> bool:
        return self._attributes or bool(self._brands)

    def touches(self, product: Product) -> bool:
        """Whether a product's attributes are read otherwise, or its brand is called otherwise."""
        if self._brands and any(
            _key(name) in self._brands for name in (product.brand, *product.brand_aliases)
        ):
            return True
        return self._attributes and any(
            self._before.values(name, value) != self._after.values(name, value)
            for attributes in (product.attributes, *(sku.attributes for sku in product.skus))
            for name, values in attributes.items()
            if self._may_differ(name)
            for value in values
        )

    def _name_differs(self, name: str) -> bool:
        dimension = self._after.dimension(name)
        return dimension != self._before.dimension(name) or dimension in self._dimensions

    def _with_new_values(self, old: Vocabulary, new: Vocabulary) -> set[str | None]:
        before, after = old.get("attributes", {}), new.get("attributes", {})
        return {
            dimension
            for name in (*before, *after)
            for dimension in (self._before.dimension(name), self._after.dimension(name))
            if before.get(name) != after.get(name)
            or self._before.dimension(name) != self._after.dimension(name)
        } - {None}


def _changed_brands(old: Vocabulary, new: Vocabulary) -> set[str]:
    """All spellings of the brands that are not the same in both."""
    before, after = old.get("brands", {}), new.get("brands", {})
    changed = {name for name in (*before, *after) if before.get(name) != after.get(name)}
    return {
        _key(one) for name in changed for one in (name, *before.get(name, ()), *after.get(name, ()))
    }


def _key(name: str) -> str:
    return "".join(fold(name).split())
