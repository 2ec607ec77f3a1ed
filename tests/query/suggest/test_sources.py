"""The phrases that a catalogue and past queries make."""

from dataclasses import replace

import pytest

from indexer.catalog import DocumentId, Product, fen
from query.suggest.phrases import Kind, Phrase
from query.suggest.sources import gathered, short_name
from tests.query.goods import GOODS


def made(
    *products: Product, popular: tuple[tuple[str, int], ...] = (), empty: tuple[str, ...] = ()
) -> dict[str, Phrase]:
    return {one.text: one for one in gathered(products, popular, lambda text: text not in empty)}


def good(id_: str, title: str, category: str, brand: str = "", sales: int = 0) -> Product:
    path = tuple(category.split("/"))
    return Product(
        id=DocumentId(id_), title=title, price=fen(1), brand=brand, category=path, sales=sales
    )


def test_brands_categories_and_products_lead_to_their_places() -> None:
    found = made(*GOODS)
    assert (found["华为"].kind, found["华为"].target) == (Kind.BRAND, "华为")
    assert (found["白酒"].kind, found["白酒"].target) == (Kind.CATEGORY, "食品/酒/白酒")
    assert found["食品"].target == "食品"
    assert (found["华为 nova 12 手机"].kind, found["华为 nova 12 手机"].target) == (
        Kind.PRODUCT,
        "H2",
    )
    assert found["华为手机"].kind is Kind.QUERY
    assert found["华为"].weight > found["三星"].weight


def test_the_other_names_of_a_brand_find_it() -> None:
    product = replace(good("1", "手机", "数码", "华为"), brand_aliases=("HUAWEI",))
    assert made(product)["华为"].aliases == ("HUAWEI",)


def test_categories_of_one_name_are_told_apart() -> None:
    found = made(good("1", "洗衣液", "家居/清洁"), good("2", "奶瓶刷", "母婴/清洁"))
    assert found["清洁（家居）"].target == "家居/清洁"
    assert found["清洁（母婴）"].target == "母婴/清洁"
    assert "清洁" not in found


def test_of_products_with_one_name_the_best_selling_is_led_to() -> None:
    found = made(good("1", "毛巾", "家居", sales=1), good("2", "毛 巾", "家居", sales=9))
    assert found["毛 巾"].target == "2"
    assert "毛巾" not in found


def test_past_queries_are_suggested_only_where_they_find_something() -> None:
    asked = (("连衣裙 夏", 50), ("飞船", 90), ("連衣裙  夏", 5), ("茅台", 10))
    found = made(popular=asked, empty=("飞船",))
    assert set(found) == {"连衣裙 夏", "茅台"}
    assert found["连衣裙 夏"].kind is Kind.QUERY
    assert found["连衣裙 夏"].weight > found["茅台"].weight


@pytest.mark.parametrize("text", ["", "?!", "长" * 41, "a\x00b", "坏\u202e的"])
def test_odd_past_queries_are_left_out(text: str) -> None:
    assert made(popular=((text, 9),)) == {}


def test_the_engine_is_asked_for_so_many_queries_only() -> None:
    asked: list[str] = []

    def has_hits(text: str) -> bool:
        asked.append(text)
        return True

    gathered([], ((f"词{number}", 9000 - number) for number in range(9000)), has_hits)
    assert len(asked) == 2000


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("华为 Mate 60 Pro 手机", "华为 Mate 60 Pro 手机"),
        ("【限时特价】[自营] 小米 14 手机", "小米 14 手机"),
        ("【只有括号】", "【只有括号】"),
        (
            "Apple iPhone 15 Pro Max 256GB 蓝色钛金属 支持移动联通电信",
            "Apple iPhone 15 Pro Max 256GB",
        ),
        ("毛巾，加厚;吸水", "毛巾 加厚 吸水"),
        ("一二三四五六七八九十一二三四五六七八九十", "一二三四五六七八九十一二三四五六七…"),
        (
            "华为（HUAWEI） 双口快充66W充电器套装适用于多款手机",
            "华为（HUAWEI） 双口快充66W充电器套…",
        ),
        ("!!", "!!"),
    ],
)
def test_a_product_is_called_by_the_first_line_of_its_title(title: str, name: str) -> None:
    assert short_name(title) == name


def test_a_type_that_titles_name_is_suggested_where_no_category_is() -> None:
    goods = (
        good("1", "色织水洗棉四件套", "居家"),
        good("2", "真丝四件套", "居家"),
        good("3", "棉麻抱枕", "居家"),
    )
    found = made(*goods)
    assert (found["四件套"].kind, found["四件套"].target) == (Kind.QUERY, "四件套")
    assert found["抱枕"].kind is Kind.QUERY
    assert "四件套" not in made(*goods, empty=("四件套",))


def test_in_a_shop_of_thousands_one_title_alone_makes_no_type() -> None:
    many = (good(f"M{n}", f"色织四件套 {n}", "居家") for n in range(1_000))
    found = made(good("1", "棉麻抱枕", "居家"), *many)
    assert "四件套" in found
    assert "抱枕" not in found
