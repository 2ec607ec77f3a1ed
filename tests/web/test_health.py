"""Health, counters, and what every answer carries."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.settings import Settings
from web import Services, create_app


def counted(client: FlaskClient, name: str) -> float:
    """The value of one counter."""
    text = client.get("/metrics").get_data(as_text=True)
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_alive_and_ready(client: FlaskClient, empty_client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json()["status"] == "ready"
    assert empty_client.get("/healthz").status_code == 200
    waiting = empty_client.get("/readyz")
    assert waiting.status_code == 503
    assert waiting.mimetype == "application/problem+json"


def test_requests_and_searches_are_counted(shop_settings: Settings) -> None:
    services = Services.open(shop_settings)
    client = create_app(services).test_client()
    for address in ("/search?q=毛巾", "/search?q=卫星", "/api/v1/search?q=毛巾", "/nope"):
        client.get(address)
    client.open("/search", method="BREW")
    ok = 'xunhuo_http_requests_total{endpoint="shop.search",method="GET",status="200"}'
    assert counted(client, ok) == 2
    none = 'xunhuo_http_requests_total{endpoint="none",method="GET",status="404"}'
    assert counted(client, none) == 1
    assert counted(client, 'xunhuo_searches_total{counter="page"}') == 2
    assert counted(client, 'xunhuo_searches_total{counter="api"}') == 1
    assert counted(client, 'xunhuo_searches_without_result_total{counter="page"}') == 1
    assert counted(client, 'xunhuo_http_request_seconds_count{endpoint="api.search"}') == 1
    assert "BREW" not in client.get("/metrics").get_data(as_text=True)
    services.close()


def test_counting_loses_nothing_between_threads(app: Flask) -> None:
    name = 'xunhuo_http_requests_total{endpoint="health.alive",method="GET",status="200"}'
    before = counted(app.test_client(), name)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: app.test_client().get("/healthz").status_code, range(400)))
    assert counted(app.test_client(), name) == before + 400


def test_two_apps_count_apart(app: Flask, empty_client: FlaskClient) -> None:
    app.test_client().get("/search?q=毛巾")
    assert counted(empty_client, 'xunhuo_searches_total{counter="page"}') == 0


@pytest.mark.parametrize(
    "address",
    ["/", "/search?q=手机", "/p/P1", "/nope", "/search?page=0", "/api/v1/search", "/api/v1/x",
     "/healthz", "/metrics", "/static/shop.css"],
)  # fmt: skip
def test_every_answer_carries_the_headers(client: FlaskClient, address: str) -> None:
    with client.get(address) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "img-src 'self' https:;" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


def test_pages_need_nothing_that_the_policy_forbids(client: FlaskClient) -> None:
    for address in ("/", "/search?q=手机", "/p/P1", "/nope"):
        html = client.get(address).get_data(as_text=True)
        assert " style=" not in html
        assert "<style" not in html
        # A script is a file of ours, or data that no browser runs.
        for script in re.findall(r"<script[^>]*>", html):
            assert re.search(r'src="/static/|type="application/ld\+json"', script)
        assert not re.search(r'(?:src|href)="(?:https?:)?//(?!images\.example)', html)
