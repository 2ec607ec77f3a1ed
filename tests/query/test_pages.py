"""Pages without gaps or repeats, in an order that stays."""

from dataclasses import replace

import pytest

from indexer.errors import InvalidRequestError
from query.form import MAX_DEPTH, PriceRange, SearchForm
from query.search import SearchService


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
