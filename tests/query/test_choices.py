"""What is chosen beside the text: values, the SKU that fits, the order of prices."""

import pytest

from indexer.errors import InvalidRequestError
from indexer.fields import SORTS
from query.search import SearchService
from tests.query.asking import asked, found, ids


def test_choices_mean_or_inside_a_facet_and_and_between(service: SearchService) -> None:
    page = asked(
        service, "手机", ("f.brand", "华为"), ("f.brand", "小米"), ("f.网络", "5G"), size=200
    )
    assert set(ids(page)) == {"H1", "H2", "X1", "X2"}


def test_a_value_may_be_written_in_any_way(service: SearchService) -> None:
    assert set(found(service, "", ("f.净含量", "500 毫升"))) == {"W1", "W2"}
    assert set(found(service, "", ("f.机身存储", "1T"))) == {"A1"}
    assert set(found(service, "", ("f.storage", "1024GB"))) == {"A1"}
    assert set(found(service, "", ("f.category", " 食品 / 酒/白酒/"))) == {"W1", "W2", "W3"}


def test_a_hit_shows_the_sku_that_was_asked_for(service: SearchService) -> None:
    page = asked(service, "华为 nova", ("f.颜色", "冰晶蓝"))
    hit = page.hits[0]
    assert (hit.id, hit.sku, hit.price, hit.fits) == ("H2", "H2-冰晶蓝256GB", 259_900, True)
    hit = asked(service, "小米 14", ("f.brand", "小米"), ("price", "4000-")).hits[0]
    assert (hit.id, hit.sku, hit.price) == ("X1", "X1-白色512GB", 439_900)
    hit = asked(service, "华为 nova").hits[0]
    assert (hit.sku, hit.price) == ("H2-曜石黑128GB", 229_900)


def test_a_product_of_which_no_sku_fits_stays_below_and_says_so(service: SearchService) -> None:
    page = asked(service, "手机", ("f.颜色", "黑色"), ("f.机身存储", "256GB"))
    assert {hit.id: hit.fits for hit in page.hits} == {"X1": True, "X2": False}
    assert ids(page) == ["X1", "X2"]
    assert page.total == 2
    assert page.hits[1].sku is None
    assert page.hits[1].price == 109_900


def test_out_of_stock_stands_below(service: SearchService) -> None:
    page = asked(service, "手机壳")
    assert ids(page)[:2] == ["K2", "K1"]
    assert page.hits[1].stock == 0


@pytest.mark.parametrize(
    ("sort", "order"), [("price_asc", ["T1", "T2", "T3"]), ("price_desc", ["T3", "T2", "T1"])]
)
def test_prices_are_sorted_by_the_sku_that_fits(
    service: SearchService, sort: str, order: list[str]
) -> None:
    """T2 is sold from 99 yuan, in L for 139."""
    page = asked(service, "", ("f.category", "服装/男装"), ("f.尺码", "L"), sort=sort)
    assert [(hit.id, hit.price) for hit in page.hits] == [
        (id_, {"T1": 5_900, "T2": 13_900, "T3": 59_900}[id_]) for id_ in order
    ]


@pytest.mark.parametrize("sort", [*SORTS, None])
def test_products_that_do_not_fit_come_last_in_every_order(
    service: SearchService, sort: str | None
) -> None:
    """X2 is cheaper and sells better."""
    args = (("f.颜色", "黑色"), ("f.机身存储", "256GB"))
    assert found(service, "", *args, **({"sort": sort} if sort else {})) == ["X1", "X2"]


@pytest.mark.parametrize("sort", ["price_asc", "price_desc"])
def test_prices_are_sorted_as_shown(service: SearchService, sort: str) -> None:
    page = asked(service, "", ("f.颜色", "白色"), sort=sort, size=200)
    prices = [hit.price for hit in page.hits if hit.fits]
    assert prices == sorted(prices, reverse=sort == "price_desc")
    page = asked(service, "", sort=sort, size=200)
    prices = [hit.price for hit in page.hits]
    assert prices == sorted(prices, reverse=sort == "price_desc")


def test_other_sorts(service: SearchService) -> None:
    page = asked(service, "", sort="sales_desc", size=200)
    sales = [hit.record.get("sales", 0) for hit in page.hits]
    assert sales == sorted(sales, reverse=True)
    for sort in ("rating_desc", "newest", "value"):
        assert asked(service, "手机", sort=sort).total == asked(service, "手机").total
    with pytest.raises(InvalidRequestError, match="price_asc"):
        asked(service, "手机", sort="random")
