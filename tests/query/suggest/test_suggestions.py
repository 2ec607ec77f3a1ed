"""Suggestions of a real shop: built, kept, blocked, forced."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape, unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.apply import apply
from indexer.catalog import DocumentId, Product
from indexer.errors import InvalidRequestError, NothingPublishedError
from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from query.suggest import Action, CurationStore, Rule, SuggestionKeeper, SuggestService
from tests.query.conftest import opened, service_of
from tests.query.goods import GOODS


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


class Counter:
    """A shop's suggestions, at a time of the test's."""

    def __init__(self, shop: Shop, popular: Iterable[tuple[str, int]] = ()) -> None:
        self.clock = Clock()
        self.asked = list(popular)
        self.keeper = SuggestionKeeper(
            shop.products, service_of(shop), popular=lambda: self.asked, now=self.clock
        )
        self.service = SuggestService(self.keeper, shop.products.catalogue.rows)
        self.lists = CurationStore(shop.store.database)

    def later(self, seconds: float = 3.0) -> int:
        """Let time pass and the thread look."""
        self.clock.time += seconds
        return self.keeper.refresh()

    def texts(self, typed: str) -> list[str]:
        """What is suggested."""
        return [one.text for one in self.service.suggest(typed)]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """GOODS, for tests that only read."""
    with opened(tmp_path_factory.mktemp("shop"), GOODS) as shop:
        counter = Counter(shop)
        counter.keeper.ready()
        yield counter


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop to change."""
    with opened(tmp_path, GOODS) as filled:
        yield filled


@pytest.fixture
def counter(shop: Shop) -> Counter:
    """Its suggestions, nothing built."""
    return Counter(shop)


def test_each_kind_leads_to_its_place(shelf: Counter) -> None:
    found = {one.text: one for one in shelf.service.suggest("华wei")}
    assert found["华为"].kind == "brand"
    assert found["华为"].address == "/search?f.brand=%E5%8D%8E%E4%B8%BA"
    assert found["华为手机"].kind == "query"
    assert found["华为手机"].address == "/search?q=%E5%8D%8E%E4%B8%BA%E6%89%8B%E6%9C%BA"
    assert found["华为 nova 12 手机"].address == "/p/H2"
    [category] = [one for one in shelf.service.suggest("baij") if one.kind == "category"]
    assert category.address == "/c/%E9%A3%9F%E5%93%81/%E9%85%92/%E7%99%BD%E9%85%92"


@pytest.mark.parametrize(
    ("typed", "text", "highlight"),
    [
        ("huaw", "华为", "<mark>华为</mark>"),
        ("hwsj", "华为手机", "<mark>华为手机</mark>"),
        ("MATE6", "华为 Mate 60 Pro 手机", "华为 <mark>Mate 6</mark>0 Pro 手机"),
        ("苹果手", "苹果手机", "<mark>苹果手</mark>机"),
        ("feiying", None, None),
        ("<b>特", '<b>特价</b> & 清仓 电饭煲 "智能"',
         "&lt;<mark>b&gt;特</mark>价&lt;/b&gt; &amp; 清仓 电饭煲 &quot;智能&quot;"),
    ],
)  # fmt: skip
def test_what_was_typed_is_marked(
    shelf: Counter, typed: str, text: str | None, highlight: str | None
) -> None:
    marked = {one.text: one.highlight for one in shelf.service.suggest(typed)}
    assert marked.get(text or "") == highlight


@given(st.text(max_size=70) | st.text("huaweisj手机华为<b>15 ", max_size=12))
def test_any_text_is_answered_with_at_most_ten_well_formed_suggestions(
    shelf: Counter, typed: str
) -> None:
    found = shelf.service.suggest(typed)
    assert len(found) <= 10
    assert len({(one.kind, one.address) for one in found}) == len(found)
    for one in found:
        plain = re.sub("</?mark>", "", one.highlight)
        assert plain == escape(unescape(plain)) == escape(one.text)
        assert one.address.startswith(("/search?", "/c/", "/p/"))


@pytest.mark.parametrize("typed", ["", " ", "?!", "😀", "hua" * 22, "华为" * 33, "q" * 65])
def test_what_begins_no_phrase_gets_nothing(shelf: Counter, typed: str) -> None:
    assert shelf.service.suggest(typed) == []


def test_before_anything_is_built_the_list_is_empty(counter: Counter) -> None:
    assert counter.texts("华为") == []
    assert counter.later() > 0
    assert counter.texts("华为")[0] == "华为"


def test_without_an_index_there_is_nothing_to_build(tmp_path: Path) -> None:
    with Shop(Settings.from_env({}, tmp_path)) as shop:
        counter = Counter(shop)
        with pytest.raises(NothingPublishedError):
            counter.later()
        assert counter.texts("华为") == []


def test_what_one_process_built_others_read(shop: Shop, counter: Counter) -> None:
    assert counter.later() > 0
    other = Counter(shop)
    assert other.later() == 0
    assert other.texts("hwsj") == counter.texts("hwsj") != []


def test_a_damaged_block_is_built_again(shop: Shop, counter: Counter) -> None:
    counter.later()
    with shop.store.database.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE artefacts SET content = x'00' WHERE kind LIKE 'suggestions%'"
        )
    other = Counter(shop)
    assert other.later() > 0
    assert other.texts("hwsj") == counter.texts("hwsj")


def test_a_deleted_product_is_not_led_to(shop: Shop, counter: Counter) -> None:
    counter.later()
    assert "华为 nova 12 手机" in counter.texts("nova")
    shop.store.products.delete(["H2"])
    assert "华为 nova 12 手机" not in counter.texts("nova")


def test_a_new_generation_brings_its_own(shop: Shop, counter: Counter) -> None:
    counter.later()
    shop.store.products.upsert(
        [replace(GOODS[0], id=DocumentId("N1"), title="荣耀 Magic 6", brand="荣耀")]
    )
    assert counter.texts("荣耀") == []
    rebuild(shop.products)
    assert counter.later() > 0
    assert counter.texts("rongy")[:1] == ["荣耀"]


def test_changes_are_taken_up_after_a_while(shop: Shop, counter: Counter) -> None:
    counter.later()
    new: Product = replace(GOODS[0], id=DocumentId("N1"), title="荣耀 Magic 6", brand="荣耀")
    shop.store.products.upsert([new])
    apply(shop.products)
    assert counter.later() == 0  # fresh: not at every change
    assert counter.later(20) > 0  # an import in parts is known soon after its last one
    assert "荣耀" in counter.texts("rongy")
    assert counter.later(600) == 0  # nothing has changed


def test_past_queries_come_in_where_they_find_something(shop: Shop) -> None:
    counter = Counter(shop, [("飞天茅台", 40), ("白色 连衣裙", 30), ("zzqqxx", 90)])
    counter.later()
    assert "白色 连衣裙" in counter.texts("bslyq")
    assert counter.texts("zzqq") == []
    counter.asked.append(("防摔 手机壳", 20))
    assert counter.later(600) > 0
    assert "防摔 手机壳" in counter.texts("fangs")


def test_a_blocked_phrase_never_appears(counter: Counter) -> None:
    counter.later()
    counter.lists.add(Rule(action=Action.BLOCK, text="華 為"))
    counter.later()
    for typed in ("华", "华为", "hw", "huawei", "hua为"):
        assert "华为" not in counter.texts(typed)
        assert "华为手机" in counter.texts(typed)
    assert counter.lists.remove("华为") == 1
    counter.later()
    assert "华为" in counter.texts("华")


def test_a_forced_phrase_stands_first_for_its_prefix(counter: Counter) -> None:
    counter.later()
    counter.lists.add(Rule(action=Action.FORCE, text="中秋礼盒", prefix="月饼"))
    counter.lists.add(Rule(action=Action.FORCE, text="茅台白酒", prefix="m"))
    counter.later()
    assert counter.texts("月餅") == ["中秋礼盒"]
    assert counter.texts("月") == []
    assert counter.texts("m")[0] == "茅台白酒"
    assert counter.texts("maot")[0] == "茅台白酒"
    assert counter.texts("mate")[0] != "茅台白酒"
    assert counter.texts("m").count("茅台白酒") == 1
    assert len(counter.texts("m")) <= 10


def test_a_forced_phrase_without_a_prefix_stands_first_for_all_its_beginnings(
    counter: Counter,
) -> None:
    counter.later()
    counter.lists.add(Rule(action=Action.FORCE, text="三星"))
    counter.later()
    [first, *_] = counter.service.suggest("s")
    assert (first.kind, first.text, first.highlight) == ("brand", "三星", "<mark>三</mark>星")
    assert counter.texts("三")[0] == counter.texts("sanx")[0] == "三星"


def test_blocking_stands_above_forcing(counter: Counter) -> None:
    counter.later()
    counter.lists.add(Rule(action=Action.FORCE, text="三星"))
    counter.lists.add(Rule(action=Action.BLOCK, text="三星"))
    counter.later()
    assert "三星" not in counter.texts("s") + counter.texts("三星")


@pytest.mark.parametrize(
    ("text", "prefix", "field"),
    [("", "", "text"), ("!!", "", "text"), ("长" * 65, "", "text"), ("a\x00", "", "text"),
     ("好", "?", "prefix"), ("好", "长" * 65, "prefix")],
)  # fmt: skip
def test_a_rule_that_nobody_could_meet_is_refused(
    counter: Counter, text: str, prefix: str, field: str
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        counter.lists.add(Rule(action=Action.FORCE, text=text, prefix=prefix))
    assert caught.value.field == field
    assert counter.lists.all() == ()


def test_rules_are_kept_once_and_in_order(shop: Shop, counter: Counter) -> None:
    for text in ("手机", "空调", "手 机"):
        counter.lists.add(Rule(action=Action.BLOCK, text=text))
    counter.lists.add(Rule(action=Action.FORCE, text="手机", prefix="s"))
    assert CurationStore(shop.store.database).all() == (
        Rule(action=Action.BLOCK, text="手 机"),
        Rule(action=Action.BLOCK, text="空调"),
        Rule(action=Action.FORCE, text="手机", prefix="s"),
    )
    assert counter.lists.remove("手机") == 2


def test_a_build_ends_when_the_process_does(counter: Counter) -> None:
    counter.keeper.stop()
    assert counter.later() == 0
    assert counter.texts("华为") == []
