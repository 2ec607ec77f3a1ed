"""Sizes in letters, of clothes and shoes alone: xl, 3xl码, m."""

import re
from collections.abc import Iterator

from query.understanding.amount import Amount, Context

__all__ = ["letter_sizes"]

_LETTERS = re.compile(r"(?<![a-z0-9-])(x{0,4}[sl]|[2-6]xl|m)(?:码|号)?(?![a-z0-9-])")


_DIAPERS = frozenset({"纸尿裤", "拉拉裤", "安睡裤", "成人纸尿裤"})


def letter_sizes(context: Context) -> Iterator[Amount]:
    """The sizes in letters of a text that seeks something to wear."""
    if not (context.sized or context.head in _DIAPERS):
        return
    for found in _LETTERS.finditer(context.text):
        yield Amount(
            start=found.start(),
            end=found.end(),
            dimension="size",
            low=0,
            high=0,
            written=found[1].upper(),
        )
