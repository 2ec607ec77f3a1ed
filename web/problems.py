"""Failures as answers: `application/problem+json` for programs, a Chinese page for people.

A failure is never an empty result; what only operators should read goes to the log.
"""

from dataclasses import dataclass
from typing import Any

import orjson
from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from indexer.errors import (
    AnalyzerMismatchError,
    EngineTimeoutError,
    InvalidRequestError,
    NothingPublishedError,
    XunhuoError,
)
from web.metrics import Metrics

__all__ = ["NeedsKeyError", "Problem", "install"]

_MACHINES = ("/api/", "/healthz", "/readyz", "/metrics")  # who reads JSON, not pages

_UNAVAILABLE = 503
_RETRY_SECONDS = 5  # a cluster that changes its master is back by then

_TITLES = {
    400: "请求有误",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种请求方法",
    413: "请求内容太大",
    414: "地址太长",
    500: "出错了",
    503: "暂时无法服务",
}
_DETAILS = {
    404: "这个地址没有内容，可能是输错了，或者商品已经下架。",
    405: "这个地址不支持所用的请求方法。",
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
        return _TITLES.get(self.status, "请求没有成功")

    def to_json(self) -> dict[str, Any]:
        """The object of contract §5."""
        return {
            "status": self.status,
            "title": self.title,
            "detail": self.detail,
            "field": self.field,
        }


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
        status = error.code or 500
        detail = _DETAILS.get(status) or str(error.description or _TITLES.get(status, ""))
        response = _answer(Problem(status=status, detail=detail))
        for name, value in error.get_headers(request.environ):
            if name in ("Allow", "Location", "Retry-After"):
                response.headers[name] = value
        return response

    def of_others(error: Exception) -> Response:
        app.logger.error("unexpected error", exc_info=error)
        return _answer(Problem(status=500, detail=_DETAILS[500]))

    app.register_error_handler(XunhuoError, of_ours)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(Exception, of_others)


def _problem(error: XunhuoError) -> Problem:
    match error:
        case InvalidRequestError(field=field):
            return Problem(status=400, detail=str(error), field=field)
        case NeedsKeyError(field=field):
            return Problem(status=403, detail=str(error), field=field)
        case NothingPublishedError():
            detail = "店里还没有商品：请先导入商品，索引建好后即可搜索。"
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
