"""What must not be there, as filters: in whatever attribute a catalogue holds it, and in titles.

长款 is the style of a coat here, the 裙长 of a dress there, and a word of a title elsewhere: what is
sought may be looked for in the likeliest place, what is not wanted must be in none of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from indexer.attributes import Attributes
from indexer.fields import PAIR
from indexer.filters import AllOf, AnyOf, Filter, Not, Term, Terms
from query.lexicon.entries import INGREDIENT, Kind
from query.lexicon.lexicon import Lexicon
from query.lexicon.shipped import source
from query.lexicon.types import folded_word
from query.parse import Parse
from query.title_filters import TitleFilters, any_of

__all__ = ["Exclusions", "claims", "tells_denials"]

_NAMES = (
    "裙长", "衣长", "袖长", "袖型", "裤长", "裤型", "领型", "鞋跟", "图案", "口味", "香型", "香味", "功效",
    "成分", "配料", "类型", "种类", "品类", "款型", "版型", "工艺", "包装", "包装形式", "开门方式", "闭合方式",
)  # fmt: skip
"""Attributes without a dimension that catalogues have for what a shopper may refuse."""

_OF_SKUS = frozenset({"color", "size"})
"""What SKUs differ in: a title that names one of several colours does not say that all have it."""

_WITHOUT = ("不带", "没有", "不包含", "不包括", "不配")
"""How titles say that a part is not there, beside what they say of ingredients."""

_BESIDE = ("送", "赠", "赠送", "附赠", "适用", "适配")
"""What stands behind them in a title is not the thing."""

_SHORT = 2


class Exclusions:
    """Compiles words that are not wanted. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon, titles: TitleFilters, attributes: Attributes) -> None:
        self._lexicon = lexicon
        self._titles = titles
        self._attributes = attributes

    def of(self, words: Iterable[str], dimension: str = "") -> Filter:
        """The products that have one of the words as a value, or in their titles."""
        known = tuple(dict.fromkeys(map(folded_word, words)))
        in_titles = self.titled(known)
        if dimension in _OF_SKUS:
            in_titles = AllOf((Term("variants", 0), in_titles))
        tastes = tuple(f"{word}味" for word in known if not word.isascii())
        parts = [part for word in (*known, *tastes) for part in self._values(word)]
        if known and not self._is_held(known[0]):
            parts += self._anywhere((*known[:1], *tastes[:1]))
        held = any_of(parts)
        return in_titles if held is None else AnyOf((held, in_titles))

    def titled(self, words: Iterable[str]) -> Filter:
        """The titles that have one of the words, and do not say that it is not there: 不含酒精."""
        long = tuple(dict.fromkeys(word for word in words if len(word) >= _SHORT))
        if not long:
            return AnyOf()
        return AllOf((self._titles.any_of(long), Not(_denied({word[0] for word in long}))))

    def _is_held(self, word: str) -> bool:
        """Whether the lexicon has it from the catalogue, and so knows where it stands."""
        return any(sense.source == "catalogue" for sense in self._lexicon.senses(word))

    def _anywhere(self, words: Sequence[str]) -> Iterator[Filter]:
        """The values of that spelling in whatever attribute: the catalogue may have it seldom.

        Some hundred values that are mostly nowhere take a millisecond of a page.
        """
        for column, names in zip(("value", "pair"), self._names, strict=True):
            yield Terms(column, tuple(f"{name}{PAIR}{word}" for name in names for word in words))

    def _values(self, word: str) -> Iterator[Filter]:
        """The values of that spelling that the lexicon knows, each in its attribute."""
        for sense in self._lexicon.senses(word):
            if sense.kind is not Kind.VALUE or sense.dimension in _OF_SKUS:
                continue
            dimension = self._attributes.dimension(sense.dimension)
            for spelling in dict.fromkeys((word, folded_word(sense.name))):
                if dimension is None:
                    yield Term("pair", f"{sense.dimension}{PAIR}{spelling}")
                else:
                    value = self._attributes.normalize(dimension, spelling).normalized
                    yield Term("value", f"{dimension}{PAIR}{value}")

    @cached_property
    def _names(self) -> tuple[Sequence[str], Sequence[str]]:
        """The dimensions that have words for values, and attributes that are no dimension."""
        senses = (sense for found in self._lexicon.words.values() for sense in found)
        own = {sense.dimension for sense in senses if sense.kind is Kind.VALUE}
        dimensions = [name for name in own if self._attributes.dimension(name) is not None]
        others = own.union(_NAMES).difference(dimensions)
        return sorted(set(dimensions) - _OF_SKUS), sorted(others)


def _denied(first: Iterable[str]) -> Filter:
    """The titles that say of what begins with one of these characters that it is not there, or that
    it is no more than given with the thing.

    By pairs of characters, as a few sets of terms: 不含 and 含酒 of 不含酒精.
    """
    named = source("cues")["ingredients"]
    cues = (*named["claims"], *named["cues"], *_WITHOUT, *_BESIDE)
    alone = {cue + char for cue in cues if len(cue) == 1 for char in first}
    ends = {cue[-_SHORT:] for cue in cues if len(cue) >= _SHORT}
    joints = {end[-1] + char for end in ends for char in first}
    said = (Terms("title_bigrams", tuple(sorted(pairs))) for pairs in (ends, joints))
    return AnyOf((Terms("title_bigrams", tuple(sorted(alone))), AllOf(tuple(said))))


def claims(parse: Parse) -> tuple[tuple[str, ...], ...]:
    """By refused ingredient how titles say that it is not there: 无糖, 0糖 and 不含糖."""
    slot = parse.slot(f"exclude.attributes.{INGREDIENT}")
    if slot is None:
        return ()
    said = (*source("cues")["ingredients"]["claims"], "不含")
    return tuple(tuple(f"{one}{value}" for one in said) for value in slot.values)


def tells_denials(filter_: Filter) -> bool:
    """Whether this is what `titled` leaves out: dozens of words that nobody reads."""
    match filter_:
        case AnyOf((Terms("title_bigrams"), AllOf((Terms("title_bigrams", ends), Terms())))):
            return "不含" in ends
        case _:
            return False
