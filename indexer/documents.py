"""A Product or an Faq to the IndexDocument that engines store.

The same Analyzer cuts documents and queries; nothing here knows an engine or the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import orjson

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from indexer.catalog import Faq, Product
from indexer.embeddings import Embedder, quantized
from indexer.engine import IndexDocument
from indexer.fields import FAQS, PRODUCTS, ROW_BITS, Schema, Stream, ascending_key, descending_key
from indexer.fit import card_of
from indexer.price_steps import price_steps
from indexer.statistics import ProductStatistics
from indexer.variants import Columns, columns_of

__all__ = ["DocumentBuilder", "FaqDocuments", "ProductDocuments", "Row", "faq_text", "product_text"]

_MILLION = 1_000_000
_MAX_KEY = (1 << 62 - ROW_BITS) - 1  # a sort key stays within 63 bits
_VALUE_STEPS = 10_000
_LONG_VALUE = 120  # care labels and the like are no attribute to search by


T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Generic[T]):
    """A record as the database has it: its integer key and the number of its last change."""

    row: int
    change: int
    record: T


class DocumentBuilder(Generic[T]):
    """Builds the documents of one schema; what differs is in the two subclasses."""

    schema: Schema

    def __init__(self, analyzer: Analyzer, embedder: Embedder | None) -> None:
        self._embedder = embedder
        self._analyzer = analyzer

    def build(self, rows: Sequence[Row[T]]) -> list[IndexDocument]:
        """One document a row, in order. Vectors are computed together: give a few hundred."""
        if not rows:
            return []
        codes: list[bytes | None] = [None] * len(rows)
        if self._embedder is not None:
            vectors = quantized(self._embedder.embed([self.text(row.record) for row in rows]))
            known = np.any(vectors, axis=1)
            codes = [
                vector.tobytes() if is_known else None
                for vector, is_known in zip(vectors, known, strict=True)
            ]
        texts = self._texts([self.texts(row.record) for row in rows])
        return list(map(self.document, rows, texts, codes))

    def text(self, record: T) -> str:
        """What the vector of a record stands for."""
        raise NotImplementedError

    def texts(self, record: T) -> tuple[Sequence[str], ...]:
        """The values of each text of the schema, in its order."""
        raise NotImplementedError

    def document(self, row: Row[T], texts: Mapping[str, str], code: bytes | None) -> IndexDocument:
        """The document of one row. `texts`: the tokens of each text column."""
        raise NotImplementedError

    def source(self, row: Row[T]) -> bytes:
        """What the index keeps of a row for pages: its record and the number of its change."""
        raise NotImplementedError

    def _texts(self, values: Sequence[tuple[Sequence[str], ...]]) -> list[dict[str, str]]:
        """The tokens of each text column, record by record."""
        columns: dict[str, list[str]] = {}
        for text, fields in zip(self.schema.texts, zip(*values, strict=True), strict=True):
            streams = self._analyzer.documents(
                fields, words=Stream.WORDS in text.streams, bigrams=Stream.BIGRAMS in text.streams
            )
            for stream in text.streams:
                columns[text.column(stream)] = [getattr(cut, stream.value) for cut in streams]
        return [
            dict(zip(columns, tokens, strict=True))
            for tokens in zip(*columns.values(), strict=True)
        ]


class ProductDocuments(DocumentBuilder[Product]):
    """Products to documents, measured by the statistics of their generation."""

    schema = PRODUCTS

    def __init__(
        self,
        analyzer: Analyzer,
        embedder: Embedder | None,
        *,
        attributes: Attributes,
        statistics: ProductStatistics,
    ) -> None:
        super().__init__(analyzer, embedder)
        self._attributes = attributes
        self._statistics = statistics

    def text(self, record: Product) -> str:
        """See DocumentBuilder."""
        return product_text(record)

    def texts(self, record: Product) -> tuple[Sequence[str], ...]:
        """See DocumentBuilder: title and details."""
        details = (
            record.brand,
            *record.brand_aliases,
            *record.category,
            *_searched_values(record),
            *record.tags,
            record.description,
        )
        return (record.title,), details

    def document(
        self, row: Row[Product], texts: Mapping[str, str], code: bytes | None
    ) -> IndexDocument:
        """See DocumentBuilder."""
        product = row.record
        columns = columns_of(product, self._attributes)
        keywords: dict[str, tuple[str, ...]] = {
            "id": (product.id,),
            "price_step": price_steps(columns.prices),
            **columns.keywords,
        }
        if product.brand:
            keywords["brand"] = (product.brand,)
        if product.category:
            keywords["category"] = tuple(category_paths(product.category))
        if product.tags:
            keywords["tags"] = tuple(dict.fromkeys(product.tags))
        if product.group:
            keywords["group"] = (product.group,)
        return IndexDocument(
            id=product.id,
            row=row.row,
            texts=texts,
            keywords=keywords,
            integers=self._integers(row.row, product, columns),
            doubles=columns.doubles,
            card=card_of(product, columns, keywords),
            source=self.source(row),
            code=code,
        )

    def source(self, row: Row[Product]) -> bytes:
        """See DocumentBuilder. Without the description, which only a product's own page shows."""
        record = row.record.to_record()
        record.pop("description", None)
        record["change"] = row.change
        return orjson.dumps(record)

    def _integers(self, row: int, product: Product, columns: Columns) -> dict[str, tuple[int, ...]]:
        statistics = self._statistics
        low, high = min(columns.prices), max(columns.prices)
        popularity = round(statistics.popularity(product) * _MILLION)
        created = 0 if product.created is None else max(0, int(product.created.timestamp()))
        value = round(statistics.value(product) * _VALUE_STEPS)
        return {
            "row": (row,),
            "price": tuple(dict.fromkeys(columns.prices)),
            "price_low": (low,),
            "price_high": (high,),
            "in_stock": (int(product.stock != 0),),
            "variants": (columns.variants,),
            "popularity": (popularity,),
            "by_price_asc": (ascending_key(min(low, _MAX_KEY), row),),
            "by_price_desc": (descending_key(min(low, _MAX_KEY), row),),
            "by_sales": (descending_key(min(product.sales or 0, _MAX_KEY), row),),
            "by_rating": (descending_key(round(statistics.rating(product) * _MILLION), row),),
            "by_newest": (descending_key(created, row),),
            "by_value": (descending_key(min(value, _MAX_KEY), row),),
            "by_popularity": (descending_key(popularity, row),),
        }


class FaqDocuments(DocumentBuilder[Faq]):
    """FAQ entries to documents."""

    schema = FAQS

    def text(self, record: Faq) -> str:
        """See DocumentBuilder."""
        return faq_text(record)

    def texts(self, record: Faq) -> tuple[Sequence[str], ...]:
        """See DocumentBuilder: question, similar and answer."""
        return (record.question,), record.similar, (record.answer,)

    def document(
        self, row: Row[Faq], texts: Mapping[str, str], code: bytes | None
    ) -> IndexDocument:
        """See DocumentBuilder."""
        faq = row.record
        keywords: dict[str, tuple[str, ...]] = {"id": (faq.id,)}
        if faq.topic:
            keywords["topic"] = (faq.topic,)
        if faq.products:
            keywords["products"] = tuple(dict.fromkeys(faq.products))
        integers: dict[str, tuple[int, ...]] = {"row": (row.row,)}
        for name in ("valid_from", "valid_until"):
            moment = getattr(faq, name)
            if moment is not None:
                integers[name] = (int(moment.timestamp()),)
        return IndexDocument(
            id=faq.id,
            row=row.row,
            texts=texts,
            keywords=keywords,
            integers=integers,
            source=self.source(row),
            code=code,
        )

    def source(self, row: Row[Faq]) -> bytes:
        """See DocumentBuilder."""
        return orjson.dumps({**row.record.to_record(), "change": row.change})


def product_text(product: Product) -> str:
    """What a product is about in a few words, line by line."""
    return "\n".join((product.title, product.brand, *product.category[-1:]))


def faq_text(faq: Faq) -> str:
    """A question with its other phrasings, line by line."""
    return "\n".join((faq.question, *faq.similar))


def category_paths(category: Sequence[str]) -> list[str]:
    """Every path from the root: 手机数码, 手机数码/手机."""
    return ["/".join(category[: i + 1]) for i in range(len(category))]


def _searched_values(product: Product) -> list[str]:
    values: dict[str, None] = {}
    for attributes in (product.attributes, *(sku.attributes for sku in product.skus)):
        for found in attributes.values():
            for value in found:
                text = value if isinstance(value, str) else f"{value:.15g}"
                if len(text) <= _LONG_VALUE:
                    values[text] = None
    return list(values)
