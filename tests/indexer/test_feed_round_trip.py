"""What is exported can be imported again, and is the same: for any product and any answer."""

import csv
import io
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.catalog import DocumentId, Faq, Fen, Product, Sku, fen, yuan
from indexer.feed import (
    FAQ_FEED,
    PRODUCT_FEED,
    Columns,
    FeedKind,
    Lines,
    format_of,
    read,
)
from indexer.patch import settled

MOST_FEN = 10**11

ids = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=64).map(
    DocumentId
)
shorts = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="/|(（"),
    min_size=1,
    max_size=20,
).filter(lambda text: text == text.strip())
moneys = st.integers(0, MOST_FEN).map(Fen)
counts = st.none() | st.integers(0, 10**11)
scalars = (
    shorts
    | st.integers(-(1 << 62), 1 << 62)
    | st.floats(allow_nan=False, allow_infinity=False, min_value=-1e18, max_value=1e18)
)
attributes = st.dictionaries(
    shorts, st.lists(scalars, min_size=1, max_size=3, unique=True).map(tuple), max_size=4
)


def times_of(first: int, last: int) -> st.SearchStrategy[datetime]:
    """Moments of those years, here and in London."""
    moments = st.datetimes(datetime(first, 1, 1), datetime(last, 12, 31))  # noqa: DTZ001
    zones = st.sampled_from([UTC, timezone(timedelta(hours=8))])
    return st.builds(lambda moment, zone: moment.replace(tzinfo=zone), moments, zones)


times = times_of(1980, 2199)
lists = st.lists(shorts, max_size=3, unique=True).map(tuple)
texts = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t"), max_size=50
).map(str.strip)

skus = st.builds(
    Sku,
    id=ids.map(str),
    price=st.none() | moneys,
    stock=counts,
    attributes=attributes,
    barcode=st.just("") | shorts,
)

products = st.builds(
    Product,
    id=ids,
    title=shorts,
    price=moneys,
    brand=shorts,
    brand_aliases=lists,
    category=lists,
    attributes=attributes,
    description=texts,
    list_price=st.none() | moneys,
    stock=counts,
    sales=counts,
    reviews=counts,
    rating=st.none() | st.floats(0, 5),
    created=st.none() | times,
    images=lists,
    tags=lists,
    skus=st.lists(skus, max_size=3, unique_by=lambda sku: sku.id).map(tuple),
    group=st.just("") | shorts,
).map(settled)

faqs = st.builds(
    Faq,
    id=ids,
    question=shorts,
    answer=texts.filter(bool),
    similar=lists,
    topic=st.just("") | shorts,
    products=st.lists(ids.map(str), max_size=3, unique=True).map(tuple),
    valid_from=st.none() | times_of(1998, 1999),
    valid_until=st.none() | times_of(2201, 2202),
)

some = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def imported(path: Path, kind: FeedKind[Any], content: bytes) -> list[Product | Faq]:
    path.write_bytes(content)
    columns = Columns(kind.fields, {}, {})
    found: list[Product | Faq] = []
    notices: list[str] = []
    with Lines(path) as lines:
        rows = read(lines, format_of(path))
        for row in rows.rows:
            mapped = columns.apply(row.readable(), table=rows.columns is not None)
            found.extend(kind.documents(mapped, notices.append))
    told = [notice for notice in notices if not notice.startswith("category 里有 >")]
    assert told == columns.ignored == []
    return found


def cells(record: dict[str, Any]) -> dict[str, str]:
    """A row of a table as a shop's program writes it."""
    row: dict[str, str] = {}
    for name, value in record.items():
        if name == "category":
            row[name] = "/".join(value)
        elif name in ("attributes", "skus"):
            row[name] = orjson.dumps(value).decode()
        else:
            row[name] = "|".join(value) if isinstance(value, list) else str(value)
    return row


@some
@given(products)
def test_a_product_survives_its_record(product: Product) -> None:
    assert Product.from_record(product.to_record()) == product


@some
@given(faqs)
def test_an_answer_survives_its_record(faq: Faq) -> None:
    assert Faq.from_record(faq.to_record()) == faq


@some
@given(st.lists(products, max_size=3))
def test_products_survive_json_lines(tmp_path: Path, documents: list[Product]) -> None:
    lines = b"".join(orjson.dumps(product.to_record()) + b"\n" for product in documents)

    assert imported(tmp_path / "a.jsonl", PRODUCT_FEED, lines) == documents


@some
@given(st.lists(faqs, max_size=3))
def test_answers_survive_json_lines(tmp_path: Path, documents: list[Faq]) -> None:
    lines = b"".join(orjson.dumps(faq.to_record()) + b"\n" for faq in documents)

    assert imported(tmp_path / "a.jsonl", FAQ_FEED, lines) == documents


@some
@given(products)
def test_a_product_survives_csv(tmp_path: Path, product: Product) -> None:
    row = cells(product.to_record())
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(row))
    writer.writeheader()
    writer.writerow(row)

    assert imported(tmp_path / "a.csv", PRODUCT_FEED, text.getvalue().encode()) == [product]


def test_the_stock_of_all_skus_together_is_one_that_a_feed_may_give(tmp_path: Path) -> None:
    many = tuple(Sku(id=name, stock=99_999_999_999) for name in "ab")
    product = settled(Product(id=DocumentId("1"), title="螺丝", price=Fen(1), skus=many))
    assert product.stock == 100_000_000_000
    line = orjson.dumps(product.to_record()) + b"\n"
    assert imported(tmp_path / "a.jsonl", PRODUCT_FEED, line) == [product]


@given(st.integers(0, MOST_FEN))
def test_fen_to_yuan_and_back_is_exact(amount: int) -> None:
    assert fen(yuan(amount)) == amount
    assert fen(f"{amount // 100}.{amount % 100:02}") == amount


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (1.005, 101),
        (2.675, 268),
        (0.285, 29),
        ("1.0049", 100),
        (0.005, 1),
        (1e-9, 0),
        (-1.005, -101),
    ],
)
def test_a_third_decimal_is_rounded_as_people_do(amount: float | str, expected: int) -> None:
    assert fen(amount) == expected
