"""The product page: what it shows, how a variant is chosen, what it tells machines."""

import json
import re
from typing import Any
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient

from indexer.catalog import DocumentId, Product, Sku, fen
from tests.web.catalogue import HOSTILE
from tests.web.reading import PageRead, read
from web.shop.offers import axes_of, offer_of


def test_it_shows_what_the_feed_says(client: FlaskClient) -> None:
    response = client.get("/p/P1")
    page = read(response.get_data(as_text=True))
    assert response.status_code == 200
    assert page.text("h1") == "华为 Mate 60 Pro 5G手机"
    assert page.text("title") == "华为 Mate 60 Pro 5G手机 - 寻货"
    assert "¥5,999" in page.text("strong")
    assert "¥7,499" in page.text("s")
    assert page.text("thead") == "颜色 机身存储 价格 库存"
    assert "曜石黑 256GB ¥6,999 3" in page.text("tbody")
    assert "屏幕尺寸 6.7英寸" in page.text("dl")
    assert "（1万条评价）" in response.get_data(as_text=True)
    assert "旗舰手感，全天续航。" in page.text("section")
    assert page.attributes("link", rel="canonical")["href"] == "/p/P1"
    assert client.get(page.link("华为")).status_code == 200
    level = client.get(page.link("手机数码"))
    assert "共 5 件" in read(level.get_data(as_text=True)).text("h1")


def test_similar_products_are_others(client: FlaskClient) -> None:
    page = read(client.get("/p/M001").get_data(as_text=True))
    others = [address for _, address in page.links if address.startswith("/p/")]
    assert others
    assert "/p/M001" not in others


def test_everything_hostile_in_a_feed_is_text(client: FlaskClient) -> None:
    address = f"/p/{quote(HOSTILE.id, safe='')}"
    for where in (address, "/search?q=测试商品"):
        response = client.get(where)
        assert response.status_code == 200
        page = read(response.get_data(as_text=True))
        assert "<script>alert(1)</script>" in page.text()
        assert {"b", "i", "u"}.isdisjoint(tag for tag, _ in page.tags)
        scripts = [attrs for tag, attrs in page.tags if tag == "script"]
        assert all(
            attrs.get("type") == "application/ld+json" or attrs["src"].startswith("/static/")
            for attrs in scripts
        )
        assert not any(attrs["src"] == "x" for tag, attrs in page.tags if tag == "img")
        assert not any("javascript:" in value for _, attrs in page.tags for value in attrs.values())
        assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)
    assert "{{ 7*7 }}" in read(client.get(address).get_data(as_text=True)).text()


def test_an_id_with_signs_is_linked_whole(client: FlaskClient) -> None:
    page = read(client.get("/search?q=测试商品").get_data(as_text=True))
    linked = next(address for _, address in page.links if address.startswith("/p/"))
    assert linked == f"/p/{quote(HOSTILE.id, safe='')}"


def test_images_that_the_content_policy_forbids_are_left_out(client: FlaskClient) -> None:
    earphones = read(client.get("/p/P5").get_data(as_text=True))
    assert earphones.attributes("img")["src"] == "https://images.example/p5.jpg"
    odd = read(client.get(f"/p/{quote(HOSTILE.id, safe='')}").get_data(as_text=True))
    assert not any(tag == "img" for tag, _ in odd.tags)


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://localhost/search?q=%E6%89%8B%E6%9C%BA&page=2", "/search?q=%E6%89%8B%E6%9C%BA&page=2"),
        ("http://localhost/c/%E5%AE%B6%E5%B1%85?page=2", "/c/%E5%AE%B6%E5%B1%85?page=2"),
        ("http://localhost/", None),
        ("http://localhost/p/P2", None),
        ("http://evil.example/search?q=1", None),
        ("http://[", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_back_link_leads_to_our_results_only(
    client: FlaskClient, referrer: str, back: str | None
) -> None:
    page = read(client.get("/p/P1", headers={"Referer": referrer}).get_data(as_text=True))
    assert next((address for label, address in page.links if label.startswith("‹")), None) == back
    assert page.link("首页") == "/"


@pytest.mark.parametrize("product_id", ["nope", "%00", "a" * 65, "P1/", "%ff", "P1%20"])
def test_a_product_that_is_not_there_is_not_found(client: FlaskClient, product_id: str) -> None:
    response = client.get(f"/p/{product_id}")
    assert response.status_code == 404
    page = read(response.get_data(as_text=True))
    assert page.text("h1") == "没有找到"
    assert "商品已经下架" in page.text("main")


def shown(client: FlaskClient, address: str) -> PageRead:
    """The page at an address, which must be there."""
    response = client.get(address)
    assert response.status_code == 200
    return read(response.get_data(as_text=True))


def linked_data(client: FlaskClient, address: str) -> list[Any]:
    """What stands in the page for machines."""
    html = client.get(address).get_data(as_text=True)
    return [
        json.loads(text)
        for text in re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL
        )
    ]


def test_each_choice_is_a_link_to_a_variant_of_its_own(client: FlaskClient) -> None:
    page = shown(client, "/p/P1")
    assert "库存 5 件 已选：曜石黑 · 128GB" in page.text("p")
    larger = shown(client, "/p/P1" + page.link("256GB"))
    assert "¥6,999" in larger.text("strong")
    assert "库存 3 件 已选：曜石黑 · 256GB" in larger.text("p")
    white = shown(client, "/p/P1" + larger.link("雪域白"))
    assert "已选：雪域白 · 256GB" in white.text("p")
    for one in (page, larger, white):
        assert one.attributes("link", rel="canonical")["href"] == "/p/P1"
        assert one.text("title") == page.text("title")


@pytest.mark.parametrize("sku", ["", "nope", "P2-曜石黑-128GB", "%00", "<script>"])
def test_an_unknown_variant_falls_back_to_the_usual_one(client: FlaskClient, sku: str) -> None:
    page = shown(client, f"/p/P1?sku={sku}")
    assert "已选：曜石黑 · 128GB" in page.text("p")


def test_what_does_not_go_together_is_said_and_leads_to_what_does() -> None:
    small, large = ("小",), ("大",)
    skus = (
        Sku(id="1", price=fen(10), attributes={"颜色": ("红",), "尺码": small}),
        Sku(id="2", price=fen(12), stock=0, attributes={"颜色": ("红",), "尺码": large}),
        Sku(id="3", price=fen(9), stock=0, attributes={"颜色": ("蓝",), "尺码": large}),
    )
    product = Product(id=DocumentId("1"), title="衣服", price=fen(9), skus=skus)
    offer = offer_of(product, "")
    # The cheapest is not to be had: the cheapest that is stands there.
    assert (offer.sku, offer.price) == (skus[0], fen(10))
    color, size = axes_of(product, offer.sku)
    assert [(o.label, o.sku, o.selected, o.exact, o.out) for o in color.options] == [
        ("红", "1", True, True, False), ("蓝", "3", False, False, True),
    ]  # fmt: skip
    assert [(o.label, o.sku, o.selected, o.exact, o.out) for o in size.options] == [
        ("小", "1", True, True, False), ("大", "2", False, True, True),
    ]  # fmt: skip


def test_variants_that_nothing_tells_apart_are_chosen_by_their_ids() -> None:
    skus = tuple(Sku(id=id_, price=fen(1), attributes={"颜色": ("红",)}) for id_ in "ab")
    product = Product(id=DocumentId("1"), title="衣服", price=fen(1), skus=skus)
    *_, last = axes_of(product, skus[1])
    assert [(o.label, o.selected) for o in last.options] == [("a", False), ("b", True)]


def test_machines_read_each_variant_as_an_offer(client: FlaskClient) -> None:
    product, trail = linked_data(client, "/p/P1")
    assert (product["@type"], product["name"]) == ("Product", "华为 Mate 60 Pro 5G手机")
    assert product["brand"]["name"] == "华为"
    assert product["aggregateRating"]["reviewCount"] == 10_070
    offers = product["offers"]
    assert [(offer["price"], offer["priceCurrency"]) for offer in offers] == [
        ("5999.00", "CNY"), ("6999.00", "CNY"), ("5999.00", "CNY"), ("6999.00", "CNY"),
    ]  # fmt: skip
    for offer in offers:
        assert f"¥{float(offer['price']):,.0f}" in shown(client, offer["url"]).text("strong")
    assert [item["name"] for item in trail["itemListElement"]] == ["手机数码", "手机"]
    for item in trail["itemListElement"]:
        assert item["name"] in shown(client, item["item"]).text("h1")


def test_machines_read_what_is_sold_out_and_what_is_not_rated(client: FlaskClient) -> None:
    case, _ = linked_data(client, "/p/P4")
    assert case["offers"]["availability"].endswith("/OutOfStock")
    assert "aggregateRating" not in case
    assert "image" not in case
    earphones, _ = linked_data(client, "/p/P5")
    assert earphones["image"] == ["https://images.example/p5.jpg"]
    hostile, *_ = linked_data(client, f"/p/{quote(HOSTILE.id, safe='')}")
    assert hostile["name"] == HOSTILE.title
    assert unquote(hostile["url"]) == f"/p/{HOSTILE.id}"
