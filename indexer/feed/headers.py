"""Which field a column of somebody's table most likely is: what shops and their software call them.

A guess is only shown, as options of a command: nobody's prices become another column in silence.
"""

from collections.abc import Collection, Iterable

__all__ = ["likely_options"]

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

_NAMES = {field: frozenset(names.split()) for field, names in _CALLED.items()}


def likely_options(
    columns: Iterable[str], known: Collection[str], taken: Collection[str]
) -> list[str]:
    """`field=column` for the columns whose names say which field they are, in the table's order.

    `known`: the fields there are; `taken`: those that have a column already.
    """
    found: dict[str, str] = {}
    for column in columns:
        name = column.strip().casefold()
        fields = (field for field, names in _NAMES.items() if name in names)
        field = next((one for one in fields if one in known and one not in {*taken, *found}), None)
        if field is not None:
            found[field] = column
    return [f"{field}={column}" for field, column in found.items()]
