"""What a view says of itself, for the OpenAPI document.

    @views.get("/things/<thing_id>")
    @Operation(
        summary="一件东西",
        path={"thing_id": "东西的编号"},
        answer=Answer(ThingAnswer, example={"id": "T1"}),
        problems=(404,),
    )
    def thing(thing_id: str) -> Response: ...

Answers are not checked against their models when they are given: the tests do that.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

__all__ = ["Answer", "Body", "Operation"]

View = TypeVar("View", bound=Callable[..., Any])

_ATTRIBUTE = "operation"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a view answers when all is well; no model: whatever the media type allows."""

    model: type[BaseModel] | None
    example: Any
    status: int = 200
    description: str = "完成"
    media: str = "application/json"
    tagged: bool = False
    """Whether it carries an ETag, and 304 is answered to who has it already."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a view takes as JSON: one model, or, with `many`, a list of it as well."""

    model: type[BaseModel]
    example: Any
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation as a reader needs it; a decorator.

    `path` describes the parts of the address; `parameters` has a field for each query parameter, a
    field with an object for parameters of free names. `problems`: statuses beside those that every
    address may answer.
    """

    summary: str
    answer: Answer
    description: str = ""
    path: Mapping[str, str] = field(default_factory=dict)
    parameters: type[BaseModel] | None = None
    body: Body | None = None
    problems: Sequence[int] = ()
    tag: str = "商品"

    def __call__(self, view: View) -> View:
        """Stand at a view."""
        setattr(view, _ATTRIBUTE, self)
        return view

    @classmethod
    def of(cls, view: Callable[..., Any]) -> "Operation | None":
        """What stands at a view."""
        found = getattr(view, _ATTRIBUTE, None)
        return found if isinstance(found, cls) else None
