"""Models as titles write them, and whole titles as people paste them, are found."""

from collections.abc import Iterator

import pytest

from indexer.catalog import DocumentId, Product, fen
from indexer.patch import settled
from query.lexicon.keeper import LexiconKeeper
from query.search import SearchService
from tests.query.asking import asked
from tests.query.conftest import opened, service_of

_PHONES = ("手机数码", "手机")


def good(id_: str, title: str, *category: str, brand: str = "") -> Product:
    return settled(
        Product(id=DocumentId(id_), title=title, price=fen(60), brand=brand, category=category)
    )


GOODS = [
    good("X8", "OPPO Find X8 Ultra 哈苏大师影像 骁龙8至尊版 拍照手机", *_PHONES, brand="OPPO"),
    good("Y3", "vivo Y300 送父母 学生党 智能手机", *_PHONES, brand="vivo"),
    good("NE", "iQOO Neo10 全网通手机 自研电竞芯片 120W闪充", *_PHONES, brand="iQOO"),
    good("PM", "苹果 iPhone 13 Pro Max 手机 电池健康 金色 512GB", *_PHONES, brand="苹果"),
    good("BP", "晨光B5软抄本 加厚简约60页", "办公文具", "本册", brand="晨光"),
    good("CH", "倍思100W充电器 Type-C PD快充充电头笔记本电脑", "手机数码", "充电器", brand="倍思"),
    good("NB", "联想小新笔记本电脑 16英寸 倍思同款", "电脑办公", "笔记本电脑", brand="联想"),
    good("MT", "茅台（MOUTAI） 飞天 53度 酱香型 500ml", "酒水", "白酒", brand="茅台"),
    good("LT", "雀巢金牌咖啡 拿铁味 48条", "冲饮", "咖啡", brand="雀巢"),
    good("TE", "张飞 铁锅 32cm", "厨具", "炒锅"),
    good("GW", "龟牌 玻璃水大容量通用", "汽车用品", "玻璃水", brand="龟牌"),
    *(
        good(f"B{n}", f"晨光软抄本 {n} 号 厚本", "办公文具", "本册", brand="晨光")
        for n in range(30)
    ),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    """Searches GOODS as the shop does, by what texts mean."""
    with opened(tmp_path_factory.mktemp("titles"), GOODS) as shop:
        keeper = LexiconKeeper(shop.products).ready()
        yield service_of(shop, keeper.reader)
        keeper.stop()


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("OPPO Find X8 Ultra", "X8"),
        ("find x8ultra", "X8"),
        ("findx8 ultra手机", "X8"),
        ("vivo Y300", "Y3"),
        ("vivoy300", "Y3"),
        ("iQOO Neo10 手机", "NE"),
        ("iqoo neo 10", "NE"),
        ("iPhone 13 Pro Max", "PM"),
        ("苹果13promax", "PM"),
        ("飞天茅台", "MT"),
        ("茅台飞天53度", "MT"),
    ],
)
def test_a_model_is_found_however_it_is_spaced(service: SearchService, text: str, id_: str) -> None:
    assert asked(service, text).hits[0].id == id_


def test_a_thing_is_not_its_own_accessory(service: SearchService) -> None:
    """玻璃 is a part of other things; 通用 玻璃水 is still 玻璃水."""
    assert [hit.id for hit in asked(service, "玻璃水").hits] == ["GW"]


def test_the_end_of_a_word_that_nobody_knows_is_no_material(service: SearchService) -> None:
    assert [hit.id for hit in asked(service, "拿铁").hits] == ["LT"]


@pytest.mark.parametrize("product", GOODS[:11], ids=lambda product: product.id)
def test_a_pasted_title_finds_its_product_first(service: SearchService, product: Product) -> None:
    page = asked(service, f" {product.title.upper()} ")

    assert page.hits[0].id == product.id


def test_what_is_said_in_other_words_is_still_understood(service: SearchService) -> None:
    page = asked(service, "晨光的软抄本 要厚一点的 100元以内")

    assert page.parse.slot("price_range") is not None
