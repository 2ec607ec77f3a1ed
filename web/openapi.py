"""The OpenAPI document of an app, made from what stands at its views."""

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema
from werkzeug.routing import Rule

from web.operation import Body, Operation
from web.problems import EXAMPLES, ProblemAnswer

__all__ = ["document"]

JSON = dict[str, Any]

_REFERENCE = "#/components/schemas/{model}"
_API = "/api/v1/"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_PART = re.compile(r"<(?:[^<>:]+:)?([^<>]+)>")

_ALWAYS = (400, 413, 414, 500)
_OF_THE_API = (429, 503)
_LATER = (429, 503)  # they say when to come again


def document(app: Flask) -> JSON:
    """The OpenAPI 3.1 document of every documented view of an app."""
    operations = sorted(_operations(app), key=lambda found: str(found[0]))
    found: list[type[BaseModel]] = [
        ProblemAnswer,
        *_models(what for _, what in operations),
    ]
    _, schemas = models_json_schema(
        [(model, "validation") for model in dict.fromkeys(found)],
        ref_template=_REFERENCE,
        schema_generator=_WithoutTitles,
    )
    paths: dict[str, JSON] = {}
    for rule, what in operations:
        for method in sorted(set(_METHODS) & (rule.methods or set())):
            paths.setdefault(_address(rule), {})[method.lower()] = _operation(rule, what)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "寻货",
            "version": version("xunhuo"),
            "description": "中文优先的商品搜索。错误一律是 application/problem+json；"
            "不认识的查询参数会被忽略；金额单位是元。",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {name: _told(schema) for name, schema in schemas["$defs"].items()},
            "responses": {str(status): _problem(status) for status in sorted(EXAMPLES)},
        },
    }


class _WithoutTitles(GenerateJsonSchema):
    """Names of fields are not repeated as their titles."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002
        return False


def _told(schema: JSON) -> JSON:
    """A model by its title; its docstring is for readers of the code."""
    return {name: value for name, value in schema.items() if name != "description"}


def _operations(app: Flask) -> Iterator[tuple[Rule, Operation]]:
    for rule in app.url_map.iter_rules():
        found = Operation.of(app.view_functions[rule.endpoint])
        if found is not None:
            yield rule, found


def _models(found: Iterable[Operation]) -> Iterator[type[BaseModel]]:
    for what in found:
        if what.answer.model is not None:
            yield what.answer.model
        if what.body is not None:
            yield what.body.model


def _operation(rule: Rule, what: Operation) -> JSON:
    operation: JSON = {
        "operationId": rule.endpoint.rpartition(".")[2],
        "tags": [what.tag],
        "summary": what.summary,
        "parameters": [_part(name, what.path[name]) for name in sorted(rule.arguments)],
        "responses": _responses(rule, what),
    }
    if what.description:
        operation["description"] = what.description
    if what.parameters is not None:
        operation["parameters"] += _query(what.parameters)
    if what.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": _taken(what.body)},
        }
    return operation


def _part(name: str, description: str) -> JSON:
    schema = {"type": "string", "minLength": 1, "maxLength": 64}
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": schema,
    }


def _query(model: type[BaseModel]) -> list[JSON]:
    """A parameter for each field; a field with an object holds parameters of free names."""
    schema = model.model_json_schema(schema_generator=_WithoutTitles)
    parameters = []
    for name, found in schema["properties"].items():
        parameter = {
            "name": name,
            "in": "query",
            "description": found.pop("description", ""),
            "schema": found,
        }
        if name in schema.get("required", ()):
            parameter["required"] = True
        if found.get("type") in ("array", "object"):
            parameter |= {"style": "form", "explode": True}
        if examples := found.pop("examples", None):
            parameter["example"] = examples[0]
        parameters.append(parameter)
    return parameters


def _taken(body: Body) -> JSON:
    one = _of(body.model)
    schema = {"oneOf": [one, {"type": "array", "items": one}]} if body.many else one
    return {"schema": schema, "example": body.example}


def _responses(rule: Rule, what: Operation) -> JSON:
    answer = what.answer
    plain = {} if answer.media == "application/json" else {"type": "string"}
    schema = _of(answer.model) if answer.model else plain
    good: JSON = {
        "description": answer.description,
        "content": {answer.media: {"schema": schema, "example": answer.example}},
    }
    responses: JSON = {str(answer.status): good}
    if answer.tagged:
        tag = {"ETag": _header("内容的标记，下次放进 If-None-Match")}
        good["headers"] = tag
        responses["304"] = {"description": "和 If-None-Match 里的一样，没有变", "headers": tag}
    common = (*_ALWAYS, *_OF_THE_API) if rule.rule.startswith(_API) else _ALWAYS
    for status in sorted({*common, *what.problems}):
        responses[str(status)] = {"$ref": f"#/components/responses/{status}"}
    return responses


def _problem(status: int) -> JSON:
    example = EXAMPLES[status].to_json()
    problem: JSON = {
        "description": example["title"],
        "content": {"application/problem+json": {"schema": _of(ProblemAnswer), "example": example}},
    }
    if status in _LATER:
        problem["headers"] = {"Retry-After": _header("多少秒后再试", kind="integer")}
    return problem


def _header(description: str, kind: str = "string") -> JSON:
    return {"description": description, "required": True, "schema": {"type": kind}}


def _of(model: type[BaseModel]) -> JSON:
    return {"$ref": _REFERENCE.format(model=model.__name__)}


def _address(rule: Rule) -> str:
    return _PART.sub(r"{\1}", rule.rule)
