"""The demo shop's products: what a shopper and a merchandiser would notice."""

import re
import subprocess
import sys
from collections import Counter, defaultdict
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import pytest

from indexer.attributes import Attributes
from indexer.catalog import Product
from indexer.demo import faqs, products
from indexer.demo.lines import lines
from indexer.feed import FAQ_FEED, PRODUCT_FEED, Columns, RowError
from indexer.feed.mapping import Mapped

Row = dict[str, Any]
ROOT = Path(__file__).parents[3]


def checked(row: Row, notices: list[str]) -> Product:
    columns = Columns(PRODUCT_FEED.fields, {}, {})
    mapped: Mapped = columns.apply(row, table=False)
    [found] = PRODUCT_FEED.documents(mapped, notices.append)
    return found


def test_the_same_bytes_in_every_process() -> None:
    program = (
        "import orjson, sys; from indexer.demo import products\n"
        "for row in products(300, seed=5): sys.stdout.buffer.write(orjson.dumps(row))"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert made[0] == made[1]
    assert made[0] == b"".join(map(orjson.dumps, products(300, seed=5)))


def test_a_small_shop_is_the_beginning_of_a_large_one() -> None:
    assert list(products(200)) == list(islice(products(5_000), 200))


def test_another_seed_is_another_shop() -> None:
    assert [row["title"] for row in products(50)] != [row["title"] for row in products(50, seed=2)]


def test_every_row_passes_the_checks_of_a_feed_without_a_remark(shelf: list[Row]) -> None:
    notices: list[str] = []
    try:
        for row in shelf:
            record = checked(row, notices).to_record()
            assert record["title"] == row["title"]
        for entry in faqs():
            columns = Columns(FAQ_FEED.fields, {}, {})
            assert list(FAQ_FEED.documents(columns.apply(entry, table=False), notices.append))
    except RowError as error:
        pytest.fail(f"{error.field}: {error}")

    assert notices == []


def test_ids_and_titles_are_distinct_at_twenty_thousand() -> None:
    ids: set[str] = set()
    titles: set[bytes] = set()
    for row in products(20_000):
        ids.add(row["id"])
        titles.add(blake2b(row["title"].encode()).digest())

    assert len(ids) == len(titles) == 20_000


def test_at_least_fourteen_departments_with_trees_of_two_or_three_levels(shelf: list[Row]) -> None:
    departments = Counter(row["category"][0] for row in shelf)

    assert len(departments) >= 14
    assert min(departments.values()) >= 30
    assert {len(row["category"]) for row in shelf} <= {2, 3}


def test_growth_keeps_the_shares_of_the_departments(shelf: list[Row]) -> None:
    small = Counter(row["category"][0] for row in shelf)
    large = Counter(row["category"][0] for row in products(20_000))

    assert small.keys() == large.keys()
    for department, count in large.items():
        assert small[department] / len(shelf) == pytest.approx(count / 20_000, rel=0.1)


def test_a_brand_stands_only_where_the_sources_have_it(shelf: list[Row]) -> None:
    sold = {(entry.brand, line.category) for line in lines() for entry in line.entries}

    assert {(row["brand"], tuple(row["category"])) for row in shelf} <= sold
    for row in shelf:
        short = row["brand"].partition("（")[0]
        if row["category"][:2] != ["图书文具", "图书"]:  # a book's title does without its publisher
            assert short in row["title"]


def test_no_brand_is_written_in_two_ways() -> None:
    written = defaultdict(set)
    for line in lines():
        for entry in line.entries:
            written[entry.brand.partition("（")[0]].add(entry.brand)
    homonyms = {"长城", "英氏"}  # a wine and an oil, clothes and baby food

    assert {name for name, ways in written.items() if len(ways) > 1} <= homonyms


def test_prices_are_those_of_the_source_give_or_take_a_third(shelf: list[Row]) -> None:
    usual = defaultdict(list)
    for line in lines():
        for entry in line.entries:
            usual[line.category, entry.brand].append(entry.price / 100)
    for row in shelf:
        prices = usual[tuple(row["category"]), row["brand"]]
        assert row["price"] > 0
        # Packs, sizes and makings make a price up to eight times another's.
        assert min(prices) / 8 < row["price"] < max(prices) * 10, row["title"]
        assert row.get("list_price", row["price"]) >= row["price"]


def test_variants_differ_and_their_lowest_price_is_the_products(shelf: list[Row]) -> None:
    several = [row for row in shelf if "skus" in row]

    assert len(shelf) / 4 < len(several) < len(shelf) * 3 / 4
    for row in several:
        skus = row["skus"]
        assert min(sku["price"] for sku in skus) == row["price"]
        assert len({sku["id"] for sku in skus}) == len(skus)
        assert len({tuple(sku["attributes"].items()) for sku in skus}) == len(skus)
    assert any(len({sku["price"] for sku in row["skus"]}) > 2 for row in several)


def test_the_shop_is_as_mixed_as_a_real_one(shelf: list[Row]) -> None:
    """Sold out and low, discounted, tagged, new and old, and here and there something missing."""
    stocks = [
        sum(sku["stock"] for sku in row["skus"]) if "skus" in row else row.get("stock")
        for row in shelf
    ]

    assert 20 < stocks.count(0) < 200
    assert sum(stock is not None and 0 < stock < 10 for stock in stocks) > 10
    assert sum("list_price" in row for row in shelf) > len(shelf) / 4
    for name in ("description", "sales", "created", "rating", "list_price"):
        assert 0 < sum(name not in row for row in shelf) < len(shelf)
    tags = Counter(tag for row in shelf for tag in row["tags"])
    assert all(tags[tag] for tag in ("自营", "包邮", "旗舰店", "分期", "二手", "新品"))
    assert len({row["created"][:4] for row in shelf if "created" in row}) >= 3


def test_titles_and_descriptions_are_whole_and_do_not_stammer(shelf: list[Row]) -> None:
    for row in shelf:
        rest = row["title"].replace(row["brand"].partition("（")[0], "")
        assert not re.search(r"([\u4e00-\u9fff]{2,}) ?\1", rest), row["title"]
        assert "{" not in row["title"] + row.get("description", "")
        assert 6 <= len(row["title"]) <= 90


def test_specifications_are_understood(shelf: list[Row]) -> None:
    """The dimensions that shoppers filter by are found among the attributes of the demo."""
    attributes = Attributes.shipped()
    names = {
        name
        for row in shelf
        for part in (row, *row.get("skus", ()))
        for name in part.get("attributes", {})
    }
    found = {attributes.dimension(name) for name in names}

    wanted = {"storage", "ram", "color", "size", "capacity", "power", "battery", "screen_size"}
    wanted |= {"age_range", "stage", "horsepower", "energy_rating", "spf", "material", "season"}
    assert wanted <= found
