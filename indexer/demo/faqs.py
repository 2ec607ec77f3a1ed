"""The demo shop's questions and answers, as they were written."""

from collections.abc import Iterator
from typing import Any

from indexer.demo.lines import FAQS, source

__all__ = ["faqs"]


def faqs() -> Iterator[dict[str, Any]]:
    """Rows of an FAQ feed (contract §2), in the order of the source."""
    yield from source(FAQS)["faqs"]
