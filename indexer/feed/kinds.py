"""The two kinds of feed, products and FAQ entries, by what the import has to know of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from indexer.catalog import Faq, Product
from indexer.feed.faq import FAQ_FIELDS, faq, faq_patch
from indexer.feed.mapping import Mapped
from indexer.feed.product import (
    PRODUCT_FIELDS,
    PRODUCT_PATCH_FIELDS,
    by_sku,
    product,
    product_patch,
)
from indexer.patch import Patch

__all__ = ["FAQ_FEED", "PRODUCT_FEED", "SKU_FEED", "FeedKind"]

T = TypeVar("T", bound=Product | Faq)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedKind(Generic[T]):
    """What rows of a feed become: `documents` for whole ones, `patch` for changes."""

    fields: tuple[str, ...]
    patch_fields: tuple[str, ...]
    documents: Callable[[Mapped, Callable[[str], None]], Iterable[T]]
    patch: Callable[[Mapped], Patch]


PRODUCT_FEED: FeedKind[Product] = FeedKind(
    fields=PRODUCT_FIELDS,
    patch_fields=PRODUCT_PATCH_FIELDS,
    documents=lambda mapped, notice: (product(mapped, notice),),
    patch=product_patch,
)

SKU_FEED: FeedKind[Product] = FeedKind(
    fields=PRODUCT_FIELDS,
    patch_fields=PRODUCT_PATCH_FIELDS,
    documents=lambda mapped, notice: by_sku(product(mapped, notice)),
    patch=product_patch,
)
"""Each SKU a product of its own (`--unit sku`)."""

FAQ_FEED: FeedKind[Faq] = FeedKind(
    fields=FAQ_FIELDS,
    patch_fields=FAQ_FIELDS,
    documents=lambda mapped, _notice: (faq(mapped),),
    patch=faq_patch,
)
