"""The import: feed files into the catalogue, good rows in one transaction, bad rows told apart.

Printing and exit codes are for the command; bringing changes into an index is for `indexer.apply`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from indexer.catalog import Faq, Product
from indexer.feed import Columns, FeedKind, Row, RowError, Walk, Walked, Watcher
from indexer.patch import Patch
from indexer.store import Catalogue, Report, Staging

__all__ = ["Import", "Imported", "Notice", "Options"]

T = TypeVar("T", bound=Product | Faq)

_BATCH = 1000  # changes that are compared with the catalogue together
_BATCH_BYTES = 16 << 20  # of their rows, so that long rows need no more memory than short ones
_REQUIRED = {"id": ""}
_CURED = 3  # ignored columns for which the options are told


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
class Imported(Walked):
    """What an import did. `report` None: nothing was kept, because of `strict`.

    `cure`: the options by which the first of the `ignored` columns would be taken.
    """

    report: Report | None
    ignored: tuple[str, ...]
    cure: str
    notices: Mapping[str, Notice]


class Import(Generic[T]):
    """One import of some files into a catalogue. Good for one `run`."""

    def __init__(
        self, kind: FeedKind[T], catalogue: Catalogue[T], options: Options, watcher: Watcher
    ) -> None:
        """Raises MappingError for fields that do not exist."""
        self._kind = kind
        self._catalogue = catalogue
        self._options = options
        self._watcher = watcher
        fields = kind.patch_fields if options.partial else kind.fields
        self._columns = Columns(fields, options.mapped, options.constants)
        self._notices: dict[str, Notice] = {}

    def run(
        self, files: Sequence[Path], staging: Staging[T], now: datetime, data: Path
    ) -> Imported:
        """Read all files, then move their good rows into the catalogue in one transaction.

        Rejected rows go into `data/rejects`. Raises FeedError for a file that cannot be read,
        MappingError for columns that are not there, XunhuoError where the store refuses: nothing
        is kept then.
        """
        walk = Walk(self._watcher, data, now)
        changes = _Changes(self._catalogue, staging)

        def settle() -> None:
            for pending, error in changes.settle(self._notice):
                walk.reject(pending.location, pending.row, error)

        def take(row: Row) -> None:
            location = walk.location
            try:
                mapped = self._columns.apply(row.readable(), table=row.table)
                if self._options.partial:
                    changes.add(_Pending(location, row, self._kind.patch(mapped)))
                else:
                    for document in self._kind.documents(mapped, partial(self._notice, location)):
                        staging.add(document)
            except RowError:
                self._keep(row, staging)
                raise
            if changes.full:
                settle()

        walked = walk.mapped(files, self._columns, _REQUIRED, take, settle)
        report = None
        if not (self._options.strict and walked.rejected):
            report = staging.commit(
                full=self._options.full, force=self._options.force, demo=self._options.demo
            )
        return Imported(
            rows=walked.rows,
            rejected=walked.rejected,
            files=walked.files,
            report=report,
            ignored=tuple(self._columns.ignored),
            cure=self._columns.cure(_CURED),
            notices=self._notices,
        )

    def _keep(self, row: Row, staging: Staging[T]) -> None:
        """A full feed must not delete a product because its row has a mistake."""
        if not self._options.full or row.record is None:
            return
        with suppress(RowError):
            fields = self._columns.apply(row.record, table=row.table).fields
            skus = fields.get("skus")
            parts = [fields, *skus] if isinstance(skus, list) else [fields]
            for part in parts:
                if isinstance(part, dict) and part.get("id") is not None:
                    staging.keep(str(part["id"]).strip())

    def _notice(self, location: str, text: str) -> None:
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
