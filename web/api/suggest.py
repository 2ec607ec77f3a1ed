"""What the search box shows while a shopper types, as JSON."""

from flask import Response, request

from web.api.answers import json_answer
from web.api.parameters import SuggestParameters
from web.api.schemas import SuggestAnswer
from web.api.views import views
from web.caching import tagged
from web.context import services
from web.operation import Answer, Operation

__all__ = ["suggest"]

_FRESH = 10  # seconds: letters deleted and typed again ask nobody

_EXAMPLE = {
    "query": "huaw",
    "suggestions": [
        {
            "kind": "brand",
            "text": "华为",
            "highlight": "<mark>华为</mark>",
            "address": "/search?f.brand=%E5%8D%8E%E4%B8%BA",
        }
    ],
}


@views.get("/suggest")
@Operation(
    summary="搜索框的建议",
    description="常搜的词、品牌、分类和商品，至多 10 条；没有以它开头的，就给同音、近音、打错字母时可能想要的。",
    parameters=SuggestParameters,
    answer=Answer(SuggestAnswer, example=_EXAMPLE, tagged=True),
    tag="搜索",
)
def suggest() -> Response:
    """At most ten suggestions for `q`; none for a text that neither begins a phrase nor nearly."""
    text = request.args.get("q", "")
    found = [one.to_json() for one in services().suggest.suggest(text)]
    return tagged(json_answer({"query": text, "suggestions": found}), seconds=_FRESH)
