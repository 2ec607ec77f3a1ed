"""A product or an answer becomes a document that can be found by all that it says."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import orjson
import pytest

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from indexer.catalog import DocumentId, Faq, Product, Sku, fen
from indexer.documents import FaqDocuments, ProductDocuments, Row
from indexer.embeddings import LatentSemantics
from indexer.engine import IndexDocument
from indexer.fields import BLANK, BOUNDARY, FAQS, PAIR, PRODUCTS, SORTS, Kind, Schema
from indexer.patch import settled
from indexer.statistics import ProductStatistics

ANALYZER = Analyzer()
ATTRIBUTES = Attributes.shipped()

PHONE = Product(
    id=DocumentId("P1"),
    title="华为 Mate 60 Pro",
    price=fen(5999),
    brand="华为",
    brand_aliases=("HUAWEI",),
    category=("手机数码", "手机"),
    attributes={"屏幕尺寸": ("6.7英寸",), "型号": (20230115,), "产地": ("中国", "越南")},
    description="旗舰手感。",
    sales=300,
    reviews=100,
    rating=4.8,
    created=datetime(2026, 1, 5, tzinfo=UTC),
    tags=("自营", "包邮"),
    skus=(
        Sku(id="S1", price=fen(5999), stock=2, attributes={"颜色": ("曜石黑",)}),
        Sku(id="S2", price=fen(6999), stock=3, attributes={"颜色": ("雪域白",)}),
    ),
    group="G",
)
BARE = Product(id=DocumentId("P2"), title="袜子", price=fen(9.9))


def built(product: Product, row: int = 7, change: int = 70) -> IndexDocument:
    documents = ProductDocuments(
        ANALYZER, None, attributes=ATTRIBUTES, statistics=ProductStatistics()
    )
    return documents.build([Row(row=row, change=change, record=product)])[0]


def _keeps(document: IndexDocument, schema: Schema) -> None:
    """Every column is of the schema, of its kind, and single where it says so."""
    kinds = {field.name: field for field in schema.fields}
    assert set(document.texts) == {
        field.name for field in schema.fields if field.kind in {Kind.TEXT, Kind.PHRASE}
    }
    for columns, kind in (
        (document.keywords, Kind.KEYWORD),
        (document.integers, Kind.INTEGER),
        (document.doubles, Kind.DOUBLE),
    ):
        for name, values in columns.items():
            assert kinds[name].kind is kind
            assert values
            assert len(set(values)) == len(values)
            assert kinds[name].multi or len(values) == 1


@pytest.mark.parametrize("product", [PHONE, BARE])
def test_a_product_keeps_the_table_of_fields(product: Product) -> None:
    _keeps(built(product), PRODUCTS)


def test_a_product_is_searched_by_brand_alias_category_attribute_tag_and_description() -> None:
    texts = built(PHONE).texts
    words = set(texts["details_bigrams"].split())
    assert {"huawei", "6.7", "越南", "20230115", "自营", "旗舰"} <= words
    assert "details_words" not in texts
    assert f" {BOUNDARY} 手 机 数 码 {BOUNDARY} 手 机 {BOUNDARY} " in texts["details_chars"]
    assert "曜 石 黑" in texts["details_chars"]


def test_what_is_missing_is_blank_and_columns_without_values_are_absent() -> None:
    document = built(BARE)
    assert document.texts["details_bigrams"] == document.texts["details_chars"] == BLANK
    assert set(document.keywords) == {"id", "price_step"}
    assert document.doubles == {}
    assert document.card == b""
    assert document.integers["in_stock"] == (1,)


def test_categories_are_every_path_from_the_root() -> None:
    assert built(PHONE).keywords["category"] == ("手机数码", "手机数码/手机")


def test_prices_are_those_of_the_skus_in_fen() -> None:
    integers = built(PHONE).integers
    assert integers["price"] == (599_900, 699_900)
    assert (integers["price_low"], integers["price_high"]) == ((599_900,), (699_900,))


def test_numbers_of_a_dimension_are_in_its_base_unit() -> None:
    assert built(PHONE).doubles["n_screen_size"] == (6.7,)


def test_a_long_text_as_a_value_is_not_searched_as_an_attribute() -> None:
    product = replace(BARE, attributes={"说明": ("洗涤" * 100,), "颜色": ("红",)})
    assert built(product).texts["details_chars"] == "红"


def test_sort_keys_are_unique_and_in_order() -> None:
    cheap, dear = built(BARE, row=1).integers, built(PHONE, row=2).integers
    again = built(BARE, row=3).integers
    for name, (column, descending) in SORTS.items():
        assert len({cheap[column], dear[column], again[column]}) == 3, name
        if descending:  # of equals, the lower row is the greater key
            assert cheap[column] > again[column]
        else:
            assert cheap[column] < again[column]
    assert cheap["by_price_asc"] < again["by_price_asc"] < dear["by_price_asc"]
    assert dear["by_price_desc"] > cheap["by_price_desc"]
    assert dear["by_sales"] > cheap["by_sales"]
    assert dear["by_newest"] > cheap["by_newest"]


def test_odd_numbers_fit_into_64_bits() -> None:
    odd = replace(
        BARE, price=fen(1e9), sales=10**18, created=datetime(1905, 1, 1, tzinfo=UTC), rating=5.0
    )
    for values in built(odd, row=(1 << 25) - 1).integers.values():
        assert all(-(2**63) <= value < 2**63 for value in values)


@pytest.mark.parametrize(
    ("stocks", "own", "in_stock"),
    [
        ((), None, 1),
        ((), 4, 1),
        ((), 0, 0),
        ((1, 2), None, 1),
        ((0, 0), None, 0),
        ((0, 0), 9, 0),
        ((0, None), None, 1),
    ],
)
def test_a_product_is_in_stock_where_any_of_its_skus_is(
    stocks: tuple[int | None, ...], own: int | None, in_stock: int
) -> None:
    skus = tuple(Sku(id=f"{i}", stock=stock) for i, stock in enumerate(stocks))
    product = settled(replace(BARE, stock=own, skus=skus))
    assert built(product).integers["in_stock"] == (in_stock,)


def test_the_source_is_the_record_with_its_change_and_without_its_description() -> None:
    record = orjson.loads(built(PHONE, change=12).source)
    assert record.pop("change") == 12
    assert "description" not in record
    assert Product.from_record(record) == replace(PHONE, description="")


def test_an_answer_is_found_by_its_phrasings() -> None:
    faq = Faq(
        id=DocumentId("Q1"),
        question="怎么退货",
        answer="七天内可退",
        similar=("如何退款", "能退吗"),
        topic="售后",
        products=("P1", "P1"),
        valid_from=datetime(2026, 1, 1, tzinfo=UTC),
    )
    document = FaqDocuments(ANALYZER, None).build([Row(row=1, change=2, record=faq)])[0]
    _keeps(document, FAQS)
    assert document.texts["similar_chars"] == f"如 何 退 款 {BOUNDARY} 能 退 吗"
    assert document.keywords["products"] == ("P1",)
    assert document.integers["valid_from"] == (1_767_225_600,)
    record = orjson.loads(document.source)
    assert record.pop("change") == 2
    assert Faq.from_record(record) == faq


def test_a_title_of_unknown_characters_has_no_vector() -> None:
    embedder = LatentSemantics.fit(ANALYZER, [f"白酒 {i} 号" for i in range(10)])
    assert embedder is not None
    documents = ProductDocuments(
        ANALYZER, embedder, attributes=ATTRIBUTES, statistics=ProductStatistics()
    )
    known, unknown = documents.build(
        [
            Row(row=1, change=1, record=replace(BARE, title="白酒")),
            Row(row=2, change=2, record=replace(BARE, title="Ω")),
        ]
    )
    assert unknown.code is None
    assert known.code is not None
    assert len(known.code) == embedder.dimensions
    assert np.frombuffer(known.code, dtype=np.int8).any()
    assert documents.build([]) == []


def test_pairs_are_normalised_and_say_what_all_skus_have() -> None:
    product = replace(
        BARE,
        attributes={"材质": ("棉",)},
        skus=(
            Sku(id="A", attributes={"机身存储": ("256 GB",)}),
            Sku(id="B", attributes={"机身存储": ("128G",)}),
        ),
    )
    keywords = built(product).keywords
    assert set(keywords["pair"]) == {
        f"材质{PAIR}棉",
        f"机身存储{PAIR}256GB",
        f"机身存储{PAIR}128GB",
    }
    assert keywords["pair_all"] == (f"材质{PAIR}棉",)
