"""What a browser has put into its basket. It is kept in a cookie there, and nowhere else.

It holds products and quantities: no price, which is the shop's to say, and no number of anybody.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson
from flask import request
from werkzeug.wrappers import Response

from indexer.errors import InvalidRequestError

__all__ = ["COOKIE", "MOST_OF_ONE", "Line", "basket", "keep", "with_line"]

COOKIE = "basket"

MOST_OF_ONE = 99
"""Pieces of one line."""

_LINES = 50
_BYTES = 3_500  # browsers keep cookies of 4 KiB, with their names and attributes
_LONGEST_ID = 64
_KEPT_SECONDS = 90 * 24 * 3600


class Line(NamedTuple):
    """Some pieces of a product; `sku` empty: it has no variants."""

    product: str
    sku: str
    quantity: int


def basket() -> list[Line]:
    """The lines of the browser that asks, the latest first; none where its cookie is not ours."""
    cookie = request.cookies.get(COOKIE, "")
    if not cookie or len(cookie) > _BYTES:
        return []
    try:
        rows = orjson.loads(urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4)))
        lines = [_line(row) for row in rows]
    except (ValueError, TypeError):  # of base64 and JSON too
        return []
    return lines if len({line[:2] for line in lines}) == len(lines) <= _LINES else []


def with_line(lines: Sequence[Line], line: Line) -> list[Line]:
    """The lines with this one in its place, or before all others; without it where it is of none."""
    at = next((i for i, other in enumerate(lines) if other[:2] == line[:2]), None)
    changed = list(lines)
    if at is None:
        changed.insert(0, line)
    else:
        changed[at] = line
    return [line for line in changed if line.quantity]


def keep(response: Response, lines: Sequence[Line]) -> None:
    """Have the browser keep these lines. Raises InvalidRequestError where they are too many."""
    if not lines:
        response.delete_cookie(COOKIE)
        return
    value = urlsafe_b64encode(orjson.dumps([list(line) for line in lines])).rstrip(b"=").decode()
    if len(lines) > _LINES or len(value) > _BYTES:
        raise InvalidRequestError("product", "购物车放满了，请先拿掉几样。")
    response.set_cookie(
        COOKIE,
        value,
        max_age=_KEPT_SECONDS,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def _line(row: Any) -> Line:  # noqa: ANN401 - any JSON
    """A line as it was kept. Raises ValueError for what is none."""
    product, sku, quantity = row
    if not (
        isinstance(product, str)
        and isinstance(sku, str)
        and type(quantity) is int
        and 0 < len(product) <= _LONGEST_ID
        and len(sku) <= _LONGEST_ID
        and f"{product}{sku}".isprintable()
        and 0 < quantity <= MOST_OF_ONE
    ):
        raise ValueError(row)
    return Line(product, sku, quantity)
