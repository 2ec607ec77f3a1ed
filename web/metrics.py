"""What operators watch: requests, searches, searches without a result, engine errors.

Each app counts in a registry of its own; counting is safe between threads. No label has a value
that a visitor can choose.
"""

import time
from collections.abc import Iterator

from flask import Flask, Response, g, request
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.metrics_core import CounterMetricFamily
from prometheus_client.registry import Collector

from query.page import SearchPage
from recsys.journal import Journal, Mover

__all__ = ["Metrics"]

# Seconds: a page takes 4 ms on the embedded engine, some tens on a cluster.
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_UNKNOWN = "none"  # an address that no view answers


class Metrics:
    """The counters of one app."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        GCCollector(registry=self._registry)
        self._requests = Counter(
            "xunhuo_http_requests",
            "HTTP requests",
            ("endpoint", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "xunhuo_http_request_seconds",
            "Seconds to answer an HTTP request",
            ("endpoint",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._searches = Counter(
            "xunhuo_searches", "Searches answered", ("counter",), registry=self._registry
        )
        self._empty = Counter(
            "xunhuo_searches_without_result",
            "Searches that found nothing",
            ("counter",),
            registry=self._registry,
        )
        self._engine_errors = Counter(
            "xunhuo_engine_errors",
            "Requests that failed for the engine's or the database's sake",
            ("kind",),
            registry=self._registry,
        )

    def watch(self, app: Flask) -> None:
        """Count every request of an app."""
        app.before_request(self._start)
        app.after_request(self._finish)

    def searched(self, page: SearchPage, *, counter: str) -> None:
        """Count a search that was answered at a counter: `page` or `api`."""
        self._searches.labels(counter).inc()
        if not page.total:
            self._empty.labels(counter).inc()

    def watch_journal(self, journal: Journal, mover: Mover) -> None:
        """Tell what waits in an app's journal, and what became of what was in it."""
        waiting = Gauge(
            "xunhuo_journal_waiting_bytes",
            "Bytes of searches and events that are not in the database yet",
            registry=self._registry,
        )
        waiting.set_function(lambda: journal.waiting)
        self._registry.register(_Records(journal, mover))

    def failed(self, error: Exception) -> None:
        """Count a failure behind the counter."""
        self._engine_errors.labels(type(error).__name__).inc()

    def text(self) -> bytes:
        """All counters in the text format of Prometheus."""
        return generate_latest(self._registry)

    def _start(self) -> None:
        g.started = time.perf_counter()

    def _finish(self, response: Response) -> Response:
        endpoint = request.endpoint or _UNKNOWN
        method = request.method if request.method in _METHODS else "other"
        self._requests.labels(endpoint, method, str(response.status_code)).inc()
        if (started := g.get("started")) is not None:
            self._seconds.labels(endpoint).observe(time.perf_counter() - started)
        return response


class _Records(Collector):
    """Records of the journal by kind, as its own threads count them."""

    def __init__(self, journal: Journal, mover: Mover) -> None:
        self._journal = journal
        self._mover = mover

    def collect(self) -> Iterator[CounterMetricFamily]:
        """The counters as they are now."""
        stored = "Searches and events that went from the journal into the database"
        dropped = "Searches that were not kept, and events that were refused: the journal was full"
        for name, text, counts in (
            ("stored", stored, self._mover.stored),
            ("dropped", dropped, self._journal.dropped),
        ):
            family = CounterMetricFamily(f"xunhuo_journal_{name}", text, labels=["kind"])
            for kind in ("search", "event"):
                family.add_metric([kind], counts[kind])
            yield family
        damaged = "Records of the journal that could not be read"
        yield CounterMetricFamily("xunhuo_journal_damaged", damaged, value=self._mover.damaged)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
