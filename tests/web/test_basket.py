"""The basket: what a shopper puts in, kept in their browser alone."""

from base64 import urlsafe_b64encode
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from indexer.apply import apply
from indexer.catalog import DocumentId
from indexer.patch import Patch
from tests.web.behavior import together
from tests.web.reading import PageRead, read
from tests.web.recorded import OURS, agree, data_of, events_of
from web import Services

BLACK, WHITE = "P1-曜石黑-128GB", "P1-雪域白-256GB"


def put(client: FlaskClient, product: str, sku: str = "", quantity: Any = 1) -> int:  # noqa: ANN401
    """The status of putting something in."""
    form = {"product": product, "sku": sku, "quantity": quantity}
    return client.post("/basket", data=form, headers=OURS).status_code


def change(client: FlaskClient, product: str, sku: str = "", **how: Any) -> None:  # noqa: ANN401
    """Press a button of a line."""
    form = {"product": product, "sku": sku, "quantity": 1, **how}
    assert client.post("/basket/line", data=form, headers=OURS).status_code == 303


def basket(client: FlaskClient) -> PageRead:
    """The page."""
    return read(client.get("/basket").get_data(as_text=True))


def test_it_is_empty_at_first_and_says_how_to_fill_it(client: FlaskClient) -> None:
    page = basket(client)
    assert "购物车还是空的" in page.text("h1")
    assert "加入购物车" in page.text("main")
    assert any(address.startswith("/c/") for _, address in page.links)


def test_what_is_put_in_is_there_with_its_variant_price_and_sum(client: FlaskClient) -> None:
    bought = read(client.get("/p/P1").get_data(as_text=True))
    sku = bought.attributes("input", name="sku")["value"]
    assert put(client, "P1", sku) == 303
    assert put(client, "P1", WHITE, 2) == 303
    assert put(client, "P5", "", 3) == 303
    page = basket(client)
    text = page.text("main")
    assert "共 6 件" in text
    assert "雪域白 256GB" in text
    assert f"¥{5999 + 2 * 6999 + 3 * 199:,}" in text
    assert "购物车 6" in page.text("header")
    assert "购物车 6" in read(client.get("/").get_data(as_text=True)).text("header")
    assert page.link("小米无线耳机") == "/p/P5"


def test_lines_change_go_and_come_back(client: FlaskClient) -> None:
    put(client, "P5")
    put(client, "P1", BLACK)
    change(client, "P5", step="1")
    assert "3 件合计" in basket(client).text("main")
    change(client, "P5", quantity=7)
    assert "8 件合计" in basket(client).text("main")
    change(client, "P1", BLACK, remove="1")
    page = basket(client)
    assert "华为 Mate 60 Pro" not in page.text("ol")
    assert "拿掉了“华为 Mate 60 Pro 5G手机”" in page.text("form")
    put(client, "P1", BLACK)
    change(client, "P1", BLACK, step="-1")
    change(client, "P5", quantity=0)
    change(client, "P5", step="1")  # in a window that still shows it
    assert "购物车还是空的" in basket(client).text("h1")
    assert client.get_cookie("basket") is None


def test_nobody_buys_more_than_there_is(shop: tuple[FlaskClient, Services]) -> None:
    client, services = shop
    assert put(client, "P1", WHITE, 9) == 303  # there are 3
    assert "3 件合计" in basket(client).text("main")
    assert put(client, "P4") == 400  # sold out
    put(client, "P5", "", 2)
    services.shop.store.products.patch([Patch(id=DocumentId("P5"), fields={"stock": 1})])
    text = basket(client).text("main")
    assert "只剩 1 件，按 1 件计" in text
    assert f"¥{3 * 6999 + 199:,}" in text
    services.shop.store.products.patch([Patch(id=DocumentId("P5"), fields={"stock": 0})])
    text = basket(client).text("main")
    assert "不计入合计" in text
    assert f"¥{3 * 6999:,}" in text


def test_what_is_no_longer_sold_drops_out(shop: tuple[FlaskClient, Services]) -> None:
    client, services = shop
    put(client, "P5")
    put(client, "M001")
    services.shop.store.products.delete([DocumentId("P5")])
    apply(services.shop.products)
    assert "有 1 样已经下架" in basket(client).text("main")
    page = basket(client)
    assert "已经下架" not in page.text("main")
    assert "购物车 1" in page.text("header")


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"product": "没有"}, 404),
        ({"product": "P1"}, 400),  # it has variants
        ({"product": "P1", "sku": "别的"}, 400),
        ({"product": "P5", "quantity": "0"}, 400),
        ({"product": "P5", "quantity": "-1"}, 400),
        ({"product": "P5", "quantity": "100"}, 400),
        ({"product": "P5", "quantity": "1e9"}, 400),
        ({"product": "P5", "quantity": "٣"}, 400),
        ({}, 404),
    ],
)
def test_what_cannot_be_bought_is_refused(
    client: FlaskClient, form: dict[str, str], status: int
) -> None:
    assert client.post("/basket", data=form, headers=OURS).status_code == status
    assert client.get_cookie("basket") is None


def cookie(value: object) -> str:
    return urlsafe_b64encode(orjson.dumps(value)).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "value",
    [
        "x", "!!!", "é", cookie({}), cookie([1]), cookie([["P5", "", 0]]), cookie([["P5", "", 1.5]]),
        cookie([["P5", "", True]]), cookie([["P5", None, 1]]), cookie([["P5", "", 1, 2]]),
        cookie([["", "", 1]]), cookie([["P5", "\n", 1]]), cookie([["P" * 65, "", 1]]),
        cookie([["P5", "", 1]] * 2), cookie([[f"P{n}", "", 1] for n in range(51)]), "A" * 3_900,
    ],
)  # fmt: skip
def test_a_cookie_of_another_make_is_an_empty_basket(client: FlaskClient, value: str) -> None:
    client.set_cookie("basket", value)
    for address in ("/basket", "/p/P5"):
        assert client.get(address).status_code == 200
    assert "购物车还是空的" in basket(client).text("h1")


def test_it_has_bounds(client: FlaskClient) -> None:
    statuses = [put(client, f"M{number:03}") for number in range(51)]
    assert statuses == [303] * 50 + [400]
    assert "50 件合计" in basket(client).text("main")
    found = client.get_cookie("basket")
    assert found is not None
    assert len(found.value) < 3_500


def test_only_who_agreed_is_remembered_for_it(shop: tuple[FlaskClient, Services]) -> None:
    client, services = shop
    put(client, "P5")
    assert events_of(data_of(services)) == []
    agree(client)
    put(client, "P1", BLACK, 2)
    (event,) = events_of(data_of(services))
    assert (event.action, event.product, event.quantity, event.price) == ("cart", "P1", 2, 599_900)


def test_what_goes_with_it_is_shown_and_nothing_that_is_in_it(
    shop: tuple[FlaskClient, Services],
) -> None:
    client, services = shop
    together(services, ["P5", "M007"], ["P5", "P2"], ["P5", "P1"])
    put(client, "P5")
    page = client.get("/basket").get_data(as_text=True)
    shelf = page.split("搭配着买")[1].split("</section>")[0]
    assert 'href="/p/M007"' in shelf
    assert 'href="/p/P5"' not in shelf
    put(client, "M007")
    shelf = client.get("/basket").get_data(as_text=True).split("搭配着买")[1]
    assert 'href="/p/P1"' in shelf
    assert 'href="/p/M007"' not in shelf


def test_a_page_that_is_open_hears_how_many_there_are(client: FlaskClient) -> None:
    put(client, "M001", "", 2)
    client.get("/")  # says that it was put in
    form = {"product": "P5", "quantity": 3}
    answer = client.post("/basket", data=form, headers=OURS | {"Sec-Fetch-Dest": "empty"})
    assert answer.get_json() == {"pieces": 5}
    assert "已放进购物车" not in client.get("/basket").get_data(as_text=True)
