"""Pages of other origins may call the API only where a setting names them."""

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import ClientFactory

SHOP = "https://shop.example"
ADDRESS = "/api/v1/search?q=手机"


def allowed(client: FlaskClient, origin: str, address: str = ADDRESS) -> str | None:
    """The origin that an answer is open to."""
    return client.get(address, headers={"Origin": origin}).headers.get(
        "Access-Control-Allow-Origin"
    )


def test_without_the_setting_nothing_is_open(client: FlaskClient) -> None:
    answer = client.get(ADDRESS, headers={"Origin": SHOP})
    assert answer.status_code == 200
    assert not [name for name in answer.headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118
    assert "Vary" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    ["https://shop.example.evil", "http://shop.example", "https://shopxexample", "null",
     "https://shop.example:444", "https://a.shop.example", "https://SHOP.example"],
)  # fmt: skip
def test_an_origin_is_matched_to_the_letter(client_with: ClientFactory, origin: str) -> None:
    client = client_with(CORS_ORIGINS=f"http://localhost:5173,{SHOP}")
    assert allowed(client, origin) is None
    assert allowed(client, SHOP) == SHOP
    assert allowed(client, "http://localhost:5173") == "http://localhost:5173"


def test_only_the_api_is_open_and_failures_can_be_read_too(client_with: ClientFactory) -> None:
    client = client_with(CORS_ORIGINS=SHOP)
    assert allowed(client, SHOP, "/") is None
    assert allowed(client, SHOP, "/metrics") is None
    assert allowed(client, SHOP, "/api/v1/search?page=0") == SHOP
    assert allowed(client, SHOP, "/api/v1/nothing") == SHOP
    answer = client.get(ADDRESS, headers={"Origin": SHOP})
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert answer.headers["Access-Control-Expose-Headers"] == "ETag, Retry-After"


def test_caches_keep_the_answers_of_two_origins_apart(client_with: ClientFactory) -> None:
    client = client_with(CORS_ORIGINS=SHOP)
    for headers in ({}, {"Origin": SHOP}, {"Origin": "https://other.example"}):
        assert client.get("/api/v1/products/P1", headers=headers).headers["Vary"] == "Origin"


def test_a_browser_that_asks_first_is_answered(client_with: ClientFactory) -> None:
    client = client_with(CORS_ORIGINS=SHOP)
    asking = {"Origin": SHOP, "Access-Control-Request-Method": "GET"}
    answer = client.options(ADDRESS, headers=asking)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]
    # Keys for writing stay on the shop's own server.
    assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type"
    asking["Origin"] = "https://other.example"
    assert "Access-Control-Allow-Methods" not in client.options(ADDRESS, headers=asking).headers
