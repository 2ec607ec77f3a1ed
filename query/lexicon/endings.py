"""How titles end that name a product type by its noun alone: 羊毛被 and 子母被 are 被子.

For types of which the catalogue has no leaf. Which noun names which type is shipped.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from indexer.catalog import Product
from indexer.folding import fold
from query.lexicon.entries import Category
from query.lexicon.shipped import source
from query.lexicon.types import folded_word

__all__ = ["TitleEndings"]

_LONGEST = 3  # characters of an ending: 羊毛被 tells more than 毛被
_SHORTEST = 2
_MOST = 64  # of a type: each is a phrase of its filter
_MOST_COUNTED = 2_000
_QUANTIFIED = re.compile(r"[0-9]")
_LAST_RUN = re.compile("[\u4e00-\u9fff]+$")
_BOXED = re.compile("(?:礼盒装?|套装|组合)$")


class TitleEndings:
    """Gathers the endings of titles. Memory is bounded by types."""

    def __init__(self, categories: Mapping[str, Category]) -> None:
        nouns, self._apart = source("kinds")["endings"], source("kinds")["apart"]
        self._types = {
            noun: category
            for name, noun in nouns.items()
            if (category := categories.get(name)) is not None and not category.paths
        }
        self._names = defaultdict[str, set[str]](set)
        for category in categories.values():
            for spelling in category.spellings:
                self._names[folded_word(spelling)].add(category.name)
        self._found: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def noting(self, products: Iterable[Product]) -> Iterator[Product]:
        """The products, the endings of each title noted as it passes."""
        if not self._types:
            yield from products
            return
        for product in products:
            self._note(_end(fold(product.title)))
            yield product

    def endings(self) -> Mapping[str, tuple[str, ...]]:
        """By type the endings of most titles, the commonest first."""
        return {
            name: tuple(ending for ending, _ in sorted(found.items(), key=_commonest)[:_MOST])
            for name, found in self._found.items()
        }

    def _note(self, run: str) -> None:
        category = self._types.get(run[-1:])
        if category is None or len(run) < _SHORTEST or self._is_another(run, category):
            return
        found, ending = self._found[category.name], run[-_LONGEST:]
        if ending in found or len(found) < _MOST_COUNTED:
            found[ending] += 1

    def _is_another(self, run: str, category: Category) -> bool:
        """绣花抱枕 ends in the name of something that is no 枕头."""
        names = (self._names.get(run[start:], set()) for start in range(len(run) - 1))
        longest = next((known for known in names if known), set())
        return not longest.isdisjoint(self._apart.get(category.name, ()))


def _end(title: str) -> str:
    """The last Han of a title, but for quantities and a box: 端午粽礼盒 640克 ends in 端午粽."""
    parts = (part for part in reversed(title.split()) if not _QUANTIFIED.search(part))
    found = _LAST_RUN.search(_BOXED.sub("", next(parts, "")))
    return found[0] if found else ""


def _commonest(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]
