"""An address is read once: what it may say, what is refused and by which name, and its one form."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import InvalidRequestError
from query.form import MAX_DEPTH, MAX_SIZE, PAGE_SIZE, PriceRange, SearchForm


def read(query: str) -> SearchForm:
    return SearchForm.from_args(parse_qsl(query, keep_blank_values=True))


def test_an_empty_address_is_the_first_page_of_everything() -> None:
    form = read("")
    assert form == SearchForm()
    assert (form.text, form.page, form.size, form.sort) == ("", 1, PAGE_SIZE, None)
    assert read("q=&page=&size=&sort=&price=&f.颜色=&raw=&unknown=1") == SearchForm()


def test_every_parameter_of_the_contract_is_read() -> None:
    form = read(
        "q=手机&page=3&size=20&sort=price_asc&f.brand=华为&f.brand=小米&f.颜色=黑色"
        "&price=1000-2000&price=-500&drop=brand&raw=1"
    )
    assert form == SearchForm(
        text="手机",
        page=3,
        size=20,
        sort="price_asc",
        chosen={"brand": ("华为", "小米"), "颜色": ("黑色",)},
        prices=(PriceRange(1000.0, 2000.0), PriceRange(None, 500.0)),
        drop=("brand",),
        raw=True,
    )
    assert form.start == 40


def test_programs_name_the_facets_that_they_show() -> None:
    def facets(query: str) -> tuple[str, ...] | None:
        return SearchForm.from_args(parse_qsl(query, keep_blank_values=True), programs=True).facets

    assert facets("q=手机") is None
    assert facets("facet=brand&facet=price&facet=brand&facet=") == ("brand", "price")
    assert facets("facet=") == ()
    assert read("facet=brand").facets is None  # a page shows what parts its hits best


def test_what_is_said_twice_counts_once_and_the_first_text_wins() -> None:
    form = read("q=a&q=b&f.x=1&f.x=1&price=1-2&price=1.00-2.0")
    assert form.text == "a"
    assert form.chosen == {"x": ("1",)}
    assert form.prices == (PriceRange(1.0, 2.0),)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=1.5", "page"),
        ("page=abc", "page"),
        ("page=１", "page"),
        ("page=1_0", "page"),
        ("page=99999999999999999999", "page"),
        ("page=" + "9" * 5_000, "page"),
        ("size=0", "size"),
        ("size=201", "size"),
        ("size=" + "9" * 5_000, "size"),
        ("size=200&page=26", "page"),
        ("sort=random", "sort"),
        ("sort=" + "x" * 500, "sort"),
        ("price=abc", "price"),
        ("price=-", "price"),
        ("price=100", "price"),
        ("price=nan-", "price"),
        ("price=inf-", "price"),
        ("price=1e3-", "price"),
        ("price=1_000-", "price"),
        ("price=١-", "price"),
        ("price=1-2-3", "price"),
        ("price=--5", "price"),
        ("price=9999999999-", "price"),
        ("q=" + "x" * 1_001, "q"),
        ("f.price=5", "f.price"),
        ("f.a%1Fb=5", "f.a\x1fb"),
        ("&".join(f"f.x={i}" for i in range(101)), "f.x"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name(query: str, field: str) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        read(query)
    assert refused.value.field == field
    assert 0 < len(str(refused.value)) < 200


def test_the_last_possible_page_is_allowed() -> None:
    assert read(f"size={MAX_SIZE}&page={MAX_DEPTH // MAX_SIZE}").start == MAX_DEPTH - MAX_SIZE
    assert read("page=007").page == 7


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1000-2000", 1000.0, 2000.0),
        ("2000-1000", 1000.0, 2000.0),
        ("3000-", 3000.0, None),
        ("-500", None, 500.0),
        (" 9.9 - 19.99 ", 9.9, 19.99),
        ("0-", 0.0, None),
        (".5-1.", 0.5, 1.0),
        ("1.005-", 1.01, None),
        ("123456.78-", 123_456.78, None),
    ],
)
def test_price_ranges(text: str, low: float | None, high: float | None) -> None:
    assert PriceRange.parsed(text) == PriceRange(low, high)


FEN = st.none() | st.integers(0, 99_999_999_999).map(lambda fen: fen / 100)


@given(FEN, FEN)
def test_a_price_range_comes_back_from_its_text(low: float | None, high: float | None) -> None:
    if low is None and high is None:
        return
    if low is not None and high is not None and low > high:
        low, high = high, low
    assert PriceRange.parsed(str(PriceRange(low, high))) == PriceRange(low, high)


TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
FORMS = st.builds(
    SearchForm,
    text=st.text(st.characters(codec="utf-8"), max_size=20),
    page=st.integers(1, 20),
    size=st.integers(1, 200),
    sort=st.none() | st.sampled_from(("price_asc", "newest")),
    chosen=st.dictionaries(
        TEXTS.filter(lambda key: key.isprintable() and key != "price"),
        st.lists(TEXTS, min_size=1, max_size=3, unique=True).map(lambda v: tuple(sorted(v))),
        max_size=3,
    ),
    prices=st.just(()) | st.just((PriceRange(10.0, 99.9),)),
    drop=st.lists(TEXTS, max_size=2, unique=True).map(tuple),
    raw=st.booleans(),
)


@given(FORMS)
def test_a_form_comes_back_from_its_address(form: SearchForm) -> None:
    address = form.address()
    assert read(urlsplit(address).query) == form
    assert read(urlsplit(address).query).address() == address


def test_the_same_search_has_one_address() -> None:
    one = read("f.b=2&f.b=1&f.a=x&price=5-&price=1-2&q=酒&page=1&size=48")
    other = read("q=酒&price=1-2&price=5-&f.a=x&f.b=1&f.b=2")
    assert one.address() == other.address()
    assert SearchForm().address() == "/search"


@pytest.mark.parametrize(
    ("text", "said"),
    [("9.90-", "9.9-"), ("100-200.00", "100-200"), ("1234567.89-", "1234567.89-"), ("-0", "-0")],
)
def test_a_price_is_written_as_people_do(text: str, said: str) -> None:
    assert str(PriceRange.parsed(text)) == said
