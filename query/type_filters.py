"""Product types to filters: by the leaves of the catalogue, and by titles where it has none of a type."""

from collections.abc import Iterable, Iterator, Sequence

from indexer.filters import AnyOf, Exists, Filter, Not, Terms, all_of
from query.exclusions import Exclusions
from query.lexicon.entries import Category, Kind
from query.lexicon.lexicon import Lexicon
from query.lexicon.shipped import source
from query.lexicon.types import folded_word
from query.title_filters import TitleFilters, any_of

__all__ = ["TypeFilters"]

_NOWHERE = Not(Exists("category"))
_COLOUR = "色"


class TypeFilters:
    """Compiles the types of one lexicon. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon, titles: TitleFilters, exclusions: Exclusions) -> None:
        self._lexicon = lexicon
        self._titles = titles
        self._exclusions = exclusions

    def wanted(self, name: str) -> Filter:
        """Of the type, or of one that it is the name of: 零食 are 糕点 and 坚果."""
        category = self._lexicon.categories.get(name)
        if category is None:
            return self._titles.without_accessories((name,))
        kinds = [self._lexicon.categories[one] for one in category.kinds]
        parts = [self._of(category, titled=True)]
        parts += [self._of(one, titled=bool(one.within)) for one in kinds]
        parts += [self._titled(kinds, category.department)] if kinds else []
        return any_of(filter(None, parts)) or AnyOf()

    def _titled(self, kinds: Sequence[Category], department: str) -> Filter:
        """Kinds by titles, where these tell more than categories do, or beside goods of a kind.

        Elsewhere 娃娃 is of a dress. All at once: what is only for another thing takes hundreds of
        words to say.
        """
        spellings = dict.fromkeys(
            spelling
            for one in kinds
            if not (one.paths or one.within or one.accessory)
            for spelling in self._own_spellings(one)
            if len(spelling) > 1  # not 鱼 of 鱼竿
        )
        if not spellings:
            return AnyOf()
        titles = self._uncoloured(self._titles.without_accessories(tuple(spellings)), spellings)
        if department in self._lexicon.at_home_in and not self._lexicon.shelved:
            return titles
        beside = dict.fromkeys(_parent(path) for one in kinds for path in one.paths)
        return all_of(titles, AnyOf((_NOWHERE, Terms("category", tuple(beside)))))

    def unwanted(self, name: str) -> Filter:
        """By titles too: 食用油 不要花生 is about what a thing is of."""
        category = self._lexicon.categories.get(name)
        spellings = (name,) if category is None else self._own_spellings(category)
        titled = self._exclusions.titled(map(folded_word, spellings))
        if category is None:
            return titled
        kinds = [self._of(self._lexicon.categories[one], titled=False) for one in category.kinds]
        held = (_held(category), Terms("pair", category.pairs))
        return AnyOf((*held, *(one for one in kinds if one is not None), titled))

    def _of(self, category: Category, *, titled: bool) -> Filter | None:
        """By the leaves and attributes that hold it, and if asked by titles."""
        held = [_held(category)] if category.paths or category.others else []
        said = [Terms("pair", category.pairs)] if category.pairs else []
        by_field = any_of((*held, *said))
        if not titled:
            return by_field
        if category.accessory:
            titles = self._titles.any_of(self._own_spellings(category))
        else:
            titles = self._titles.without_accessories(self._own_spellings(category))
        if category.paths:
            titles = all_of(_NOWHERE, titles)
        elif category.within:
            # 唇釉 may stand under 口红 or beside it: the title says what it is.
            within = Terms("category", tuple(dict.fromkeys(map(_parent, category.within))))
            titles = all_of(titles, AnyOf((within, _NOWHERE)))
        return titles if by_field is None else any_of((by_field, titles))

    def _own_spellings(self, category: Category) -> tuple[str, ...]:
        spellings = category.spellings
        if self._lexicon.shelved or category.department in self._lexicon.at_home_in:
            spellings = (*spellings, *category.endings, *self._named_alike(category))
        if category.paths or category.within:
            return spellings
        # Where no fruit is sold, the 苹果 of titles is the brand, and 红富士 is none of it.
        return tuple(one for one in spellings if not self._is_brand(one)) or spellings

    def _named_alike(self, category: Category) -> Iterator[str]:
        """餐椅 is a 椅子 wherever it stands: a kind that ends in the noun of the type."""
        noun = source("kinds")["endings"].get(category.name)
        for one in category.kinds if noun else ():
            spellings = self._lexicon.categories[one].spellings
            yield from (spelling for spelling in spellings if spelling.endswith(noun))

    def _uncoloured(self, titles: Filter, spellings: Iterable[str]) -> Filter:
        """No 糖果色 of a curtain; 口红 may be 红色."""
        ends = {f"{one[-1]}{_COLOUR}" for one in spellings if not one[-1].isascii()}
        unknown = sorted(end for end in ends if not self._lexicon.senses(end))
        return all_of(titles, Not(Terms("title_bigrams", tuple(unknown)))) if unknown else titles

    def _is_brand(self, word: str) -> bool:
        return any(one.kind is Kind.BRAND for one in self._lexicon.senses(folded_word(word)))


def _held(category: Category) -> Terms:
    return Terms("category", (*category.paths, *category.others))


def _parent(path: str) -> str:
    return path.rpartition("/")[0] or path
