"""The one seam where the client's errors become ours, and where half an answer becomes an error.

It retries nothing.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from elasticsearch import ApiError, ConnectionTimeout, TransportError

from indexer.errors import (
    EngineTimeoutError,
    EngineUnavailableError,
    InvalidRequestError,
    NothingPublishedError,
)

__all__ = ["NOT_FOUND", "no_such_generation", "reading", "reason_of", "require_whole", "writing"]

NOT_FOUND = "index_not_found_exception"

_TIMEOUTS = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT})
_REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_LONGEST_REASON = 300


@contextmanager
def reading() -> Iterator[None]:
    """Translate the errors of a read through the alias."""
    with _translated():
        try:
            yield
        except ApiError as error:
            if error.error == NOT_FOUND:
                message = "还没有建立索引，请运行 python -m indexer rebuild"
                raise NothingPublishedError(message) from error
            raise


@contextmanager
def writing(generation: str) -> Iterator[None]:
    """Translate the errors of whatever is done with one generation."""
    with _translated():
        try:
            yield
        except ApiError as error:
            if error.error == NOT_FOUND:
                raise no_such_generation(generation) from error
            if error.error == "resource_already_exists_exception":
                raise InvalidRequestError("generation", f"已经存在：{generation}") from error
            raise


def no_such_generation(generation: str) -> InvalidRequestError:
    """What to raise for a generation that is not there."""
    return InvalidRequestError("generation", f"没有这一代索引：{generation}")


def require_whole(body: Mapping[str, Any]) -> None:
    """Raise EngineTimeoutError unless every shard answered in time."""
    if body.get("timed_out"):
        raise EngineTimeoutError("Elasticsearch 没有按时答完")
    shards = body["_shards"]
    if shards["failed"]:
        failed = f"Elasticsearch 有 {shards['failed']} 个分片没有回答（共 {shards['total']} 个）"
        why = "；".join(reason_of(failure["reason"]) for failure in shards.get("failures", ())[:3])
        raise EngineTimeoutError(f"{failed}：{why}" if why else failed)


def reason_of(error: Mapping[str, Any]) -> str:
    """An error object of the server in one line: the innermost cause says most."""
    while "caused_by" in error:
        error = error["caused_by"]
    return f"{error.get('type')}: {error.get('reason')}"[:_LONGEST_REASON]


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except ConnectionTimeout as error:
        raise EngineTimeoutError(f"Elasticsearch 没有按时回答：{error.message}") from error
    except TransportError as error:
        raise EngineUnavailableError(f"连不上 Elasticsearch：{error.message}") from error
    except ApiError as error:
        reason = _reason(error)
        status = error.meta.status
        if status in _TIMEOUTS or "timeout" in reason.lower():
            raise EngineTimeoutError(f"Elasticsearch 没有按时答完：{reason}") from error
        if status in _REFUSED:
            raise EngineUnavailableError(
                f"Elasticsearch 拒绝了访问，请检查密钥：{reason}"
            ) from error
        raise EngineUnavailableError(f"Elasticsearch 出错（{status}）：{reason}") from error


def _reason(error: ApiError) -> str:
    body = error.body
    if isinstance(body, Mapping) and isinstance(body.get("error"), Mapping):
        inner = body["error"]
        causes = inner.get("root_cause") or [inner]
        return reason_of(causes[0])
    return str(error)[:_LONGEST_REASON]
