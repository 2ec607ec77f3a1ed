"""A shop of a few dozen goods on the embedded engine, for rebuild, apply and verify."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
from sqlalchemy import text

from indexer.catalog import DocumentId, Faq, Product, fen
from indexer.index import ProductIndex
from indexer.request import SearchRequest
from indexer.settings import Settings
from indexer.shop import Shop

__all__ = ["FAQS", "GOODS", "opened", "prices", "written"]

GOODS = tuple(
    Product(
        id=DocumentId(f"P{number}"),
        title=f"{('白酒', '手机', '连衣裙')[number % 3]} {number} 号",
        price=fen(10 + number),
        brand=("茅台", "华为", "")[number % 3],
        attributes={"颜色": (("红色", "黑色")[number % 2],)},
        sales=number,
    )
    for number in range(30)
)
FAQS = (
    Faq(id=DocumentId("Q1"), question="怎么退货", answer="七天内可退"),
    Faq(id=DocumentId("Q2"), question="几天发货", answer="四十八小时内"),
)


@contextmanager
def opened(folder: Path) -> Iterator[Shop]:
    """The shop of that folder, as a process of its own has it."""
    with Shop(Settings.from_env({}, folder)) as shop:
        yield shop


def prices(index: ProductIndex) -> dict[str, float]:
    """What searches see: id to price in yuan."""
    engine = index.engine
    rows = engine.search(SearchRequest(limit=1_000)).hits.rows.tolist()
    records = (orjson.loads(source) for source in engine.get(rows).values())
    return {record["id"]: record["price"] for record in records}


def written(shop: Shop, statement: str, **values: object) -> None:
    """Change the database behind the program's back."""
    with shop.store.database.writing() as connection:
        connection.execute(text(statement), values)
