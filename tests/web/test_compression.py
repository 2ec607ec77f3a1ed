"""Compression is asked for twice: by a setting, and by each caller."""

import gzip
import re

import brotli
import pytest
from flask.testing import FlaskClient

from tests.web.conftest import ClientFactory

PAGES = ("/search?q=毛巾", "/p/P1", "/api/v1/products/P1", "/static/shop.css")


@pytest.mark.parametrize("address", PAGES)
def test_without_the_setting_nothing_is_compressed(client: FlaskClient, address: str) -> None:
    with client.get(address, headers={"Accept-Encoding": "gzip, br"}) as answer:
        assert "Content-Encoding" not in answer.headers
        assert "Accept-Encoding" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("address", PAGES)
def test_the_same_content_comes_smaller(client_with: ClientFactory, address: str) -> None:
    client = client_with(COMPRESSION="on")
    with client.get(address) as plain:
        assert "Content-Encoding" not in plain.headers
        assert "Accept-Encoding" in plain.headers["Vary"]
        whole = plain.data
    for encoding, unpack in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        with client.get(address, headers={"Accept-Encoding": encoding}) as answer:
            assert answer.headers["Content-Encoding"] == encoding
            assert "Accept-Encoding" in answer.headers["Vary"]
            assert len(answer.data) < len(whole) * 0.9
            assert changing(unpack(answer.data)) == changing(whole)
    with client.get(address, headers={"Accept-Encoding": "br;q=0, identity"}) as refused:
        assert "Content-Encoding" not in refused.headers


@pytest.mark.parametrize("address", ["/p/P1", "/api/v1/products/P1"])
@pytest.mark.parametrize("first", ["br", "identity"])
@pytest.mark.parametrize("second", ["br", "identity"])
def test_a_tag_holds_whatever_the_way(
    client_with: ClientFactory, address: str, first: str, second: str
) -> None:
    client = client_with(COMPRESSION="on")
    tag = client.get(address, headers={"Accept-Encoding": first}).headers["ETag"]
    again = client.get(address, headers={"Accept-Encoding": second, "If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""
    assert "Content-Encoding" not in again.headers
    assert "Accept-Encoding" in again.headers["Vary"]


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_a_file_that_was_kept_is_not_sent_again(client_with: ClientFactory, encoding: str) -> None:
    client = client_with(COMPRESSION="on")
    asked = {"Accept-Encoding": encoding}
    with client.get("/static/shop.css", headers=asked) as answer:
        asked["If-None-Match"] = answer.headers["ETag"]
    with client.get("/static/shop.css", headers=asked) as again:
        assert again.status_code == 304


def test_small_answers_stay_as_they_are(client_with: ClientFactory) -> None:
    client = client_with(COMPRESSION="on")
    answer = client.get("/healthz", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    head = client.head("/p/P1", headers={"Accept-Encoding": "gzip"})
    assert head.status_code == 200
    assert head.data == b""


def changing(content: bytes) -> bytes:
    """The content without what each answer has of its own."""
    return re.sub(rb"[0-9.]+ (?:ms|\xe6\xaf\xab\xe7\xa7\x92)", b"", content)
