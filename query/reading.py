"""How texts are read: into slots by a lexicon, or not at all; and what the slots filter by."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from indexer.filters import Filter, Terms
from query.lexicon.entries import Kind
from query.lexicon.lexicon import Lexicon
from query.lexicon.telling import WordSense, word_senses
from query.lexicon.types import folded_word
from query.parse import IMPLIED, Parse, Slot, Undecided, plain
from query.slot_filters import SlotFilters
from query.understanding.parser import Understanding

__all__ = ["LexiconReader", "Reader", "Readers", "WordsOnly", "words_only"]


class Reader(Protocol):
    """Reads texts by what one shop knows. Safe to share between threads."""

    def parse(self, text: str) -> Parse:
        """What a text means."""
        ...

    def filters(self, parse: Parse) -> Mapping[str, Filter]:
        """By slot name, in the order of the parse, the filters of those slots that filter."""
        ...

    def wishes(self, parse: Parse) -> Mapping[str, Filter]:
        """By slot name, what would meet those slots that only order."""
        ...

    def shelves(self, parse: Parse) -> Mapping[str, Filter]:
        """By slot name what its product type is among: wider, and known to hold such things.

        And of a brand without goods, those that are named after it: MUJI制造商.
        """
        ...

    def names(self, parse: Parse) -> Mapping[str, tuple[str, ...]]:
        """By a part of the text that says a product type, the other names of that type."""
        ...

    def choice(self, one: Undecided) -> tuple[str, tuple[str, ...]] | None:
        """The other meaning of a word as a facet's key and values; None where it has no products."""
        ...

    def senses(self, word: str) -> Sequence[WordSense]:
        """All that a word may mean, the likelier first."""
        ...


Readers = Callable[[], Reader]
"""Gives the reader of the moment: a new lexicon takes the place of the old one while searches run."""


class WordsOnly:
    """The Reader for which every word is just a word."""

    def parse(self, text: str) -> Parse:
        """See Reader."""
        return plain(text)

    def filters(self, parse: Parse) -> Mapping[str, Filter]:  # noqa: ARG002 - as Reader has it
        """See Reader."""
        return {}

    def wishes(self, parse: Parse) -> Mapping[str, Filter]:  # noqa: ARG002 - as Reader has it
        """See Reader."""
        return {}

    def shelves(self, parse: Parse) -> Mapping[str, Filter]:  # noqa: ARG002 - as Reader has it
        """See Reader."""
        return {}

    def names(self, parse: Parse) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002 - as Reader has it
        """See Reader."""
        return {}

    def choice(self, one: Undecided) -> None:  # noqa: ARG002 - as Reader has it
        """See Reader."""
        return

    def senses(self, word: str) -> Sequence[WordSense]:  # noqa: ARG002 - as Reader has it
        """See Reader."""
        return ()


_WORDS_ONLY = WordsOnly()


def words_only() -> Reader:
    """The Readers of a shop that understands nothing."""
    return _WORDS_ONLY


class LexiconReader:
    """The Reader of one lexicon."""

    def __init__(self, lexicon: Lexicon, analyzer: Analyzer, attributes: Attributes) -> None:
        self.lexicon = lexicon
        self._understanding = Understanding(lexicon, analyzer)
        self._filters = SlotFilters(lexicon, analyzer, attributes)

    def parse(self, text: str) -> Parse:
        """See Reader."""
        return self._understanding.parse(text)

    def filters(self, parse: Parse) -> Mapping[str, Filter]:
        """See Reader."""
        return self._filters.filters(parse)

    def wishes(self, parse: Parse) -> Mapping[str, Filter]:
        """See Reader."""
        return self._filters.wishes(parse)

    def shelves(self, parse: Parse) -> Mapping[str, Filter]:
        """See Reader."""
        shelves = (self._shelf(parse.slot("category")), self._namesakes(parse.slot("brand")))
        return {shelf.field: shelf for shelf in shelves if shelf is not None}

    def _shelf(self, slot: Slot | None) -> Terms | None:
        found: list[str] = []
        for value in slot.values if slot else ():
            category = self.lexicon.categories.get(str(value))
            wider = () if category is None else category.within
            if category is not None and slot is not None and slot.source == IMPLIED:
                wider = tuple(above for path in category.paths if (above := _shelf(path)))
            if not wider:
                return None
            found += wider
        return Terms("category", tuple(dict.fromkeys(found))) if found else None

    def _namesakes(self, slot: Slot | None) -> Terms | None:
        found: list[str] = []
        for value in slot.values if slot else ():
            brand = self.lexicon.brands.get(str(value))
            if brand is not None and not brand.written:
                found += self.lexicon.namesakes(brand.name)
        return Terms("brand", tuple(dict.fromkeys(found))) if found else None

    def names(self, parse: Parse) -> Mapping[str, tuple[str, ...]]:
        """See Reader."""
        slot = parse.slot("category")
        if slot is None:
            return {}
        found: dict[str, tuple[str, ...]] = {}
        for piece in parse.pieces:
            word = folded_word(piece.text) if piece.slot == slot.name else ""
            for sense in self.lexicon.senses(word):
                if sense.kind is Kind.CATEGORY and sense.name in slot.values:
                    spellings = self.lexicon.categories[sense.name].spellings
                    found[piece.text] = tuple(one for one in spellings if folded_word(one) != word)
        return found

    def choice(self, one: Undecided) -> tuple[str, tuple[str, ...]] | None:
        """See Reader."""
        if one.other == "category":
            category = self.lexicon.categories.get(one.value)
            paths = (category.paths or category.within) if category else ()
            return ("category", paths) if paths else None
        brand = self.lexicon.brands.get(one.value) if one.other == "brand" else None
        return ("brand", brand.written) if brand and brand.written else None

    def senses(self, word: str) -> Sequence[WordSense]:
        """See Reader."""
        return word_senses(self.lexicon, word)


def _shelf(path: str) -> str:
    """What a leaf stands in; "" where that is a whole department: 手机数码 holds 手机壳 too."""
    above = path.rpartition("/")[0]
    return above if "/" in above else ""
