"""A count beside a value is the total that choosing it gives: for every facet, whatever is chosen."""

import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.catalog import DocumentId, Product, fen
from indexer.patch import settled
from query.form import PriceRange, SearchForm
from query.page import FacetRange, FacetValue, PageFacet, SearchPage
from query.search import SearchService
from tests.query.conftest import opened, service_of
from tests.query.goods import GOODS

SETTINGS = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

CHOSEN = st.fixed_dictionaries(
    {},
    optional={
        key: st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True).map(tuple)
        for key, values in {
            "brand": ("华为", "小米", "苹果", "膳魔师", "茅台", "没有"),
            "category": ("手机数码", "手机数码/手机", "食品/酒", "服装/女装/连衣裙"),
            "tags": ("自营", "包邮"),
            "颜色": ("黑色", "白色", "曜石黑", "冰晶蓝"),
            "机身存储": ("128G", "256GB", "512 GB", "1T"),
            "storage": ("128GB", "1024GB"),
            "color": ("黑色", "午夜色"),
            "尺码": ("M", "L", "XL"),
            "净含量": ("500ml", "0.75L"),
        }.items()
    },
)
MONEY = st.sampled_from((None, 0.0, 29.0, 39.9, 99.0, 199.0, 999.0, 3999.0, 7999.0))
PRICES = st.lists(
    st.builds(PriceRange, MONEY, MONEY).filter(
        lambda p: (p.low, p.high) != (None, None) and (p.high is None or (p.low or 0) <= p.high)
    ),
    max_size=2,
    unique=True,
).map(tuple)
FORMS = st.builds(
    SearchForm,
    text=st.sampled_from(("", "", "手机", "酒", "连衣裙", "男", "华为手机", "真丝连衣裙")),
    chosen=CHOSEN,
    prices=PRICES,
)


def is_loose(page: SearchPage) -> bool:
    return any(notice.kind == "loose" for notice in page.notices)


def choosing(form: SearchForm, facet: PageFacet, value: FacetValue | FacetRange) -> SearchForm:
    """The form with that value, and no other of its facet."""
    if isinstance(value, FacetRange):
        return replace(form, prices=(PriceRange(value.low, value.high),))
    return replace(form, chosen={**form.chosen, facet.key: (value.value,)})


@given(FORMS)
@SETTINGS
def test_a_count_is_the_total_that_choosing_gives(service: SearchService, form: SearchForm) -> None:
    page = service.search(form)
    for facet in page.facets:
        for value in facet.values:
            narrowed = service.search(choosing(form, facet, value))
            if is_loose(page) == is_loose(narrowed):
                assert (facet.key, value, narrowed.total) == (facet.key, value, value.count)
            elif not is_loose(page):  # few strict hits remain: similar ones join them
                assert narrowed.total >= value.count


@given(FORMS)
@SETTINGS
def test_what_is_chosen_is_shown_as_chosen(service: SearchService, form: SearchForm) -> None:
    facets = {facet.key: facet for facet in service.search(form).facets}
    for key, values in form.chosen.items():
        marked = [value for value in facets[key].values if value.selected]
        # 1T and 1024GB are one value; so a facet may mark fewer than were named.
        assert 1 <= len(marked) <= len(values)
    selected = {key for key, facet in facets.items() if any(v.selected for v in facet.values)}
    assert selected == {*form.chosen, *(("price",) if form.prices else ())}
    if form.prices:
        marked = [v for v in facets["price"].values if v.selected]
        assert len(marked) >= 1


@given(FORMS)
@SETTINGS
def test_the_choices_of_a_page_add_up(service: SearchService, form: SearchForm) -> None:
    """Choosing several values of a facet finds what each of them finds, once."""
    page = service.search(replace(form, text="", size=200))
    ids = {hit.id for hit in page.hits}
    assert len(ids) == page.total
    for key, values in form.chosen.items():
        apart = [
            service.search(replace(form, text="", size=200, chosen={**form.chosen, key: (value,)}))
            for value in values
        ]
        assert ids == {hit.id for one in apart for hit in one.hits}


@given(FORMS, st.randoms(use_true_random=False))
@SETTINGS
def test_the_facets_that_are_asked_for_are_those_of_the_whole_page(
    service: SearchService, form: SearchForm, dice: random.Random
) -> None:
    page = service.search(form)
    some = [facet for facet in page.facets if dice.random() < 0.5]
    dice.shuffle(some)
    few = service.search(replace(form, facets=tuple(facet.key for facet in some)))
    assert {f.key: f for f in few.facets} == {f.key: f for f in some}
    assert (few.total, few.hits, few.notices) == (page.total, page.hits, page.notices)


def test_a_facet_that_does_not_part_the_hits_is_told_where_it_is_asked_for(
    service: SearchService,
) -> None:
    form = SearchForm(text="手机", facets=("香型", "price", "storage", "brand"))
    assert list(facets_of(service, form)) == ["brand", "price", "香型", "storage"]
    assert not facets_of(service, form)["香型"].values
    assert not facets_of(service, replace(form, facets=()))


def facets_of(service: SearchService, form: SearchForm) -> dict[str, PageFacet]:
    return {facet.key: facet for facet in service.search(form).facets}


def counts(facet: PageFacet) -> dict[str, int]:
    return {value.value: value.count for value in facet.values if isinstance(value, FacetValue)}


def test_brand_category_and_price_come_first_then_what_parts_the_hits(
    service: SearchService,
) -> None:
    keys = list(facets_of(service, SearchForm(text="手机")))
    assert keys[:3] == ["brand", "category", "price"]
    assert {"颜色", "机身存储", "网络"} <= set(keys)
    assert len(keys) <= 12
    assert "香型" not in keys


def test_categories_count_their_children_and_are_labelled_by_the_leaf(
    service: SearchService,
) -> None:
    category = facets_of(service, SearchForm())["category"]
    found = counts(category)
    assert found["食品/酒"] == 7
    assert found["食品/酒/白酒"] == 3
    labels = {
        value.value: value.label for value in category.values if isinstance(value, FacetValue)
    }
    assert labels["食品/酒/白酒"] == "白酒"


def test_values_are_labelled_as_the_catalogue_writes_them(service: SearchService) -> None:
    facet = facets_of(service, SearchForm(chosen={"storage": ("256G",)}))["storage"]
    assert facet.label == "机身存储"
    assert {value.count for value in facet.values if value.selected} == {counts(facet)["256GB"]}


def test_a_chosen_value_that_nothing_has_stays_to_be_taken_back(service: SearchService) -> None:
    facet = facets_of(service, SearchForm(text="手机", chosen={"brand": ("茅台",)}))["brand"]
    assert [(v.value, v.count) for v in facet.values if v.selected] == [("茅台", 0)]  # type: ignore[union-attr]


def test_price_ranges_cover_every_product(service: SearchService) -> None:
    price = facets_of(service, SearchForm())["price"]
    ranges = [value for value in price.values if isinstance(value, FacetRange)]
    assert 2 <= len(ranges) <= 6
    assert ranges[0].low == 0
    assert ranges[-1].high is None
    assert all(a.high == b.low for a, b in pairwise(ranges))
    assert sum(value.count for value in ranges) >= len(GOODS)


def test_a_phone_with_two_prices_counts_in_both_ranges(service: SearchService) -> None:
    form = SearchForm(
        text="iphone",
        prices=(PriceRange(7000, 8000), PriceRange(8000, 9000), PriceRange(9000, None)),
    )
    price = facets_of(service, form)["price"]
    chosen = [value.count for value in price.values if value.selected]
    assert chosen == [1, 1, 1]


def test_the_categories_below_a_path_are_the_parts_of_it(service: SearchService) -> None:
    def total(*paths: str) -> int:
        return service.search(SearchForm(chosen={"category": paths})).total

    found = service.categories()
    assert {category.value for category in found} == {product.category[0] for product in GOODS}
    assert [category.count for category in found] == sorted(
        (category.count for category in found), reverse=True
    )
    for category in found:
        assert category.label == category.value
        assert category.count == total(category.value)
        below = service.categories(category.value)
        for part in below:
            assert part.value == f"{category.value}/{part.label}"
            assert part.count == total(part.value)
    assert service.categories("没有") == ()
    assert service.categories("手机数") == ()


def test_where_looser_finds_no_more_the_strict_way_counts_what_a_choice_hides(
    tmp_path: Path,
) -> None:
    def dress(number: int, title: str, yuan: int, brand: str) -> Product:
        id_ = DocumentId(str(number))
        return settled(Product(id=id_, title=title, price=fen(yuan), brand=brand))

    cheap = [dress(i, "真丝连衣裙", 50, "甲") for i in range(10)]
    cotton = [dress(i, "棉连衣裙", 50, "甲") for i in range(10, 30)]
    dear = [dress(i, "真丝连衣裙", 500, "乙") for i in range(30, 32)]
    with opened(tmp_path, [*cheap, *cotton, *dear]) as shop:
        service = service_of(shop)
        by_price = SearchForm(text="真丝连衣裙", prices=(PriceRange(400, 600),))
        ranges = facets_of(service, by_price)["price"].values
        assert {(v.low, v.high): v.count for v in ranges if isinstance(v, FacetRange)} == {
            (0, 70): 10,
            (400, 600): 2,
            (70, None): 2,
        }
        by_brand = SearchForm(text="真丝连衣裙", chosen={"brand": ("乙",)})
        assert counts(facets_of(service, by_brand)["brand"]) == {"甲": 10, "乙": 2}
