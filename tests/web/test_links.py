"""Every address on a result page is the search with one thing changed, and reads back as it."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from query.form import PriceRange, SearchForm
from query.page import FacetRange, FacetValue, PageFacet, SearchPage
from query.parse import plain
from web.shop.display import as_tree, folded_values
from web.shop.links import Links, price_label

TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("&=?#%+/:<>\"' 中"), max_size=12)
VALUES = TEXTS.filter(bool)
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
    return SearchForm.from_args(parse_qsl(urlsplit(address).query, keep_blank_values=True))


def same(one: SearchForm, other: SearchForm) -> bool:
    """Whether two forms are one search: the order in which filters were chosen means nothing."""
    return one.address() == other.address()


@given(pages())
def test_a_toggled_value_changes_itself_alone(pair: tuple[SearchForm, SearchPage]) -> None:
    form, page = pair
    links = Links(form, page)
    assert same(asked(links.canonical), form)
    for facet in page.facets:
        for value in facet.values:
            toggled = asked(links.toggled(facet, value))
            if isinstance(value, FacetRange):
                price = PriceRange(value.low, value.high)
                assert set(toggled.prices) ^ set(form.prices) == {price}
                assert same(replace(toggled, prices=form.prices, page=form.page), form)
            else:
                before = set(form.chosen.get(facet.key, ()))
                assert set(toggled.chosen.get(facet.key, ())) ^ before == {value.value}
                assert set(toggled.prices) == set(form.prices)
            assert toggled.page == 1


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
        seen, folded = folded_values(facet)
        assert sorted(map(repr, (v for _, v in seen + folded))) == sorted(map(repr, facet.values))
        assert not any(value.selected for _, value in folded)


def test_categories_stand_under_their_parents() -> None:
    paths = ("家居", "手机数码", "手机数码/手机", "家居/毛巾", "服装/鞋")
    values = [FacetValue(value=path, label=path, count=1, selected=False) for path in paths]
    assert [(depth, value.value) for depth, value in as_tree(values)] == [
        (0, "家居"), (1, "家居/毛巾"), (0, "手机数码"), (1, "手机数码/手机"), (0, "服装/鞋"),
    ]  # fmt: skip


def test_prices_are_said_as_people_say_them() -> None:
    assert price_label(PriceRange(None, 500)) == price_label(PriceRange(0, 500)) == "¥500 以下"
    assert price_label(PriceRange(3000, None)) == "¥3,000 以上"
    assert price_label(PriceRange(1000, 1999.5)) == "¥1,000–1,999.5"
