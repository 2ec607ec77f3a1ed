"""What the search box shows while a shopper types, as JSON."""

import orjson
from flask import Blueprint, Response, request

from web.context import services

__all__ = ["suggest"]

suggest = Blueprint("suggest", __name__, url_prefix="/api/v1")

_FRESH = 10  # seconds: letters deleted and typed again ask nobody


@suggest.get("/suggest")
def suggestions() -> Response:
    """At most ten suggestions for `q`; none for a text that begins no phrase."""
    text = request.args.get("q", "")
    found = [one.to_json() for one in services().suggest.suggest(text)]
    body = orjson.dumps({"query": text, "suggestions": found})
    response = Response(body, mimetype="application/json")
    response.headers["Cache-Control"] = f"private, max-age={_FRESH}"
    return response
