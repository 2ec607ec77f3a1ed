"""Documents into one generation's index: in bulk, each with its own verdict, retried while busy.

A document that the server refuses does not stop the others. Nothing is refreshed here.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, TypeVar

import numpy as np
import orjson
from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from indexer.engine import IndexDocument
from indexer.engines.elastic.failures import NOT_FOUND, no_such_generation, reason_of
from indexer.engines.elastic.mapping import CARD, CODE, SOURCE, VECTOR
from indexer.engines.elastic.tokens import kept_whole
from indexer.errors import BulkRejectedError, EngineUnavailableError

__all__ = ["add_documents", "remove_documents"]

_CHUNK = 500
_CHUNK_BYTES = 8 * 1024 * 1024
_RETRIES = 5
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0  # seconds; doubled each time, 6 s together
_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)

T = TypeVar("T")

_Action = tuple[dict[str, Any], bytes | None]


def add_documents(
    client: Elasticsearch, alias: str, generation: str, documents: Iterable[IndexDocument]
) -> int:
    """Insert or replace by id through the alias of a generation; return how many.

    Raises BulkRejectedError for documents that the server refused, after all others are in, and
    EngineUnavailableError when it stays too busy to take them.
    """
    count = 0
    refused = {}
    for item in _sent(client, alias, documents, _indexing):
        error = item.get("error")
        if error is None:
            count += 1
        elif error["type"] == NOT_FOUND:
            raise no_such_generation(generation)
        elif item["status"] in _BUSY or item["status"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise EngineUnavailableError(
                f"Elasticsearch 没有写入 {item['_id']}：{reason_of(error)}"
            )
        else:
            refused[item["_id"]] = reason_of(error)
    if refused:
        raise BulkRejectedError(refused)
    return count


def remove_documents(
    client: Elasticsearch, alias: str, generation: str, ids: Iterable[str]
) -> None:
    """Remove by id; what is not there is no error."""
    for item in _sent(client, alias, ids, _deleting):
        error = item.get("error")
        if error is not None and error["type"] == NOT_FOUND:
            raise no_such_generation(generation)
        if error is not None:
            raise EngineUnavailableError(
                f"Elasticsearch 没有删除 {item['_id']}：{reason_of(error)}"
            )


def _sent(
    client: Elasticsearch, alias: str, items: Iterable[T], action: Callable[[T], _Action]
) -> Iterable[dict[str, Any]]:
    """The server's verdict on each action, in order."""
    answers = streaming_bulk(
        client,
        items,  # type: ignore[arg-type]  # whatever the callback takes
        expand_action_callback=action,  # type: ignore[arg-type]
        chunk_size=_CHUNK,
        max_chunk_bytes=_CHUNK_BYTES,
        raise_on_error=False,
        max_retries=_RETRIES,
        initial_backoff=_FIRST_PAUSE,
        max_backoff=_LONGEST_PAUSE,
        retry_on_status=_BUSY,
        index=alias,
        # An index that is gone must not come back, made up from what a document holds.
        require_alias=True,
    )
    for _, item in answers:
        yield next(iter(item.values()))


def _deleting(id_: str) -> _Action:
    return {"delete": {"_id": id_}}, None


def _indexing(document: IndexDocument) -> _Action:
    return {"index": {"_id": document.id}}, _encoded(document)


def _encoded(document: IndexDocument) -> bytes:
    body: dict[str, Any] = {name: kept_whole(text) for name, text in document.texts.items()}
    body.update(document.keywords)
    body.update(document.integers)
    body.update(document.doubles)
    body["id"] = document.id
    body["row"] = document.row
    body[SOURCE] = b64encode(document.source).decode()
    if document.card:
        body[CARD] = b64encode(document.card).decode()
    if document.code is not None:
        body[CODE] = b64encode(document.code).decode()
        body[VECTOR] = np.frombuffer(document.code, dtype=np.int8).tolist()
    return orjson.dumps(body)
