"""What a query is understood to mean, as the value of contract §4, and the seams that make it.

Until understanding has its first stage, every text means its own words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["Parse", "Parser", "Rewriter", "plain", "unchanged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """`query` as typed; `words` is the text left to be searched for after all slots are taken."""

    query: str
    words: str

    def to_json(self) -> dict[str, Any]:
        """The parse object of contract §4."""
        return {
            "query": self.query,
            "corrected": None,
            "suggestions": [],
            "intent": "product_search",
            "category": [],
            "brand": [],
            "model": None,
            "price_range": None,
            "attributes": {},
            "exclude": {"brand": [], "category": [], "attributes": {}},
            "sort": None,
            "flags": [],
            "keywords": [],
            "ambiguous": [],
            "spans": [],
        }


Rewriter = Callable[[str], str]
"""Typed text to the text that is parsed: where replacement rules go."""

Parser = Callable[[str], Parse]
"""Text to its parse: where understanding goes."""


def unchanged(text: str) -> str:
    """The Rewriter that rewrites nothing."""
    return text


def plain(text: str) -> Parse:
    """The Parser for which every word is just a word."""
    return Parse(query=text, words=text)
