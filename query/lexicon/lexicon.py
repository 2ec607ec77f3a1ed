"""All words that a query may be understood by, found in one pass over the text.

`query.lexicon.building` makes one; which of overlapping words are meant is decided by
`query.understanding`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, Self

import orjson
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from query.lexicon.entries import Ambiguity, Brand, Category, Kind, Model, Sense, Tally
from query.lexicon.places import folded_word

__all__ = ["FORMAT", "Found", "Lexicon"]

FORMAT = 7
"""Of an artefact: it goes up with any change of its bytes."""

_OF_CATEGORY = ("spellings", "paths", "within", "others", "pairs", "kinds", "endings")

_MAKERS = (
    "制造商",
    "生产商",
    "供应商",
    "代工",
    "官方",
    "旗舰",
    "专卖",
    "专营",
    "自营",
    "集团",
    "公司",
    "品牌",
)
"""What a brand is named behind the name of another whose goods it has."""

_SHARE = 0.05  # of the products of known brands

_NEAR = (
    frozenset({"服饰内衣", "鞋靴箱包", "运动户外"}),
    frozenset({"手机数码", "电脑办公", "家用电器"}),
)
"""Departments in which the same brands are at home."""


class Found(NamedTuple):
    """A word of the lexicon at `start` to `end` (excluded) of a compact text."""

    start: int
    end: int
    senses: tuple[Sense, ...]


class Lexicon:
    """Words, brands, product types of one shop. Never changed; safe to share between threads.

    `words` maps a folded spelling without spaces to its senses, the likeliest first.
    """

    def __init__(  # noqa: PLR0913 - all that a lexicon holds
        self,
        words: Mapping[str, tuple[Sense, ...]],
        *,
        brands: Mapping[str, Brand],
        categories: Mapping[str, Category],
        models: Mapping[str, Model],
        ambiguities: Mapping[str, Ambiguity],
        weights: Mapping[str, float],
        sounds: Mapping[str, str],
        readings: Mapping[str, Mapping[str, Tally]],
    ) -> None:
        """`weights`: how telling a word of titles is, its inverse document frequency.

        `sounds`: the syllables of Han characters, as `query.lexicon.sounds` has them. `readings`: of a
        word that may be a brand what stands for each brand, and for the word (`affinity.WORD`); of one
        that names two product types what stands for each.
        """
        self.words = words
        self.brands = brands
        self.categories = categories
        self.models = models
        self.ambiguities = ambiguities
        self.weights = weights
        self.sounds = sounds
        self.readings = readings
        self._senses = list(words.values())
        # Contiguous: as fast as the DFA, which takes 430 MB.
        self._automaton = AhoCorasick(
            list(words),
            matchkind=MatchKind.Standard,
            implementation=Implementation.ContiguousNFA,
        )

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.words)

    def find(self, compact: str, gaps: frozenset[int]) -> list[Found]:
        """Every word that stands in the text, overlapping ones too, by where they end.

        `gaps` as in `Typed`. A word ends where a Latin word or a number ends; only Latin words may
        be typed with a space inside.
        """
        matches = self._automaton.find_matches_as_indexes(compact, overlapping=True)
        return [
            Found(start, end, self._senses[index])
            for index, start, end in matches
            if _stands_free(compact, start, end, gaps)
        ]

    def senses(self, word: str) -> tuple[Sense, ...]:
        """What a spelling, folded and without spaces, may mean; nothing for an unknown one."""
        return self.words.get(word, ())

    def sold(self, brand: str, category: str) -> int:
        """How many such products of the brand the catalogue has.

        Of a type that it only has among others: how many of those.
        """
        one, other = self.brands.get(brand), self.categories.get(category)
        if one is None:
            return 0
        if other is None:
            return one.categories.get(category, 0)
        return sum(count for leaf, count in one.categories.items() if self.is_under(leaf, category))

    def is_under(self, leaf: str, category: str) -> bool:
        """Whether a category leaf of the catalogue is of a product type, or may hold such."""
        other = self.categories.get(category)
        paths = () if other is None else other.paths or other.within
        return leaf == category or any(self._is_under(leaf, path) for path in paths)

    def at_home(self, brand: str, category: str) -> bool:
        """Whether a product type is of the department where a brand is known, or of one beside it."""
        one, other = self.brands.get(brand), self.categories.get(category)
        if one is None or other is None or not one.department:
            return False
        near = next((group for group in _NEAR if one.department in group), {one.department})
        return other.department in near

    def namesakes(self, brand: str) -> Iterator[str]:
        """The brands of the catalogue, as written, that are named after one: MUJI制造商."""
        known = self.brands.get(brand)
        names = map(folded_word, known.spellings) if known else ()
        named = tuple(name + end for name in names for end in _MAKERS)
        for other in self.brands.values():
            for written in other.written:
                if folded_word(written).startswith(named):
                    yield written

    @cached_property
    def shelved(self) -> bool:
        """Whether the catalogue's categories tell what its products are: more than departments."""
        return any("/" in path for one in self.categories.values() for path in one.paths)

    @cached_property
    def at_home_in(self) -> frozenset[str]:
        """The departments in which the brands of the catalogue are best known."""
        products = Counter[str]()
        for brand in self.brands.values():
            products[brand.department] += brand.products
        del products[""]
        least = _SHARE * products.total()
        return frozenset(name for name, count in products.items() if count > least)

    def _is_under(self, leaf: str, path: str) -> bool:
        if leaf == path.rpartition("/")[2]:
            return True
        known = self.categories.get(leaf)
        return known is not None and any(one.startswith(f"{path}/") for one in known.paths)

    @cached_property
    def departments(self) -> frozenset[str]:
        """The departments of all product types that the catalogue has."""
        return frozenset(one.department for one in self.categories.values() if one.paths)

    @cached_property
    def brand_by_spelling(self) -> Mapping[str, str]:
        """A folded spelling to the brand's name."""
        return {
            word: sense.name
            for word, senses in self.words.items()
            for sense in senses
            if sense.kind is Kind.BRAND
        }

    def to_bytes(self) -> bytes:
        """As an artefact; `from_bytes` gives it back."""
        # Side by side, and what few senses differ in by number: read in half the time of a dict.
        listed = [(word, sense) for word, senses in self.words.items() for sense in senses]
        sorts = {sort: at for at, sort in enumerate(dict.fromkeys(_sort(s) for _, s in listed))}
        return orjson.dumps(
            {
                "words": [word for word, _ in listed],
                "names": [sense.name for _, sense in listed],
                "sorts": [sorts[_sort(sense)] for _, sense in listed],
                "sort": list(sorts),
                "brands": list(self.brands.values()),
                "categories": list(self.categories.values()),
                "models": list(self.models.values()),
                "ambiguities": [
                    {
                        "at": word,
                        "brand": one.brand,
                        "brand_with": sorted(one.brand_with),
                        "word_with": sorted(one.word_with),
                        "word": one.word,
                        "category": one.category,
                    }
                    for word, one in self.ambiguities.items()
                ],
                "weights": self.weights,
                "sounds": self.sounds,
                "readings": {
                    word: {name: list(tally) for name, tally in found.items()}
                    for word, found in self.readings.items()
                },
            }
        )

    @classmethod
    def from_bytes(cls, blob: bytes) -> Self:
        """The inverse of `to_bytes`."""
        read: dict[str, Any] = orjson.loads(blob)
        kinds = {kind.value: kind for kind in Kind}
        sorts = [(kinds[kind], *rest) for kind, *rest in read["sort"]]
        words: dict[str, tuple[Sense, ...]] = {}
        for word, name, sort in zip(read["words"], read["names"], read["sorts"], strict=True):
            kind, dimension, held, trust = sorts[sort]
            words[word] = (*words.get(word, ()), Sense(kind, name, dimension, held, trust))
        return cls(
            words,
            brands={
                one["name"]: Brand(**_with_tuples(one, "spellings", "written"))
                for one in read["brands"]
            },
            categories={
                one["name"]: Category(**_with_tuples(one, *_OF_CATEGORY))
                for one in read["categories"]
            },
            models={one["name"]: Model(**_with_tuples(one, "spellings")) for one in read["models"]},
            ambiguities={one.pop("at"): _ambiguity(one) for one in read["ambiguities"]},
            weights=read["weights"],
            sounds=read["sounds"],
            readings={
                word: {name: Tally(*tally) for name, tally in found.items()}
                for word, found in read["readings"].items()
            },
        )


def _sort(sense: Sense) -> tuple[str, str, str, float]:
    """All of a sense but its name."""
    return sense.kind.value, sense.dimension, sense.source, sense.trust


def _with_tuples(read: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**read, **{name: tuple(read[name]) for name in names}}


def _ambiguity(read: Mapping[str, Any]) -> Ambiguity:
    return Ambiguity(
        brand=read["brand"],
        brand_with=frozenset(read["brand_with"]),
        word_with=frozenset(read["word_with"]),
        word=read["word"],
        category=read["category"],
    )


def _stands_free(compact: str, start: int, end: int, gaps: frozenset[int]) -> bool:
    if start and start not in gaps and _joined(compact[start - 1], compact[start]):
        return False
    if end < len(compact) and end not in gaps and _joined(compact[end - 1], compact[end]):
        return False
    return not gaps or all(_may_be_parted(compact, at) for at in gaps if start < at < end)


def _joined(left: str, right: str) -> bool:
    """Whether a Latin word or a number goes on between two characters."""
    return (
        left.isascii()
        and right.isascii()
        and ((left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit()))
    )


def _may_be_parted(compact: str, at: int) -> bool:
    """iphone 14 is iphone14; 大 米家 is not 大米 and 家, nor 1 28 the number 128."""
    left, right = compact[at - 1], compact[at]
    return (left.isascii() or right.isascii()) and not (left.isdigit() and right.isdigit())


def compacted(senses: Sequence[Sense]) -> tuple[Sense, ...]:
    """Each meaning once, the most trusted first."""
    best: dict[tuple[Kind, str, str], Sense] = {}
    for sense in senses:
        key = (sense.kind, sense.name, sense.dimension)
        if key not in best or sense.trust > best[key].trust:
            best[key] = sense
    return tuple(sorted(best.values(), key=lambda sense: -sense.trust))
