"""Requests that nobody thought of: each is answered as the document says, none by a failure.

`--requests 5000` looks longer.
"""

import copy
import json
import socket
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from indexer.settings import Settings
from tests.web.catalogue import GOODS
from tests.web.server import running

JSON = dict[str, Any]

_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def many(pytestconfig: pytest.Config) -> settings:
    """How long to look."""
    return settings(
        max_examples=pytestconfig.getoption("--requests"),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def document(app: Flask) -> JSON:
    """The OpenAPI document of the filled shop."""
    found: JSON = app.test_client().get("/api/v1/openapi.json").get_json()
    return found


def of_this_shop(document: JSON) -> JSON:
    """The document with the values that the shop has: requests by it find something."""
    known = copy.deepcopy(document)
    values = {
        "q": {"enum": ["", "华为手机", "毛巾", "小米", "手机壳 透明", "测试商品", "zzz"]},
        "page": {"enum": [1, 2, 3, 20]},
        "user": {"enum": [""]},
        "session": {"enum": [""]},
        "explain": {"enum": ["0"]},
        "product_id": {"enum": [product.id for product in GOODS if product.id.isalnum()]},
        "filters": {
            "type": "object",
            "properties": {
                "f.brand": {"enum": ["华为", "小米", "三利", "没有"]},
                "f.category": {"enum": ["手机数码", "手机数码/手机", "家居/毛巾"]},
                "f.color": {"enum": ["曜石黑", "白色", "米白"]},
                "f.机身存储": {"enum": ["256GB", "128G"]},
            },
            "additionalProperties": False,
        },
    }
    for path in known["paths"].values():
        for operation in path.values():
            for parameter in operation["parameters"]:
                parameter["schema"] = values.get(parameter["name"], parameter["schema"])
    return known


def as_given(document: JSON) -> JSON:
    """The document itself."""
    return document


@pytest.mark.parametrize("known", [as_given, of_this_shop])
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_documented_request_has_a_documented_answer(
    app: Flask, document: JSON, many: settings, known: Callable[[JSON], JSON], mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_dict(known(document))
    schema.app = app
    answered: Counter[tuple[str, int]] = Counter()
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        taken = operation.definition.raw
        if mode.is_negative and not (taken["parameters"] or taken.get("requestBody")):
            continue  # nothing can be wrong with it

        @many
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Case[Any]) -> None:
            answer = case.call()
            answered[case.operation.path, answer.status_code] += 1
            case.validate_response(answer, checks=_CHECKS)

        ask()
    if known is of_this_shop and mode.is_positive:
        # The requests are no mere refusals.
        for path in ("/search", "/products/{product_id}", "/products/{product_id}/similar"):
            assert answered["/api/v1" + path, 200] >= 5, answered


_PIECES = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [b"q=", b"&", b"=", b";", b"%", b"%zz", b"%00", b"%0a", b"%ff%fe", b"%ed%a0%80", b"+", b"#",
         b"f.", b"f.=", b"f.brand=", b"f.price=1", b"f.%1f=1", b"price=", b"price=1-2", b"price=9-",
         b"price=--", b"size=", b"size=1e9", b"page=", b"page=-1", b"page=\xd9\xa3", b"sort=value",
         b"drop=x", b"raw=1", b"q=%E5%8D%8E", "q=华为".encode(), b"q=" + b"a" * 999, b"explain=1",
         b"user=%27%20or%201=1", b"f.brand=a&" * 101, b"q=(", b'q="', b"q=*", b"q=\\", b"q=__proto__",
         b"q=<script>", b"q=%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9", b"x=" + b"y" * 70_000]
    ),
)  # fmt: skip
_QUERIES = st.lists(_PIECES, max_size=8).map(b"".join)
# 416: of a file, for a range that it does not have or that cannot be read.
_STATUSES = {200, 302, 304, 400, 403, 404, 405, 413, 414, 416}


def answered(client: FlaskClient, method: str, path: str, query: bytes, **more: Any) -> int:  # noqa: ANN401 - environ
    """The status of a request whose query goes to the app as it is, byte for byte."""
    environ = {"PATH_INFO": path, "QUERY_STRING": query.decode("latin-1"), **more}
    with client.open("/", method=method, environ_overrides=environ) as answer:
        whole = answer.get_data()
        assert answer.status_code in _STATUSES, whole
        machine = path.startswith(("/api/", "/healthz", "/readyz", "/metrics"))
        if machine and answer.status_code >= 400:
            assert answer.mimetype == "application/problem+json"
            if method != "HEAD":
                problem = json.loads(whole)
                assert problem.keys() == {"status", "title", "detail", "field"}
                assert problem["status"] == answer.status_code
                # In Chinese: no library's own words.
                assert not problem["detail"].isascii()
        return answer.status_code


@pytest.mark.parametrize(
    "path", ["/api/v1/search", "/search", "/api/v1/products/P1", "/p/P1", "/api/v1/nothing"]
)
def test_any_bytes_in_a_query_are_answered(client: FlaskClient, many: settings, path: str) -> None:
    @many
    @given(query=_QUERIES)
    def ask(query: bytes) -> None:
        answered(client, "GET", path, query)

    ask()


def test_the_real_server_answers_any_bytes(
    shop_settings: Settings, tmp_path: Path, many: settings
) -> None:
    with running(shop_settings.data, tmp_path / "log") as server:
        port = int(server.url.rpartition(":")[2])

        @settings(many, max_examples=many.max_examples // 2)
        @given(query=_QUERIES.filter(lambda query: not {10, 13, 32} & set(query)))
        def ask(query: bytes) -> None:
            with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
                head = b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                connection.sendall(b"GET /api/v1/search?" + query + head)
                with connection.makefile("rb") as answer:
                    assert int(answer.readline().split()[1]) in _STATUSES

        ask()
        assert server.get("/readyz")[0] == 200
    assert "Traceback" not in (tmp_path / "log").read_text()


_HEADERS = st.dictionaries(
    st.sampled_from(
        ["HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_ACCEPT", "HTTP_REFERER",
         "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE", "HTTP_ORIGIN", "CONTENT_TYPE",
         "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST",
         "HTTP_IF_RANGE", "HTTP_AUTHORIZATION", "CONTENT_LENGTH", "REMOTE_ADDR"]
    ),
    st.text(st.characters(min_codepoint=1, max_codepoint=255, exclude_characters="\r\n"), max_size=30)
    | st.sampled_from(["*", "bytes=0-", "bytes=9-1", "gzip;q=x", "W/", '"', "-1", "1e9", "::1", "a:b:c",
                       "http://[", "session=x.y.z", "application/json"]),
    max_size=5,
)  # fmt: skip
_PATHS = st.sampled_from(
    ["/", "/search", "/p/P1", "/p/%00", "/p//", "/static/shop.css", "/static/../web/app.py", "/static/",
     "/healthz", "/readyz", "/metrics", "/api", "/api/v1/", "/api/v1/search", "/api/v1/products/P1",
     "/api/v1/products//similar", "/api/v1/products/P1/similar", "/api/v1/openapi.json", "//evil.example"]
)  # fmt: skip
_METHODS = st.sampled_from(
    ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"]
)


def test_any_method_and_headers_are_answered(client_with: Any, many: settings) -> None:  # noqa: ANN401 - a factory
    client = client_with(
        COMPRESSION="on", CORS_ORIGINS="https://a.example", TRUSTED_PROXIES="1", RATE_LIMIT="off"
    )

    @settings(many, max_examples=many.max_examples * 4)
    @given(method=_METHODS, path=_PATHS, headers=_HEADERS)
    def ask(method: str, path: str, headers: dict[str, str]) -> None:
        answered(client, method, path, b"", **headers)

    ask()
