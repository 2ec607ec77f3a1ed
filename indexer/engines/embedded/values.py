"""What documents are counted by, as JSON side by side: for facets over a few hundred known hits.

The library counts over a query, which costs a second search and a millisecond of setting up; for
hits that were just given out the values are simply read and counted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import orjson

from indexer.errors import DamagedError
from indexer.fields import Schema
from indexer.mapped import AppendedFile, MappedFile, create_file
from indexer.request import Facet, ValuesFacet
from indexer.result import FacetCount

__all__ = ["ValueReader", "ValueWriter", "create_values"]

_BEGINNING = b"xunhuo values 1\n"


def create_values(path: Path) -> None:
    """An empty file of values, on the disk."""
    create_file(path, _BEGINNING)


def _marks(schema: Schema) -> dict[str, str]:
    """The character that stands before each value of a column that facets are made of."""
    names = (field.name for field in schema.fields if field.at_hand)
    return {name: chr(ord("a") + i) for i, name in enumerate(names)}


class ValueWriter(AppendedFile):
    """Appends values. What was appended is on the disk after `sync`."""

    def __init__(self, path: Path, schema: Schema) -> None:
        super().__init__(path)
        self._marks = _marks(schema)

    def append(self, keywords: Mapping[str, Sequence[str]]) -> tuple[int, int]:
        """Where a document's values begin and end."""
        marked = [
            mark + value for name, mark in self._marks.items() for value in keywords.get(name, ())
        ]
        return self.write(orjson.dumps(marked)[1:-1]), self.end


class ValueReader:
    """Counts. Safe between threads."""

    def __init__(self, path: Path, schema: Schema) -> None:
        self._marks = _marks(schema)
        self._file = MappedFile(path)

    def here(self, facets: Iterable[Facet]) -> list[ValuesFacet]:
        """Those of the facets that can be counted here."""
        values = (facet for facet in facets if isinstance(facet, ValuesFacet))
        return [facet for facet in values if facet.field in self._marks]

    def counted(
        self, places: Iterable[tuple[int, int]], facets: Sequence[ValuesFacet]
    ) -> dict[str, tuple[FacetCount, ...]]:
        """The buckets of each facet by its key, over the documents whose values are there.

        Raises DamagedError where the bytes are no values; they have no checksum.
        """
        parts = [self._bytes(begin, end) for begin, end in places if end > begin]
        by_mark: dict[str, list[tuple[int, str]]] = {mark: [] for mark in self._marks.values()}
        try:
            values: list[str] = orjson.loads(b"[%b]" % b",".join(parts))
            for value, count in Counter(values).items():
                by_mark[value[0]].append((-count, value[1:]))
        except (orjson.JSONDecodeError, KeyError, TypeError, IndexError) as error:
            raise self._damaged() from error
        return {facet.key: _buckets(by_mark[self._marks[facet.field]], facet) for facet in facets}

    def _bytes(self, begin: int, end: int) -> bytes:
        view = self._file.reaching(end)
        if view is None:
            raise self._damaged()
        return view[begin:end]

    def _damaged(self) -> DamagedError:
        return DamagedError(f"{self._file.path}：文件已损坏，请重建索引")


def _buckets(counts: Iterable[tuple[int, str]], facet: ValuesFacet) -> tuple[FacetCount, ...]:
    if facet.prefix:
        counts = (pair for pair in counts if pair[1].startswith(facet.prefix))
    return tuple([(value, -less) for less, value in sorted(counts)[: facet.size]])
