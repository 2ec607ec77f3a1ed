"""A shop's goods as they change from feed to feed: every state is known before a command runs.

It writes feeds and runs nothing.
"""

import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import orjson

from indexer.catalog import DocumentId, Fen, Product

__all__ = ["KINDS", "WORDS", "Goods", "first_goods", "fuller", "renewed", "repriced", "write_feed"]

Goods = Mapping[DocumentId, Product]
"""All products of a shop by id."""

WORDS = (
    "手机",
    "耳机",
    "空调",
    "台灯",
    "电饭煲",
    "连衣裙",
    "雨伞",
    "书包",
    "毛巾",
    "茶杯",
    "键盘",
    "跑鞋",
)
_BRANDS = ("华为", "小米", "联想", "海尔", "美的", "安踏", "苏泊尔")
_COLORS = ("黑色", "白色", "蓝色", "红色", "米白色")
_DEAREST = 5_000_000  # fen: so many prices that a product hardly has one twice

KINDS = ("家电", "数码", "服饰")
"""Categories."""


def first_goods(chance: random.Random, size: int) -> Goods:
    """A shop's first goods."""
    return {product.id: product for product in (_product(chance, i) for i in range(size))}


def renewed(chance: random.Random, goods: Goods) -> Goods:
    """What a full feed may bring: a tenth gone, a third changed, as many new as are gone."""
    left = {id_: product for id_, product in goods.items() if chance.random() > 0.1}
    changed = {id_: _changed(chance, left[id_]) for id_ in left if chance.random() < 1 / 3}
    return {**left, **changed, **_new(chance, goods, len(goods) - len(left))}


def fuller(chance: random.Random, goods: Goods) -> Goods:
    """What a feed brings beside what is there: a third changed, a few new; only those."""
    changed = {id_: _changed(chance, goods[id_]) for id_ in goods if chance.random() < 1 / 3}
    return {**changed, **_new(chance, goods, chance.randrange(5))}


def repriced(chance: random.Random, goods: Goods) -> Goods:
    """Half of the goods with other prices and stocks; only those."""
    return {
        id_: replace(product, price=_price(chance), stock=chance.randrange(100))
        for id_, product in goods.items()
        if chance.random() < 1 / 2
    }


def write_feed(path: Path, goods: Goods, *, columns: tuple[str, ...] = ()) -> None:
    """Write them as JSON Lines; only some columns where they are named."""
    with path.open("wb") as file:
        for product in goods.values():
            record = product.to_record()
            kept = {name: record[name] for name in columns} if columns else record
            file.write(orjson.dumps(kept) + b"\n")


def _product(chance: random.Random, number: int) -> Product:
    brand, color, word = chance.choice(_BRANDS), chance.choice(_COLORS), chance.choice(WORDS)
    return Product(
        id=DocumentId(f"P{number}"),
        title=f"{brand} {color}{word} {chance.choice(WORDS)}配套 X{number}",
        price=_price(chance),
        brand=brand,
        category=(chance.choice(KINDS), word),
        attributes={"颜色": (color,)},
        stock=chance.randrange(1, 100),
    )


def _changed(chance: random.Random, product: Product) -> Product:
    number = int(product.id.removeprefix("P"))
    return _product(chance, number)


def _new(chance: random.Random, goods: Goods, count: int) -> dict[DocumentId, Product]:
    first = 1 + max(int(id_.removeprefix("P")) for id_ in goods)
    products = (_product(chance, number) for number in range(first, first + count))
    return {product.id: product for product in products}


def _price(chance: random.Random) -> Fen:
    return Fen(chance.randrange(1, _DEAREST))
