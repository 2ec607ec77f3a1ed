"""The JSON interface of contract §5."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer.settings import Settings
from tests.web.catalogue import HOSTILE
from web import Services, create_app


def problem(client: FlaskClient, address: str, status: int, method: str = "GET") -> dict[str, Any]:
    """The problem that an address gives, which must have the status in head and body."""
    response = client.open(address, method=method)
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.mimetype == "application/problem+json"
    found: dict[str, Any] = response.get_json(force=True)
    assert found.keys() == {"status", "title", "detail", "field"}
    assert found["status"] == status
    assert found["title"]
    assert found["detail"]
    return found


def test_a_search_answers_with_every_part_of_the_contract(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?q=华为手机&size=2&unknown=1")
    page = response.get_json()
    assert response.mimetype == "application/json"
    assert page.keys() == {
        "search_id", "query", "searched", "total", "page", "size", "took_ms", "parse", "chips",
        "notices", "hits", "facets", "related",
    }  # fmt: skip
    assert (page["query"], page["page"], page["size"]) == ("华为手机", 1, 2)
    assert len(page["hits"]) == 2
    assert {hit["id"] for hit in page["hits"]} == {"P1", "P2"}
    hit = page["hits"][0]
    assert hit["price"] in (2299.0, 5999.0)
    assert "<mark>华为</mark>" in hit["highlight"]
    assert page["facets"][0]["key"] == "brand"
    assert page["facets"][0]["values"][0].keys() >= {"value", "count", "selected"}


def test_filters_and_prices_choose_the_variant(client: FlaskClient) -> None:
    address = "/api/v1/search?q=华为手机&f.brand=华为&f.机身存储=256GB&price=-6000"
    first, second = client.get(address).get_json()["hits"]
    assert (first["id"], first["sku"], first["price"], first["fits"]) == (
        "P2", "P2-曜石黑-256GB", 2599.0, True,
    )  # fmt: skip
    assert (second["id"], second["fits"]) == ("P1", False)


def test_a_program_names_the_facets_that_it_shows(client: FlaskClient) -> None:
    asked = client.get(
        "/api/v1/search?q=华为手机&facet=price&facet=机身存储&facet=brand"
    ).get_json()
    assert [facet["key"] for facet in asked["facets"]] == ["brand", "price", "机身存储"]
    assert client.get("/api/v1/search?q=华为手机&facet=").get_json()["facets"] == []
    problem = client.get("/api/v1/search?q=华为手机&facet=没有的").get_json(force=True)
    assert (problem["status"], problem["field"]) == (400, "facet")


def test_an_empty_search_gives_everything(client: FlaskClient) -> None:
    assert client.get("/api/v1/search").get_json()["total"] == 126


def test_highlights_are_escaped(client: FlaskClient) -> None:
    [hit] = client.get("/api/v1/search?q=测试商品").get_json()["hits"]
    assert "<script>" not in hit["highlight"]
    assert "&lt;script&gt;" in hit["highlight"]
    assert "<mark>测试商品</mark>" in hit["highlight"]


def test_a_product_is_its_record(client: FlaskClient) -> None:
    assert client.get("/api/v1/products/P1").get_json()["description"].endswith("全天续航。")
    found = client.get(f"/api/v1/products/{quote(HOSTILE.id, safe='')}")
    assert found.get_json() == HOSTILE.to_record()


def test_similar_products(client: FlaskClient) -> None:
    answer = client.get("/api/v1/products/M001/similar").get_json()
    assert answer["id"] == "M001"
    assert answer["hits"]
    assert "M001" not in {hit["id"] for hit in answer["hits"]}
    problem(client, "/api/v1/products/nope/similar", 404)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=105", "page"),
        ("size=201", "size"),
        ("size=1.5", "size"),
        ("sort=best", "sort"),
        ("price=10", "price"),
        ("price=nan-5", "price"),
        ("f.没有=1", "f.没有"),
        ("q=" + "a" * 10_000, "q"),
    ],
)
def test_a_bad_parameter_is_named(client: FlaskClient, query: str, field: str) -> None:
    assert problem(client, f"/api/v1/search?{query}", 400)["field"] == field


@pytest.mark.parametrize(("query", "field"), [("user=u1", "user"), ("explain=1", "explain")])
def test_what_needs_a_key_is_refused(client: FlaskClient, query: str, field: str) -> None:
    found = problem(client, f"/api/v1/search?q=手机&{query}", 403)
    assert found["field"] == field
    assert "密钥" in found["detail"]
    assert client.get("/api/v1/search?q=手机&user=&explain=0").status_code == 200


def test_what_is_not_there_is_a_problem_too(client: FlaskClient) -> None:
    problem(client, "/api/v1/products/nope", 404)
    problem(client, "/api/v1/nothing", 404)
    problem(client, "/api/", 404)
    problem(client, "/api/v1/search", 405, method="POST")


def test_too_much_is_refused(client: FlaskClient) -> None:
    response = client.post("/api/v1/search", data=b"x" * (1 << 20) + b"x")
    assert response.status_code == 413
    assert response.mimetype == "application/problem+json"
    problem(client, "/api/v1/search?q=" + "a" * 70_000, 414)


def test_what_we_did_wrong_is_a_problem_that_tells_nothing(
    shop_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    services = Services.open(shop_settings)
    app = create_app(services)

    @app.get("/api/v1/broken")
    def broken() -> str:
        raise RuntimeError("password=geheim")

    found = problem(app.test_client(), "/api/v1/broken", 500)
    assert "geheim" not in str(found)
    assert "RuntimeError" in caplog.text
    services.close()


def test_a_query_in_another_encoding_is_explained(client: FlaskClient) -> None:
    for path in ("/api/v1/search", "/search"):
        query = {"QUERY_STRING": "q=" + "手机".encode("gb18030").decode("latin-1")}
        answer = client.get(path, environ_overrides=query)
        assert answer.status_code == 400
        assert "UTF-8" in answer.text


def test_without_an_index_a_search_is_unavailable(empty_client: FlaskClient) -> None:
    found = problem(empty_client, "/api/v1/search?q=手机", 503)
    assert "导入" in found["detail"]
    assert int(empty_client.get("/api/v1/search").headers["Retry-After"]) > 0
    page = empty_client.get("/")
    assert page.status_code == 503
    assert "店里还没有商品" in page.get_data(as_text=True)
    assert "python -m indexer import products" in page.get_data(as_text=True)


def test_with_the_engine_away_nothing_looks_empty(tmp_path: Path) -> None:
    environ = {"XUNHUO_ELASTICSEARCH_URL": "http://127.0.0.1:9"}
    services = Services.open(Settings.from_env(environ, tmp_path))
    client = create_app(services).test_client()
    found = problem(client, "/api/v1/search?q=手机", 503)
    assert "127.0.0.1" not in found["detail"]
    assert client.get("/search?q=手机").status_code == 503
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
    counted = client.get("/metrics").get_data(as_text=True)
    assert 'xunhuo_engine_errors_total{kind="EngineUnavailableError"} 3.0' in counted
    assert "xunhuo_searches_without_result_total{" not in counted
    services.close()


def test_a_choice_by_its_dimension_is_one_facet(client: FlaskClient) -> None:
    facets = client.get("/api/v1/search?q=手机&f.color=黑色").get_json()["facets"]
    assert [facet["key"] for facet in facets].count("color") == 1
    assert [facet["label"] for facet in facets].count("颜色") == 1
