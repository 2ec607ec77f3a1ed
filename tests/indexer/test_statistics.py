"""What a catalogue says as a whole, against numbers worked out by hand."""

import math

import pytest

from indexer.attributes import Attributes
from indexer.catalog import DocumentId, Product, Scalar, Sku, fen
from indexer.statistics import ProductStatistics

ATTRIBUTES = Attributes.shipped()


def _product(  # noqa: PLR0913 - a product is told by these
    id_: str,
    price: float,
    *,
    category: tuple[str, ...] = (),
    sales: int | None = None,
    rating: float | None = None,
    reviews: int | None = None,
    attributes: dict[str, tuple[Scalar, ...]] | None = None,
    skus: tuple[Sku, ...] = (),
) -> Product:
    return Product(
        id=DocumentId(id_),
        title=id_,
        price=fen(price),
        category=category,
        sales=sales,
        rating=rating,
        reviews=reviews,
        attributes=attributes or {},
        skus=skus,
    )


GOODS = (
    _product("a", 10, category=("酒",), sales=99, rating=5.0, reviews=20),
    _product("b", 20, category=("酒",), sales=0, rating=4.0, reviews=0),
    _product("c", 60, category=("酒",)),
    _product("d", 100),
    _product("e", 200, category=("茶",), sales=9, rating=3.0),
)
STATISTICS = ProductStatistics.gathered(GOODS, ATTRIBUTES)


def test_means_and_medians() -> None:
    assert STATISTICS.products == 5
    assert STATISTICS.rating_mean == pytest.approx(4.0)
    assert STATISTICS.log_sales_max == pytest.approx(math.log(100))
    assert STATISTICS.median_prices == {"酒": 2000, "茶": 20000}
    assert STATISTICS.median_price == 6000  # each product counts once, in a category or not


@pytest.mark.parametrize(
    ("product", "rating"),
    [
        (GOODS[0], (4.0 * 20 + 5.0 * 20) / 40),
        (GOODS[1], 4.0),  # nobody rated it: the prior
        (GOODS[2], 4.0),
        (GOODS[4], 3.5),  # how many rated it is not known: as many as the prior
    ],
)
def test_ratings_lean_towards_the_mean(product: Product, rating: float) -> None:
    assert STATISTICS.rating(product) == pytest.approx(rating)


def test_popularity_is_mostly_sales_and_stays_between_0_and_1() -> None:
    assert STATISTICS.popularity(GOODS[0]) == pytest.approx(0.7 + 0.3 * 4.5 / 5)
    assert STATISTICS.popularity(GOODS[2]) == pytest.approx(0.3 * 4.0 / 5)
    later = _product("z", 1, sales=10**9, rating=5.0, reviews=10**9)
    assert 0.99 < STATISTICS.popularity(later) <= 1.0


def test_value_is_rating_and_sales_for_the_price_of_the_category() -> None:
    assert STATISTICS.value(GOODS[0]) == pytest.approx(4.5 * math.log(100) / 0.5)
    assert STATISTICS.value(GOODS[2]) == 0.0  # nobody bought it
    assert STATISTICS.value(GOODS[4]) == pytest.approx(3.5 * math.log(10))
    gift = _product("f", 0, category=("酒",), sales=9)
    assert STATISTICS.value(gift) == pytest.approx(4.0 * math.log(10) / 0.01)
    elsewhere = _product("g", 60, category=("水",), sales=9)
    assert STATISTICS.value(elsewhere) == pytest.approx(4.0 * math.log(10))


def test_labels_are_the_commonest_spelling_of_product_and_skus() -> None:
    spellings = ("256 GB", "256G", "256G", "256GB")
    goods = [_product(f"{i}", 1, attributes={"机身存储": (s,)}) for i, s in enumerate(spellings)]
    goods.append(_product("s", 1, skus=(Sku(id="x", attributes={"机身存储": ("256 GB",)}),)))
    goods.append(_product("t", 1, skus=(Sku(id="x", attributes={"机身存储": ("256 GB",)}),)))
    statistics = ProductStatistics.gathered(goods, ATTRIBUTES)
    assert statistics.label("机身存储", "256GB") == "256 GB"
    assert statistics.label("机身存储", "1TB") == "1TB"
    assert statistics.names == ("机身存储",)


def test_names_come_commonest_first() -> None:
    goods = [
        _product("1", 1, attributes={"产地": ("中国",), "香型": ("酱香",)}),
        _product("2", 1, attributes={"香型": ("浓香",)}),
        _product("3", 1, attributes={"度数": (53,)}),
    ]
    assert ProductStatistics.gathered(goods, ATTRIBUTES).names == ("香型", "产地", "度数")


def test_an_empty_catalogue_measures_nothing_and_breaks_nothing() -> None:
    empty = ProductStatistics.gathered([], ATTRIBUTES)
    assert empty == ProductStatistics()
    assert empty.value(GOODS[0]) > 0
    assert 0 <= empty.popularity(GOODS[0]) <= 1


def test_statistics_come_back_from_their_bytes() -> None:
    goods = (*GOODS, _product("l", 1, attributes={"机身存储": ("256 GB",), "产地": ("中国",)}))
    statistics = ProductStatistics.gathered(goods, ATTRIBUTES)
    assert ProductStatistics.from_bytes(statistics.to_bytes()) == statistics
    again = ProductStatistics.gathered(goods, ATTRIBUTES)
    assert again.to_bytes() == statistics.to_bytes()
