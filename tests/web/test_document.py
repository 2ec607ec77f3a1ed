"""The OpenAPI document: whole, valid, and true of what the app really answers."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import BaseModel, Field

from query.form import MAX_DEPTH, MAX_SIZE, MAX_TEXT
from tests.web.catalogue import GOODS, MANY
from web.openapi import document
from web.operation import Answer, Body, Operation
from web.problems import EXAMPLES

JSON = dict[str, Any]

_FOR_PROGRAMS = ("/api/", "/healthz", "/readyz", "/metrics")


@pytest.fixture(scope="session")
def published(app: Flask) -> JSON:
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


def faults(published: JSON, schema: JSON, value: Any) -> list[str]:  # noqa: ANN401 - any JSON
    """What is wrong with a value, to the last field."""
    whole = closed({**schema, "components": published["components"]})
    validator = jsonschema_rs.Draft202012Validator(whole)
    return [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(value)]


def answer_schema(published: JSON, path: str, status: str = "200") -> JSON:
    """The schema of an answer in JSON."""
    answer = published["paths"][path]["get"]["responses"][status]
    if "$ref" in answer:
        answer = published["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    [content] = answer["content"].values()
    found: JSON = content["schema"]
    return found


def test_it_is_a_valid_document(published: JSON) -> None:
    assert published["openapi"].startswith("3.1")
    assert not list(OpenAPIV31SpecValidator(published).iter_errors())


def test_every_address_for_programs_is_in_it(app: Flask, published: JSON) -> None:
    forgotten = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(_FOR_PROGRAMS)
        and Operation.of(app.view_functions[rule.endpoint]) is None
    ]
    assert not forgotten
    assert published["paths"].keys() >= {
        "/api/v1/search", "/api/v1/products/{product_id}",
        "/api/v1/products/{product_id}/similar", "/api/v1/recommend", "/api/v1/openapi.json",
        "/healthz", "/readyz", "/metrics",
    }  # fmt: skip


def test_what_a_view_takes_stands_there_too() -> None:
    class Thing(BaseModel, title="东西"):
        """One thing."""

        name: str = Field(description="名字")

    app = Flask("shop of things")

    @app.post("/api/v1/things")
    @Operation(
        summary="放下东西",
        body=Body(Thing, example={"name": "毛巾"}, many=True),
        answer=Answer(Thing, example={"name": "毛巾"}, status=202, description="收下了"),
        problems=(415,),
    )
    def put() -> str:
        return ""

    found = document(app)
    assert not list(OpenAPIV31SpecValidator(found).iter_errors())
    operation = found["paths"]["/api/v1/things"]["post"]
    assert operation["responses"].keys() == {
        "202", "400", "413", "414", "415", "429", "500", "503",
    }  # fmt: skip
    [taken] = operation["requestBody"]["content"].values()
    for good in ({"name": "a"}, [{"name": "a"}, {"name": "b"}]):
        assert not faults(found, taken["schema"], good)
    assert faults(found, taken["schema"], [{"name": 1}])


def test_it_is_written_for_people_who_read_chinese(published: JSON) -> None:
    told = [schema["title"] for schema in published["components"]["schemas"].values()]
    for path in published["paths"].values():
        for operation in path.values():
            told += [operation["summary"], *(p["description"] for p in operation["parameters"])]
    assert [words for words in told if words.isascii()] == []


def test_operations_have_names_of_their_own(published: JSON) -> None:
    names = [
        operation["operationId"]
        for path in published["paths"].values()
        for operation in path.values()
    ]
    assert len(names) == len(set(names))


def examples(published: JSON) -> Iterator[tuple[str, JSON, Any]]:
    """Where each example stands, its schema, and itself."""
    for path, methods in published["paths"].items():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                for content in answer.get("content", {}).values():
                    yield f"{path} {status}", content["schema"], content["example"]
            for parameter in operation["parameters"]:
                if "example" in parameter:
                    yield f"{path} {parameter['name']}", parameter["schema"], parameter["example"]
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield f"{path} body", content["schema"], content["example"]
    for status, answer in published["components"]["responses"].items():
        for content in answer["content"].values():
            yield f"problem {status}", content["schema"], content["example"]


def test_every_example_is_what_its_schema_says(published: JSON) -> None:
    found = list(examples(published))
    assert len(found) > 15
    for where, schema, example in found:
        assert not faults(published, schema, example), where


SEARCHES = [
    "", "q=华为手机", "q=毛巾&f.brand=三利&size=200", "q=手机&price=-3000&price=5000-&sort=price_asc",
    "f.机身存储=256GB&f.color=黑色", "q=%F0%9F%98%80", "q=测试商品", "q=zzzz", "q=手机壳的颜色很多&raw=1",
    "q=毛巾&page=3", "q=毛巾&page=50", "q=" + "毛巾" * 400, "drop=brand&q=华为",
]  # fmt: skip


@pytest.mark.parametrize("query", SEARCHES)
def test_a_real_search_is_as_documented(client: FlaskClient, published: JSON, query: str) -> None:
    answer = client.get(f"/api/v1/search?{query}")
    assert answer.status_code == 200
    assert not faults(published, answer_schema(published, "/api/v1/search"), answer.get_json())


@pytest.mark.parametrize("product", [*GOODS, MANY[0]], ids=lambda product: product.id)
def test_a_real_product_is_as_documented(
    client: FlaskClient,
    published: JSON,
    product: Any,  # noqa: ANN401 - a Product
) -> None:
    path = "/api/v1/products/{product_id}"
    for more in ("", "/similar"):
        answer = client.get(f"/api/v1/products/{quote(product.id, safe='')}{more}")
        assert answer.status_code == 200
        assert not faults(published, answer_schema(published, path + more), answer.get_json())


def test_real_problems_are_as_documented(
    client: FlaskClient, empty_client: FlaskClient, published: JSON
) -> None:
    asked: Mapping[str, FlaskClient] = {
        "page=0": client, "explain=1": client, "q=" + "a" * 70_000: client, "q=手机": empty_client,
    }  # fmt: skip
    seen = set()
    for query, visitor in asked.items():
        answer = visitor.get(f"/api/v1/search?{query}")
        seen.add(answer.status_code)
        schema = answer_schema(published, "/api/v1/search", str(answer.status_code))
        assert not faults(published, schema, answer.get_json(force=True))
    assert seen == {400, 403, 414, 503}
    assert seen < EXAMPLES.keys()


def test_documented_bounds_are_the_real_ones(client: FlaskClient, published: JSON) -> None:
    parameters = {
        parameter["name"]: parameter["schema"]
        for parameter in published["paths"]["/api/v1/search"]["get"]["parameters"]
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
