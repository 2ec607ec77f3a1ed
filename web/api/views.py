"""Search and products as JSON. Errors are `web.problems`' work."""

from dataclasses import replace

import orjson
from flask import Blueprint, Response, abort, current_app, request

from query.form import SearchForm
from web.api import examples
from web.api.answers import json_answer
from web.api.parameters import RecommendParameters, SearchParameters
from web.api.schemas import ProductAnswer, RecommendAnswer, SearchAnswer, SimilarAnswer
from web.caching import tagged
from web.context import metrics, services
from web.openapi import document
from web.operation import Answer, Operation
from web.problems import NeedsKeyError
from web.recording import searched
from web.shop import picks
from web.whose import whose

__all__ = ["views"]

views = Blueprint("api", __name__, url_prefix="/api/v1")

_KEYED = {
    "user": "替用户搜索需要带 personal 权限的 API 密钥",
    "explain": "查看打分说明需要带 explain 权限的 API 密钥",
}
_SIMILAR = 12
_RECOMMENDED = 20

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
    form = SearchForm.from_args(request.args.items(multi=True), programs=True)
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
    description="看过它的人还看的商品，和文字意思接近的合在一起：看的人越多，前一种的份量越大。"
    "最相近的在前，`score` 在这个列表里可以互相比较。",
    path=_ID,
    answer=Answer(SimilarAnswer, example=examples.SIMILAR, description="相近的商品", tagged=True),
    problems=(404,),
)
def similar(product_id: str) -> Response:
    """What is looked at with a product, and what is close to it in meaning, as hits."""
    if services().product(product_id) is None:
        abort(404)
    hits = picks.similar(product_id, _SIMILAR)
    return tagged(json_answer({"id": product_id, "hits": [hit.to_json() for hit in hits]}))


@views.get("/recommend")
@Operation(
    summary="推荐",
    description="给这个浏览器的推荐，最合适的在前；`because` 写着因为哪一件，没有就是近来热门的。"
    "没有同意记录、或者关掉了的，得到近来热门的。看过、买过和不感兴趣的不在里面。",
    parameters=RecommendParameters,
    answer=Answer(RecommendAnswer, example=examples.RECOMMEND, description="推荐的商品"),
    problems=(403,),
)
def recommend() -> Response:
    """Products for the browser that asks, as hits."""
    for name in ("user", "session"):
        if request.args.get(name, ""):
            raise NeedsKeyError(name, "替别人取推荐需要带 personal 权限的 API 密钥")
    return json_answer({"hits": [hit.to_json() for hit in picks.recommended(_RECOMMENDED)]})


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
