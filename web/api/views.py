"""Search and products as JSON. Errors are `web.problems`' work."""

from typing import Any

import orjson
from flask import Blueprint, Response, abort, request

from query.form import SearchForm
from web.context import metrics, services
from web.problems import NeedsKeyError

__all__ = ["views"]

views = Blueprint("api", __name__, url_prefix="/api/v1")

_KEYED = {
    "user": "替用户搜索需要带 personal 权限的 API 密钥",
    "explain": "查看打分说明需要带 explain 权限的 API 密钥",
}


@views.get("/search")
def search() -> Response:
    """The search answer."""
    for name, message in _KEYED.items():
        if request.args.get(name, "") not in ("", "0"):
            raise NeedsKeyError(name, message)
    page = services().search.search(SearchForm.from_args(request.args.items(multi=True)))
    metrics().searched(page, counter="api")
    return _json(page.to_json())


@views.get("/products/<product:product_id>")
def product(product_id: str) -> Response:
    """The product as a feed has it."""
    found = services().product(product_id)
    if found is None:
        abort(404)
    return _json(found.to_record())


@views.get("/products/<product:product_id>/similar")
def similar(product_id: str) -> Response:
    """Products close in meaning, as hits."""
    shop = services()
    if shop.product(product_id) is None:
        abort(404)
    hits = shop.search.similar(product_id)
    return _json({"id": product_id, "hits": [hit.to_json() for hit in hits]})


def _json(value: dict[str, Any]) -> Response:
    return Response(orjson.dumps(value), mimetype="application/json")
