"""A small shop whose right answers can be read off this page, and odd goods to escape."""

from datetime import UTC, datetime

from indexer.catalog import DocumentId, Product, Sku, fen
from indexer.patch import settled

__all__ = ["GOODS", "HOSTILE", "MANY"]


def _phone(  # noqa: PLR0913 - a phone is told by these
    id_: str, title: str, brand: str, *, low: int, high: int, colors: tuple[str, ...], sales: int
) -> Product:
    skus = tuple(
        Sku(
            id=f"{id_}-{color}-{storage}",
            price=fen(price),
            stock=stock,
            attributes={"颜色": (color,), "机身存储": (storage,)},
        )
        for color in colors
        for storage, price, stock in (("128GB", low, 5), ("256GB", high, 3))
    )
    product = Product(
        id=DocumentId(id_),
        title=title,
        price=fen(low),
        brand=brand,
        category=("手机数码", "手机"),
        attributes={"屏幕尺寸": ("6.7英寸",), "上市年份": ("2023",)},
        description=f"{title}。\n旗舰手感，全天续航。",
        list_price=fen(high + 500),
        sales=sales,
        reviews=sales // 3,
        rating=4.8,
        created=datetime(2026, 1, 5, tzinfo=UTC),
        tags=("自营", "包邮"),
        skus=skus,
    )
    return settled(product)


HOSTILE = Product(
    id=DocumentId("坏/<b>&?#%41"),
    title="<script>alert(1)</script> \"引号\" & '单引号' 测试商品",
    price=fen(1),
    brand="<img src=x onerror=alert(2)>",
    category=("<i>分类</i>",),
    attributes={"<u>名</u>": ("</dd><script>alert(3)</script>",)},
    description="</div><script>alert(4)</script>\n{{ 7*7 }}",
    images=("javascript:alert(5)", "http://plain.example/1.png"),
    tags=("<s>标签</s>",),
)
"""Everything that a feed may say, at its worst; its id needs escaping in an address."""

GOODS = (
    _phone("P1", "华为 Mate 60 Pro 5G手机", "华为", low=5999, high=6999,
           colors=("曜石黑", "雪域白"), sales=30_210),
    _phone("P2", "华为 nova 12 活力版手机", "华为", low=2299, high=2599,
           colors=("曜石黑", "冰晶蓝"), sales=8_400),
    _phone("P3", "小米 14 Ultra 徕卡影像手机", "小米", low=5499, high=5999,
           colors=("黑色", "白色"), sales=12_000),
    Product(
        id=DocumentId("P4"), title="华为手机壳 Mate 60 保护套 透明防摔", price=fen(39.9), brand="其他",
        category=("手机数码", "手机配件"), attributes={"颜色": ("透明",)}, stock=0, sales=560,
        rating=4.2,
    ),
    Product(
        id=DocumentId("P5"), title="小米无线耳机 降噪 蓝牙5.3", price=fen(199), brand="小米",
        category=("手机数码", "耳机"), attributes={"颜色": ("白色",)}, stock=40, sales=90_000,
        rating=4.6, images=("https://images.example/p5.jpg",),
    ),
    HOSTILE,
)  # fmt: skip

MANY = tuple(
    Product(
        id=DocumentId(f"M{number:03}"),
        title=f"纯棉毛巾 {number} 号 加厚吸水洗脸巾",
        price=fen(9.9 + number),
        brand=("洁丽雅", "三利", "金号")[number % 3],
        category=("家居", "毛巾"),
        attributes={"颜色": (("米白", "浅灰", "藏青", "豆沙粉")[number % 4],)},
        stock=100,
        sales=1_000 - number,
    )
    for number in range(120)
)
"""Three pages of towels."""
