"""A small schema and a dozen goods whose right answers can be read off this page.

The tokens are written by hand: analysis is no part of an engine's promise.
"""

from collections.abc import Iterable

import orjson

from indexer.engine import Engine, Generation, IndexDocument
from indexer.fields import (
    BLANK,
    Field,
    Kind,
    Schema,
    Stream,
    TextField,
    ascending_key,
    descending_key,
)

__all__ = ["DIMENSIONS", "FIRST", "GOODS", "SECOND", "SHELF", "fill", "item", "rows"]

DIMENSIONS = 4

FIRST = Generation("20260101t000000z")
SECOND = Generation("20260102t000000z")

SHELF = Schema(
    name="shelf",
    texts=(
        TextField(name="title", weight=1.0),
        TextField(name="note", weight=0.4, streams=(Stream.WORDS, Stream.CHARS)),
    ),
    columns=(
        Field(name="id", kind=Kind.KEYWORD),
        Field(name="row", kind=Kind.INTEGER),
        Field(name="brand", kind=Kind.KEYWORD, counted=True, at_hand=True),
        Field(name="color", kind=Kind.KEYWORD, multi=True, counted=True, at_hand=True),
        Field(name="price", kind=Kind.INTEGER, multi=True),
        Field(name="price_low", kind=Kind.INTEGER),
        Field(name="balance", kind=Kind.INTEGER),
        Field(name="weight", kind=Kind.DOUBLE, multi=True),
        Field(name="by_price", kind=Kind.INTEGER),
        Field(name="by_sales", kind=Kind.INTEGER),
    ),
    everywhere={},
)


def item(  # noqa: PLR0913 - a document is wide; every test names the few columns it is about
    row: int,
    title: str = "",
    *,
    id_: str = "",
    note: str = "",
    brand: str = "",
    colors: tuple[str, ...] = (),
    prices: tuple[int, ...] = (100,),
    balance: int = 0,
    weights: tuple[float, ...] = (),
    sales: int = 0,
    code: tuple[int, ...] | None = None,
    card: bytes = b"",
) -> IndexDocument:
    """A document of SHELF. `title` and `note` are words between spaces."""
    id_ = id_ or f"g{row}"
    keywords = {"id": (id_,), "brand": (brand,) if brand else (), "color": colors}
    return IndexDocument(
        id=id_,
        row=row,
        texts={
            "title_words": title or BLANK,
            "title_chars": " ".join(title.replace(" ", "")) or BLANK,
            "title_bigrams": _bigrams(title) or BLANK,
            "note_words": note or BLANK,
            "note_chars": " ".join(note.replace(" ", "")) or BLANK,
        },
        keywords={name: values for name, values in keywords.items() if values},
        integers={
            "row": (row,),
            "price": prices,
            "price_low": (min(prices),),
            "balance": (balance,),
            "by_price": (ascending_key(min(prices), row),),
            "by_sales": (descending_key(sales, row),),
        },
        doubles={"weight": weights} if weights else {},
        card=card,
        source=orjson.dumps({"row": row, "title": title}),
        code=None if code is None else bytes(value & 0xFF for value in code),
    )


def _bigrams(title: str) -> str:
    run = title.replace(" ", "")
    return " ".join(run[i : i + 2] for i in range(len(run) - 1))


GOODS = (
    item(1, "红色 手机", brand="华为", colors=("红",), prices=(100, 900), sales=5),
    item(2, "黑色 手机", brand="华为", colors=("黑", "红"), prices=(200,), sales=5, balance=-3),
    item(3, "手机 壳", brand="小米", colors=("红", "黑", "白"), prices=(10, 20, 30), sales=9),
    item(4, "白酒 礼盒", note="送礼", brand="茅台", weights=(0.5, 1.5), prices=(5000,)),
    item(5, "啤酒 箱装", note="聚会 啤酒", weights=(6.0,), prices=(300, 301), sales=2),
    item(6, "红酒", brand="张裕", colors=("红",), weights=(0.75,), prices=(400,), sales=5),
    item(7, "连衣裙 碎花", colors=("白",), prices=(0,)),
    item(8, prices=(7,), balance=2**40, sales=1),
)


def fill(
    engine: Engine,
    documents: Iterable[IndexDocument],
    generation: Generation = FIRST,
    *,
    dimensions: int = DIMENSIONS,
) -> Engine:
    """Build one generation of `documents` and publish it."""
    engine.create(generation, dimensions=dimensions)
    engine.add(generation, documents)
    engine.refresh(generation)
    engine.publish(generation)
    return engine


def rows(engine: Engine) -> list[int]:
    """The rows of all live documents, sorted."""
    return sorted(row for _, row, _ in engine.documents())
