"""The types of single values in a feed, and what to say of a value that is none.

Which fields a row has, and how they depend on each other, is for `product` and `faq`.
"""

import math
import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from indexer.catalog import LARGEST_NUMBER, Fen, Scalar, fen

__all__ = [
    "Attributes",
    "Category",
    "Count",
    "Id",
    "Ids",
    "LongText",
    "Money",
    "Rating",
    "RowError",
    "RowModel",
    "ShortText",
    "Texts",
    "Title",
    "Titles",
    "filled",
    "refusal",
    "validated",
]

R = TypeVar("R", bound="RowModel")

_MOST_MONEY = LARGEST_NUMBER // 100  # yuan
_MOST_ATTRIBUTES = 500
_LONGEST_NAME = 256
_LONGEST_VALUE = 2_000  # as UTF-8 far below the 32,766 bytes that an index takes as one term
_WIDEST_NUMBER = 1 << 63
_BEST_RATING = 5
_SHOWN = 40  # characters of a value that a message quotes
_SEPARATOR = "|"
_LEVEL = "/"

_PRINTABLE = r"^[^\p{C}\p{Z}]*$"
_ONE_LINE = r"^[^\p{Cc}]*$"
_LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
# As a table prints money. Yuan have two decimals: a comma before three digits parts thousands.
_PRICE = re.compile(r"[¥￥]?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*元?", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)
_LINE_BREAKS = re.compile(r"[\t\r\n]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

_CONTROL_PROBLEM = "含有控制字符（换行、制表符、NUL 等），不允许。"
_PATTERN_PROBLEMS = {
    _PRINTABLE: "含有空格或不可见字符；只能用可见字符，不含空格。",
    _ONE_LINE: _CONTROL_PROBLEM,
    _LINES: "含有换行和制表符以外的控制字符，不允许。",
}


class RowModel(BaseModel):
    """The fields of a row; ids and titles may be written as numbers, unknown fields are none."""

    model_config = ConfigDict(coerce_numbers_to_str=True)


class RowError(ValueError):
    """A row that breaks the contract: `field`, and in the text what is wrong and allowed."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def refusal(message: str) -> PydanticCustomError:
    """What a check raises: pydantic adds the field."""
    return PydanticCustomError("refused", "{message}", {"message": message})


def filled(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record without what is absent: null and empty text."""
    return {name: value for name, value in record.items() if value is not None and value != ""}


def validated(model: type[R], record: Mapping[str, Any]) -> R:
    """The record's fields that `model` knows, checked. Raises RowError for the first wrong one."""
    try:
        return model.model_validate(record)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise RowError(_path(first), _problem(first)) from None


def _path(error: ErrorDetails) -> str:
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"])
    return "".join(parts).lstrip(".")


def _problem(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    shown = _shown(error["input"])
    problems: dict[str, str] = {
        "refused": str(context.get("message")),
        "missing": "缺少，必填。",
        "string_too_short": "不能为空。",
        "string_too_long": f"太长，最多 {context.get('max_length')} 个字符。",
        "string_pattern_mismatch": _PATTERN_PROBLEMS.get(str(context.get("pattern")), ""),
        "string_unicode": "含有不完整的 Unicode 字符，不允许。",
        "string_type": f"应当是文字，写的是 {shown}。",
        "tuple_type": f"应当是列表，写的是 {shown}。",
        "list_type": f"应当是列表，写的是 {shown}。",
        "dict_type": f"应当是对象 {{…}}，写的是 {shown}。",
        "model_type": f"应当是对象 {{…}}，写的是 {shown}。",
        "extra_forbidden": "没有这一项。",
    }
    return problems.get(error["type"]) or f"不符合要求：{error['msg']}"


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _whole(value: object) -> object:
    """An id, which a fraction or a number beyond 64 bits cannot be: it would be another one."""
    if isinstance(value, float):
        message = f"应当是文字或整数，写的是 {value}；很长的数字请写成文字。"
        raise refusal(message)
    return value


def _number(value: object, form: str = "不带单位") -> float:
    """A finite number, also written as text; `form`: how it is to be written."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        message = f"应当是数，写的是 {_shown(value)}。"
        raise refusal(message)
    try:
        number = float(value)
    except (ValueError, OverflowError):
        message = f"应当是数（{form}），写的是 {_shown(value)}。"
        raise refusal(message) from None
    if not math.isfinite(number):
        message = f"应当是有限的数，不能是 {_shown(value)}。"
        raise refusal(message)
    return number


def _money(value: object) -> Fen:
    """Yuan as a number, or as a table prints them: `¥1,299.00`, `59.9元`."""
    printed = _PRICE.fullmatch(value.strip()) if isinstance(value, str) else None
    plain = printed[1].replace(",", "") + (printed[2] or "") if printed else value
    number = _number(plain, "如 1299、1,299、¥1,299.00、59.9元")
    if not 0 <= number <= _MOST_MONEY:
        message = f"是 {_shown(value)}，应当在 0 到 {_MOST_MONEY:,} 元之间。"
        raise refusal(message)
    return fen(number)


def _count(value: object) -> int:
    printed = isinstance(value, str) and _THOUSANDS.fullmatch(value.strip())
    number = _number(str(value).replace(",", "") if printed else value)
    if not 0 <= number <= LARGEST_NUMBER or number != int(number):
        message = f"是 {_shown(value)}，应当是 0 到 {LARGEST_NUMBER:,} 的整数。"
        raise refusal(message)
    return int(number)


def _rating(value: object) -> float:
    number = _number(value)
    if not 0 <= number <= _BEST_RATING:
        message = f"是 {_shown(value)}，应当在 0 到 {_BEST_RATING} 之间。"
        raise refusal(message)
    return number


def _listed(value: object) -> object:
    """A list without its empty parts; text is cut at `|`."""
    if isinstance(value, str):
        value = value.split(_SEPARATOR)
    if isinstance(value, list):
        return [part for part in value if part is not None and part != ""]
    return value


def _levels(value: object) -> object:
    """The levels of a category from the root; a level with `/` is several."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        return value
    levels: list[object] = []
    for level in value:
        if isinstance(level, str):
            levels.extend(filter(None, (part.strip() for part in level.split(_LEVEL))))
        else:
            levels.append(level)
    return levels


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))


def _attributes(value: object) -> dict[str, tuple[Scalar, ...]]:
    if not isinstance(value, dict):
        message = f"应当是对象 {{名字: 值}}，写的是 {_shown(value)}。"
        raise refusal(message)
    if len(value) > _MOST_ATTRIBUTES:
        message = f"有 {len(value)} 个属性，最多 {_MOST_ATTRIBUTES} 个。"
        raise refusal(message)
    found: dict[str, tuple[Scalar, ...]] = {}
    for written, content in value.items():
        name = written.strip()
        if not name or len(name) > _LONGEST_NAME or _controlled(name):
            message = f"属性名“{_shown(name)}”应当是 1–{_LONGEST_NAME} 个字符，不含控制字符。"
            raise refusal(message)
        parts = content if isinstance(content, list) else (content,)
        values = tuple(
            dict.fromkeys(scalar for part in parts if (scalar := _scalar(name, part)) is not None)
        )
        if values:
            found[name] = found[name] + values if name in found else values
    return found


def _scalar(name: str, value: object) -> Scalar | None:
    """One value of an attribute, None for an empty one."""
    if isinstance(value, str):
        text = value.strip()
        if not text.isprintable():
            # Size tables and care labels have several lines in real catalogues; a facet has one.
            text = _LINE_BREAKS.sub(" ", text)
        if len(text) > _LONGEST_VALUE:
            message = f"“{_shown(name)}”的值有 {len(text)} 个字符，最多 {_LONGEST_VALUE} 个。"
            raise refusal(message)
        if _controlled(text):
            message = f"“{_shown(name)}”的值{_CONTROL_PROBLEM}"
            raise refusal(message)
        return text or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        if not math.isfinite(value) or abs(value) >= _WIDEST_NUMBER:
            message = (
                f"“{_shown(name)}”的值应当是有限的数（不超过 64 位），写的是 {_shown(value)}。"
            )
            raise refusal(message)
        return value
    message = f"“{_shown(name)}”的值应当是文字、数或它们的列表，写的是 {_shown(value)}。"
    raise refusal(message)


def _controlled(text: str) -> bool:
    # The first test is fast and true of nearly everything.
    return not text.isprintable() and _CONTROL.search(text) is not None


def _text(longest: int, pattern: str = _ONE_LINE, *, shortest: int = 0) -> StringConstraints:
    return StringConstraints(
        strip_whitespace=True, min_length=shortest, max_length=longest, pattern=pattern
    )


Id = Annotated[str, _text(64, _PRINTABLE, shortest=1), BeforeValidator(_whole)]
Title = Annotated[str, _text(512, shortest=1)]
ShortText = Annotated[str, _text(_LONGEST_NAME)]
LongText = Annotated[str, _text(20_000, _LINES)]
_Link = Annotated[str, _text(2_000)]

Texts = Annotated[tuple[_Link, ...], BeforeValidator(_listed), AfterValidator(_distinct)]
Titles = Annotated[tuple[Title, ...], BeforeValidator(_listed), AfterValidator(_distinct)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_listed), AfterValidator(_distinct)]
Category = Annotated[tuple[ShortText, ...], BeforeValidator(_levels)]
Money = Annotated[int, PlainValidator(_money)]
Count = Annotated[int, PlainValidator(_count)]
Rating = Annotated[float, PlainValidator(_rating)]
Attributes = Annotated[dict[str, tuple[Scalar, ...]], PlainValidator(_attributes)]
