"""The product page."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.web.catalogue import HOSTILE
from tests.web.reading import read


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
        assert all(attrs.get("src") for tag, attrs in page.tags if tag == "script")
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
        ("http://localhost/", "/"),
        ("http://localhost/p/P2", "/"),
        ("http://evil.example/search?q=1", "/"),
        ("http://[", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)  # fmt: skip
def test_the_back_link_leads_to_our_results_only(
    client: FlaskClient, referrer: str, back: str
) -> None:
    page = read(client.get("/p/P1", headers={"Referer": referrer}).get_data(as_text=True))
    assert next(address for label, address in page.links if label.startswith("‹")) == back


@pytest.mark.parametrize("product_id", ["nope", "%00", "a" * 65, "P1/", "%ff", "P1%20"])
def test_a_product_that_is_not_there_is_not_found(client: FlaskClient, product_id: str) -> None:
    response = client.get(f"/p/{product_id}")
    assert response.status_code == 404
    page = read(response.get_data(as_text=True))
    assert page.text("h1") == "没有找到"
    assert "商品已经下架" in page.text("main")
