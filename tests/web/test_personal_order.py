"""What a history changes of a search, over the demo shop, and what it never changes."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from indexer.catalog import DocumentId, Product
from indexer.settings import Settings
from query.form import PriceRange, SearchForm
from query.page import SearchPage
from recsys import Who
from recsys.tables import events
from web import Services

_TITLES = 300
_EVERYTHING = 200
_BROAD = ("手机", "牛奶", "洗衣液", "纸", "100以内的杯子", "男鞋", "没有这个东西的查询词")


@pytest.fixture(scope="module")
def services(demo_settings: Settings) -> Iterator[Services]:
    """The demo shop, with all that its events say."""
    opened = Services.open(demo_settings)
    opened.lexicon_keeper.ready()
    opened.personal.refresh()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def somebody(services: Services) -> Who:
    """The user of the demo who did the most."""
    count = func.count()
    query = select(events.c.user).where(events.c.user.is_not(None)).group_by(events.c.user)
    with services.events.database.reading() as connection:
        return Who(connection.scalar(query.order_by(count.desc(), events.c.user).limit(1)))


@pytest.fixture(scope="module")
def goods(services: Services) -> list[Product]:
    """Products of every part of the shop."""
    rows = services.search.search(SearchForm(size=_EVERYTHING)).hits
    more = services.search.search(SearchForm(size=_EVERYTHING, sort="newest")).hits
    ids = list(dict.fromkeys(DocumentId(hit.id) for hit in (*rows, *more)))[:_TITLES]
    return list(services.shop.store.products.get(ids).values())


def asked(services: Services, who: Who, form: SearchForm) -> tuple[SearchPage, SearchPage]:
    """The page for somebody, and for nobody."""
    mine = SearchForm(
        text=form.text, size=form.size, sort=form.sort, chosen=form.chosen, prices=form.prices,
        who=who,
    )  # fmt: skip
    return services.search.search(mine), services.search.search(form)


def ids(page: SearchPage) -> list[str]:
    return [hit.id for hit in page.hits]


def test_a_history_moves_hits_of_broad_searches(services: Services, somebody: Who) -> None:
    moved = 0
    for text in _BROAD:
        mine, plain = asked(services, somebody, SearchForm(text=text, size=_EVERYTHING))
        moved += ids(mine) != ids(plain)
        assert sorted(ids(mine)) == sorted(ids(plain))
    assert moved >= 3


def test_who_names_one_product_gets_it_in_the_order_for_everybody(
    services: Services, somebody: Who, goods: list[Product]
) -> None:
    assert len(goods) == _TITLES
    models, reader = set(), services.lexicon_keeper.reader()
    for product in goods:
        mine, plain = asked(services, somebody, SearchForm(text=product.title))
        assert ids(mine) == ids(plain), product.title
        assert all(hit.because is None for hit in mine.hits)
        if (model := reader.parse(product.title).slot("model")) is not None:
            models.add(f"{product.brand} {model.values[0]}")
    named = 0
    for text in sorted(models):
        mine, plain = asked(services, somebody, SearchForm(text=text))
        if plain.parse.slot("model") is not None:
            named += 1
            assert ids(mine) == ids(plain), text
    assert named >= 10


@pytest.mark.parametrize("sort", [None, "price_asc", "sales_desc", "newest"])
@pytest.mark.parametrize(
    "narrowed",
    [{}, {"prices": (PriceRange(50, 3000),)}, {"chosen": {"tags": ("自营",)}}],
    ids=["all", "price", "tag"],
)
def test_totals_facets_filters_and_sorts_know_nobody(
    services: Services, somebody: Who, sort: str | None, narrowed: dict[str, object]
) -> None:
    services.personal.histories.dismiss(somebody, "10000354", services.now())
    for text in _BROAD:
        form = SearchForm(text=text, size=_EVERYTHING, sort=sort, **narrowed)  # type: ignore[arg-type]
        mine, plain = asked(services, somebody, form)
        assert (mine.total, mine.facets, mine.chips, mine.notices) == (
            plain.total, plain.facets, plain.chips, plain.notices,
        )  # fmt: skip
        assert sorted(ids(mine)) == sorted(ids(plain))
        assert {hit.id: hit.fits for hit in mine.hits} == {hit.id: hit.fits for hit in plain.hits}
        if sort is not None:
            assert ids(mine) == ids(plain)


def test_nobody_is_ordered_as_one_without_a_history(services: Services) -> None:
    stranger = Who(None, ("0" * 24,))
    for text in _BROAD:
        mine, plain = asked(services, stranger, SearchForm(text=text, size=_EVERYTHING))
        assert ids(mine) == ids(plain)


def test_lists_for_a_person_have_nothing_that_they_had_or_dismissed(
    services: Services, somebody: Who
) -> None:
    first = [entry.product for entry in services.personal.recommend(somebody, 10, None)]
    assert len(first) == 10
    assert not set(first) & services.personal.histories.had(somebody)
    services.personal.histories.dismiss(somebody, first[0], services.now())
    again = [entry.product for entry in services.personal.recommend(somebody, 10, None)]
    assert first[0] not in again
    services.personal.histories.allow(somebody, first[0])
    assert [e.product for e in services.personal.recommend(somebody, 10, None)] == first
