"""Search and products as JSON. Errors are `web.problems`' work."""

from dataclasses import replace

import orjson
from flask import Blueprint, Response, abort, current_app, request

from query.form import SearchForm
from web.api import examples
from web.api.answers import json_answer
from web.api.parameters import SearchParameters
from web.api.schemas import ProductAnswer, SearchAnswer, SimilarAnswer
from web.caching import tagged
from web.context import metrics, services
from web.openapi import document
from web.operation import Answer, Operation
from web.problems import NeedsKeyError
from web.recording import searched
from web.whose import whose

__all__ = ["views"]

views = Blueprint("api", __name__, url_prefix="/api/v1")

_KEYED = {
    "user": "替用户搜索需要带 personal 权限的 API 密钥",
    "explain": "查看打分说明需要带 explain 权限的 API 密钥",
}
_ID = {"product_id": "商品编号，1 到 64 个字符；地址里的特殊字符要转义，斜杠也是"}


@views.get("/search")
@Operation(
    summary="搜索商品",
    description="一页结果，连同筛选项、说明和理解出的条件。`search_id` 每次不同，所以没有 ETag。"
    "先严后宽：找到的太少会放宽，并写进 `notices`。引擎不在时是 503，绝不会是空结果。",
    parameters=SearchParameters,
    answer=Answer(SearchAnswer, example=examples.SEARCH, description="一页结果"),
    problems=(403,),
)
def search() -> Response:
    """The search answer."""
    for name, message in _KEYED.items():
        if request.args.get(name, "") not in ("", "0"):
            raise NeedsKeyError(name, message)
    form = SearchForm.from_args(request.args.items(multi=True))
    page = services().search.search(replace(form, who=whose()))
    metrics().searched(page, counter="api")
    searched(form, page, counter="api")
    return json_answer(page.to_json())


@views.get("/products/<product:product_id>")
@Operation(
    summary="一件商品",
    description="和导入时的字段一样，空的字段不出现。",
    path=_ID,
    answer=Answer(ProductAnswer, example=examples.PRODUCT, description="商品", tagged=True),
    problems=(404,),
)
def product(product_id: str) -> Response:
    """The product as a feed has it."""
    found = services().product(product_id)
    if found is None:
        abort(404)
    return tagged(json_answer(found.to_record()))


@views.get("/products/<product:product_id>/similar")
@Operation(
    summary="相近的商品",
    description="意思最接近的商品，最近的在前。",
    path=_ID,
    answer=Answer(SimilarAnswer, example=examples.SIMILAR, description="相近的商品", tagged=True),
    problems=(404,),
)
def similar(product_id: str) -> Response:
    """Products close in meaning, as hits."""
    shop = services()
    if shop.product(product_id) is None:
        abort(404)
    hits = shop.search.similar(product_id)
    return tagged(json_answer({"id": product_id, "hits": [hit.to_json() for hit in hits]}))


@views.get("/openapi.json")
@Operation(
    summary="这份说明",
    description="OpenAPI 3.1，由代码生成。",
    answer=Answer(None, example={"openapi": "3.1.0"}, description="OpenAPI 文档", tagged=True),
    tag="说明",
)
def openapi() -> Response:
    """The document of this API; made once an app."""
    known = current_app.extensions
    if _DOCUMENT not in known:
        known[_DOCUMENT] = orjson.dumps(document(current_app))
    return tagged(Response(known[_DOCUMENT], mimetype="application/json"))


_DOCUMENT = "xunhuo.openapi"
