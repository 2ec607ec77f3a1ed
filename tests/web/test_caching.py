"""What may be kept of an answer, and what a caller who has it already gets."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.catalog import DocumentId
from indexer.patch import Patch
from tests.web.conftest import filled
from web import Services, create_app

TAGGED = ("/api/v1/products/P1", "/api/v1/products/P1/similar", "/api/v1/openapi.json", "/p/P1")


@pytest.mark.parametrize("address", TAGGED)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_has_it_already_gets_no_body(client: FlaskClient, address: str, method: str) -> None:
    first = client.open(address, method=method)
    tag = first.headers["ETag"]
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "no-cache"

    for known in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = client.open(address, method=method, headers={"If-None-Match": known})
        assert again.status_code == 304, known
        assert again.data == b""
        assert again.headers["ETag"] == tag
        assert again.headers["Cache-Control"] == "no-cache"
    other = client.open(address, method=method, headers={"If-None-Match": 'W/"other"'})
    assert other.status_code == 200


def test_a_changed_product_has_another_tag(tmp_path: Path) -> None:
    services = Services.open(filled(tmp_path))
    client = create_app(services).test_client()
    tag = client.get("/api/v1/products/P5").headers["ETag"]
    services.shop.store.products.patch([Patch(id=DocumentId("P5"), fields={"price": 188.0})])
    changed = client.get("/api/v1/products/P5", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.get_json()["price"] == 188.0
    services.close()


def test_a_search_is_asked_anew_each_time(client: FlaskClient) -> None:
    for address in ("/api/v1/search?q=毛巾", "/search?q=毛巾"):
        answer = client.get(address)
        assert "ETag" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-cache"
    ids = {client.get("/api/v1/search?q=毛巾").get_json()["search_id"] for _ in range(3)}
    assert len(ids) == 3


def test_failures_are_not_kept(client: FlaskClient) -> None:
    for address in ("/api/v1/products/nope", "/nope", "/static/nope.css?v=1"):
        with client.get(address) as answer:
            assert answer.status_code == 404
            assert answer.headers["Cache-Control"] == "no-cache"


def test_the_style_sheet_is_kept_for_good_and_changes_its_address_with_its_content(
    client: FlaskClient,
) -> None:
    found = re.search(r'href="(/static/shop\.css\?v=[0-9a-f]+)"', client.get("/").text)
    assert found
    with client.get(found[1]) as sheet:
        assert sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for address in ("/static/shop.css", "/static/shop.css?v=other"):
        with client.get(address) as sheet:
            tag = sheet.headers["ETag"]
            assert sheet.headers["Cache-Control"] == "no-cache"
        with client.get(address, headers={"If-None-Match": tag}) as again:
            assert again.status_code == 304
