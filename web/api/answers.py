"""How values become answers."""

from typing import Any

import orjson
from flask import Response

__all__ = ["json_answer"]


def json_answer(value: Any, status: int = 200) -> Response:  # noqa: ANN401 - what orjson can write
    """The value as JSON, as it stands: nothing is checked on the way out."""
    return Response(orjson.dumps(value), status, mimetype="application/json")
