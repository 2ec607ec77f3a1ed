"""Which field a column of somebody's table most likely is: what shops and their software call them.

A guess is only shown, as options of a command: nobody's prices become another column in silence.
"""

import re
import shlex
from collections.abc import Collection, Iterable
from functools import cache

from indexer.attributes import Attributes

__all__ = ["options"]

_ATTRIBUTES = "attributes"

_CALLED = {
    "id": "编号 商品编号 商品编码 商品号 商品id 货号 款号 序号 spu spuid 产品编号 product_id item_id",
    "sku": "skuid sku编码 sku编号 规格编码 规格编号",
    "title": "标题 商品标题 商品名称 商品名 名称 品名 产品名称 宝贝标题 宝贝名称 name product_name",
    "price": "价格 售价 销售价 现价 单价 商品价格 促销价 零售价 到手价 sale_price",
    "list_price": "原价 市场价 吊牌价 划线价 标价 market_price",
    "brand": "品牌 品牌名 品牌名称 牌子 brand_name",
    "category": "分类 类目 类别 品类 商品分类 商品类目 所属分类 类目名称 分类名称 category_name",
    "stock": "库存 库存数 库存数量 库存量 数量 quantity inventory",
    "sales": "销量 月销量 总销量 累计销量 已售",
    "rating": "评分 好评分",
    "reviews": "评论数 评价数 累计评价",
    "description": "描述 详情 商品描述 商品详情 简介 介绍 desc",
    "tags": "标签 商品标签",
    "images": "图片 主图 图片地址 商品图片 图片链接 image image_url",
    "created": "上架时间 上架日期 创建时间 创建日期 created_at",
    "question": "问题 问 提问 标准问题",
    "answer": "答案 回答 答 答复 回复",
    "user": "用户 用户id 会员 会员id 买家 user_id",
    "session": "会话 会话id session_id",
    "product": "商品 商品id 商品编号 product_id item_id",
    "action": "行为 动作 操作 行为类型 event event_type",
    "time": "时间 发生时间 下单时间 timestamp",
    "query": "搜索词 关键词 查询词 keyword",
}

# What goods differ in, beside the names of the shipped dimensions.
_OF_GOODS = (
    "规格", "型号", "口味", "味道", "图案", "产地", "系列", "等级", "香型", "品种", "成分", "配料", "包装",
    "保质期", "风味", "花色", "工艺", "功能", "版本",
)  # fmt: skip

_UNIT = re.compile(r"\s*[（(][^（()）]*[)）]$")  # 售价（元）
_PLAIN = re.compile(r"[\w=.-]+")  # what no shell reads as anything else

_NAMES = {field: frozenset(names.split()) for field, names in _CALLED.items()}


def options(
    columns: Iterable[str], known: Collection[str], taken: Collection[str], *, every: bool = False
) -> str:
    """The options that columns ask for by their names, in the table's order; "" for none.

    `known`: the fields there are; `taken`: those that have a column already. What is called like an
    attribute of goods becomes one, and `every` other column too where that is wanted.
    """
    found: dict[str, str] = {}
    for column in columns:
        if not column or "=" in column:  # an option could not tell it from what it stands for
            continue
        field = _field(column, known, {*taken, *found})
        if field is None and _ATTRIBUTES in known and (every or _is_of_goods(column)):
            field = f"{_ATTRIBUTES}.{column}"
        if field is not None:
            found[field] = column
    texts = (f"{field}={column}" for field, column in found.items())
    quoted = (text if _PLAIN.fullmatch(text) else shlex.quote(text) for text in texts)
    return " ".join(f"--map {text}" for text in quoted)


def _field(column: str, known: Collection[str], taken: Collection[str]) -> str | None:
    name = _UNIT.sub("", column).casefold()
    fields = (field for field, names in _NAMES.items() if name in names)
    return next((field for field in fields if field in known and field not in taken), None)


def _is_of_goods(column: str) -> bool:
    return column in _OF_GOODS or _shipped().dimension(column) is not None


@cache
def _shipped() -> Attributes:
    return Attributes.shipped()
