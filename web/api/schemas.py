"""The answers of the API as its document tells them: contract §4 and §5, field by field.

Nothing is made or checked with these at run time; tests hold every real answer against them.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

__all__ = [
    "EventRow",
    "EventsAnswer",
    "ProductAnswer",
    "RecommendAnswer",
    "SearchAnswer",
    "SimilarAnswer",
    "SuggestAnswer",
]

Money = Annotated[float, Field(ge=0, description="元")]
Count = Annotated[int, Field(ge=0)]
Scalar = str | float
Attributes = dict[str, Scalar | list[Scalar]]


class Bound(BaseModel, title="数量的界限"):
    """A bound on a quantity, in its unit."""

    gte: float | None = None
    lte: float | None = None
    approx: float | None = None
    unit: str | None = None


Slots = dict[str, str | list[str] | Bound]


class Excluded(BaseModel, title="不要的"):
    """What a text says not to show."""

    brand: list[str]
    category: list[str]
    attributes: Slots


class Span(BaseModel, title="文字里的一段"):
    """A piece of the text and what it was understood to be."""

    start: Count = Field(description="从第几个字开始，按码点数")
    end: Count
    text: str
    slot: str
    value: Any
    source: str
    confidence: float = Field(ge=0, le=1)


class ParseAnswer(BaseModel, title="对文字的理解"):
    """What a text was understood to mean; absent or empty means nothing found."""

    query: str = Field(description="原文")
    corrected: str | None = Field(description="纠正以后真正搜索的文字；和原文一样则为 null")
    suggestions: list[str]
    intent: Literal["product_search", "customer_service", "product_question", "store"]
    category: list[str]
    brand: list[str]
    model: str | None
    price_range: Annotated[list[float | None], Field(min_length=2, max_length=2)] | None = Field(
        description="[低, 高]，null 为不限"
    )
    attributes: Slots
    exclude: Excluded
    sort: str | None
    flags: list[str]
    keywords: list[str]
    ambiguous: list[Any]
    spans: list[Span]


class Chip(BaseModel, title="一个可以去掉的条件"):
    """A slot that filters, to be shown and removed."""

    slot: str
    label: str
    text: str
    source: str
    without: Count = Field(description="去掉以后的件数")
    remove: str = Field(description="去掉以后的地址")


class NoticeAnswer(BaseModel, title="结果的说明"):
    """Something the shopper should know of how the result came about."""

    kind: str
    text: str
    slots: list[str]


class Hit(BaseModel, title="结果里的一件商品"):
    """A product in a result."""

    id: str
    title: str
    highlight: str = Field(description="标题的 HTML，已转义，只有 <mark>")
    brand: str | None
    category: list[str] = Field(description="从大到小")
    price: Money = Field(description="所选那一款的价格，元；没有筛选时是最低价")
    list_price: Money | None
    sku: str | None = Field(description="价格对应的那一款")
    fits: bool = Field(description="有同一款满足全部筛选")
    stock: Count | None = Field(description="null 为有货但不知数量")
    rating: float | None = Field(ge=0, le=5)
    sales: Count | None
    reviews: Count | None
    tags: list[str]
    image: str | None
    score: float
    because: str | None = Field(description="为什么推荐")


class Value(BaseModel, title="筛选项的一个值"):
    """A value of a facet; `count` is the total that choosing it alone in this facet gives."""

    value: str = Field(description="放进 f.键")
    label: str
    count: Count
    selected: bool


class Range(BaseModel, title="一个价格区间，两端都含"):
    """A price range; both ends are included, null leaves one open."""

    low: Money | None
    high: Money | None
    count: Count
    selected: bool


class Values(BaseModel, title="一组值"):
    """A facet of values."""

    key: str
    label: str
    kind: Literal["values"]
    values: list[Value]


class Ranges(BaseModel, title="价格"):
    """The facet of prices."""

    key: Literal["price"]
    label: str
    kind: Literal["ranges"]
    values: list[Range]


class SearchAnswer(BaseModel, title="一页结果"):
    """One page of a search."""

    search_id: str = Field(description="这一次搜索的编号，每次不同；事件里写它")
    query: str = Field(description="输入的搜索词")
    searched: str = Field(description="真正搜索的文字")
    total: Count
    page: int = Field(ge=1)
    size: int = Field(ge=1)
    took_ms: float = Field(ge=0)
    parse: ParseAnswer
    chips: list[Chip]
    notices: list[NoticeAnswer]
    hits: list[Hit]
    facets: list[Annotated[Values | Ranges, Field(discriminator="kind")]]
    related: list[Hit] = Field(description="意思相近的商品，不计入 total")


class SimilarAnswer(BaseModel, title="相近的商品"):
    """What is looked at with a product or close in meaning, the most similar first."""

    id: str = Field(description="和哪一件相近")
    hits: list[Hit]


class RecommendAnswer(BaseModel, title="推荐"):
    """Products for a person, the best first."""

    hits: list[Hit]


class SkuAnswer(BaseModel, title="可以买的一款"):
    """A buyable variant."""

    id: str
    price: Money | None = None
    stock: Count | None = None
    attributes: Attributes = Field(default_factory=dict)
    barcode: str = ""


class ProductAnswer(BaseModel, title="商品"):
    """A product as a feed has it; what is empty is left out."""

    id: str
    title: str
    price: Money = Field(description="元；有 SKU 价格时是最低的")
    brand: str = ""
    brand_aliases: list[str] = Field(default_factory=list)
    category: list[str] = Field(default_factory=list, description="从大到小")
    attributes: Attributes = Field(default_factory=dict)
    description: str = ""
    list_price: Money | None = None
    stock: Count | None = Field(None, description="没有这一项是有货")
    sales: Count | None = None
    reviews: Count | None = None
    rating: float | None = Field(None, ge=0, le=5)
    created: str | None = Field(None, description="ISO 8601，带时区")
    images: list[str] = Field(default_factory=list)
    tags: list[str] = Field(default_factory=list)
    skus: list[SkuAnswer] = Field(default_factory=list)
    group: str = ""


class Suggestion(BaseModel, title="一条建议"):
    """What may be meant."""

    kind: Literal["query", "brand", "category", "product"]
    text: str
    highlight: str = Field(description="转义过的 HTML，只有 <mark>")
    address: str = Field(description="选它去哪里")


class SuggestAnswer(BaseModel, title="搜索框的建议"):
    """Suggestions for what was typed so far, the likeliest first."""

    query: str
    suggestions: Annotated[list[Suggestion], Field(max_length=10)]


class EventRow(BaseModel, title="事件"):
    """What somebody did with a product."""

    action: Literal["impression", "view", "click", "favorite", "cart", "buy", "refund"]
    product: str = Field(min_length=1, max_length=64, description="商品编号")
    time: str | float | None = Field(
        None, description="ISO 8601（不带时区是上海时间）或 1970 年起的秒数；不给就是现在"
    )
    query: str | None = Field(None, max_length=1_000)
    search_id: str | None = Field(None, description="从哪一次搜索来的")
    position: Count | None = Field(None, description="在结果里第几个，从 1 数")
    quantity: Count | None = None
    price: Money | None = None


class EventsAnswer(BaseModel, title="收下的事件"):
    """How many were kept."""

    accepted: Count
    reason: Literal["robot", "no_consent"] | None = Field(
        None, description="一个也没有留下的原因：来访者是爬虫，或没有同意记录"
    )
