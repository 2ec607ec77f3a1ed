"""What machines ask of a running shop: is it alive, is it ready, what does it count."""

import orjson
from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST

from indexer.errors import NothingPublishedError
from web.context import metrics, services

__all__ = ["views"]

views = Blueprint("health", __name__)


@views.get("/healthz")
def alive() -> Response:
    """200 as long as the process answers, whatever the engine does."""
    return _status("ok")


@views.get("/readyz")
def ready() -> Response:
    """200 once an index is published and its engine answers; 503 until then."""
    published = services().published()
    if published is None:
        raise NothingPublishedError("no generation is published")
    return _status("ready", generation=published)


@views.get("/metrics")
def counters() -> Response:
    """The counters for Prometheus."""
    return Response(metrics().text(), content_type=CONTENT_TYPE_LATEST)


def _status(status: str, **more: str) -> Response:
    return Response(orjson.dumps({"status": status, **more}), mimetype="application/json")
