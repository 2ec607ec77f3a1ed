"""The phones as their catalogue has them, with their models read from titles by one rule."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from indexer.catalog import Product, Sku, yuan
from tests.intents.values import Item, Model, Variant
from tests.relevance.data import phones

__all__ = ["ALIASES", "catalogue"]

ALIASES = {
    "华为": ("huawei", "HUAWEI"), "小米": ("xiaomi", "Xiaomi"), "三星": ("samsung", "SAMSUNG"),
    "魅族": ("meizu", "MEIZU"), "OPPO": ("oppo", "Oppo"), "vivo": ("VIVO", "Vivo"),
    "锤子": ("smartisan", "Smartisan"), "努比亚": ("nubia", "NUBIA"), "诺基亚": ("nokia", "NOKIA"),
    "美图": ("meitu",), "360": ("360",),
}  # fmt: skip
"""Brands with other ways to type them."""

_MODEL = re.compile(
    r"(?P<series>荣耀 ?v|荣耀|畅享|畅玩|麦芒|nova|mate|红米 ?note|小米 ?note|魅蓝 ?note|红米|魅蓝|坚果 ?pro"
    r"|坚果|小米 ?mix|小米 ?max|小米|mix|max|note|galaxy [cs]|pro|n|p|r|x|y|a|v|g|e|s|t|f) ?"
    r"(?P<number>\d+[a-z]{0,2}?)(?P<plus>\+)? ?(?P<suffix>plus|pro|青春版|lite|play)?"
    r"(?![a-z0-9])",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"[（(【].*?[）)】]|\d+gb? ?\+ ?(?:\d+gb?)?|\d+\+\d+gb?|4g|\d+gb", re.IGNORECASE
)
_SERIES = {"小米mix": "mix", "小米max": "max"}
_NUMBER = re.compile(r"[\d.]+")
_NUMBERS = {"电池容量（mAh）": "battery", "主屏幕尺寸（英寸）": "screen", "上市年份": "year"}


def catalogue() -> Iterator[tuple[Product, Item]]:
    """Each product as its feed has it, and as it is judged."""
    for product in phones():
        numbers = {
            name: frozenset({float(found[0])})
            for key, name in _NUMBERS.items()
            if (found := _NUMBER.search(str(product.attributes.get(key, ("",))[0])))
        }
        year = int(max(numbers.get("year", (0,))))
        yield (
            replace(product, created=datetime(year, 1, 1, tzinfo=UTC) if year else None),
            Item(
                id=product.id,
                title=product.title,
                brand=product.brand,
                kind=product.category[-1],
                models=frozenset(_models(product.title)),
                numbers=numbers,
                variants=tuple(map(_variant, product.skus)),
            ),
        )


def _variant(sku: Sku) -> Variant:
    def value(name: str) -> str:
        return str(sku.attributes.get(name, ("",))[0])

    return Variant(
        price=yuan(sku.price or 0),
        color=value("机身颜色"),
        ram=value("内存"),
        storage=value("机身存储"),
    )


def _models(title: str) -> Iterator[Model]:
    for found in _MODEL.finditer(_NOISE.sub(" ", title)):
        series = found["series"].lower().replace(" ", "")
        model = Model(
            series=_SERIES.get(series, series),
            number=found["number"].lower(),
            suffix="plus" if found["plus"] else (found["suffix"] or "").lower(),
        )
        yield model
        if model.series == "畅玩" and "荣耀" in title:  # 荣耀 畅玩7X is 荣耀7X too
            yield replace(model, series="荣耀")
