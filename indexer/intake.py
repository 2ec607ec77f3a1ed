"""The import: feed files into the catalogue, good rows in one transaction, bad rows told apart.

Printing and exit codes are for the command; bringing changes into an index is for `indexer.apply`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from indexer.catalog import Faq, Product
from indexer.errors import FeedError
from indexer.feed import (
    Columns,
    FeedKind,
    Lines,
    MappingError,
    Rejects,
    Row,
    RowError,
    Rows,
    format_of,
    read,
)
from indexer.patch import Patch
from indexer.store import Catalogue, Report, Staging

__all__ = ["Import", "Imported", "Notice", "Options"]

T = TypeVar("T", bound=Product | Faq)

_BATCH = 1000  # changes that are compared with the catalogue together
_BATCH_BYTES = 16 << 20  # of their rows, so that long rows need no more memory than short ones
_PROGRESS_ROWS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a command wants its files read and its rows used (contract §3)."""

    mapped: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    partial: bool = False
    full: bool = False
    force: bool = False
    demo: bool = False


@dataclass(slots=True)
class Notice:
    """What a person should know of rows that were kept: where first, and how often."""

    first: str
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did. `report` None: nothing was kept, because of `strict`."""

    rows: int
    rejected: int
    report: Report | None
    ignored: tuple[str, ...]
    notices: Mapping[str, Notice]
    files: tuple[Path, ...]
    """Where the rejected rows are."""


class Import(Generic[T]):
    """One import of some files into a catalogue. Good for one `run`."""

    def __init__(
        self,
        kind: FeedKind[T],
        catalogue: Catalogue[T],
        options: Options,
        *,
        on_reject: Callable[[FeedError], None],
        on_progress: Callable[[int, int], None] = lambda _bytes, _rows: None,
    ) -> None:
        """`on_progress` takes the bytes read of all files, as they are on disk, and the rows.

        Raises MappingError for fields that do not exist.
        """
        self._kind = kind
        self._catalogue = catalogue
        self._options = options
        self._on_reject = on_reject
        self._on_progress = on_progress
        fields = kind.patch_fields if options.partial else kind.fields
        self._columns = Columns(fields, options.mapped, options.constants)
        self._location = ""
        self._rows = 0
        self._rejected = 0
        self._bytes = 0
        self._notices: dict[str, Notice] = {}
        self._files: list[Path] = []

    def run(
        self, files: Sequence[Path], staging: Staging[T], now: datetime, data: Path
    ) -> Imported:
        """Read all files, then move their good rows into the catalogue in one transaction.

        Rejected rows go into `data/rejects`. Raises FeedError for a file that cannot be read,
        MappingError for columns that are not there, XunhuoError where the store refuses: nothing
        is kept then.
        """
        for path, format_ in [(path, format_of(path)) for path in files]:
            with Lines(path) as lines:
                rows = read(lines, format_)
                if rows.columns is not None:
                    self._check_header(path, rows.columns)
                with Rejects(data / "rejects", path, rows.heading, now) as rejects:
                    self._read(lines, rows, staging, rejects)
                    if rejects.path is not None:
                        self._files.append(rejects.path)
                self._bytes += lines.position()
        self._columns.check_met()
        report = None
        if not (self._options.strict and self._rejected):
            report = staging.commit(
                full=self._options.full, force=self._options.force, demo=self._options.demo
            )
        return Imported(
            rows=self._rows,
            rejected=self._rejected,
            report=report,
            ignored=tuple(self._columns.ignored),
            notices=self._notices,
            files=tuple(self._files),
        )

    def _check_header(self, path: Path, columns: Sequence[str]) -> None:
        self._columns.check(columns, str(path))
        given = {*columns, *self._options.mapped, *self._options.constants}
        if "id" not in given:
            found = "、".join(filter(None, columns))
            message = f"{path} 里没有列 id；用 --map id=列名 指定。找到的列：{found}。"
            raise MappingError(message)

    def _read(self, lines: Lines, rows: Rows, staging: Staging[T], rejects: Rejects) -> None:
        table = rows.columns is not None
        changes = _Changes(self._catalogue, staging)
        for row in rows.rows:
            self._rows += 1
            self._location = f"{lines.path}:{row.line}"
            try:
                mapped = self._columns.apply(row.readable(), table=table)
                if self._options.partial:
                    changes.add(_Pending(self._location, row, self._kind.patch(mapped)))
                else:
                    for document in self._kind.documents(mapped, self._notice):
                        staging.add(document)
            except RowError as error:
                self._reject(self._location, row, error, rejects)
                self._keep(row, staging, table=table)
            if changes.full:
                self._settle(changes, rejects)
            if self._rows % _PROGRESS_ROWS == 0:
                self._on_progress(self._bytes + lines.position(), self._rows)
        self._settle(changes, rejects)
        self._on_progress(self._bytes + lines.position(), self._rows)

    def _settle(self, changes: "_Changes[T]", rejects: Rejects) -> None:
        for pending, error in changes.settle(self._notice_at):
            self._reject(pending.location, pending.row, error, rejects)

    def _reject(self, location: str, row: Row, error: RowError, rejects: Rejects) -> None:
        self._rejected += 1
        rejects.add(row.raw, row.rest)
        self._on_reject(FeedError(location, error.field, str(error)))

    def _keep(self, row: Row, staging: Staging[T], *, table: bool) -> None:
        """A full feed must not delete a product because its row has a mistake."""
        if not self._options.full or row.record is None:
            return
        with suppress(RowError):
            fields = self._columns.apply(row.record, table=table).fields
            skus = fields.get("skus")
            parts = [fields, *skus] if isinstance(skus, list) else [fields]
            for part in parts:
                if isinstance(part, dict) and part.get("id") is not None:
                    staging.keep(str(part["id"]).strip())

    def _notice(self, text: str) -> None:
        self._notice_at(self._location, text)

    def _notice_at(self, location: str, text: str) -> None:
        if text in self._notices:
            self._notices[text].times += 1
        else:
            self._notices[text] = Notice(location)


@dataclass(frozen=True, slots=True)
class _Pending:
    location: str
    row: Row
    patch: Patch


class _Changes(Generic[T]):
    """Changes that wait to be compared with the catalogue, in the order of their rows."""

    def __init__(self, catalogue: Catalogue[T], staging: Staging[T]) -> None:
        self._catalogue = catalogue
        self._staging = staging
        self._pending: list[_Pending] = []
        self._bytes = 0

    @property
    def full(self) -> bool:
        return len(self._pending) >= _BATCH or self._bytes >= _BATCH_BYTES

    def add(self, pending: _Pending) -> None:
        self._pending.append(pending)
        self._bytes += len(pending.row.raw)

    def settle(self, notice: Callable[[str, str], None]) -> Iterator[tuple[_Pending, RowError]]:
        """Gather the changes of what exists; yield the others."""
        pending, self._pending, self._bytes = self._pending, [], 0
        known = self._catalogue.get(list({item.patch.id for item in pending}))
        for item in pending:
            document = known.get(item.patch.id)
            if document is None:
                message = (
                    f"{item.patch.id} 不存在；--partial 只更新已有的，新的请不带 --partial 导入。"
                )
                yield item, RowError("id", message)
                continue
            skus = document.skus if isinstance(document, Product) else ()
            if item.patch.sku and all(sku.id != item.patch.sku for sku in skus):
                message = f"{item.patch.id} 没有 SKU {item.patch.sku}。"
                yield item, RowError("sku", message)
                continue
            priced = any(sku.price is not None for sku in skus)
            if priced and not item.patch.sku and "price" in item.patch.fields:
                notice(
                    item.location,
                    "商品的 SKU 有自己的价格，改 price 不起作用；请用 sku 列指明款式",
                )
            self._staging.add_patch(item.patch)
