"""What every answer carries against misuse, and how much of a request is read at all."""

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, RequestURITooLarge

__all__ = ["MAX_BODY", "MAX_QUERY", "guard"]

MAX_BODY = 1 << 20
"""Bytes of a request's body."""

MAX_QUERY = 60_000
"""Bytes of a query string: the longest search text (1,000 characters, 12 bytes each when escaped)
and some hundred chosen filters. Servers refuse a request line from 64 KiB on."""

# What is not named is refused. Product pictures may stand anywhere; nothing else does.
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' https:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "font-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

_HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {what}" for name, what in _POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    # The back link of a product page needs the address of our own result page.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

# Over plain HTTP browsers ignore it.
_ONLY_HTTPS = "max-age=31536000"


def guard(app: Flask) -> None:
    """Refuse what is too large or cannot be read, and set the headers on every answer."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.before_request(_refuse)
    app.after_request(_with_headers)


def _refuse() -> None:
    if len(request.query_string) > MAX_QUERY:
        raise RequestURITooLarge(f"地址参数至多 {MAX_QUERY:,} 字节，请缩短搜索词或减少筛选项。")
    if (request.content_length or 0) > MAX_BODY:
        raise RequestEntityTooLarge(f"请求内容至多 {MAX_BODY:,} 字节。")
    try:
        request.query_string.decode()
    except UnicodeDecodeError:
        message = "地址里的参数不是 UTF-8；中文请按 UTF-8 转义，如 q=%E6%89%8B%E6%9C%BA。"
        raise BadRequest(message) from None


def _with_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", _ONLY_HTTPS)
    return response
