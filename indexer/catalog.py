"""What a shop sells and answers: Product (SPU), Sku and Faq, as plain values.

Nothing here reads a feed or checks what people typed: `indexer.feed` does, and hands over only
values that keep the promises below.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NewType

__all__ = [
    "LARGEST_NUMBER",
    "DocumentId",
    "Faq",
    "Fen",
    "Product",
    "Scalar",
    "Sku",
    "fen",
    "yuan",
]

DocumentId = NewType("DocumentId", str)
"""The shop's own id of a product or FAQ entry: 1–64 printable characters without spaces."""

Fen = NewType("Fen", int)
"""Money in fen, a hundredth of a yuan: integers compare alike on every engine."""

Scalar = str | float | int

LARGEST_NUMBER = 100_000_000_000
"""Of counts, and of money in fen: the engines' sort keys hold 38 bits."""

# Far above the rounding of a float of ten digits, far below the half that has to be decided.
_NEAR_A_FEN = 1e-4


def fen(amount: float | str) -> Fen:
    """Yuan as people write it to fen, rounded half away from zero at the third decimal.

    Exact: 1.005 is 101 fen though the nearest binary number lies below it.
    """
    cents = float(amount) * 100
    nearest = round(cents)
    if abs(cents - nearest) < _NEAR_A_FEN:
        return Fen(nearest)
    exact = Decimal(str(amount)).scaleb(2)
    return Fen(int(exact.to_integral_value(rounding=ROUND_HALF_UP)))


def yuan(amount: int) -> float:
    """Fen to yuan, exact to the cent when printed with two decimals."""
    return amount / 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Sku:
    """A buyable variant. `price` and `stock` are None where the feed names none."""

    id: str
    price: Fen | None = None
    stock: int | None = None
    attributes: Mapping[str, tuple[Scalar, ...]] = field(default_factory=dict)
    barcode: str = ""

    def to_record(self) -> dict[str, Any]:
        """The feed's form (contract §2), without what is empty."""
        record: dict[str, Any] = {"id": self.id}
        if self.price is not None:
            record["price"] = yuan(self.price)
        if self.stock is not None:
            record["stock"] = self.stock
        if self.attributes:
            record["attributes"] = _plain(self.attributes)
        if self.barcode:
            record["barcode"] = self.barcode
        return record

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Sku":
        """The inverse of `to_record`; trusts its input."""
        return cls(
            id=record["id"],
            price=None if record.get("price") is None else fen(record["price"]),
            stock=record.get("stock"),
            attributes=_tuples(record.get("attributes", {})),
            barcode=record.get("barcode", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """An SPU: what a product page shows.

    `price` is the lowest price of its SKUs where they have prices, `stock` the sum of theirs where
    they have any (semantics §1, `indexer.patch.settled`). `stock` None means in stock. `category`
    runs from root to leaf; no level contains `/`.
    """

    id: DocumentId
    title: str
    price: Fen
    brand: str = ""
    brand_aliases: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[Scalar, ...]] = field(default_factory=dict)
    description: str = ""
    list_price: Fen | None = None
    stock: int | None = None
    sales: int | None = None
    reviews: int | None = None
    rating: float | None = None
    created: datetime | None = None
    images: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    skus: tuple[Sku, ...] = ()
    group: str = ""

    def to_record(self) -> dict[str, Any]:
        """The feed's form (contract §2), without what is empty: `from_record` gives it back."""
        record: dict[str, Any] = {"id": self.id, "title": self.title, "price": yuan(self.price)}
        for name in ("brand", "description", "stock", "sales", "reviews", "rating", "group"):
            value = getattr(self, name)
            if value not in (None, ""):
                record[name] = value
        for name in ("brand_aliases", "category", "images", "tags"):
            value = getattr(self, name)
            if value:
                record[name] = list(value)
        if self.attributes:
            record["attributes"] = _plain(self.attributes)
        if self.list_price is not None:
            record["list_price"] = yuan(self.list_price)
        if self.created is not None:
            record["created"] = self.created.isoformat()
        if self.skus:
            record["skus"] = [sku.to_record() for sku in self.skus]
        return record

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Product":
        """The inverse of `to_record`; trusts its input."""
        get = record.get
        created = get("created")
        list_price = get("list_price")
        return cls(
            id=DocumentId(record["id"]),
            title=record["title"],
            price=fen(record["price"]),
            brand=get("brand", ""),
            brand_aliases=tuple(get("brand_aliases", ())),
            category=tuple(get("category", ())),
            attributes=_tuples(get("attributes", {})),
            description=get("description", ""),
            list_price=None if list_price is None else fen(list_price),
            stock=get("stock"),
            sales=get("sales"),
            reviews=get("reviews"),
            rating=get("rating"),
            created=None if created is None else datetime.fromisoformat(created),
            images=tuple(get("images", ())),
            tags=tuple(get("tags", ())),
            skus=tuple(Sku.from_record(sku) for sku in get("skus", ())),
            group=get("group", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Faq:
    """A question the shop answers, with other ways to ask it and the days on which it holds."""

    id: DocumentId
    question: str
    answer: str
    similar: tuple[str, ...] = ()
    topic: str = ""
    products: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    def to_record(self) -> dict[str, Any]:
        """The feed's form (contract §2), without what is empty: `from_record` gives it back."""
        record: dict[str, Any] = {"id": self.id, "question": self.question, "answer": self.answer}
        if self.topic:
            record["topic"] = self.topic
        for name in ("similar", "products"):
            value = getattr(self, name)
            if value:
                record[name] = list(value)
        for name in ("valid_from", "valid_until"):
            value = getattr(self, name)
            if value is not None:
                record[name] = value.isoformat()
        return record

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Faq":
        """The inverse of `to_record`; trusts its input."""
        get = record.get
        start, end = get("valid_from"), get("valid_until")
        return cls(
            id=DocumentId(record["id"]),
            question=record["question"],
            answer=record["answer"],
            similar=tuple(get("similar", ())),
            topic=get("topic", ""),
            products=tuple(get("products", ())),
            valid_from=None if start is None else datetime.fromisoformat(start),
            valid_until=None if end is None else datetime.fromisoformat(end),
        )


def _plain(attributes: Mapping[str, tuple[Scalar, ...]]) -> dict[str, Scalar | list[Scalar]]:
    return {
        name: values[0] if len(values) == 1 else list(values) for name, values in attributes.items()
    }


def _tuples(attributes: Mapping[str, Any]) -> dict[str, tuple[Scalar, ...]]:
    return {
        name: tuple(value) if isinstance(value, list) else (value,)
        for name, value in attributes.items()
    }
