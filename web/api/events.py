"""Events from our own pages: contract §5, `POST /api/v1/events`."""

from collections.abc import Sequence
from typing import Any

import orjson
from flask import Response, request

from indexer.errors import InvalidRequestError
from indexer.feed import RowError
from recsys.events import Event, event
from web.api.schemas import EventRow, EventsAnswer
from web.api.views import views
from web.context import services
from web.operation import Answer, Body, Operation
from web.problems import NeedsKeyError
from web.recording import accept
from web.visitor import from_our_pages, visitor

__all__ = ["MAX_EVENTS"]

MAX_EVENTS = 1_000
"""In one request."""

_AHEAD_SECONDS = 300  # clocks of browsers are wrong by minutes
_WHOSE = ("user", "session")
_EXAMPLE = {"action": "click", "product": "P1", "search_id": "9f2c4e1ab37d5608", "position": 3}


@views.post("/events")
@Operation(
    summary="记下事件",
    description="一个事件或一个列表，至多 1,000 个，由本店的页面发来。答 202 之后，除了断电都不会丢。"
    "没有同意记录的来访者和爬虫的事件不留，accepted 是 0。",
    body=Body(EventRow, example=_EXAMPLE, many=True),
    answer=Answer(EventsAnswer, example={"accepted": 1}, status=202, description="收下了"),
    problems=(403,),
    tag="行为",
)
def events() -> Response:
    """One event or a list: 202 with the number accepted, once none of them can be lost.

    Events are those of the browser's own session. Of who has not agreed, and of robots, none is
    kept: `accepted` is 0 then, and `reason` says why.
    """
    if not from_our_pages():
        raise NeedsKeyError("Origin", "从别处提交事件需要带 events 权限的 API 密钥")
    checked = [_checked(at, fields) for at, fields in _listed()]
    who = visitor()
    if who.robot:
        return _accepted(0, "robot")
    if who.session is None:
        return _accepted(0, "no_consent")
    if checked:
        accept([found._replace(session=who.session) for found in checked])
    return _accepted(len(checked))


def _listed() -> Sequence[tuple[str, Any]]:
    """The events of the body, each with how an error names it."""
    try:
        body = orjson.loads(request.get_data())
    except orjson.JSONDecodeError as error:
        raise InvalidRequestError("body", "应当是一个 JSON 对象，或它们的列表") from error
    if not isinstance(body, list):
        return [("", body)]
    if len(body) > MAX_EVENTS:
        raise InvalidRequestError("body", f"有 {len(body)} 个事件，一次最多 {MAX_EVENTS} 个")
    return [(f"[{index}]", fields) for index, fields in enumerate(body)]


def _checked(at: str, fields: Any) -> Event:  # noqa: ANN401 - any JSON value
    if not isinstance(fields, dict):
        raise InvalidRequestError(at or "body", '应当是一个 JSON 对象，如 {"action": …}')
    for name in _WHOSE:
        if fields.get(name) not in (None, ""):
            raise NeedsKeyError(_at(at, name), "替别人提交事件需要带 events 权限的 API 密钥")
    try:
        found = event(fields)
    except RowError as error:
        raise InvalidRequestError(_at(at, error.field), str(error)) from error
    if found.time is not None and found.time > (services().now() + _AHEAD_SECONDS) * 1000:
        raise InvalidRequestError(_at(at, "time"), "还没有到；不给 time 就是现在")
    return found


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _accepted(count: int, reason: str | None = None) -> Response:
    body = {"accepted": count} if reason is None else {"accepted": count, "reason": reason}
    return Response(orjson.dumps(body), 202, mimetype="application/json")
