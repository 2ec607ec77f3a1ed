"""Whole pages on Elasticsearch beside the bare client that sends the same requests again.

`python -m tests.benchmarks.replay DATA QUERIES WARM_UP`; the cluster comes from the environment.
"""

import os
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from elastic_transport import Transport, TransportApiResponse
from elasticsearch import Elasticsearch, OrjsonSerializer

from indexer.engines.elastic import ElasticEngine
from indexer.settings import Settings
from indexer.shop import Shop
from query.form import SearchForm
from query.search import SearchService
from tests.benchmarks.process import report
from tests.benchmarks.spread import Spread

__all__ = ["main"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """One request as it left the client. `target`: path and parameters."""

    method: str
    target: str
    headers: Any
    body: Any


class _Recording(Transport):
    """The client's transport, which also notes what is sent."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - the base's own
        super().__init__(*args, **options)
        self.sent: list[_Sent] = []

    def perform_request(
        self,
        method: str,
        target: str,
        *,
        body: Any | None = None,  # noqa: ANN401 - the base's own
        headers: Any = None,  # noqa: ANN401 - the base's own
        **options: Any,  # noqa: ANN401 - the base's own
    ) -> TransportApiResponse:
        self.sent.append(_Sent(method=method, target=target, headers=headers, body=body))
        return super().perform_request(method, target, body=body, headers=headers, **options)


def main(data: str, queries: str, warm_up: str) -> None:
    """Measure and report: distinct pages first, then ours and the bare client's by turns."""
    settings = Settings.from_env(os.environ, Path(data))
    cluster = settings.elasticsearch
    if cluster is None:
        raise SystemExit("no cluster is set")
    texts = Path(queries).read_text("utf-8").splitlines()
    skipped = int(warm_up)
    # Both read JSON with the same library: the ratio then is of our layers alone.
    client, bare = (
        Elasticsearch(list(cluster.hosts), serializer=OrjsonSerializer(), transport_class=kind)
        for kind in (_Recording, Transport)
    )
    with Shop(settings) as shop, client, bare:
        index = replace(
            shop.products,
            engine=ElasticEngine(client, shop.products.engine.schema, prefix=cluster.prefix),
        )
        service = SearchService(
            index.engine, index.known(), analyzer=shop.analyzer, attributes=shop.attributes
        )
        first, sent = [], []
        for text in texts:
            client.transport.sent = []  # type: ignore[attr-defined] # of our own transport
            first.append(_page(service, text))
            sent.append(client.transport.sent)  # type: ignore[attr-defined]
        # What is sent from now on belongs to no page that is sent again.
        client.transport.sent = []  # type: ignore[attr-defined]
        # What the first pass left in the server's caches must help neither side.
        bare.indices.clear_cache(index=f"{cluster.prefix}-*")
        ours, theirs = [], []
        for turn in range(skipped, len(texts)):
            if turn % 2:
                theirs.append(_replayed(bare, sent[turn]))
                ours.append(_page(service, texts[turn]))
            else:
                ours.append(_page(service, texts[turn]))
                theirs.append(_replayed(bare, sent[turn]))
    report(
        {
            "page": Spread.of(first[skipped:]).to_json(),
            "ours": Spread.of(ours).to_json(),
            "bare": Spread.of(theirs).to_json(),
            "requests": sum(map(len, sent[skipped:])) / len(ours),
        }
    )


def _page(service: SearchService, text: str) -> float:
    started = time.perf_counter()
    service.search(SearchForm(text=text))
    return time.perf_counter() - started


def _replayed(client: Elasticsearch, requests: list[_Sent]) -> float:
    started = time.perf_counter()
    for request in requests:
        client.perform_request(
            request.method, request.target, headers=request.headers, body=request.body
        )
    return time.perf_counter() - started


if __name__ == "__main__":
    main(*sys.argv[1:])
