"""Searches by what a text means: on a real engine, over a shop whose answers can be read off."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest

from indexer.catalog import DocumentId, Product, Sku, fen
from indexer.patch import settled
from indexer.rebuild import rebuild
from indexer.shop import Shop
from query.form import SearchForm
from query.lexicon.keeper import LexiconKeeper
from query.page import FacetValue
from query.reading import LexiconReader
from query.search import SearchService
from tests.query.asking import asked, broken_promises, found
from tests.query.conftest import opened, service_of

_PHONES, _CASES = ("手机数码", "手机"), ("手机数码", "手机配件", "手机壳")


def good(  # noqa: PLR0913 - a product is told by these
    id_: str,
    title: str,
    price: float,
    brand: str = "",
    category: tuple[str, ...] = (),
    *,
    skus: tuple[Sku, ...] = (),
    **attributes: str,
) -> Product:
    return settled(
        Product(
            id=DocumentId(id_),
            title=title,
            price=fen(price),
            brand=brand,
            category=category,
            attributes={name: (value,) for name, value in attributes.items()},
            skus=skus,
            sales=100,
            created=datetime(2026, 1, 1, tzinfo=UTC),
        )
    )


def sku(id_: str, color: str, storage: str, price: float) -> Sku:
    values = {"颜色": (color,), "机身存储": (storage,)}
    return Sku(id=id_, price=fen(price), stock=3, attributes=values)


GOODS = [
    good(
        "H1",
        "华为 Mate 60 Pro 手机",
        5999,
        "华为",
        _PHONES,
        skus=(sku("a", "雅川青", "256GB", 5999), sku("b", "白沙银", "512GB", 6999)),
    ),
    good("H2", "华为 nova 手机 8GB 256GB", 2699, "华为", _PHONES, 颜色="黑色", 机身存储="256GB"),
    good("A1", "苹果 iPhone 15 手机 128GB", 4599, "苹果", _PHONES, 颜色="粉色", 机身存储="128GB"),
    good("X1", "小米 14 手机 256GB 白色", 3999, "小米", _PHONES, 颜色="白色", 机身存储="256GB"),
    # Nothing but a title: half of what real feeds bring.
    good("N1", "HUAWEI 畅享 70 手机 黑色", 1199),
    good("C1", "绿联 苹果15手机壳 透明 适用iPhone 15", 39, "绿联", _CASES),
    good("C2", "适用华为mate60钢化膜 手机膜", 19),
    good("F1", "红富士苹果 10斤 新鲜水果", 59, "", ("生鲜", "水果", "苹果")),
    good("S1", "兰蔻小黑瓶精华 30ml", 760, "兰蔻", ("美妆", "精华")),
    good("S2", "雅诗兰黛 精华液 50ml", 900, "雅诗兰黛", ("美妆", "精华")),
    good("S3", "OLAY 淡斑精华 30ml", 299, "OLAY", ("美妆", "精华")),
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """GOODS, indexed."""
    with opened(tmp_path_factory.mktemp("understood"), GOODS) as filled:
        yield filled


@pytest.fixture(scope="module")
def service(shop: Shop) -> SearchService:
    """The search that understands."""
    return service_of(shop, LexiconKeeper(shop.products).ready().reader)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("华为手机", {"H1", "H2", "N1"}),
        ("huawei 手机", {"H1", "H2", "N1"}),
        ("2000到3000的华为手机", {"H2"}),
        ("手机 3000以内", {"H2", "N1"}),
        ("除了华为的手机 3000以上", {"A1", "X1"}),
        ("手机 不要白色", {"H1", "H2", "A1", "N1"}),
        ("华为或小米 手机 256g", {"H1", "H2", "X1"}),
        ("精华 不要兰蔻", {"S2", "S3"}),
        ("苹果手机壳", {"C1"}),
        ("苹果 10斤", {"F1"}),
        ("手机", {"H1", "H2", "A1", "X1", "N1"}),
        ("手机 不要 128G", {"H1", "H2", "X1", "N1"}),
        ("不要 128G 的手机", {"H1", "H2", "X1", "N1"}),
        ("手机2000-3000", {"H2"}),
        ("雅川青 5000-6000", {"H1"}),
    ],
)
def test_hits_are_what_was_meant(service: SearchService, text: str, expected: set[str]) -> None:
    assert set(found(service, text)) == expected


def test_a_sku_is_named_that_meets_all_that_was_said(service: SearchService) -> None:
    page = asked(service, "华为手机 512g")
    assert [(hit.id, hit.sku) for hit in page.hits] == [("H1", "b")]
    assert page.hits[0].price == fen(6999)


def test_what_touches_a_refusal_is_what_is_refused(service: SearchService) -> None:
    slots = {chip.slot for chip in asked(service, "白色不要 128g 手机").chips}
    assert slots == {"exclude.attributes.color", "attributes.storage", "category"}


def test_a_chip_is_called_as_the_facet_is(service: SearchService) -> None:
    page = asked(service, "华为手机 512g")
    [chip] = [chip for chip in page.chips if chip.slot == "attributes.storage"]
    assert chip.label == "机身存储：512GB"
    assert "机身存储" in {facet.label for facet in page.facets}
    alone = asked(service, "华为手机 512g", ("facet", "brand"))
    assert "存储容量：512GB" in {chip.label for chip in alone.chips}


def test_every_chip_keeps_its_promise(service: SearchService) -> None:
    for text in (
        "2000到3000的华为手机 256G 不要白色",
        "苹果手机",
        "精华 不要兰蔻",
        "小米 512g 手机",
    ):
        assert asked(service, text).chips, text
        assert not broken_promises(service, text), text


def test_what_finds_nothing_is_relaxed_and_told(service: SearchService) -> None:
    page = asked(service, "红色华为手机")
    assert {hit.id for hit in page.hits} == {"H1", "H2", "N1"}
    (notice,) = page.notices
    assert notice.kind == "relaxed"
    assert "红色" in notice.text
    assert "颜色" in notice.text
    assert notice.slots == ("attributes.color",)
    assert [chip.slot for chip in page.chips] == ["brand", "category"]


def test_a_price_that_nothing_meets_is_widened_a_little(service: SearchService) -> None:
    page = asked(service, "华为手机 2000到2500")
    assert [hit.id for hit in page.hits] == ["H2"]
    assert page.notices[0].slots == ("price_range",)
    assert asked(service, "华为手机 1500到1600").total == 0


def test_what_is_not_wanted_never_comes_back(service: SearchService) -> None:
    assert asked(service, "手机 不要华为 不要小米 不要苹果 5000以上").total == 0


def test_a_model_that_no_title_has_is_given_up_and_told(service: SearchService) -> None:
    page = asked(service, "华为 nova 13 ultra 手机")
    assert {hit.id for hit in page.hits} == {"H1", "H2", "N1"}
    assert page.notices[0].slots == ("model",)
    assert "nova 13 ultra" in page.notices[0].text
    assert asked(service, "华为 nova 13 ultra 手机", ("drop", "model")).total == 3


def test_words_that_nothing_has_only_order(service: SearchService) -> None:
    page = asked(service, "华为手机 卫星通话")
    assert {hit.id for hit in page.hits} == {"H1", "H2", "N1"}
    assert page.notices[0].kind == "words"


def test_a_choice_stands_for_what_was_typed(service: SearchService) -> None:
    page = asked(service, "华为手机", ("f.brand", "小米"))
    assert [hit.id for hit in page.hits] == ["X1"]
    assert [chip.slot for chip in page.chips] == ["category"]
    cheaper = asked(service, "华为手机 3000以上", price="2000-3000")
    assert [hit.id for hit in cheaper.hits] == ["H2"]


@pytest.mark.parametrize("text", ["手机", "华为手机", "红色手机", "黑色手机 256G", "手机 3000以上"])
def test_a_facet_counts_what_choosing_then_finds(service: SearchService, text: str) -> None:
    """Whatever the text names already."""
    page = asked(service, text)
    assert page.chips
    for facet in page.facets:
        for value in facet.values:
            if isinstance(value, FacetValue):
                chosen = asked(service, text, (f"f.{facet.key}", value.value))
            else:
                sides = (value.low, value.high)
                price = "-".join("" if side is None else f"{side:g}" for side in sides)
                chosen = asked(service, text, price=price)
            assert chosen.total == value.count, (facet.key, value)


def test_a_choice_that_says_the_same_is_no_second_chip(service: SearchService) -> None:
    same = asked(service, "手机", ("f.category", "手机数码/手机"))
    assert (same.total, [chip.slot for chip in same.chips]) == (4, [])
    wide = asked(service, "手机", ("f.category", "手机数码"))
    assert (wide.total, [chip.without for chip in wide.chips]) == (4, [5])
    storage = asked(service, "手机 256G", ("f.机身存储", "256GB"))
    assert [chip.slot for chip in storage.chips] == ["category"]
    other = asked(service, "手机 256G", ("f.机身存储", "512GB"))
    assert [chip.slot for chip in other.chips] == ["category"]


def test_the_typed_words_alone(service: SearchService) -> None:
    page = asked(service, "华为手机", raw=1)
    assert page.chips == ()
    assert page.parse.slots == ()
    assert "C2" in {hit.id for hit in page.hits}


def test_a_word_of_two_meanings_offers_the_other_one(service: SearchService) -> None:
    page = asked(service, "苹果")
    (reading,) = page.readings
    assert reading.text == "苹果"
    assert {hit.id for hit in page.hits} == {"A1", "F1"}  # the fruit names no brand
    args = parse_qsl(reading.address.partition("?")[2])
    other = service.search(SearchForm.from_args(args))
    assert [hit.id for hit in other.hits] == ["F1"]


def test_the_cheapest_is_asked_for_in_words(service: SearchService) -> None:
    assert found(service, "最便宜的手机")[0] == "N1"
    assert found(service, "最便宜的手机", sort="price_desc")[0] == "H1"


def test_the_lexicon_of_a_generation_is_stored_with_it(shop: Shop) -> None:
    first = LexiconKeeper(shop.products).ready().reader()
    assert isinstance(first, LexiconReader)
    again = LexiconKeeper(shop.products)
    again.refresh()
    loaded = again.reader()
    assert isinstance(loaded, LexiconReader)
    assert loaded.lexicon.words == first.lexicon.words


def test_a_brand_is_known_as_soon_as_its_index_is(tmp_path_factory: pytest.TempPathFactory) -> None:
    with opened(tmp_path_factory.mktemp("new"), GOODS[:3]) as shop:
        keeper = LexiconKeeper(shop.products).ready()
        service = service_of(shop, keeper.reader)
        assert asked(service, "乌有牌手机").parse.slot("brand") is None
        shop.store.products.upsert([good("W1", "乌有牌 手机", 99, "乌有牌", _PHONES)])
        rebuild(shop.products)
        keeper.ready()
        page = asked(service, "乌有牌手机")
        assert [hit.id for hit in page.hits] == ["W1"]
        assert page.chips[0].label == "品牌：乌有牌"
