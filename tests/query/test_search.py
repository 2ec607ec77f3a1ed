"""What a shopper finds: the right goods for words, similar ones where there are few."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest

from indexer.catalog import DocumentId, Product, fen
from indexer.embeddings import DIMENSIONS
from indexer.engine import SearchEngine
from indexer.errors import EngineUnavailableError
from indexer.request import Facet, SearchRequest
from indexer.shop import Shop
from query.form import PriceRange, SearchForm
from query.search import SearchService
from tests.query.asking import asked, found, ids
from tests.query.conftest import opened, service_of

WINES = {"W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9"}
PHONES = {"H1", "H2", "H3", "X1", "X2", "S1", "A1"}


def test_one_character_finds_the_words_that_hold_it(service: SearchService) -> None:
    page = asked(service, "酒")
    assert set(ids(page)) >= WINES
    assert page.total == len(page.hits) == len(WINES) + 1  # C1 says 酒杯 in its description


def test_scattered_characters_are_no_word(service: SearchService) -> None:
    strict = [hit.id for hit in asked(service, "连衣裙").hits][:4]
    assert set(strict) == {"D1", "D2", "D3", "D4"}
    assert "D6" not in strict
    assert "D5" not in strict


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("sm-c5000", "S1"),
        ("smc5000", "S1"),
        ("sm c5000", "S1"),
        ("ＳＭ－Ｃ５０００", "S1"),
        ("iphone13", "A2"),
        ("IPHONE 13", "A2"),
        ("茅台", "W1"),
        ("华为mate60", "H1"),
        ("針織連衣裙", "D4"),
        ("针织连衣裙", "D4"),
        ("loreal", "B2"),
        ("欧莱雅洗面奶", "B1"),
        ("1.5匹空调", "Q1"),
        ("酱香白酒", "W1"),
        ("a+b(c)", "Q4"),
    ],
)
def test_what_a_shopper_types_comes_first(service: SearchService, text: str, first: str) -> None:
    assert found(service, text)[0] == first


def test_phones_stand_before_what_is_for_phones(service: SearchService) -> None:
    assert set(found(service, "华为手机")[:3]) == {"H1", "H2", "H3"}


def test_strict_hits_stand_before_loose_ones_and_a_notice_says_so(service: SearchService) -> None:
    page = asked(service, "真丝连衣裙")
    assert ids(page)[0] == "D3"
    assert page.total == len(page.hits) > 1
    assert [notice.kind for notice in page.notices] == ["loose"]
    assert str(page.total) in page.notices[0].text


def test_every_strict_hit_is_a_loose_one_too(service: SearchService) -> None:
    """Also one whose words stand in the description only."""
    page = asked(service, "茅台镇酒杯")
    assert "C1" in ids(page)
    assert page.total == len(page.hits)


@pytest.mark.parametrize(("likely", "total"), [(48, 48), (47, 77)])
def test_no_more_is_loosened_than_fills_a_page(tmp_path: Path, likely: int, total: int) -> None:
    """Goods with two of three words fill it, or those with one of them join."""
    goods = [_sauce(f"L{i}", "华为黑色") for i in range(likely)]
    goods += [_sauce(f"S{i}", "手机") for i in range(30)]
    with opened(tmp_path, goods) as shop:
        page = service_of(shop).search(SearchForm(text="华为 黑色 手机", size=100))
        assert page.total == len(page.hits) == total
        assert sum(hit.id[0] == "L" for hit in page.hits) == likely


class _UncountedEngine:
    """The engine of a shop, gone away just when the facets are counted."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)

    def at_hand(self, rows: Sequence[int], facets: Sequence[Facet]) -> None:
        if rows and facets:
            raise EngineUnavailableError

    def facets(self, request: SearchRequest) -> None:
        if request.facets:
            raise EngineUnavailableError


@pytest.mark.parametrize("text", ["手机", "真丝连衣裙", ""])
def test_facets_that_cannot_be_counted_are_an_error_and_no_page_without(
    shop: Shop, text: str
) -> None:
    index = shop.products
    service = SearchService(
        cast("SearchEngine", _UncountedEngine(index.engine)),
        index.known(),
        analyzer=shop.analyzer,
        attributes=shop.attributes,
    )
    with pytest.raises(EngineUnavailableError):
        service.search(SearchForm(text=text))


def test_enough_strict_hits_need_no_notice(service: SearchService) -> None:
    page = asked(service, "手机")
    assert page.notices == ()
    assert set(ids(page)) >= PHONES
    assert all(
        "手机" in hit.title
        or "手机" in hit.record["category"][1]
        or hit.title == "小米 无线耳机 降噪"
        for hit in page.hits
    )


def test_few_hits_come_with_what_is_close_in_meaning(tmp_path: Path) -> None:
    """Goods that are called by two names teach that the names mean the same."""
    both = [_sauce(f"B{i}", "番茄西红柿") for i in range(7)]
    other = [_sauce(f"O{i}", "番茄") for i in range(20)]
    # More things than a vector has dimensions: what is rare must share one.
    things = [chr(0x5000 + 2 * i) + chr(0x5001 + 2 * i) for i in range(DIMENSIONS + 20)]
    far = [_sauce(f"F{i}", thing) for i, thing in enumerate(things * 9)]
    with opened(tmp_path, [*both, *other, *far]) as shop:
        service = service_of(shop)
        page = service.search(SearchForm(text="西红柿"))
        assert {hit.id for hit in page.hits} == {good.id for good in both}
        assert page.total == 7
        assert {hit.id for hit in page.related} <= {good.id for good in other}
        assert len(page.related) == 12
        scores = [hit.score for hit in page.related]
        assert scores == sorted(scores, reverse=True)
        assert service.search(SearchForm(text="西红柿", page=2)).related == ()
        dear = SearchForm(text="西红柿", prices=(PriceRange(5, None),))
        assert service.search(dear).related == ()
        assert service.search(SearchForm(text="番茄")).related == ()


def _sauce(id_: str, title: str) -> Product:
    return Product(id=DocumentId(id_), title=title, price=fen(3))


def test_raw_searches_what_was_typed(service: SearchService) -> None:
    assert asked(service, "茅台", raw=1).searched == "茅台"


def test_the_json_of_a_page_is_that_of_the_contract(service: SearchService) -> None:
    page = asked(service, "华为手机", ("f.brand", "华为")).to_json()
    assert set(page) == {
        "search_id", "query", "searched", "total", "page", "size", "took_ms", "parse", "chips",
        "notices", "hits", "facets", "related",
    }  # fmt: skip
    assert {
        "id", "title", "highlight", "brand", "category", "price", "sku", "fits", "stock", "rating",
        "sales", "image", "score", "because",
    } <= set(page["hits"][0])  # fmt: skip
    brand, price = page["facets"][0], page["facets"][2]
    assert (brand["key"], brand["label"], brand["kind"]) == ("brand", "品牌", "values")
    assert (price["key"], price["kind"]) == ("price", "ranges")


def test_the_top_of_everything_is_the_first_page_of_it(service: SearchService) -> None:
    for form in (
        SearchForm(size=5),
        SearchForm(sort="price_asc", page=2, size=3),
        SearchForm(chosen={"category": ("手机数码",), "storage": ("256GB",)}),
    ):
        assert service.top(form) == service.search(form).hits
