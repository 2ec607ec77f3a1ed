"""Elasticsearch as an engine: both protocols of `indexer.engine`, whole.

Bodies are built in `body`, answers read in `answer`, errors translated in `failures`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from zlib import crc32

import numpy as np
import orjson
from elasticsearch import Elasticsearch

from indexer.checks import RequestChecks
from indexer.engine import Generation, IndexDocument
from indexer.engines.elastic.answer import codes_of, document_of, hits_of, rows_of, scores_of
from indexer.engines.elastic.body import is_scored, nearest_body, page_body, search_body
from indexer.engines.elastic.clauses import Clauses
from indexer.engines.elastic.facets import counts
from indexer.engines.elastic.failures import reading, require_whole, writing
from indexer.engines.elastic.generations import Generations
from indexer.engines.elastic.mapping import SOURCE, mapping_of, settings_of
from indexer.engines.elastic.writing import add_documents, remove_documents
from indexer.errors import InvalidRequestError, NothingPublishedError
from indexer.fields import Schema
from indexer.request import Facet, NearestRequest, SearchRequest
from indexer.result import FacetCount, Hits, SearchResult, ordered

__all__ = ["ElasticEngine"]

_READ_SECONDS = 10.0
_WRITE_SECONDS = 60.0
_ANSWER_SHARE = 0.9  # of the time the server may take: its own word on a timeout says more
_READ_PARTS = (
    "timed_out,_shards,hits.total,hits.hits._index,hits.hits._score,hits.hits.fields,"
    "aggregations,error,status"
)
"""What is read of an answer; the rest is a tenth of a page's time."""

_PAGE = 1000
_KEEP_ALIVE = "2m"


class ElasticEngine:
    """`indexer.engine.Engine` on a cluster: one index a generation, under `<prefix>-<schema>`."""

    def __init__(
        self,
        client: Elasticsearch,
        schema: Schema,
        *,
        prefix: str,
        shards: int = 1,
        timeout: float = _READ_SECONDS,
    ) -> None:
        """Connect to nothing yet. `client` stays the caller's to close.

        `shards`: of new indices; searches assume as many. `timeout`: seconds for one read.
        """
        self._schema = schema
        self._checks = RequestChecks(schema)
        self._columns = {field.name: field for field in schema.fields}
        self._clauses = Clauses(self._columns)
        self._shards = shards
        self._answer_seconds = timeout * _ANSWER_SHARE
        self._reader = client.options(request_timeout=timeout)
        # Writes are by id and may be said twice.
        self._writer = client.options(request_timeout=_WRITE_SECONDS, retry_on_timeout=True)
        self._generations = Generations(self._writer, f"{prefix}-{schema.name}")

    @property
    def schema(self) -> Schema:
        """The table of fields of this index."""
        return self._schema

    @property
    def remote(self) -> bool:
        """See SearchEngine."""
        return True

    def search(self, request: SearchRequest) -> SearchResult:
        """See SearchEngine."""
        self._checks.search(request)
        body = search_body(
            request,
            self._columns,
            self._clauses,
            shards=self._shards,
            timeout=self._answer_seconds,
        )
        answer = self._read(self._generations.alias, body)
        found = answer["hits"].get("hits", [])
        generation = self._answering(found)
        dimensions = self._generations.dimensions(generation) if generation and request.codes else 0
        scores = np.zeros(len(found))
        if is_scored(request):
            scores = scores_of(found)
            order = ordered(scores, rows_of(found))[: request.limit]
            found, scores = [found[i] for i in order.tolist()], scores[order]
        hits = hits_of(found, scores, request, dimensions)
        answers = answer.get("aggregations", {})
        return SearchResult(
            total=answer["hits"]["total"]["value"],
            hits=hits,
            facets={facet.key: counts(facet, answers) for facet in request.facets},
            generation=generation.name if generation else None,
        )

    def facets(self, request: SearchRequest) -> Mapping[str, tuple[FacetCount, ...]]:
        """See SearchEngine."""
        return self.search(request).facets

    def at_hand(
        self,
        rows: Sequence[int],  # noqa: ARG002 - the protocol's
        facets: Sequence[Facet],  # noqa: ARG002
    ) -> None:
        """See SearchEngine. Nothing is: a search counts as fast."""
        return

    def nearest(self, request: NearestRequest) -> Hits:
        """See SearchEngine."""
        self._checks.nearest(request)
        body = nearest_body(request, self._columns, timeout=self._answer_seconds)
        generation = self._published()
        dimensions = self._generations.dimensions(generation)
        strange = request.generation not in (None, generation.name)
        found: list[dict[str, Any]] = []
        if request.limit > 0 and dimensions and not strange:
            if len(request.code) != dimensions:
                raise InvalidRequestError(
                    "code", f"向量应有 {dimensions} 维，不是 {len(request.code)}"
                )
            found = self._read(self._generations.index(generation), body)["hits"].get("hits", [])
        vector = np.frombuffer(request.code, dtype=np.int8).astype(np.int64)
        products = codes_of(found, dimensions) @ vector if found else np.zeros(0)
        hits = hits_of(found, products.astype(np.float64), request, dimensions)
        return hits.take(np.lexsort((hits.rows, -hits.scores))[: request.limit])

    def get(self, rows: Sequence[int]) -> dict[int, bytes]:
        """See SearchEngine."""
        return {row: source for _, row, source in self._documents_with("row", list(rows))}

    def find(self, ids: Sequence[str]) -> dict[str, int]:
        """See SearchEngine."""
        return {id_: row for id_, row, _ in self._documents_with("id", list(ids))}

    def documents(self) -> Iterator[tuple[str, int, bytes]]:
        """See SearchEngine. All are of one moment."""
        with reading():
            moment = self._reader.open_point_in_time(
                index=self._generations.alias, keep_alive=_KEEP_ALIVE
            )["id"]
        try:
            body = {
                "pit": {"id": moment, "keep_alive": _KEEP_ALIVE},
                "size": _PAGE,
                "sort": ["_shard_doc"],
                "track_total_hits": False,
                "stored_fields": [SOURCE],
                "docvalue_fields": ["id", "row"],
            }
            while True:
                with reading():
                    answer = self._reader.search(body=body).body
                require_whole(answer)
                found = answer["hits"]["hits"]
                yield from map(document_of, found)
                if len(found) < _PAGE:
                    return
                body["search_after"] = found[-1]["sort"]
        finally:
            with reading():
                self._reader.close_point_in_time(id=moment)

    def published(self) -> Generation | None:
        """See SearchEngine."""
        return self._generations.published()

    def ping(self) -> None:
        """See SearchEngine."""
        with reading():
            self._reader.cluster.health(timeout=f"{int(self._answer_seconds)}s")

    def create(self, generation: Generation, *, dimensions: int) -> None:
        """See IndexWriter; raises InvalidRequestError for a name that is taken."""
        self._generations.create(
            generation,
            mappings=mapping_of(self._schema, dimensions),
            settings=settings_of(shards=self._shards),
        )

    def add(self, generation: Generation, documents: Iterable[IndexDocument]) -> int:
        """See IndexWriter."""
        alias = self._generations.write_alias(generation)
        with writing(generation.name):
            return add_documents(self._writer, alias, generation.name, documents)

    def remove(self, generation: Generation, ids: Iterable[str]) -> None:
        """See IndexWriter."""
        alias = self._generations.write_alias(generation)
        with writing(generation.name):
            remove_documents(self._writer, alias, generation.name, ids)

    def refresh(self, generation: Generation) -> None:
        """See IndexWriter."""
        with writing(generation.name):
            answer = self._writer.indices.refresh(index=self._generations.index(generation))
        require_whole(answer.body)

    def count(self, generation: Generation) -> int:
        """See IndexWriter."""
        with writing(generation.name):
            answer = self._writer.count(index=self._generations.index(generation))
        require_whole(answer.body)
        return int(answer["count"])

    def publish(self, generation: Generation) -> None:
        """See IndexWriter."""
        self._generations.publish(generation)

    def generations(self) -> list[Generation]:
        """See IndexWriter."""
        return self._generations.all()

    def drop(self, generation: Generation) -> None:
        """See IndexWriter; one that is not there is no error."""
        self._generations.drop(generation)

    def close(self) -> None:
        """Nothing is held: connections belong to the client, which the caller made."""

    def _read(self, index: str, body: dict[str, Any]) -> dict[str, Any]:
        with reading():
            answer = self._reader.search(
                index=index,
                body=body,
                allow_partial_search_results=False,
                # The same question goes to the same copy, whose statistics may differ from those
                # of another: all pages of a search then have one order.
                preference=f"q{crc32(orjson.dumps(body['query']))}",
                # With several shards, statistics of the whole index: scores as with one.
                search_type="query_then_fetch" if self._shards == 1 else "dfs_query_then_fetch",
                filter_path=_READ_PARTS,
            ).body
        require_whole(answer)
        return dict(answer)

    def _answering(self, found: list[dict[str, Any]]) -> Generation | None:
        """The generation that gave these hits; None without hits, for it is not looked up."""
        return self._generations.of_index(found[0]["_index"]) if found else None

    def _published(self) -> Generation:
        generation = self.published()
        if generation is None:
            raise NothingPublishedError("还没有建立索引，请运行 python -m indexer rebuild")
        return generation

    def _documents_with(
        self, name: str, values: list[str] | list[int]
    ) -> Iterator[tuple[str, int, bytes]]:
        if not values:
            self._published()
        for start in range(0, len(values), _PAGE):
            body = page_body(name, values[start : start + _PAGE])
            answer = self._read(self._generations.alias, body)
            yield from map(document_of, answer["hits"].get("hits", []))
