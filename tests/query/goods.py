"""A small Chinese shop whose right answers can be read off this page."""

from collections.abc import Mapping
from datetime import UTC, datetime

from indexer.catalog import DocumentId, Product, Scalar, Sku, fen
from indexer.patch import settled

__all__ = ["GOODS", "TOWELS"]

Values = Mapping[str, tuple[Scalar, ...]]


def _good(  # noqa: PLR0913 - a product is told by these
    id_: str,
    title: str,
    price: float,
    category: str,
    *,
    brand: str = "",
    sales: int = 0,
    stock: int | None = None,
    attributes: Values | None = None,
    description: str = "",
    tags: tuple[str, ...] = (),
    skus: tuple[Sku, ...] = (),
) -> Product:
    product = Product(
        id=DocumentId(id_),
        title=title,
        price=fen(price),
        brand=brand,
        category=tuple(category.split("/")),
        attributes=attributes or {},
        description=description,
        sales=sales,
        rating=4.5,
        reviews=sales // 2,
        created=datetime(2026, 1, 1, tzinfo=UTC),
        stock=stock,
        tags=tags,
        skus=skus,
    )
    return settled(product)


def _phone(  # noqa: PLR0913 - a phone is told by these
    id_: str,
    title: str,
    brand: str,
    variants: tuple[tuple[str, str, float], ...],
    *,
    sales: int = 0,
    network: str = "5G",
) -> Product:
    skus = tuple(
        Sku(
            id=f"{id_}-{color}{storage}",
            price=fen(price),
            stock=5,
            attributes={"颜色": (color,), "机身存储": (storage,)},
        )
        for color, storage, price in variants
    )
    return _good(
        id_,
        title,
        min(price for _, _, price in variants),
        "手机数码/手机",
        brand=brand,
        sales=sales,
        attributes={"网络": (network,)},
        skus=skus,
    )


def _dress(  # noqa: PLR0913 - a dress is told by these
    id_: str, title: str, price: float, color: str, size: str, *, sales: int
) -> Product:
    return _good(
        id_,
        title,
        price,
        "服装/女装/连衣裙",
        attributes={"颜色": (color,), "尺码": (size,), "材质": ("棉",)},
        sales=sales,
    )


GOODS = (
    _phone("H1", "华为 Mate 60 Pro 手机", "华为",
           (("曜石黑", "256GB", 6999), ("雪域白", "512GB", 7999)), sales=3000),
    _phone("H2", "华为 nova 12 手机", "华为",
           (("曜石黑", "128GB", 2299), ("冰晶蓝", "256GB", 2599)), sales=900),
    _phone("H3", "华为 畅享 60 老人手机", "华为", (("曜石黑", "128GB", 999),), network="4G"),
    _phone("X1", "小米 14 手机", "小米",
           (("黑色", "256GB", 3999), ("白色", "256GB", 3999), ("白色", "512GB", 4399)), sales=5000),
    _phone("X2", "小米 Redmi Note 13 手机", "小米",
           (("黑色", "128GB", 1099), ("白色", "256GB", 1299)), sales=8000),
    _phone("S1", "三星 SM-C5000 手机", "三星", (("金色", "32GB", 899),), network="4G"),
    _phone("A1", "Apple iPhone 15 Pro 手機", "苹果",
           (("黑色钛金属", "128GB", 7499), ("白色钛金属", "256GB", 8499), ("黑色钛金属", "1TB", 11999)),
           sales=9000),
    _phone("A2", "ＡＰＰＬＥ　ｉＰｈｏｎｅ　１３", "苹果", (("午夜色", "128GB", 3999), ("星光色", "128GB", 3999))),
    _good("K1", "华为手机壳 Mate 60 保护套", 39.9, "手机数码/手机配件", brand="其他", stock=0),
    _good("K2", "透明手机壳 iPhone 15 防摔", 29.9, "手机数码/手机配件", brand="其他", sales=500),
    _good("K3", "手机支架 桌面", 19.9, "手机数码/手机配件", brand="其他", sales=50),
    _good("E1", "小米 无线耳机 降噪", 199, "手机数码/耳机", brand="小米", sales=700,
          attributes={"颜色": ("白色",)}),
    _good("W1", "贵州茅台 53度白酒 500ml", 2899, "食品/酒/白酒", brand="茅台", sales=4000,
          attributes={"香型": ("酱香",), "净含量": ("500ml",)}, tags=("自营",)),
    _good("W2", "五粮液 52度白酒 500ml", 1099, "食品/酒/白酒", brand="五粮液", sales=3500,
          attributes={"香型": ("浓香",), "净含量": ("500毫升",)}, tags=("自营", "包邮")),
    _good("W3", "二锅头 56度 白酒 整箱", 99, "食品/酒/白酒", brand="红星", sales=6000,
          attributes={"香型": ("清香",), "净含量": ("6L",)}),
    _good("W4", "张裕 赤霞珠 干红葡萄酒", 129, "食品/酒/葡萄酒", brand="张裕", sales=800,
          attributes={"净含量": ("750ml",)}),
    _good("W5", "长城 干白葡萄酒", 89, "食品/酒/葡萄酒", brand="长城", sales=300,
          attributes={"净含量": ("750ml",)}),
    _good("W6", "青岛啤酒 500ml*12", 69, "食品/酒/啤酒", brand="青岛", sales=9000),
    _good("W7", "绍兴黄酒 花雕", 45, "食品/酒/黄酒", brand="古越龙山", sales=400),
    _good("W8", "料酒 去腥", 9.9, "食品/调味", brand="海天", sales=2000),
    _good("W9", "酒精湿巾 消毒", 15, "家居/清洁", brand="全棉时代", sales=1000),
    _dress("D1", "碎花连衣裙 夏季 新款", 199, "红色", "M", sales=1500),
    _dress("D2", "法式连衣裙 收腰 显瘦", 299, "黑色", "L", sales=1200),
    _dress("D3", "真丝连衣裙 高端", 899, "白色", "XL", sales=100),
    _dress("D4", "針織連衣裙 秋冬", 259, "黑色", "M", sales=300),
    _good("D5", "连体衣 婴儿 夏", 79, "服装/童装", attributes={"材质": ("棉",)},
          description="可与裙子搭配"),
    _good("D6", "衣架 连排 裙夹", 29, "家居/收纳"),
    _good("D7", "半身裙 高腰", 159, "服装/女装/半身裙", attributes={"颜色": ("黑色",), "尺码": ("S",)}),
    _good("T1", "纯棉T恤 男 夏季", 59, "服装/男装", brand="海澜之家", sales=4000,
          attributes={"尺码": ("L", "XL")},
          skus=(
              Sku(id="T1-黑L", price=fen(59), stock=0, attributes={"颜色": ("黑色",), "尺码": ("L",)}),
              Sku(id="T1-白XL", price=fen(79), stock=3, attributes={"颜色": ("白色",), "尺码": ("XL",)}),
          )),
    _good("T2", "男士衬衫 免烫", 99, "服装/男装", brand="海澜之家", sales=2000,
          skus=(
              Sku(id="T2-白L", price=fen(139), attributes={"颜色": ("白色",), "尺码": ("L",)}),
              Sku(id="T2-黑XL", price=fen(99), attributes={"颜色": ("黑色",), "尺码": ("XL",)}),
          )),
    _good("T3", "羽绒服 男 加厚", 599, "服装/男装", brand="波司登", sales=100,
          attributes={"颜色": ("黑色",), "尺码": ("L",)}),
    _good("C1", "保温杯 316不锈钢 500毫升", 89, "家居/水杯", brand="膳魔师", sales=1700,
          attributes={"容量": ("500ml",), "材质": ("不锈钢",)},
          description="保冷保热十二小时，送礼佳品茅台镇酒杯"),
    _good("C2", "儿童水杯 吸管", 49, "家居/水杯", brand="膳魔师", sales=800,
          attributes={"容量": ("350ml",), "材质": ("塑料",)}),
    _good("C3", "玻璃杯 透明 套装", 29, "家居/水杯", brand="乐美雅", sales=100,
          attributes={"容量": ("300ml",), "材质": ("玻璃",)}),
    _good("B1", "欧莱雅 男士洗面奶 控油", 49, "美妆/洁面", brand="欧莱雅", sales=2500),
    _good("B2", "L'OREAL 补水面霜", 159, "美妆/面霜", brand="欧莱雅", sales=600),
    _good("B3", "资生堂 洗颜专科 洁面乳", 39, "美妆/洁面", brand="资生堂", sales=5000),
    _good("Q1", "格力空调 1.5匹 变频", 2799, "家电/空调", brand="格力", sales=900),
    _good("Q2", "美的空调 2匹 立式", 4999, "家电/空调", brand="美的", sales=400),
    _good("Q3", '<b>特价</b> & 清仓 电饭煲 "智能"', 199, "家电/厨房", brand="美的", sales=700),
    _good("Q4", "😀表情抱枕 a+b(c) 毛绒", 39, "家居/抱枕"),
)  # fmt: skip

TOWELS = tuple(
    Product(
        id=DocumentId(f"M{number:03}"),
        title="纯棉毛巾 加厚" if number % 7 else f"纯棉 毛巾 浴巾 {number}",
        price=fen(9.9 + number % 40),
        brand=("洁丽雅", "三利", "金号")[number % 3],
        category=("家居", "毛巾"),
        attributes={"颜色": (("米白", "浅灰", "藏青")[number % 3],)},
        stock=0 if number % 11 == 0 else None,
        sales=number * 7 % 300,
    )
    for number in range(430)
)
"""More than two pages of RANKED hits, most of them equal to the word."""
