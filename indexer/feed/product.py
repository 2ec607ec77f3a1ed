"""A row of a product feed, checked, as a Product, and as a change of one.

Where rows come from and where products go is for others.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from indexer.catalog import DocumentId, Fen, Product, Sku
from indexer.feed.checks import (
    Attributes,
    Category,
    Count,
    Id,
    LongText,
    Money,
    Rating,
    RowError,
    RowModel,
    ShortText,
    Texts,
    Title,
    filled,
    validated,
)
from indexer.feed.mapping import Mapped
from indexer.feed.times import Time
from indexer.patch import Patch, settled

__all__ = ["PRODUCT_FIELDS", "PRODUCT_PATCH_FIELDS", "by_sku", "product", "product_patch"]

_BARCODE = "条形码"

# 华为（HUAWEI）, with either kind of brackets; 华为/HUAWEI is simply cut.
_BRACKETED = re.compile(r"([^（(]+)[（(]([^（()）]*)[)）]")


class _SkuRow(RowModel):
    id: Id
    price: Money | None = None
    stock: Count | None = None
    attributes: Attributes = Field(default_factory=dict)
    barcode: ShortText = ""


def _rows(value: object) -> object:
    if not isinstance(value, list):
        return value
    return [filled(part) if isinstance(part, dict) else part for part in value]


class _ProductRow(RowModel):
    id: Id
    title: Title = ""
    price: Money | None = None
    brand: ShortText = ""
    brand_aliases: Texts = ()
    category: Category = ()
    attributes: Attributes = Field(default_factory=dict)
    description: LongText = ""
    list_price: Money | None = None
    stock: Count | None = None
    sales: Count | None = None
    reviews: Count | None = None
    rating: Rating | None = None
    created: Time | None = None
    images: Texts = ()
    tags: Texts = ()
    skus: Annotated[tuple[_SkuRow, ...], BeforeValidator(_rows)] = ()
    group: ShortText = ""


class _Variant(RowModel):
    sku: Id = ""


PRODUCT_FIELDS = tuple(_ProductRow.model_fields)
"""The fields of a whole product, named as in the contract."""

PRODUCT_PATCH_FIELDS = (*PRODUCT_FIELDS, "sku")
"""The fields of a change: `sku` chooses the variant that is meant."""

_SKU_FIELDS = frozenset(_SkuRow.model_fields)
_SKU_PATCH_FIELDS = ("price", "stock", "attributes")
_REQUIRED = ("title", "price")
_NO_LEVELS = (">", "\uff1e")  # also in full width


def product(mapped: Mapped, notice: Callable[[str], None]) -> Product:
    """The product of a row. `notice` takes what a person should know of a row that is kept.

    Raises RowError naming the first field that breaks the contract.
    """
    fields = filled(mapped.fields)
    if mapped.attributes:
        fields["attributes"] = _joined(fields.get("attributes", {}), mapped.attributes)
    row = validated(_ProductRow, fields)
    if not row.title:
        message = "缺少，必填。"
        raise RowError("title", message)
    found = _product(row)
    prices = [sku.price for sku in found.skus if sku.price is not None]
    if row.price is None and not prices:
        message = "缺少；没有带价格的 skus 时必填。"
        raise RowError("price", message)
    if prices and row.price is not None and row.price != min(prices):
        notice("price 与 SKU 的最低价不同，以 SKU 的价格为准")
    if any(sign in level for sign in _NO_LEVELS for level in found.category):
        notice("category 里有 >，整段算作一级；分级请用 /，如 食品/糖果")
    for sku in fields.get("skus", ()):
        unknown = sku.keys() - _SKU_FIELDS
        if unknown:
            notice(f"skus 里不认识的字段，已忽略：{'、'.join(sorted(map(str, unknown)))}")
    return settled(found)


def product_patch(mapped: Mapped) -> Patch:
    """The change that a row asks for: only what it names, None (JSON null) empties a field.

    Raises RowError naming the first field that breaks the contract. Whether the product and its
    SKU exist is not known here.
    """
    fields = dict(mapped.fields)
    sku = validated(_Variant, filled({"sku": fields.pop("sku", None)})).sku
    row = validated(_ProductRow, filled(fields))
    del fields["id"]
    for name, value in fields.items():
        if sku and name not in _SKU_PATCH_FIELDS:
            message = f"带 sku 的行只能改 {'、'.join(_SKU_PATCH_FIELDS)}。"
            raise RowError(name, message)
        if value in (None, "") and name in _REQUIRED and not sku:
            message = "必填，不能清空。"
            raise RowError(name, message)
    record = _product(row).to_record()
    changed = {name: record.get(name) for name in fields}
    if "brand" in changed:
        changed["brand_aliases"] = record.get("brand_aliases")
    attributes: dict[str, Any] = {}
    if mapped.attributes:
        named = validated(_ProductRow, {"id": row.id, "attributes": mapped.attributes})
        checked = _product(named).to_record().get("attributes", {})
        attributes = {name.strip(): checked.get(name.strip()) for name in mapped.attributes}
    return Patch(id=DocumentId(row.id), fields=changed, attributes=attributes, sku=sku)


def by_sku(whole: Product) -> Iterator[Product]:
    """Each SKU as a product of its own; `group` keeps the SPU. Without SKUs the product itself."""
    if not whole.skus:
        yield whole
    for sku in whole.skus:
        barcode = {_BARCODE: (sku.barcode,)} if sku.barcode else {}
        yield replace(
            whole,
            id=DocumentId(sku.id),
            price=whole.price if sku.price is None else sku.price,
            stock=sku.stock,
            attributes={**whole.attributes, **sku.attributes, **barcode},
            skus=(),
            group=whole.id,
        )


def _product(row: _ProductRow) -> Product:
    brand, aliases = _named(row.brand)
    return Product(
        id=DocumentId(row.id),
        title=row.title,
        price=Fen(row.price or 0),
        brand=brand,
        brand_aliases=tuple(dict.fromkeys((*aliases, *row.brand_aliases))),
        category=row.category,
        attributes=row.attributes,
        description=row.description,
        list_price=None if row.list_price is None else Fen(row.list_price),
        stock=row.stock,
        sales=row.sales,
        reviews=row.reviews,
        rating=row.rating,
        created=row.created,
        images=row.images,
        tags=row.tags,
        skus=_skus(row.skus) if row.skus else (),
        group=row.group,
    )


def _named(brand: str) -> tuple[str, tuple[str, ...]]:
    """A brand's name and its other names."""
    bracketed = _BRACKETED.fullmatch(brand)
    names = "/".join(bracketed.groups()) if bracketed else brand
    if "/" not in names:
        return names, ()
    found = [part.strip() for part in names.split("/") if part.strip()]
    return (found[0], tuple(found[1:])) if found else ("", ())


def _skus(rows: tuple[_SkuRow, ...]) -> tuple[Sku, ...]:
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            message = f"id {row.id} 出现了两次；一个商品里每个 SKU 的 id 要不同。"
            raise RowError("skus", message)
        seen.add(row.id)
    return tuple(
        Sku(
            id=row.id,
            price=None if row.price is None else Fen(row.price),
            stock=row.stock,
            attributes=row.attributes,
            barcode=row.barcode,
        )
        for row in rows
    )


def _joined(whole: object, named: Mapping[str, Any]) -> object:
    return {**whole, **named} if isinstance(whole, dict) else whole
