"""What people went on to after a search: read from the log and the events, and gone with them."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from indexer.attributes import Attributes
from indexer.shop import Shop
from indexer.store import Database
from query.form import SearchForm
from query.lexicon.building import built
from query.lexicon.entries import Tally
from query.lexicon.keeper import LexiconKeeper
from query.log import SearchLog
from query.log.followed import FollowedSearches
from query.reading import LexiconReader
from query.search import SearchService
from recsys.days import day_of
from recsys.events import Event, Events, journaled, load
from recsys.people import purge
from tests.indexer.conftest import database_url
from tests.query.asking import asked
from tests.query.conftest import NOW, opened, service_of
from tests.query.understood import good, reading
from web.forgetting import personal_tables

__all__ = ["database_url"]

GOODS = [
    good("P1", "苹果 iPhone 15 手机", "手机数码/手机", brand="苹果"),
    good("P2", "苹果 iPhone 16 手机", "手机数码/手机", brand="苹果"),
    good("F1", "红富士苹果 5斤 新鲜水果", "生鲜/水果"),
]


class Shoppers:
    """Shoppers who agreed, as the counter writes down what they do."""

    def __init__(self, database: Database) -> None:
        self.events, self.log = Events(database), SearchLog(database)
        self.followed = FollowedSearches(self.log, self.events)
        self._numbers = count()

    def search(self, session: str, text: str, **filters: list[str]) -> str:
        """The number of the search."""
        record = self._record(session, text, filters)
        with self.log.database.writing() as connection:
            self.log.take(connection, [record])
        return str(record["id"])

    def _record(self, session: str, text: str, filters: dict[str, list[str]]) -> dict[str, Any]:
        number = f"{next(self._numbers):016x}"
        record: dict[str, Any] = {"day": day_of(NOW), "text": text, "filters": filters, "total": 3}
        record |= {"id": number, "time": round(NOW * 1000), "session": session, "counter": "page"}
        return record | {"sort": None, "page": 1, "shown": [], "query": None if filters else text}

    def do(self, *done: Event) -> None:
        with self.events.database.writing() as connection:
            self.events.take(connection, [journaled(one, NOW) for one in done])

    def go(self, session: str, text: str, product: str, action: str = "click") -> None:
        """A search and what it led to."""
        found = self.search(session, text)
        self.do(Event(action, product, session=session, search_id=found))

    def crowd(self, text: str, products: Iterable[str]) -> None:
        """A shopper for each product, who searched and went on to it."""
        whose = [(f"s{number}", product) for number, product in enumerate(products)]
        records = [self._record(session, text, {}) for session, _ in whose]
        with self.log.database.writing() as connection:
            self.log.take(connection, records)
        self.do(
            *(
                Event("click", product, session=session, search_id=record["id"])
                for (session, product), record in zip(whose, records, strict=True)
            )
        )

    def told(self) -> list[Mapping[str, frozenset[str]]]:
        return sorted(self.followed.people(), key=str)


@pytest.fixture
def shoppers(database_url: str) -> Iterator[Shoppers]:
    database = Database(database_url)
    yield Shoppers(database)
    database.close()


def tallies(shoppers: Shoppers) -> Mapping[str, Tally]:
    lexicon = built(lambda: GOODS, Attributes.shipped(), followed=shoppers.followed)
    return lexicon.readings["苹果"]


def test_a_click_is_of_the_search_before_it(shoppers: Shoppers) -> None:
    shoppers.go("a", "苹果", "P1")
    shoppers.go("a", "香蕉", "F1")
    # Who says after another reading was chosen what was meant says it all the same.
    chosen = shoppers.search("b", "苹果", drop=["brand"], category=["生鲜/水果"])
    shoppers.do(Event("click", "F1", session="b", search_id=chosen))
    shoppers.do(Event("view", "P2", session="c"))
    assert shoppers.told() == [
        {"苹果": frozenset({"F1"})},
        {"苹果": frozenset({"P1"}), "香蕉": frozenset({"F1"})},
    ]
    assert shoppers.followed.products() == {"P1", "F1"}


def test_what_was_bought_was_meant(shoppers: Shoppers) -> None:
    """The basket knows no search."""
    shoppers.go("a", "苹果", "P1")
    shoppers.go("a", "苹果", "F1")
    shoppers.do(Event("cart", "F1", session="a"), Event("cart", "P9", session="a"))
    assert shoppers.told() == [{"苹果": frozenset({"F1"})}]
    shoppers.do(Event("buy", "P1", session="a"))
    assert shoppers.told() == [{"苹果": frozenset({"P1"})}]


def test_one_who_went_on_to_everything_takes_no_longer_than_a_crowd(
    shoppers: Shoppers, tmp_path: Path
) -> None:
    """As where an import has one name for all who were not signed in."""
    many = [f"P{number}" for number in range(8_000)]
    click = {"action": "click", "user": "guest", "query": "苹果"}
    load(shoppers.events, [{**click, "product": one} for one in many], tmp_path)
    started = time.perf_counter()
    assert shoppers.told() == [{"苹果": frozenset(many)}]
    assert time.perf_counter() - started < 1.0


def test_nobody_speaks_for_others(shoppers: Shoppers, tmp_path: Path) -> None:
    search = shoppers.search("a", "苹果")
    shoppers.do(
        Event("click", "F1", session="b", search_id=search),
        Event("click", "F1", session="b", query="苹果"),
        Event("impression", "F1", session="a", search_id=search),
        Event("click", "F1", session="a", search_id="f" * 16),
    )
    assert shoppers.told() == []
    own = [{"action": "buy", "product": "F1", "user": "u1", "query": "苹果"}]
    load(shoppers.events, own, tmp_path)  # what the shop itself knows
    assert shoppers.told() == [{"苹果": frozenset({"F1"})}]


def test_searches_without_consent_are_followed_nowhere(shoppers: Shoppers) -> None:
    with shoppers.log.database.writing() as connection:
        record = {"day": 1, "text": "苹果", "filters": {}, "total": 3, "query": "苹果"}
        shoppers.log.take(connection, [record])
    shoppers.do(Event("click", "F1", session="a", search_id="0" * 16))
    assert shoppers.told() == []


def test_a_forgotten_person_is_as_if_never_there(shoppers: Shoppers) -> None:
    for session in "abc":
        shoppers.go(session, "苹果", "F1")
    before = built(lambda: GOODS, Attributes.shipped(), followed=shoppers.followed).to_bytes()
    state = shoppers.followed.state()
    for text in ("苹果", "iphone 15", "小米"):
        shoppers.go("d", text, "F1")
        shoppers.go("d", text, "P1", "buy")
    assert tallies(shoppers) == {"苹果": Tally(2, 0), "": Tally(1, 3)}
    shoppers.go("e", "苹果", "F1")
    assert tallies(shoppers) == {"苹果": Tally(2, 0), "": Tally(1, 4)}
    for session in "de":
        purge(shoppers.log.database, personal_tables(), shoppers.events.person(session))
    after = built(lambda: GOODS, Attributes.shipped(), followed=shoppers.followed).to_bytes()
    assert after == before
    assert shoppers.followed.state() != state  # and it is noticed
    purge(shoppers.log.database, personal_tables(), shoppers.events.person("c"))
    assert tallies(shoppers)[""] == Tally(1, 0)  # what two did may tell of them


def test_a_crowd_in_one_session_is_one(shoppers: Shoppers) -> None:
    for _ in range(50):
        shoppers.go("a", "苹果", "F1")
    assert tallies(shoppers)[""].people == 0


def test_the_order_of_what_people_do_changes_nothing(shoppers: Shoppers, tmp_path: Path) -> None:
    products = [GOODS[n % 3].id for n in range(30)]
    shoppers.crowd("苹果", products)
    other = Database(f"sqlite:///{tmp_path}/other.db")
    again = Shoppers(other)
    again.crowd("苹果", reversed(products))
    assert tallies(again) == tallies(shoppers)
    assert tallies(again)["苹果"].people == 20
    other.close()


def test_a_running_shop_learns_what_its_shoppers_mean(tmp_path: Path) -> None:
    clock = [NOW]
    with opened(tmp_path, GOODS) as shop:
        shoppers = Shoppers(shop.behavior)
        keeper = LexiconKeeper(shop.products, followed=shoppers.followed, now=lambda: clock[0])
        assert keeper.refresh() == 1

        def first() -> tuple[list[str], list[str]]:
            found = keeper.reader().parse("苹果").to_json()
            return found["brand"], found["category"]

        assert first() == (["苹果"], ["手机"])
        shoppers.crowd("苹果", ["F1"] * 60)
        assert keeper.refresh() == 0  # it waits, that pages stay quick
        clock[0] += 600
        assert keeper.refresh() == 1
        assert first() == ([], ["苹果"])
        clock[0] += 600
        assert keeper.refresh() == 0
        loaded = LexiconKeeper(shop.products, followed=shoppers.followed, now=lambda: clock[0])
        mine, theirs = keeper.reader(), loaded.begin().reader()
        assert isinstance(mine, LexiconReader)
        assert isinstance(theirs, LexiconReader)
        assert theirs.lexicon.readings == mine.lexicon.readings


@pytest.mark.parametrize("fruit", [1, 9])
def test_a_page_offers_both_readings(tmp_path: Path, fruit: int) -> None:
    """The one with more products first; the other one a click away."""
    apples = [good(f"M{n}", f"洛川苹果 {n}斤", "生鲜/水果") for n in range(1, fruit)]
    with reading(tmp_path, [*GOODS, *apples]) as service:
        page = asked(service, "苹果")
        (other,) = page.readings
        phones, fruits = {"P1", "P2"}, {"F1", *(one.id for one in apples)}
        if fruit == 1:
            assert page.parse.to_json()["brand"] == ["苹果"]
            assert other.label == "分类：苹果"
        else:
            assert {hit.id for hit in page.hits} == fruits
            assert other.label == "品牌：苹果"
        form = SearchForm.from_args(parse_qsl(other.address.partition("?")[2]))
        behind = {hit.id for hit in service.search(form).hits}
        assert behind == (fruits if fruit == 1 else phones)


def test_what_a_brand_alone_mostly_means_stands_first(tmp_path: Path) -> None:
    """By what it makes, or by what people went on to: its best seller is something else."""
    televisions = [good(f"T{n}", f"小米 电视 {n} 代", "家电/电视", brand="小米") for n in range(3)]
    phones = [good(f"P{n}", f"小米 手机 {n} 代", "数码/手机", brand="小米") for n in range(3)]
    scale = replace(good("S1", "小米 体重秤", "家电/体重秤", brand="小米"), sales=900_000)
    with opened(tmp_path, [scale, *televisions, *phones]) as shop:
        shoppers = Shoppers(shop.behavior)
        keeper = LexiconKeeper(shop.products, followed=shoppers.followed, now=lambda: NOW)
        service = searching(shop, keeper)
        assert asked(service, "小米").hits[0].id == "S1"
        shoppers.crowd("小米", ["T0", "T1", "T2"] * 300)
        keeper = LexiconKeeper(shop.products, followed=shoppers.followed, now=lambda: NOW + 9_999)
        page = asked(searching(shop, keeper), "小米")
        assert {hit.id for hit in page.hits[:3]} == {"T0", "T1", "T2"}
        assert page.total == 7
        assert page.parse.slot("brand") is not None
        assert "电视" not in page.hits[0].highlight.partition("<mark>")[2].partition("</mark>")[0]


def searching(shop: Shop, keeper: LexiconKeeper) -> SearchService:
    """The search by what the keeper has now."""
    keeper.refresh()
    return service_of(shop, keeper.reader)
