"""Catalogues to index documents, by the same `indexer.documents` that fills a shop's index.

Vectors are the catalogue's own: no embedder is fitted to eight products.
"""

from collections.abc import Sequence
from dataclasses import replace

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from indexer.documents import ProductDocuments, Row
from indexer.engine import IndexDocument
from indexer.statistics import ProductStatistics
from tests.congruence.catalogues import Listed

__all__ = ["Documents"]


class Documents:
    """Builds documents; the analyzer is loaded once."""

    def __init__(self) -> None:
        self.attributes = Attributes.shipped()
        self._analyzer = Analyzer()

    def of(self, catalogue: Sequence[Listed]) -> list[IndexDocument]:
        """One document a product, in order."""
        statistics = ProductStatistics.gathered(
            (listed.product for listed in catalogue), self.attributes
        )
        builder = ProductDocuments(
            self._analyzer, None, attributes=self.attributes, statistics=statistics
        )
        rows = [Row(row=listed.row, change=1, record=listed.product) for listed in catalogue]
        return [
            replace(document, code=listed.code)
            for document, listed in zip(builder.build(rows), catalogue, strict=True)
        ]
