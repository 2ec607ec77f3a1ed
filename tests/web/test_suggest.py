"""Suggestions over HTTP, and the box of every page before any script runs."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer.settings import Settings
from tests.web.catalogue import HOSTILE
from tests.web.conftest import filled
from web import Services, create_app


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A visitor of a filled shop whose suggestions are built."""
    services = Services.open(filled(tmp_path_factory.mktemp("shop")))
    services.suggestion_keeper.ready()
    yield create_app(services).test_client()
    services.close()


def test_the_answer_has_every_part(shop: FlaskClient) -> None:
    response = shop.get("/api/v1/suggest?q=hua为")
    answer = response.get_json()
    assert response.mimetype == "application/json"
    assert "max-age=" in response.headers["Cache-Control"]
    assert answer["query"] == "hua为"
    assert answer["suggestions"][0] == {
        "kind": "brand",
        "text": "华为",
        "highlight": "<mark>华为</mark>",
        "address": "/search?f.brand=%E5%8D%8E%E4%B8%BA",
    }
    assert {one["kind"] for one in answer["suggestions"]} == {"brand", "query", "product"}


@pytest.mark.parametrize("typed", ["华", "shouji", "xm", "fenlei", "p", "mj", "1", "img"])
def test_every_suggestion_leads_somewhere(shop: FlaskClient, typed: str) -> None:
    found = shop.get("/api/v1/suggest", query_string={"q": typed}).get_json()["suggestions"]
    assert found
    for one in found:
        page = shop.get(one["address"])
        assert page.status_code == 200
        assert "没有找到符合的商品" not in page.get_data(as_text=True)


@pytest.mark.parametrize("typed", ["huawie", "花为", "华维", "fawei"])
def test_a_text_with_an_error_stays_and_shows_what_was_meant(shop: FlaskClient, typed: str) -> None:
    answer = shop.get("/api/v1/suggest", query_string={"q": typed}).get_json()
    assert answer["query"] == typed
    assert answer["suggestions"][0]["text"] == "华为"
    assert answer["suggestions"][0]["address"] == "/search?f.brand=%E5%8D%8E%E4%B8%BA"


def test_a_hostile_product_is_escaped_and_found_under_its_odd_id(shop: FlaskClient) -> None:
    [one] = [
        one
        for one in shop.get("/api/v1/suggest?q=script").get_json()["suggestions"]
        if one["kind"] == "product"
    ]
    assert one["text"].startswith("<script>")
    assert "<script>" not in one["highlight"].replace("<mark>", "").replace("</mark>", "")
    assert one["address"] == f"/p/{quote(HOSTILE.id, safe='')}"
    assert escape("<script>alert(1)</script>") in shop.get(one["address"]).get_data(as_text=True)


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=%00", "q=%ff%fe", "q=" + "a" * 65, "q=" + "%F0%9F%98%80" * 64, "q=a&q=b", "x=1"],
)
def test_odd_input_is_no_error(shop: FlaskClient, query: str) -> None:
    response = shop.get(f"/api/v1/suggest?{query}")
    assert response.status_code == 200
    assert isinstance(response.get_json()["suggestions"], list)


def test_longer_than_any_beginning_gives_nothing(shop: FlaskClient) -> None:
    assert shop.get(f"/api/v1/suggest?q=华为{'手' * 63}").get_json()["suggestions"] == []


def test_a_shop_without_goods_answers_with_nothing(empty_client: FlaskClient) -> None:
    response = empty_client.get("/api/v1/suggest?q=华为")
    assert response.status_code == 200
    assert response.get_json() == {"query": "华为", "suggestions": []}


def test_until_they_are_built_the_answer_is_empty(client: FlaskClient) -> None:
    assert client.get("/api/v1/suggest?q=华为").get_json()["suggestions"] == []


def test_a_deleted_product_is_gone_at_once(tmp_path: Path) -> None:
    settings: Settings = filled(tmp_path)
    services = Services.open(settings)
    services.suggestion_keeper.ready()
    visitor = create_app(services).test_client()
    before = visitor.get("/api/v1/suggest?q=nova").get_json()["suggestions"]
    services.shop.store.products.delete(["P2"])
    after = visitor.get("/api/v1/suggest?q=nova").get_json()["suggestions"]
    services.close()
    assert [one["address"] for one in before] == ["/p/P2"]
    assert after == []


def test_without_a_script_the_box_is_a_plain_form(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    assert 'action="/search" method="get"' in page
    assert '<div class="suggest" hidden>' in page
    assert 'role="combobox"' not in page  # the script that opens a list says so
    assert "<script>" not in page


def test_hot_words_are_in_the_page_where_there_are_some(client: FlaskClient) -> None:
    services: Services = client.application.extensions["xunhuo.services"]
    asking = create_app(replace(services, hot_words=lambda: ["连衣裙", "<b>"])).test_client()
    page = asking.get("/search").get_data(as_text=True)
    assert "/search?q=%E8%BF%9E%E8%A1%A3%E8%A3%99" in page
    assert "&lt;b&gt;</a>" in page
    quiet = create_app(replace(services, hot_words=list)).test_client()
    assert "suggest-hot" not in quiet.get("/search").get_data(as_text=True)
