"""What must not be there, as filters: in whatever attribute a catalogue holds it, and in titles.

长款 is the style of a coat here, the 裙长 of a dress there, and a word of a title elsewhere: what is
sought may be looked for in the likeliest place, what is not wanted must be in none of them.
"""

from collections.abc import Iterable
from functools import cached_property

from indexer.fields import PAIR
from indexer.filters import AllOf, AnyOf, Filter, Not, Term, Terms
from query.lexicon.entries import Kind
from query.lexicon.lexicon import Lexicon
from query.lexicon.shipped import source
from query.lexicon.types import folded_word
from query.title_filters import TitleFilters, any_of

__all__ = ["Exclusions"]

_NAMES = (
    "裙长", "衣长", "袖长", "袖型", "裤长", "裤型", "领型", "鞋跟", "图案", "口味", "香型", "香味", "功效",
    "成分", "配料", "类型", "种类", "品类", "款型", "版型", "工艺", "包装", "包装形式", "开门方式", "闭合方式",
)  # fmt: skip
"""Attributes without a dimension that catalogues have for what a shopper may refuse."""

_OF_SKUS = frozenset({"color", "size"})
"""A title that names one of several colours does not say that there is no other."""

_BESIDE = ("送", "赠", "赠送", "附赠", "适用", "适配")
"""What stands behind them in a title is not the thing."""

_SHORT = 2


class Exclusions:
    """Compiles words that are not wanted. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon, titles: TitleFilters) -> None:
        self._lexicon = lexicon
        self._titles = titles

    def of(self, words: Iterable[str], dimension: str = "") -> Filter:
        """The products that have one of the words as a value, or in their titles."""
        known = tuple(dict.fromkeys(map(folded_word, words)))
        flavors = tuple(f"{word}味" for word in known if not word.isascii())
        values = tuple(f"{name}{PAIR}{word}" for name in self._names for word in (*known, *flavors))
        in_titles = self.titled(known)
        if dimension in _OF_SKUS:
            in_titles = AllOf((Term("variants", 0), in_titles))
        return AnyOf((Terms("value", values), Terms("pair", values), in_titles))

    def titled(self, words: Iterable[str]) -> Filter:
        """The titles that have one of the words, and do not say that it is not there: 不含酒精."""
        long = [word for word in words if len(word) >= _SHORT]
        return any_of(map(self._said, dict.fromkeys(long))) or AnyOf()

    def _said(self, word: str) -> Filter:
        denied = self._titles.any_of(f"{cue}{word}" for cue in self._denials)
        return AllOf((self._titles.has(word), Not(denied)))

    @cached_property
    def _denials(self) -> tuple[str, ...]:
        named = source("cues")["ingredients"]
        return (*named["claims"], *named["cues"], *_BESIDE)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """Of dimensions and attributes that have words for values."""
        senses = (sense for found in self._lexicon.words.values() for sense in found)
        own = {sense.dimension for sense in senses if sense.kind is Kind.VALUE}
        return (*sorted(own), *(name for name in _NAMES if name not in own))
