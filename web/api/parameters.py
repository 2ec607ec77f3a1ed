"""The query parameters of the API as its document tells them. Reading them is `query.form`'s work."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from indexer.fields import SORTS
from query.form import MAX_DEPTH, MAX_FACETS, MAX_SIZE, MAX_TEXT, PAGE_SIZE

__all__ = ["RecommendParameters", "SearchParameters", "SuggestParameters"]

_PRICE = r"^([0-9]{1,9}(\.[0-9]{1,2})?-([0-9]{1,9}(\.[0-9]{1,2})?)?|-[0-9]{1,9}(\.[0-9]{1,2})?)$"


class SearchParameters(BaseModel):
    """What a search may be asked."""

    q: str = Field(
        "", max_length=MAX_TEXT, description="搜索词；空则给出全部商品", examples=["华为手机"]
    )
    page: int = Field(1, ge=1, le=MAX_DEPTH, description=f"第几页；连同前面的页至多 {MAX_DEPTH} 件")
    size: int = Field(PAGE_SIZE, ge=1, le=MAX_SIZE, description="一页几件")
    sort: str = Field(
        "",
        description="排序；不给或为空则按相关",
        json_schema_extra={"enum": ["", *(name for name in SORTS if name != "popularity")]},
    )
    filters: dict[Annotated[str, Field(pattern=r"^f\..+")], str] = Field(
        default_factory=dict,
        description="筛选，参数名是 f.键，如 f.brand=华为&f.color=黑色。键：brand、category（路径，"
        "含下级，如 手机数码/手机）、tags、属性维度（color、storage …）或商品自己的属性名。"
        "同一个键可以重复，几个值是“或”；不同的键是“且”。没有商品有的键是 400，field 写明是哪一个。",
        examples=[{"f.brand": "华为", "f.color": "黑色"}],
    )
    price: list[Annotated[str, Field(pattern=_PRICE)]] = Field(
        default_factory=list,
        description="价格区间，元：1000-2000、3000-、-500；可以重复，几个是“或”",
        examples=[["3000-6000"]],
    )
    facet: list[str] = Field(
        default_factory=list,
        description=f"要哪几个筛选项，键同上，还有 price；可以重复，至多 {MAX_FACETS} 个。"
        "不给就是最能分开这些商品的一打，空的（facet=）就一个也不要。没有商品有的键是 400。",
        examples=[["brand", "price"]],
    )
    drop: list[str] = Field(
        default_factory=list, description="去掉理解出的条件，名字同 chips 里的 slot；可以重复"
    )
    raw: Literal["0", "1"] = Field("0", description="1：完全按输入的字搜，不做理解")
    user: str = Field("", max_length=128, description="替谁搜索；要带 personal 权限的 API 密钥")
    explain: Literal["0", "1"] = Field(
        "0", description="1：每件商品附打分说明；要带 explain 权限的 API 密钥"
    )


class SuggestParameters(BaseModel):
    """What suggestions may be asked for."""

    q: str = Field(
        "",
        description="已经输入的字：汉字、全拼、首字母或混着写；超过 64 字没有建议",
        examples=["huawsj"],
    )


class RecommendParameters(BaseModel):
    """Whom a list may be asked for."""

    user: str = Field("", max_length=128, description="给谁；要带 personal 权限的 API 密钥")
    session: str = Field(
        "", max_length=128, description="给哪个会话，不给就是这个浏览器的；要带 personal 权限的密钥"
    )
