"""What machines ask of a running shop: is it alive, is it ready, what does it count."""

from typing import Literal

import orjson
from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel, Field

from indexer.errors import NothingPublishedError
from web.context import metrics, services
from web.operation import Answer, Operation

__all__ = ["views"]

views = Blueprint("health", __name__)


_TAG = "运维"


class Alive(BaseModel, title="活着"):
    """The process answers."""

    status: Literal["ok"]


class Ready(BaseModel, title="可以搜索"):
    """Searches are answered."""

    status: Literal["ready"]
    generation: str = Field(description="正在使用的索引")


@views.get("/healthz")
@Operation(
    summary="进程是否活着",
    answer=Answer(Alive, example={"status": "ok"}, description="活着"),
    tag=_TAG,
)
def alive() -> Response:
    """200 as long as the process answers, whatever the engine does."""
    return _status("ok")


@views.get("/readyz")
@Operation(
    summary="是否可以搜索",
    description="有索引、引擎答复时是 200，此外是 503。",
    answer=Answer(Ready, example={"status": "ready", "generation": "g7"}, description="可以"),
    problems=(503,),
    tag=_TAG,
)
def ready() -> Response:
    """200 once an index is published and its engine answers; 503 until then."""
    published = services().published()
    if published is None:
        raise NothingPublishedError("no generation is published")
    return _status("ready", generation=published)


@views.get("/metrics")
@Operation(
    summary="计数",
    description="Prometheus 的文本格式。",
    answer=Answer(
        None,
        example='xunhuo_searches_total{counter="api"} 3.0\n',
        description="全部计数",
        media="text/plain",
    ),
    tag=_TAG,
)
def counters() -> Response:
    """The counters for Prometheus."""
    return Response(metrics().text(), content_type=CONTENT_TYPE_LATEST)


def _status(status: str, **more: str) -> Response:
    return Response(orjson.dumps({"status": status, **more}), mimetype="application/json")
