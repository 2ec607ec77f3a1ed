"""A row of an FAQ feed, checked, as a Faq, and as a change of one.

Where rows come from and where entries go is for others.
"""

from indexer.catalog import DocumentId, Faq
from indexer.feed.checks import (
    Id,
    Ids,
    LongText,
    RowError,
    RowModel,
    ShortText,
    Title,
    Titles,
    filled,
    validated,
)
from indexer.feed.mapping import Mapped
from indexer.feed.times import LastDay, Time
from indexer.patch import Patch

__all__ = ["FAQ_FIELDS", "faq", "faq_patch"]


class _FaqRow(RowModel):
    id: Id
    question: Title = ""
    answer: LongText = ""
    similar: Titles = ()
    topic: ShortText = ""
    products: Ids = ()
    valid_from: Time | None = None
    valid_until: LastDay | None = None


FAQ_FIELDS = tuple(_FaqRow.model_fields)
"""The fields of an FAQ entry, named as in the contract."""

_REQUIRED = ("question", "answer")


def faq(mapped: Mapped) -> Faq:
    """The entry of a row. Raises RowError naming the first field that breaks the contract."""
    row = validated(_FaqRow, filled(mapped.fields))
    for name in _REQUIRED:
        if not getattr(row, name):
            message = "缺少，必填。"
            raise RowError(name, message)
    return _faq(row)


def faq_patch(mapped: Mapped) -> Patch:
    """The change that a row asks for: only what it names, None (JSON null) empties a field.

    Raises RowError naming the first field that breaks the contract. Whether the entry exists is
    not known here.
    """
    fields = mapped.fields
    row = validated(_FaqRow, filled(fields))
    for name in _REQUIRED:
        if name in fields and not getattr(row, name):
            message = "必填，不能清空。"
            raise RowError(name, message)
    record = _faq(row).to_record()
    changed = {name: record.get(name) for name in fields if name != "id"}
    return Patch(id=DocumentId(row.id), fields=changed)


def _faq(row: _FaqRow) -> Faq:
    if row.valid_from and row.valid_until and row.valid_until < row.valid_from:
        message = "早于 valid_from；结束应当在开始之后。"
        raise RowError("valid_until", message)
    return Faq(
        id=DocumentId(row.id),
        question=row.question,
        answer=row.answer,
        similar=row.similar,
        topic=row.topic,
        products=row.products,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )
