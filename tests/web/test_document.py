"""The OpenAPI document: whole, valid, and true of what the app really answers."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from query.form import MAX_DEPTH, MAX_SIZE, MAX_TEXT
from tests.web.catalogue import GOODS, MANY
from web.operation import Operation
from web.problems import EXAMPLES

JSON = dict[str, Any]

_UNDOCUMENTED = ("/", "/search", "/p/", "/static/")  # pages for people


@pytest.fixture(scope="session")
def document(app: Flask) -> JSON:
    """The document as a program gets it."""
    found: JSON = app.test_client().get("/api/v1/openapi.json").get_json()
    return found


def closed(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    """The schema without room for anything that it does not name."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: closed(part) for name, part in schema.items()}
    if isinstance(found.get("properties"), dict):
        found.setdefault("additionalProperties", False)
    return found


def faults(document: JSON, schema: JSON, value: Any) -> list[str]:  # noqa: ANN401 - any JSON
    """What is wrong with a value, to the last field."""
    whole = closed({**schema, "components": document["components"]})
    validator = jsonschema_rs.Draft202012Validator(whole)
    return [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(value)]


def answer_schema(document: JSON, path: str, status: str = "200") -> JSON:
    """The schema of an answer in JSON."""
    answer = document["paths"][path]["get"]["responses"][status]
    if "$ref" in answer:
        answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    [content] = answer["content"].values()
    found: JSON = content["schema"]
    return found


def test_it_is_a_valid_document(document: JSON) -> None:
    assert document["openapi"].startswith("3.1")
    assert not list(OpenAPIV31SpecValidator(document).iter_errors())


def test_every_address_for_programs_is_in_it(app: Flask, document: JSON) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if not rule.rule.startswith("/p/")]
    forgotten = [
        rule.rule
        for rule in rules
        if rule.rule not in _UNDOCUMENTED
        and not rule.rule.startswith(("/p/", "/static/"))
        and Operation.of(app.view_functions[rule.endpoint]) is None
    ]
    assert not forgotten
    assert document["paths"].keys() >= {
        "/api/v1/search", "/api/v1/products/{product_id}",
        "/api/v1/products/{product_id}/similar", "/api/v1/openapi.json",
        "/healthz", "/readyz", "/metrics",
    }  # fmt: skip


def test_operations_have_names_of_their_own(document: JSON) -> None:
    names = [
        operation["operationId"]
        for path in document["paths"].values()
        for operation in path.values()
    ]
    assert len(names) == len(set(names))


def examples(document: JSON) -> Iterator[tuple[str, JSON, Any]]:
    """Where each example stands, its schema, and itself."""
    for path, methods in document["paths"].items():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                for content in answer.get("content", {}).values():
                    yield f"{path} {status}", content["schema"], content["example"]
            for parameter in operation["parameters"]:
                if "example" in parameter:
                    yield f"{path} {parameter['name']}", parameter["schema"], parameter["example"]
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield f"{path} body", content["schema"], content["example"]
    for status, answer in document["components"]["responses"].items():
        for content in answer["content"].values():
            yield f"problem {status}", content["schema"], content["example"]


def test_every_example_is_what_its_schema_says(document: JSON) -> None:
    found = list(examples(document))
    assert len(found) > 15
    for where, schema, example in found:
        assert not faults(document, schema, example), where


SEARCHES = [
    "", "q=华为手机", "q=毛巾&f.brand=三利&size=200", "q=手机&price=-3000&price=5000-&sort=price_asc",
    "f.机身存储=256GB&f.color=黑色", "q=%F0%9F%98%80", "q=测试商品", "q=zzzz", "q=手机壳的颜色很多&raw=1",
    "q=毛巾&page=3", "q=毛巾&page=50", "q=" + "毛巾" * 400, "drop=brand&q=华为",
]  # fmt: skip


@pytest.mark.parametrize("query", SEARCHES)
def test_a_real_search_is_as_documented(client: FlaskClient, document: JSON, query: str) -> None:
    answer = client.get(f"/api/v1/search?{query}")
    assert answer.status_code == 200
    assert not faults(document, answer_schema(document, "/api/v1/search"), answer.get_json())


@pytest.mark.parametrize("product", [*GOODS, MANY[0]], ids=lambda product: product.id)
def test_a_real_product_is_as_documented(
    client: FlaskClient,
    document: JSON,
    product: Any,  # noqa: ANN401 - a Product
) -> None:
    path = "/api/v1/products/{product_id}"
    for more in ("", "/similar"):
        answer = client.get(f"/api/v1/products/{quote(product.id, safe='')}{more}")
        assert answer.status_code == 200
        assert not faults(document, answer_schema(document, path + more), answer.get_json())


def test_real_problems_are_as_documented(
    client: FlaskClient, empty_client: FlaskClient, document: JSON
) -> None:
    asked: Mapping[str, FlaskClient] = {
        "page=0": client, "explain=1": client, "q=" + "a" * 70_000: client, "q=手机": empty_client,
    }  # fmt: skip
    seen = set()
    for query, visitor in asked.items():
        answer = visitor.get(f"/api/v1/search?{query}")
        seen.add(answer.status_code)
        schema = answer_schema(document, "/api/v1/search", str(answer.status_code))
        assert not faults(document, schema, answer.get_json(force=True))
    assert seen == {400, 403, 414, 503}
    assert seen < EXAMPLES.keys()


def test_documented_bounds_are_the_real_ones(client: FlaskClient, document: JSON) -> None:
    parameters = {
        parameter["name"]: parameter["schema"]
        for parameter in document["paths"]["/api/v1/search"]["get"]["parameters"]
    }
    assert (parameters["q"]["maxLength"], parameters["size"]["maximum"]) == (MAX_TEXT, MAX_SIZE)
    for query, status in (
        ("q=" + "好" * MAX_TEXT, 200), ("q=" + "好" * (MAX_TEXT + 1), 400),
        (f"size={MAX_SIZE}", 200), (f"size={MAX_SIZE + 1}", 400),
        (f"size=1&page={MAX_DEPTH}", 200), (f"size=1&page={MAX_DEPTH + 1}", 400),
        *((f"sort={name}", 200) for name in parameters["sort"]["enum"]), ("sort=best", 400),
        ("utm_source=x&ref=y", 200), ("f.没有=1", 400),
    ):  # fmt: skip
        assert client.get(f"/api/v1/search?{query}").status_code == status, query[:40]
