"""What is close in meaning beside few hits: of their kind, never what shares but a character."""

from collections.abc import Iterator

import pytest

from indexer.catalog import DocumentId, Product, fen
from indexer.demo.products import products
from indexer.shop import Shop
from query.lexicon.keeper import LexiconKeeper
from query.page import SearchPage
from query.search import SearchService
from tests.query.asking import asked
from tests.query.conftest import opened, service_of

_COUNT = 700
_CHEAP, _DEAR = 9, 99  # by turns: a word says nothing of prices


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Half of the demo shop."""
    goods = [
        Product(
            id=DocumentId(row["id"]),
            title=row["title"],
            price=fen(_DEAR if i % 2 else _CHEAP),
            category=tuple(row["category"]),
        )
        for i, row in enumerate(products(_COUNT))
    ]
    with opened(tmp_path_factory.mktemp("related"), goods) as filled:
        yield filled


@pytest.fixture
def service(shop: Shop) -> SearchService:
    """The search by words alone."""
    return service_of(shop)


@pytest.fixture(scope="module")
def reading(shop: Shop) -> SearchService:
    """The search that reads texts."""
    return service_of(shop, LexiconKeeper(shop.products).ready().reader)


def kinds(page: SearchPage) -> set[str]:
    """The leaves of what is close in meaning."""
    return {hit.record["category"][-1] for hit in page.related}


@pytest.mark.parametrize(
    ("text", "leaf"), [("塔扇", "电风扇"), ("喜糖", "糖果巧克力"), ("名著", "文学小说")]
)
def test_it_is_of_the_kind_of_what_was_found(service: SearchService, text: str, leaf: str) -> None:
    page = asked(service, text)
    assert 0 < page.total < 8
    assert kinds(page) == {leaf}
    assert not {hit.id for hit in page.related} & {hit.id for hit in page.hits}


@pytest.mark.parametrize("text", ["唇釉", "剃须刀"])  # not bowls with a glaze, not knives
def test_what_shares_but_a_character_with_the_text_is_not_close(
    service: SearchService, text: str
) -> None:
    page = asked(service, text)
    assert page.total == 1
    assert page.related == ()


@pytest.mark.parametrize("text", ["火箭筒", "密胺盆", "喷立硬", "吴湖帆山水画"])
def test_nothing_is_close_to_what_the_shop_does_not_know(service: SearchService, text: str) -> None:
    page = asked(service, text)
    assert (page.total, page.related) == (0, ())


def test_it_passes_what_was_chosen(service: SearchService) -> None:
    prices = {
        price: {hit.price for hit in asked(service, "名著", price=price).related}
        for price in (f"-{_CHEAP}", f"{_DEAR}-")
    }
    assert prices[f"-{_CHEAP}"] <= {fen(_CHEAP)}
    assert prices[f"{_DEAR}-"] <= {fen(_DEAR)}
    assert any(prices.values())


def test_what_a_text_names_does_not_hide_what_is_like_it(reading: SearchService) -> None:
    page = asked(reading, "吸顶灯")
    assert [chip.slot for chip in page.chips] == ["category"]
    assert page.total == 1
    assert kinds(page) == {"台灯吸顶灯"}
    assert not any("吸顶灯" in hit.title for hit in page.related)


def test_a_price_that_a_text_names_holds(reading: SearchService) -> None:
    page = asked(reading, f"吸顶灯 {_DEAR - 1}元以上")
    assert "price_range" in {chip.slot for chip in page.chips}
    assert {hit.price for hit in page.related} == {fen(_DEAR)}
