"""What a shop promises of a product, as filters: 包邮, 自营, 二手.

By a tag, by an attribute that tells a thing's condition, by the category; and by the title, which has
the very word that was typed.
"""

from collections.abc import Iterable, Iterator

from indexer.fields import PAIR
from indexer.filters import AnyOf, Filter, Terms, all_of
from query.lexicon.entries import Kind
from query.lexicon.lexicon import Lexicon
from query.lexicon.shipped import source
from query.lexicon.types import folded_word
from query.parse import Slot
from query.title_filters import TitleFilters

__all__ = ["USED", "Promises"]

USED = "used"
_CONDITIONS = ("成色", "商品成色", "新旧程度", "新旧")
_SHORT = 2


class Promises:
    """Compiles flags for one lexicon. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon, titles: TitleFilters) -> None:
        self._lexicon = lexicon
        self._titles = titles

    def met(self, slot: Slot) -> Filter:
        """What keeps all promises of a slot of flags."""
        return all_of(*(self._kept(str(flag), slot) for flag in slot.values))

    def met_any(self, slot: Slot) -> Filter:
        """What keeps one of its promises: what is refused where several are not wanted."""
        return AnyOf(tuple(self._kept(str(flag), slot) for flag in slot.values))

    def used(self, category: str) -> tuple[str, ...]:
        """The catalogue's paths of used things of a product type: 二手手机 of 手机."""
        names = (f"{word}{category}" for word in _words(USED))
        known = (self._lexicon.categories.get(name) for name in names)
        return tuple(dict.fromkeys(path for one in known if one is not None for path in one.paths))

    def _kept(self, flag: str, slot: Slot) -> Filter:
        words = _words(flag)
        conditions = (f"{name}{PAIR}{word}" for name in _CONDITIONS for word in words)
        return AnyOf(
            (
                Terms("tags", words),
                Terms("pair", tuple(conditions)),
                Terms("category", tuple(self._paths(words))),
                self._titles.any_of(self._typed(flag, slot)),
            )
        )

    def _typed(self, flag: str, slot: Slot) -> Iterator[str]:
        """The words of a text that say it."""
        for span in slot.spans:
            word = folded_word(span.text)
            senses = self._lexicon.senses(word)
            if any(sense.kind is Kind.FLAG and sense.name == flag for sense in senses):
                yield word.removesuffix("的")

    def _paths(self, words: Iterable[str]) -> Iterator[str]:
        """The catalogue's categories of such things alone: 二手手机, 特价专区."""
        begin = tuple(word for word in words if len(word) >= _SHORT and not word.isascii())
        paths = (path for one in self._lexicon.categories.values() for path in one.paths)
        for path in dict.fromkeys(paths):
            parts = path.split("/")
            yield from (
                "/".join(parts[:at]) for at, part in enumerate(parts, 1) if part.startswith(begin)
            )


def _words(flag: str) -> tuple[str, ...]:
    words: list[str] = source("cues")["flags"].get(flag, [])
    return tuple(words)
