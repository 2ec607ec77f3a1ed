"""Sizes in letters, of clothes, diapers, tyres and paper alone: xl, 3xl码, 80c, 195/65r15, a4."""

import re
from collections.abc import Iterator

from query.understanding.amount import Amount, Context

__all__ = ["letter_sizes"]

_LETTERS = re.compile(r"(?<![a-z0-9-])(x{0,4}[sl]|[2-6]xl|m)(?:码|号)?(?![a-z0-9-])")
_NEWBORN = re.compile(r"(?<![a-z0-9-])(nb)(?:码|号)?(?![a-z0-9-])")


_PRINTED = ("打印纸", "复印纸", "相纸", "打印机", "复印机", "扫描仪", "塑封机")
_DIAPERS = frozenset({"纸尿裤", "拉拉裤", "安睡裤", "成人纸尿裤"})


_CUPS = re.compile(r"(?<![a-z0-9])((?:[67890][05]|1[01][05]|3[2-9]|4[0-4])[a-h])(?![a-z0-9])")
_PAPER = re.compile(r"(?<![a-z0-9])([ab][3-6])(?![a-z0-9])")
_TYRE = re.compile(r"(?<!\d)(\d{3}/\d{2}r\d{2})(?!\d)")


def letter_sizes(context: Context) -> Iterator[Amount]:
    """The sizes in letters of a text that seeks something to wear, tyres or paper."""
    patterns = []
    if context.sized or context.head in _DIAPERS:
        patterns += [_LETTERS, _CUPS]
    if context.head in _DIAPERS or "婴" in context.head:
        patterns.append(_NEWBORN)
    if context.head.endswith("轮胎"):
        patterns.append(_TYRE)
    if context.department == "图书文具" or context.head.endswith(_PRINTED):
        patterns.append(_PAPER)
    for pattern in patterns:
        for found in pattern.finditer(context.text):
            yield Amount(
                start=found.start(),
                end=found.end(),
                dimension="size",
                low=0,
                high=0,
                written=found[1].upper(),
            )
