"""Which SKU fits, and what an engine may be asked instead of SKUs, against a look at every SKU."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from indexer.catalog import DocumentId, Fen, Product, Sku, fen
from indexer.documents import ProductDocuments, Row
from indexer.engine import IndexDocument
from indexer.fields import PAIR, PRODUCTS
from indexer.filters import (
    EVERYTHING,
    AllOf,
    AnyOf,
    Exists,
    Filter,
    Not,
    Range,
    Term,
    Terms,
    lowered,
)
from indexer.fit import Fitting
from indexer.statistics import ProductStatistics
from tests.naive_filters import passes

ATTRIBUTES = Attributes.shipped()
DOCUMENTS = ProductDocuments(
    Analyzer(), None, attributes=ATTRIBUTES, statistics=ProductStatistics()
)

COLORS = ("黑色", "白色", "曜石黑")
STORAGES = ("128GB", "256G", "1TB")
_MEGABYTES = {"128GB": 131_072.0, "256G": 262_144.0, "1TB": 1_048_576.0}
PEOPLE = ("2人", "5-6人")
_PERSONS = {"2人": {2}, "5-6人": {5, 6}}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to buy: a SKU with what it has of its product, or a product without SKUs."""

    id: str
    price: int
    brand: str
    attributes: Mapping[str, tuple[str, ...]]
    sold_out: bool = False


Test = Callable[[Choice], bool]


def choices_of(product: Product) -> list[Choice]:
    """Written out: what a SKU names itself stands instead of its product's."""
    own = {name: tuple(map(str, values)) for name, values in product.attributes.items()}
    if not product.skus:
        return [Choice("", product.price, product.brand, own)]
    return [
        Choice(
            sku.id,
            product.price if sku.price is None else sku.price,
            product.brand,
            own | {name: tuple(map(str, values)) for name, values in sku.attributes.items()},
            sku.stock == 0,
        )
        for sku in product.skus
    ]


def document_of(product: Product) -> IndexDocument:
    return DOCUMENTS.build([Row(row=1, change=1, record=product)])[0]


def asked(filter_: Filter) -> Filter:
    return lowered(filter_, PRODUCTS.everywhere)


def _attributes() -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "颜色": st.lists(st.sampled_from(COLORS), min_size=1, max_size=2, unique=True).map(
                tuple
            ),
            "机身存储": st.sampled_from(STORAGES).map(lambda value: (value,)),
            "适用人数": st.sampled_from(PEOPLE).map(lambda value: (value,)),
            "怪名": st.sampled_from(("甲", "乙")).map(lambda value: (value,)),
        },
    )


PRICES = st.integers(1, 6).map(lambda yuan: fen(yuan * 100))


@st.composite
def products(draw: st.DrawFn) -> Product:
    skus = tuple(
        Sku(
            id=f"S{i}",
            price=draw(st.none() | PRICES),
            stock=draw(st.sampled_from((None, 0, 3))),
            attributes=draw(_attributes()),
        )
        for i in range(draw(st.integers(0, 4)))
    )
    return Product(
        id=DocumentId("P1"),
        title="商品",
        price=draw(PRICES),
        brand=draw(st.sampled_from(("", "华为", "小米"))),
        attributes=draw(_attributes()),
        skus=skus,
    )


def _normal(name: str, value: str) -> str:
    return f"{name}{PAIR}{ATTRIBUTES.normalize(name, value).normalized}"


def _has(name: str, wanted: tuple[str, ...]) -> Test:
    normal = {_normal(name, value) for value in wanted}
    return lambda choice: any(_normal(name, v) in normal for v in choice.attributes.get(name, ()))


def _is_black(choice: Choice) -> bool:
    return any(value in {"黑色", "曜石黑"} for value in choice.attributes.get("颜色", ()))


def _brand(name: str) -> tuple[Filter, Test]:
    return Term("brand", name), lambda choice: choice.brand == name


def _price(low: int | None, high: int | None) -> tuple[Filter, Test]:
    return (
        Range("price", low, high),
        lambda choice: (
            (low is None or choice.price >= low) and (high is None or choice.price <= high)
        ),
    )


def _storage(least: str) -> tuple[Filter, Test]:
    low = _MEGABYTES[least]
    return Range("n_storage", low, None), lambda choice: any(
        _MEGABYTES[value] >= low for value in choice.attributes.get("机身存储", ())
    )


def _people(number: int) -> tuple[Filter, Test]:
    return Range("n_people", number, number), lambda choice: any(
        number in _PERSONS[value] for value in choice.attributes.get("适用人数", ())
    )


LEAVES: st.SearchStrategy[tuple[Filter, Test]] = st.one_of(
    st.sampled_from(("华为", "小米")).map(_brand),
    st.builds(_price, st.none() | PRICES, st.none() | PRICES),
    st.sampled_from(COLORS).map(
        lambda value: (Term("pair", _normal("颜色", value)), _has("颜色", (value,)))
    ),
    st.lists(st.sampled_from(STORAGES), max_size=2, unique=True).map(
        lambda values: (
            Terms("pair", tuple(_normal("机身存储", value) for value in values)),
            _has("机身存储", tuple(values)),
        )
    ),
    st.just((Term("family", f"color{PAIR}黑色"), _is_black)),
    st.sampled_from(STORAGES).map(_storage),
    st.sampled_from((2, 3, 5, 6)).map(_people),
)
"""A filter on one column, and what it means of one thing to buy."""


def _joined(
    parts: st.SearchStrategy[tuple[Filter, Test]],
) -> st.SearchStrategy[tuple[Filter, Test]]:
    several = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(
        parts.map(lambda part: (Not(part[0]), lambda choice: not part[1](choice))),
        several.map(
            lambda found: (
                AllOf(tuple(part for part, _ in found)),
                lambda choice: all(test(choice) for _, test in found),
            )
        ),
        several.map(
            lambda found: (
                AnyOf(tuple(part for part, _ in found)),
                lambda choice: any(test(choice) for _, test in found),
            )
        ),
    )


FILTERS = st.recursive(LEAVES, _joined, max_leaves=5)


@given(products(), FILTERS)
def test_the_fitting_sku_is_the_cheapest_in_stock_that_meets_everything(
    product: Product, asked_for: tuple[Filter, Test]
) -> None:
    filter_, test = asked_for
    fitting_ones = [choice for choice in choices_of(product) if test(choice)]
    card = document_of(product).card
    if not card:
        # No filter tells the SKUs apart: all of them meet it or none does.
        assert len(fitting_ones) in {0, len(choices_of(product))}
        return
    fit = Fitting(filter_)(card)
    if not fitting_ones:
        assert fit is None
        return
    assert fit is not None
    first = min(fitting_ones, key=lambda choice: (choice.sold_out, choice.price))
    assert (fit.sku, fit.price) == (first.id, first.price)


@given(products(), FILTERS)
def test_no_product_with_a_fitting_sku_is_lost(
    product: Product, asked_for: tuple[Filter, Test]
) -> None:
    filter_, test = asked_for
    if any(test(choice) for choice in choices_of(product)):
        assert passes(document_of(product), asked(filter_))


@given(products(), LEAVES)
def test_a_filter_is_met_when_any_sku_or_the_product_itself_meets_it(
    product: Product, asked_for: tuple[Filter, Test]
) -> None:
    filter_, test = asked_for
    itself = replace(product, skus=(), price=Fen(min(c.price for c in choices_of(product))))
    wanted = any(test(choice) for choice in (*choices_of(product), *choices_of(itself)))
    assert passes(document_of(product), asked(filter_)) == wanted


@given(products(), LEAVES)
def test_an_exclusion_is_met_when_not_every_sku_has_the_value(
    product: Product, asked_for: tuple[Filter, Test]
) -> None:
    filter_, test = asked_for
    if isinstance(filter_, Terms | Range) and filter_.field != "price":
        return  # of several values, only those that all SKUs share are known to all
    wanted = not all(test(choice) for choice in choices_of(product))
    assert passes(document_of(product), asked(Not(filter_))) == wanted


@given(products())
def test_a_product_without_the_attribute_passes_its_exclusion(product: Product) -> None:
    bare = replace(
        product, attributes={}, skus=tuple(replace(sku, attributes={}) for sku in product.skus)
    )
    document = document_of(bare)
    assert passes(document, asked(Not(Term("pair", _normal("颜色", "黑色")))))
    assert passes(document, asked(Not(Exists("pair"))))
    assert not passes(document, asked(Exists("pair")))


@given(FILTERS)
def test_lowering_twice_says_the_same_of_a_product_without_skus(
    asked_for: tuple[Filter, Test],
) -> None:
    filter_, test = asked_for
    product = Product(
        id=DocumentId("P"),
        title="手机",
        price=Fen(300),
        brand="华为",
        attributes={"颜色": ("曜石黑",), "机身存储": ("256GB",)},
    )
    one = Choice("", 300, "华为", {"颜色": ("曜石黑",), "机身存储": ("256G",)})
    assert passes(document_of(product), asked(filter_)) == test(one)


PHONE = Product(
    id=DocumentId("P1"),
    title="手机",
    price=fen(1999),
    brand="华为",
    category=("手机数码", "手机"),
    attributes={"颜色": ("雪域白", "曜石黑"), "网络": ("5G",)},
    skus=(
        Sku(
            id="白128",
            price=fen(1999),
            stock=3,
            attributes={"颜色": ("雪域白",), "容量": ("128GB",)},
        ),
        Sku(id="黑256", price=fen(2999), attributes={"颜色": ("曜石黑",), "容量": ("256GB",)}),
    ),
)


@pytest.mark.parametrize(
    ("filter_", "sku"),
    [
        (EVERYTHING, "白128"),
        (Term("pair", f"颜色{PAIR}曜石黑"), "黑256"),
        (Term("brand", "华为"), "白128"),
        (Term("category", "手机数码"), "白128"),
        (Range("price", 250_000, None), "黑256"),
        (AllOf((Term("pair", f"颜色{PAIR}雪域白"), Range("price", 250_000, None))), None),
        (Not(Term("pair", f"颜色{PAIR}雪域白")), "黑256"),
        (Term("pair", f"网络{PAIR}5g"), "白128"),
    ],
)
def test_a_phone_shows_the_sku_that_was_asked_for(filter_: Filter, sku: str | None) -> None:
    fit = Fitting(filter_)(document_of(PHONE).card)
    assert (None if fit is None else fit.sku) == sku


def test_a_sku_that_names_an_attribute_in_other_words_replaces_the_products_own() -> None:
    product = replace(
        PHONE,
        attributes={"颜色": ("白色",)},
        skus=(
            Sku(id="A", attributes={"机身颜色": ("黑色",)}),
            Sku(id="B", attributes={"机身颜色": ("红色",)}),
        ),
    )
    document = document_of(product)
    assert passes(document, Term("pair", f"颜色{PAIR}白色"))  # the product itself says so
    assert Fitting(Term("pair", f"颜色{PAIR}白色"))(document.card) is None


def test_skus_that_no_filter_can_tell_apart_need_no_card() -> None:
    alike = replace(
        PHONE,
        attributes={},
        skus=(Sku(id="A", price=fen(10), barcode="1"), Sku(id="B", price=fen(10), stock=4)),
    )
    document = document_of(alike)
    assert document.card == b""
    assert document.integers["variants"] == (0,)
