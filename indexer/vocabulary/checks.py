"""The vocabulary file at the edge: JSON of contract §2, or an error that names part and entry.

What has passed here is used as it stands; nothing is looked up in a catalogue.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from indexer.errors import FeedError
from indexer.feed.checks import RowError, RowModel, refusal, validated
from indexer.folding import fold
from indexer.tables import table

__all__ = ["Vocabulary", "read_vocabulary"]

Vocabulary = Mapping[str, Any]
"""A vocabulary that was checked, in the form of contract §2; parts may be absent."""

_LONGEST = 64  # characters of a word


def _telling(text: str) -> str:
    if not text.isprintable():
        raise refusal("含有控制字符（换行、制表符、NUL 等），不允许。")
    if not any(map(str.isalnum, text)):
        message = f"“{text}”里没有文字或数字。"
        raise refusal(message)
    return text


def _dimension(text: str) -> str:
    known = list(table("dimensions"))
    if text not in known:
        message = f"没有“{text}”这个维度，可用的有：{'、'.join(known)}。"
        raise refusal(message)
    return text


def _once(groups: dict[str, list[str]]) -> dict[str, list[str]]:
    """Each spelling under one entry: of two, one would silently win."""
    owners: dict[str, str] = {}
    for name, spellings in groups.items():
        for one in (name, *spellings):
            owner = owners.setdefault("".join(fold(one).split()), name)
            if owner != name:
                message = f"“{one}”既在“{owner}”下，又在“{name}”下，只能有一处。"
                raise refusal(message)
    return groups


Word = Annotated[
    str, StringConstraints(min_length=1, max_length=_LONGEST), AfterValidator(_telling)
]
Groups = Annotated[dict[Word, list[Word]], AfterValidator(_once)]


class _Part(RowModel):
    model_config = ConfigDict(extra="forbid", protected_namespaces=())


class _Model(_Part):
    model: Word
    aliases: list[Word] = Field(default_factory=list)
    brand: Word | None = None
    category: Word | None = None


class _Vocabulary(_Part):
    brands: Groups = Field(default_factory=dict)
    categories: Groups = Field(default_factory=dict)
    models: list[_Model] = Field(default_factory=list)
    brand_categories: dict[Word, list[Word]] = Field(default_factory=dict)
    attributes: dict[Word, Groups] = Field(default_factory=dict)
    dimensions: Annotated[
        dict[Annotated[str, AfterValidator(_dimension)], list[Word]], AfterValidator(_once)
    ] = Field(default_factory=dict)


def read_vocabulary(content: bytes, file: str) -> Vocabulary:
    """The vocabulary of a file's content; nothing is one too.

    Raises FeedError with the file, the part and the entry that is wrong.
    """
    if not content.strip():
        return {}
    try:
        read = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_repeats)
    except UnicodeDecodeError as error:
        raise FeedError(file, "", "不是 UTF-8 编码") from error
    except json.JSONDecodeError as error:
        message = f"不是 JSON，从第 {error.colno} 个字符起读不懂。"
        raise FeedError(f"{file}:{error.lineno}", "", message) from error
    except RecursionError as error:
        raise FeedError(file, "", "嵌套太深。") from error
    except RowError as error:
        raise FeedError(file, error.field, str(error)) from error
    if not isinstance(read, dict):
        raise FeedError(file, "", "应当是一个 JSON 对象 {…}。")
    try:
        checked = validated(_Vocabulary, read)
    except RowError as error:
        raise FeedError(file, error.field, str(error)) from error
    return checked.model_dump(exclude_defaults=True)


def _without_repeats(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise RowError(name, "在同一个对象里写了两次。")
        found[name] = value
    return found
