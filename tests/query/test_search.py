"""What a shopper sees: the right goods for words, choices that fit, pages without gaps."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.catalog import DocumentId, Product, fen
from indexer.embeddings import DIMENSIONS
from indexer.errors import InvalidRequestError
from query.form import MAX_DEPTH, PriceRange, SearchForm
from query.page import SearchPage
from query.search import SearchService
from tests.query.conftest import opened, service_of


def ids(page: SearchPage) -> list[str]:
    return [hit.id for hit in page.hits]


def found(
    service: SearchService, text: str, *choices: tuple[str, str], **more: object
) -> list[str]:
    return ids(asked(service, text, *choices, **more))


def asked(
    service: SearchService, text: str, *choices: tuple[str, str], **more: object
) -> SearchPage:
    """Search by the parameters of an address; `more` are its other parameters."""
    args: Iterable[tuple[str, str]] = [
        ("q", text),
        *choices,
        *((name, str(value)) for name, value in more.items()),
    ]
    return service.search(SearchForm.from_args(args))


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


def test_similar_products_are_close_and_never_the_product_itself(service: SearchService) -> None:
    similar = [hit.id for hit in service.similar("W1", limit=5)]
    assert len(similar) == 5
    assert "W1" not in similar
    assert similar[0] in {"W2", "W3"}
    assert service.similar("没有") == ()


def test_the_empty_text_is_the_whole_shop_by_popularity(service: SearchService) -> None:
    page = asked(service, "", size=200)
    assert page.total == len(page.hits) == 41
    assert page.notices == ()
    assert ids(page)[0] == "A1"
    assert asked(service, " 　\t\n").total == 41


@pytest.mark.parametrize(
    "text",
    [
        "!!!",
        "😀",
        '+-:()"*',
        "\x00\x07",
        "\u202e\u200f",
        "：（）",
        "👨\u200d👩",
        "_",
        "<>",
        "%%",
        "'",
    ],
)
def test_what_has_no_words_is_said_to_have_none(service: SearchService, text: str) -> None:
    page = asked(service, text)
    assert page.total == 0
    assert (page.hits, page.facets, page.related) == ((), (), ())
    assert [notice.kind for notice in page.notices] == ["no_words"]
    assert page.query == text


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ('title:手机 AND "小米"', None),
        ("小米* OR 华为~2", None),
        ("+小米 -手机", None),
        ("'; DROP TABLE products; --", None),
        ("1' OR '1'='1", None),
        ("<script>alert(1)</script>", None),
        ("<b>特价</b>", "Q3"),
        ("小米\x00手机", None),
        ("\u202e小米手机", None),
        ("😀抱枕", "Q4"),
        ("שלום", None),
        ("مرحبا", None),
        ("白酒\u200b茅台", "W1"),
        ("（茅台）", "W1"),
        ("茅台" * 400, "W1"),
        ("a" * 1_000, None),
        ("a1" * 500, None),
        ("酒 " * 500, None),
    ],
)
def test_odd_queries_are_words_like_any_other(
    service: SearchService, text: str, first: str | None
) -> None:
    page = asked(service, text, size=200)
    assert page.total == len(page.hits)
    assert page.query == text
    assert first is None or ids(page)[0] == first


def test_a_pasted_page_is_refused_with_the_limit(service: SearchService) -> None:
    with pytest.raises(InvalidRequestError, match="至多 1000 字") as refused:
        asked(service, "手机" * 5_000)
    assert refused.value.field == "q"


def test_a_pasted_paragraph_is_searched_by_its_beginning(service: SearchService) -> None:
    paragraph = "茅台白酒" + "".join(chr(0x4E00 + i) for i in range(0, 3_000, 7))
    page = asked(service, paragraph)
    assert page.notices[0].kind == "shortened"


def test_an_unknown_facet_names_those_there_are(service: SearchService) -> None:
    for key in (
        "口味",
        "voltage",
        "_pairs",
        "variants",
        "price_low",
        "价格",
        "a[b]>c.d",
        "x" * 300,
    ):
        shown = re.escape(f"没有“{key[:40]}”这个筛选项")
        with pytest.raises(InvalidRequestError, match=f"{shown}.*brand") as refused:
            asked(service, "手机", (f"f.{key}", "辣"))
        assert refused.value.field == f"f.{key}"
    for key in ("price", "颜色\x1f黑色", "\x1fpairs", "\x00"):
        with pytest.raises(InvalidRequestError, match="price=1000-2000"):
            asked(service, "手机", (f"f.{key}", "1"))


def test_a_known_facet_without_the_value_is_an_empty_result(service: SearchService) -> None:
    assert asked(service, "手机", ("f.颜色", "桃红")).total == 0
    assert asked(service, "白酒", ("f.尺码", "XL")).total == 0
    assert asked(service, "手机", ("f.brand", "没有")).total == 0


# Choices.


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


def test_prices_of_products_that_do_not_fit_come_last(service: SearchService) -> None:
    args = (("f.颜色", "黑色"), ("f.机身存储", "256GB"))
    assert found(service, "", *args, sort="price_asc") == ["X1", "X2"]
    assert found(service, "", *args, sort="price_desc") == ["X1", "X2"]


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


# Pages.


def pages(service: SearchService, form: SearchForm) -> list[str]:
    every: list[str] = []
    page = 1
    while hits := service.search(replace(form, page=page)).hits:
        every += [hit.id for hit in hits]
        page += 1
    return every


@pytest.mark.parametrize("size", [7, 48, 150, 200])
@pytest.mark.parametrize("text", ["毛巾", "毛巾 浴巾 紫色", ""])
@pytest.mark.parametrize("sort", [None, "price_asc", "sales_desc"])
def test_pages_show_everything_once(
    towels: SearchService, text: str, size: int, sort: str | None
) -> None:
    form = SearchForm(text=text, size=size, sort=sort)
    every = pages(towels, form)
    assert len(every) == len(set(every)) == towels.search(form).total
    assert every == pages(towels, replace(form, size=200))


def test_pages_of_fitting_prices_show_everything_once(towels: SearchService) -> None:
    form = SearchForm(text="毛巾", size=48, sort="price_desc", prices=(PriceRange(20.0, None),))
    every = pages(towels, form)
    assert len(every) == len(set(every)) == towels.search(form).total > 200


def test_out_of_stock_stands_below_among_the_first_hits(towels: SearchService) -> None:
    hits = [hit for page in (1, 2) for hit in towels.search(
        SearchForm(text="毛巾", size=100, page=page)).hits]  # fmt: skip
    stocked = [hit.stock != 0 for hit in hits]
    assert stocked == sorted(stocked, reverse=True)
    assert not all(stocked)


def test_a_page_past_the_end_is_empty_and_knows_the_total(towels: SearchService) -> None:
    page = towels.search(SearchForm(text="毛巾", page=20, size=48))
    assert page.hits == ()
    assert page.total == 430
    assert page.facets


def test_a_page_past_the_depth_says_how_to_export(towels: SearchService) -> None:
    assert MAX_DEPTH == 5_000
    assert towels.search(SearchForm(text="毛巾", page=25, size=200)).hits == ()
    for form in (SearchForm(text="毛巾", page=26, size=200), SearchForm(page=105)):
        with pytest.raises(InvalidRequestError, match="indexer export") as refused:
            towels.search(form)
        assert refused.value.field == "page"


def test_the_same_data_gives_the_same_order(towels: SearchService) -> None:
    form = SearchForm(text="毛巾", size=200)
    first = towels.search(form)
    again = towels.search(form)
    assert [(hit.id, hit.score) for hit in first.hits] == [
        (hit.id, hit.score) for hit in again.hits
    ]
    assert first.facets == again.facets


def test_scores_fall_across_the_border_of_the_ranked_hits(towels: SearchService) -> None:
    scores = [
        hit.score
        for page in (1, 2)
        for hit in towels.search(SearchForm(text="毛巾", size=200, page=page)).hits
        if hit.stock != 0
    ]
    assert max(scores[200:]) <= max(scores[:200])
    assert max(scores) <= 1.3 + 1e-9


# Highlights.


@pytest.mark.parametrize(
    ("text", "id_", "highlight"),
    [
        ("连衣裙", "D4", "針織<mark>連衣裙</mark> 秋冬"),
        ("iphone13", "A2", "ＡＰＰＬＥ　<mark>ｉＰｈｏｎｅ　１３</mark>"),
        ("手机 iphone", "A1", "Apple <mark>iPhone</mark> 15 Pro <mark>手機</mark>"),
        ("smc5000", "S1", "三星 <mark>SM-C5000</mark> 手机"),
        (
            "特价 电饭煲",
            "Q3",
            "&lt;b&gt;<mark>特价</mark>&lt;/b&gt; &amp; 清仓 <mark>电饭煲</mark> &quot;智能&quot;",
        ),
        ("loreal", "B2", "<mark>L&#x27;OREAL</mark> 补水面霜"),
    ],
)
def test_titles_are_escaped_and_marked(
    service: SearchService, text: str, id_: str, highlight: str
) -> None:
    hits = {hit.id: hit for hit in asked(service, text).hits}
    assert hits[id_].highlight == highlight


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
