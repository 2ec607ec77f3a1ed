"""From the columns of a file to the fields of the contract: `--map`, `--set`, names as they are.

Values are only moved, and read where a cell holds JSON; `indexer.feed.product` checks them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from indexer.errors import XunhuoError
from indexer.feed.checks import RowError
from indexer.feed.headers import options

__all__ = ["Columns", "Mapped", "MappingError", "parse_assignments"]

_ATTRIBUTE = "attributes."

# Fields whose value in a table is JSON.
_OBJECTS = {"attributes": "{", "skus": "["}


class MappingError(XunhuoError):
    """A `--map` or `--set` that cannot be followed: wrong usage."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A row by fields of the contract. `attributes`: those that columns of their own give."""

    fields: dict[str, Any]
    attributes: dict[str, Any] = field(default_factory=dict)


def parse_assignments(option: str, texts: Iterable[str]) -> dict[str, str]:
    """`field=value` texts as a dictionary. Raises MappingError naming the option and the text."""
    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        name, value = name.strip(), value.strip()
        if not sign or not name or not value:
            message = f"{option} {text}：应当写成 字段=内容，例如 {option} title=name。"
            raise MappingError(message)
        if name in found:
            message = f"{option} {name} 写了两次。"
            raise MappingError(message)
        found[name] = value
    return found


class Columns:
    """How the columns of one command's files become fields.

    A field is taken from the column that `--map` names, else from the column of its own name
    (`attributes.颜色` likewise), unless `--map` uses that column for something else. `--set`
    stands above both.
    """

    def __init__(
        self, known: Sequence[str], mapped: Mapping[str, str], constants: Mapping[str, str]
    ) -> None:
        """`known`: the fields of the contract. Raises MappingError for any other."""
        self._known = frozenset(known)
        self._mapped = dict(mapped)
        self._constants = dict(constants)
        self._taken = frozenset(mapped.values())
        self._targets: dict[str, str | None] = {}
        self.ignored: list[str] = []
        for option, names in (("--map", mapped), ("--set", constants)):
            for name in names:
                if not self._is_field(name):
                    message = f"{option} {name}：没有这个字段；可用：{'、'.join(known)}"
                    message += "、attributes.名字。" if "attributes" in known else "。"
                    raise MappingError(message)

    def check(
        self, columns: Sequence[str], where: str, required: Mapping[str, str] | None = None
    ) -> None:
        """Look at a table's header. `required`: fields that nothing can do without, each with a
        constant that may stand for it, or an empty text.

        Raises MappingError when `--map` names what is not there, or a required field is nowhere.
        """
        found = "、".join(filter(None, columns))
        for column in columns:
            self._target(column)
        for name, column in self._mapped.items():
            if column not in columns:
                message = f"--map {name}={column}：{where} 里没有列 {column}；"
                message += f"找到的列：{found}。"
                raise MappingError(message)
        for name, constant in (required or {}).items():
            if name not in {*columns, *self._mapped, *self._constants}:
                cure = f"--map {name}=列名" + (f" 或 --set {name}={constant}" if constant else "")
                message = f"{where} 里没有列 {name}；用 {cure} 指定。找到的列：{found}。"
                raise MappingError(message + self._guess(columns))

    def cure(self, most: int) -> str:
        """The options by which the first of the ignored columns would be taken."""
        return options(self.ignored[:most], self._known, self._given(), every=True)

    def _given(self) -> set[str]:
        """The fields that have a column or a constant."""
        return {*self._mapped, *self._constants, *filter(None, self._targets.values())}

    def _guess(self, columns: Sequence[str]) -> str:
        left = [column for column in columns if column not in self._taken]
        guessed = options(left, self._known, self._given())
        return f"看列名多半是（请核对）：\n{guessed}" if guessed else ""

    def check_met(self, where: str) -> None:
        """Raise MappingError when no row met so far had a column that `--map` names."""
        if self._targets:
            self.check(list(self._targets), where)

    def apply(self, record: Mapping[str, Any], *, table: bool) -> Mapped:
        """The row by fields; columns that nothing asks for are remembered in `ignored`.

        In a `table` an empty cell is an absent one. Raises RowError for broken JSON in a cell.
        """
        if not table and not self._mapped and not self._constants and record.keys() <= self._known:
            return Mapped(dict(record))
        mapped = Mapped({})
        for column, value in record.items():
            if not table or value:
                target = self._target(column)
                if target is not None:
                    _put(mapped, target, value)
        for name, column in self._mapped.items():
            if column in record and (not table or record[column]):
                _put(mapped, name, record[column])
        for name, value in self._constants.items():
            _put(mapped, name, value)
        return mapped

    def _target(self, column: str) -> str | None:
        """The field that a column gives under its own name."""
        if column not in self._targets:
            target = None
            if column not in self._taken and column:
                if self._is_field(column):
                    target = column
                else:
                    self.ignored.append(column)
            self._targets[column] = target
        return self._targets[column]

    def _is_field(self, name: str) -> bool:
        attribute = name.startswith(_ATTRIBUTE) and name != _ATTRIBUTE
        return name in self._known or (attribute and "attributes" in self._known)


def _put(mapped: Mapped, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON value
    if name.startswith(_ATTRIBUTE):
        mapped.attributes[name.removeprefix(_ATTRIBUTE)] = value
        return
    opening = _OBJECTS.get(name)
    if opening is not None and isinstance(value, str) and value:
        value = _json(name, value, opening)
    mapped.fields[name] = value


def _json(name: str, text: str, opening: str) -> Any:  # noqa: ANN401 - any JSON value
    if not text.lstrip().startswith(opening):
        kind = "对象 {…}" if opening == "{" else "列表 […]"
        message = f"应当是 JSON {kind}，写的是 {text[:40]}。"
        raise RowError(name, message)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        message = f"第 {error.colno} 个字符起不是合法的 JSON。"
        raise RowError(name, message) from error
