"""Failures as answers: `application/problem+json` for programs, a Chinese page for people.

A failure is never an empty result; what only operators should read goes to the log.
"""

from dataclasses import dataclass
from typing import Any

import orjson
from flask import Flask, Response, render_template, request
from pydantic import BaseModel, Field
from werkzeug.exceptions import HTTPException

from indexer.errors import (
    AnalyzerMismatchError,
    DamagedError,
    DatabaseUnavailableError,
    EngineTimeoutError,
    InvalidRequestError,
    NothingPublishedError,
    XunhuoError,
)
from recsys.journal import JournalFullError
from web.metrics import Metrics

__all__ = ["EXAMPLES", "NeedsKeyError", "Problem", "ProblemAnswer", "install"]

_MACHINES = ("/api/", "/healthz", "/readyz", "/metrics")  # who reads JSON, not pages

_BROKEN, _UNAVAILABLE = 500, 503
_RETRY_SECONDS = 5  # a cluster that changes its master is back by then

_TITLES = {
    400: "请求有误",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种请求方法",
    413: "请求内容太大",
    414: "地址太长",
    415: "不支持这种内容类型",
    429: "请求太频繁",
    500: "出错了",
    503: "暂时无法服务",
}
_OTHER_TITLE = "请求没有成功"

_DETAILS = {
    400: "请求的格式有误，服务器看不懂。",
    404: "这个地址没有内容，可能是输错了，或者商品已经下架。",
    405: "这个地址不支持所用的请求方法。",
    413: "请求内容超过了允许的大小。",
    415: "请求内容的类型不对，请用 application/json。",
    500: "服务器内部出错，已记入日志。",
}


class NeedsKeyError(XunhuoError):
    """A parameter that only a caller with an API key may use. `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An error as the person or program that asked may read it."""

    status: int
    detail: str
    field: str | None = None

    @property
    def title(self) -> str:
        """What kind of error it is, in a few characters."""
        return _TITLES.get(self.status, _OTHER_TITLE)

    def to_json(self) -> dict[str, Any]:
        """The object of contract §5."""
        return {
            "status": self.status,
            "title": self.title,
            "detail": self.detail,
            "field": self.field,
        }


class ProblemAnswer(BaseModel, title="错误"):
    """`Problem.to_json` for readers of the API's document."""

    status: int = Field(description="HTTP 状态码")
    title: str = Field(description="哪一种错误")
    detail: str = Field(description="错在哪里，怎样改正")
    field: str | None = Field(description="出错的参数或字段；没有则为 null")


EXAMPLES = {
    400: Problem(status=400, detail="每页件数“500”不行，请给 1 到 200 的整数", field="size"),
    403: Problem(status=403, detail="查看打分说明需要带 explain 权限的 API 密钥", field="explain"),
    404: Problem(status=404, detail=_DETAILS[404]),
    413: Problem(status=413, detail="请求内容至多 1,048,576 字节。"),
    414: Problem(status=414, detail="地址参数至多 60,000 字节，请缩短搜索词或减少筛选项。"),
    415: Problem(status=415, detail=_DETAILS[415]),
    429: Problem(status=429, detail="请求太频繁，请 12 秒后再试。"),
    500: Problem(status=500, detail=_DETAILS[500]),
    503: Problem(status=503, detail="搜索暂时不可用，请稍后再试。"),
}
"""Each kind of problem once."""


def install(app: Flask, metrics: Metrics) -> None:
    """Have every error of an app answered here."""

    def of_ours(error: XunhuoError) -> Response:
        problem = _problem(error)
        empty = isinstance(error, NothingPublishedError)
        if problem.status == _UNAVAILABLE and not empty:
            metrics.failed(error)
            app.logger.warning("%s: %s", type(error).__name__, error)
        return _answer(problem, template="empty.html" if empty else "error.html")

    def of_http(error: HTTPException) -> Response:
        response = _answer(_http_problem(error))
        for name, value in error.get_headers(request.environ):
            if name in ("Allow", "Location", "Retry-After"):
                response.headers[name] = value
        return response

    def of_others(error: Exception) -> Response:
        app.logger.error("unexpected error", exc_info=error)
        return _answer(Problem(status=_BROKEN, detail=_DETAILS[_BROKEN]))

    app.register_error_handler(XunhuoError, of_ours)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(Exception, of_others)


def _http_problem(error: HTTPException) -> Problem:
    """Our own words where there are any: the library's are English."""
    status = error.code or _BROKEN
    words = error.description or ""
    detail = (words if not words.isascii() else None) or _DETAILS.get(status)
    return Problem(status=status, detail=detail or _TITLES.get(status, _OTHER_TITLE))


def _problem(error: XunhuoError) -> Problem:
    match error:
        case InvalidRequestError(field=field):
            return Problem(status=400, detail=str(error), field=field)
        case NeedsKeyError(field=field):
            return Problem(status=403, detail=str(error), field=field)
        case NothingPublishedError():
            detail = "店里还没有商品：请先导入商品，索引建好后即可搜索。"
        case JournalFullError():
            detail = "来不及记下来，请稍后再发；这一次的一个也没有记。"
        case DatabaseUnavailableError() | DamagedError():
            detail = "商店的数据暂时取不到，请稍后再试。"
        case EngineTimeoutError():
            detail = "搜索引擎没有及时答复，请稍后再试。"
        case AnalyzerMismatchError():
            detail = "索引是用另一版本建立的，正在等待重建，请稍后再试。"
        case _:
            detail = "搜索暂时不可用，请稍后再试。"
    return Problem(status=_UNAVAILABLE, detail=detail)


def _answer(problem: Problem, template: str = "error.html") -> Response:
    if request.path.startswith(_MACHINES):
        body = orjson.dumps(problem.to_json())
        response = Response(body, problem.status, mimetype="application/problem+json")
    else:
        response = Response(render_template(template, problem=problem), problem.status)
    if problem.status == _UNAVAILABLE:
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response
