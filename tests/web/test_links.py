"""Every address on a result page is the search with one thing changed, and reads back as it."""

from dataclasses import replace
from urllib.parse import parse_qsl, unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from query.form import PriceRange, SearchForm
from query.page import FacetRange, FacetValue, PageFacet, SearchPage
from query.parse import plain
from query.places import form_address
from web.shop.amounts import box
from web.shop.display import as_tree, folded_values
from web.shop.links import Links, price_label, typed_prices
from web.shop.slider import PriceSlider

TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("&=?#%+/:<>\"' 中"), max_size=12)
PATHS = st.sampled_from(("家居", "家居/毛巾", "a/../b", "/", ".", " 空 ", "\\", "100%/?#&"))
VALUES = PATHS | TEXTS.filter(bool)
KEYS = st.sampled_from(("brand", "category", "颜色", "a&b=c#"))
PRICES = st.builds(
    PriceRange, st.integers(0, 50).map(float), st.integers(51, 10**6).map(lambda n: n / 4 + 51)
)


@st.composite
def pages(draw: st.DrawFn) -> tuple[SearchForm, SearchPage]:
    """A form and the page that could have come of it, with every chosen value among its facets."""
    choices = draw(st.dictionaries(KEYS, st.lists(VALUES, unique=True, min_size=1, max_size=4)))
    chosen = {key: draw(st.sets(st.sampled_from(values))) for key, values in choices.items()}
    prices = draw(st.lists(PRICES, unique=True, max_size=3))
    picked = draw(st.sets(st.sampled_from(prices))) if prices else set()
    form = SearchForm(
        text=draw(TEXTS),
        page=draw(st.integers(1, 20)),
        size=draw(st.sampled_from((10, 48))),
        sort=draw(st.sampled_from((None, "price_asc", "newest"))),
        chosen={
            key: tuple(v for v in choices[key] if v in values)
            for key, values in chosen.items()
            if values
        },
        prices=tuple(price for price in prices if price in picked),
        raw=draw(st.booleans()),
    )
    facets = [
        PageFacet(
            key=key,
            label=key,
            values=tuple(
                FacetValue(value=value, label=value, count=1, selected=value in chosen[key])
                for value in values
            ),
        )
        for key, values in choices.items()
    ]
    ranges = tuple(
        FacetRange(low=price.low, high=price.high, count=1, selected=price in picked)
        for price in prices
    )
    facets.append(PageFacet(key="price", label="价格", values=ranges))
    page = SearchPage(
        search_id="1", query=form.text, searched=form.text, total=draw(st.integers(0, 9000)),
        page=form.page, size=form.size, took_ms=1.0, parse=plain(form.text), hits=(),
        facets=tuple(facets),
    )  # fmt: skip
    return form, page


def asked(address: str) -> SearchForm:
    """The form that an address asks for."""
    parts = urlsplit(address)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if parts.path != "/search":
        # The page of a category: a path that no browser and no server between would shorten.
        category = unquote(parts.path).removeprefix("/c/")
        assert not {"", ".", ".."} & set(category.split("/"))
        pairs.append(("f.category", category))
    return SearchForm.from_args(pairs)


def same(one: SearchForm, other: SearchForm) -> bool:
    """Whether two forms are one search: the order in which filters were chosen means nothing."""
    return one.address() == other.address()


@given(pages())
def test_every_address_is_spelled_as_its_search_is(pair: tuple[SearchForm, SearchPage]) -> None:
    form, page = pair
    links = Links(form, page)
    ranges = [v for facet in page.facets for v in facet.values if isinstance(v, FacetRange)]
    addresses = [links.canonical, links.cleared, links.page(1), links.page(7)]
    addresses += [links.sorted_by(sort) for sort in (None, "newest")]
    addresses += [chip.address for chip in links.chosen()] + list(map(links.toggled, ranges))
    for address in addresses:
        assert form_address(asked(address)) == address


@given(pages())
def test_a_toggled_price_range_changes_itself_alone(pair: tuple[SearchForm, SearchPage]) -> None:
    form, page = pair
    links = Links(form, page)
    assert same(asked(links.canonical), form)
    for value in page.facets[-1].values:
        assert isinstance(value, FacetRange)
        toggled = asked(links.toggled(value))
        assert set(toggled.prices) ^ set(form.prices) == {PriceRange(value.low, value.high)}
        assert same(replace(toggled, prices=form.prices, page=form.page), form)
        assert toggled.page == 1


@given(pages(), st.sets(KEYS))
def test_what_the_form_hands_on_and_its_boxes_are_the_search(
    pair: tuple[SearchForm, SearchPage], shown: set[str]
) -> None:
    form, page = pair
    # A facet that is not shown has no boxes: what was chosen of it is handed on.
    facets = tuple(facet for facet in page.facets if facet.key in {*shown, "price"})
    links = Links(form, replace(page, facets=facets))
    boxes = [
        (f"f.{facet.key}", value.value)
        for facet in facets
        for value in facet.values
        if isinstance(value, FacetValue) and value.selected
    ]
    sent = SearchForm.from_args([*links.handed_on, *boxes])
    typed = links.only_price
    args = {"price_low": box(typed.low), "price_high": box(typed.high)}
    prices = typed_prices(args, sent.prices)
    assert prices is not None
    assert same(replace(sent, prices=prices), replace(form, page=1))


@given(pages())
def test_the_thumbs_of_the_slider_stand_at_the_chosen_prices(
    pair: tuple[SearchForm, SearchPage],
) -> None:
    borders = (0.0, 1.0, 2.0, 5.0, 10.0, 100.0, 1_000.0)
    facet = PageFacet(
        key="price", label="价格", values=(), borders=borders, counts=(3, 0, 1, 9, 2, 1)
    )
    chosen = Links(*pair).only_price
    slider = PriceSlider.of(facet, chosen)
    assert slider is not None
    assert 0 <= slider.low <= slider.top == 30
    assert (slider.low == 0) or chosen.low is not None
    assert slider.high == slider.top or chosen.high is not None
    assert [bar.height for bar in slider.bars] == [8, 0, 3, 24, 6, 3]
    assert PriceSlider.of(replace(facet, borders=(1.0, 2.0), counts=(4,)), chosen) is None


def test_a_bar_is_pale_outside_the_chosen_prices() -> None:
    facet = PageFacet(
        key="price", label="价格", values=(), borders=(0.0, 10.0, 20.0, 50.0), counts=(1, 1, 1)
    )

    def pale(low: float | None, high: float | None) -> list[bool]:
        slider = PriceSlider.of(facet, PriceRange(low, high))
        assert slider is not None
        return [bar.out for bar in slider.bars]

    assert pale(None, None) == [False, False, False]
    assert pale(10, None) == [True, False, False]
    assert pale(12, 18) == [True, False, True]
    assert pale(None, 20) == [False, False, True]


@given(pages())
def test_taking_every_chip_away_leaves_the_text(pair: tuple[SearchForm, SearchPage]) -> None:
    form, page = pair
    links = Links(form, page)
    chips = links.chosen()
    assert len(chips) == sum(map(len, form.chosen.values())) + len(form.prices)
    for chip in chips:
        fewer = asked(chip.address)
        assert sum(map(len, fewer.chosen.values())) + len(fewer.prices) == len(chips) - 1
    cleared = asked(links.cleared)
    assert (cleared.text, cleared.chosen, cleared.prices) == (form.text, {}, ())


@given(pages())
def test_every_page_number_can_be_asked_for(pair: tuple[SearchForm, SearchPage]) -> None:
    form, page = pair
    links = Links(form, page)
    numbers = [turn.number for turn in links.turns() if turn.address]
    assert numbers == sorted(set(numbers))
    for number in numbers:
        # Reading an address refuses pages that cannot be answered.
        assert same(asked(links.page(number)), replace(form, page=number))
    assert numbers == [] or (numbers[0] == 1 and numbers[-1] >= links.last_page)


@given(pages())
def test_no_value_is_lost_by_folding(pair: tuple[SearchForm, SearchPage]) -> None:
    for facet in pair[1].facets:
        if facet.key == "price":
            continue
        seen, folded = folded_values(facet)
        values = [value for _, value in (*seen, *folded)]
        assert sorted(map(repr, values)) == sorted(map(repr, facet.values))
        assert not any(value.selected for _, value in folded)


def test_categories_stand_under_their_parents() -> None:
    paths = ("家居", "手机数码", "手机数码/手机", "家居/毛巾", "服装/鞋")
    values = [FacetValue(value=path, label=path, count=1, selected=False) for path in paths]
    assert [(depth, value.value) for depth, value in as_tree(values)] == [
        (0, "家居"), (1, "家居/毛巾"), (0, "手机数码"), (1, "手机数码/手机"), (0, "服装/鞋"),
    ]  # fmt: skip


def test_the_empty_path_is_a_category_of_its_own() -> None:
    values = [
        FacetValue(value=path, label=path, count=0, selected=True) for path in ("", "/", "/a")
    ]
    assert [(depth, value.value) for depth, value in as_tree(values)] == [
        (0, ""), (0, "/"), (0, "/a"),
    ]  # fmt: skip


def test_prices_are_said_as_people_say_them() -> None:
    assert price_label(PriceRange(None, 500)) == price_label(PriceRange(0, 500)) == "¥500 以下"
    assert price_label(PriceRange(3000, None)) == "¥3,000 以上"
    assert price_label(PriceRange(1000, 1999.5)) == "¥1,000–1,999.5"
