"""Which of its senses each word has here: 苹果 beside 手机, beside 10斤, or alone.

Evidence is what else stands in the text: a product type that the brand makes, a model of it, a unit
of mass (query understanding §6, stage 7). Without evidence the sense stands that is likelier in this
shop, by its products and its people; the word is called ambiguous, but where it is no brand there.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from query.lexicon.affinity import share
from query.lexicon.entries import VEHICLE, Ambiguity, Kind, Sense
from query.lexicon.lexicon import Lexicon
from query.lexicon.shipped import EATEN
from query.understanding.decode import Match
from query.understanding.quantities import Quantity

__all__ = ["Meaning", "settled"]

_TRUSTED = 0.5
"""Of titles with a brand's name: a name in fewer titles of others than of its own is a brand alone."""

_FOR_VEHICLES = re.compile("车载|车用|汽车|摩托|电动车|原车|专车")
_SHORT = 2  # characters of a name that is a word as often
_TOLD_OF_TYPES = frozenset({"feature", "scene", "material", "season", "口味"})
_GIFTS = "收藏礼品"
_LIKELIER = 0.5


@dataclass(frozen=True, slots=True)
class Meaning:
    """A segment with the one sense it has, or the quantity it is.

    `other`: the sense that it might have as well, where nothing in the text decides.
    """

    start: int
    end: int
    sense: Sense | None = None
    quantity: Quantity | None = None
    other: Sense | None = None

    def is_a(self, *kinds: Kind) -> bool:
        """Whether its sense is of one of the kinds."""
        return self.sense is not None and self.sense.kind in kinds


def settled(
    matches: Sequence[Match],
    text: str,
    lexicon: Lexicon,
    apart: Container[tuple[int, int]] = frozenset(),
) -> list[Meaning]:
    """One meaning a match; a word that means nothing here is left out.

    `apart`: where words stand that are no evidence for others.
    """
    told = [match for match in matches if (match.start, match.end) not in apart]
    evidence = _Evidence(told, text, lexicon)
    meanings: list[Meaning] = []
    for match in matches:
        if match.quantity is not None:
            meanings.append(Meaning(match.start, match.end, quantity=match.quantity))
            continue
        word = text[match.start : match.end].replace(" ", "")
        match = evidence.without_vehicles(match)  # noqa: PLW2901
        sense, other = _chosen(match, word, evidence, lexicon)
        if sense is not None:
            meanings.append(Meaning(match.start, match.end, sense, other=other))
    return meanings


class _Evidence:
    """What the other words of a text say about one of them."""

    def __init__(self, matches: Sequence[Match], text: str, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._text = text
        self.is_alone = len(matches) == 1
        self._at = {
            (match.start, match.end): sense.name
            for match in matches
            if (sense := match.sense(Kind.CATEGORY)) is not None
        }
        for match in matches:
            place = (match.start, match.end)
            other = lexicon.ambiguities.get(text[match.start : match.end].replace(" ", ""))
            if place in self._at and other is not None and self.is_other_type(match, other):
                self._at[place] = other.category
        self._words = {
            (match.start, match.end): text[match.start : match.end].replace(" ", "")
            for match in matches
            if match.senses
        }
        self._models = {
            lexicon.models[sense.name].brand
            for match in matches
            if (sense := match.sense(Kind.MODEL)) is not None and sense.name in lexicon.models
        }
        self._mass = any(m.quantity.is_mass for m in matches if m.quantity is not None)

    def without_vehicles(self, match: Match) -> Match:
        """Without what would be a vehicle, where nothing else is for vehicles; else that alone."""
        vehicles = tuple(sense for sense in match.senses if sense.dimension == VEHICLE)
        if not vehicles:
            return match
        if self.is_for_vehicles(match):
            return replace(match, senses=vehicles)
        return replace(match, senses=tuple(s for s in match.senses if s.dimension != VEHICLE))

    def is_for_vehicles(self, match: Match) -> bool:
        """Whether a thing for vehicles is named, or a word says that something is for one."""
        named = (self._lexicon.categories.get(name) for name in self.categories(match))
        return _FOR_VEHICLES.search(self._text) is not None or any(
            one is not None and one.department == "汽车用品" for one in named
        )

    def categories(self, match: Match) -> set[str]:
        """The product types named by the other words."""
        return {name for at, name in self._at.items() if at != (match.start, match.end)}

    def is_beside_type(self, match: Match, value: Sense, category: Sense) -> bool:
        """Whether a product type stands before it that may be of this value: 衬衫 短袖, 面霜 防晒.

        An accessory is of what stands before it, and is meant itself: 手机 支架.
        """
        if value.dimension not in _TOLD_OF_TYPES:
            return False
        named = [name for (_, end), name in self._at.items() if end <= match.start]
        known = [self._lexicon.categories.get(name) for name in named]
        own = self._lexicon.categories.get(category.name)
        part = own is not None and own.accessory
        return any(
            one is not None and one.accessory >= part and one.department != _GIFTS for one in known
        )

    def is_followed_by_type(self, match: Match, value: Sense) -> bool:
        """Whether a product type follows that may be of this value: no food has a colour."""
        later = [name for (start, _), name in self._at.items() if start >= match.end]
        known = [self._lexicon.categories.get(name) for name in later]
        return any(
            category is not None
            and not (value.dimension == "color" and category.department in EATEN)
            for category in known
        )

    def speaks_for(self, brand: str, match: Match, ambiguity: Ambiguity | None) -> bool:
        """Whether something else in the text is of the brand."""
        if brand in self._models:
            return True
        categories = self.categories(match)
        if any(self._lexicon.sold(brand, name) for name in categories):
            return True
        return ambiguity is not None and self._beside(ambiguity.brand_with, match, categories)

    def is_at_home(self, brand: str, match: Match) -> bool:
        """Whether a product type is named of the departments where the brand is known."""
        return any(self._lexicon.at_home(brand, name) for name in self.categories(match))

    def share(self, match: Match, reading: str) -> float | None:
        """How likely a reading of a word is in this shop, whatever else was typed."""
        word = self._words.get((match.start, match.end), "")
        return share(self._lexicon.readings.get(word, {}), reading)

    def is_rather(self, plain: Sense | None, brand: Sense) -> bool:
        """Whether the shop has the department of a product type, and not that of the brand: 樱桃."""
        sold, known = self._lexicon.departments, self._lexicon.brands.get(brand.name)
        category = None if plain is None else self._lexicon.categories.get(plain.name)
        return (
            known is not None
            and category is not None
            and category.department in sold
            and known.department not in sold
        )

    def speaks_against(self, match: Match, ambiguity: Ambiguity | None) -> bool:
        """Whether something else in the text goes with the ordinary word."""
        if ambiguity is None:
            return False
        category = self._lexicon.categories.get(ambiguity.category)
        if self._mass and category is not None and category.department in EATEN:
            return True
        return self._beside(ambiguity.word_with, match, self.categories(match))

    def _beside(self, words: frozenset[str], match: Match, categories: set[str]) -> bool:
        if categories & words:
            return True
        return any(
            word in words for at, word in self._words.items() if at != (match.start, match.end)
        )

    def is_other_type(self, match: Match, homonym: Ambiguity) -> bool:
        """Whether a word that makes it the other type stands in the text, known or not."""
        if homonym.brand:
            return False
        rest = f"{self._text[: match.start]} {self._text[match.end :]}"
        return any(word in rest for word in homonym.word_with)


def _chosen(
    match: Match, word: str, evidence: _Evidence, lexicon: Lexicon
) -> tuple[Sense | None, Sense | None]:
    """The sense, and the other one that stays possible."""
    ambiguity = lexicon.ambiguities.get(word)
    brand = _maker(match, evidence, ambiguity)
    rest = [sense for sense in match.senses if sense.kind is not Kind.BRAND]
    plain = _likeliest(rest, match, evidence)
    if brand is None:
        return _other_type(plain, match, evidence, ambiguity)
    if evidence.speaks_for(brand.name, match, ambiguity):
        return brand, None
    if ambiguity is not None:
        return _undecided(brand, plain, match, ambiguity, evidence)
    if word.isascii() and len(word) <= _SHORT and evidence.categories(match):
        return (brand if evidence.is_at_home(brand.name, match) else plain), None  # nb 纸尿裤
    return (plain if _is_doubtful(brand, plain, match, word, evidence) else brand), None


def _is_doubtful(
    brand: Sense, plain: Sense | None, match: Match, word: str, evidence: _Evidence
) -> bool:
    """Whether a name that no list calls ambiguous is rather a word here: 联想 among books."""
    if not evidence.is_at_home(brand.name, match) and evidence.share(match, brand.name) == 0:
        return True
    if brand.trust < _TRUSTED and (plain is not None or len(word) <= _SHORT):
        return True
    return plain is not None and plain.kind in (Kind.TRAP, Kind.STOP)


def _maker(match: Match, evidence: _Evidence, ambiguity: Ambiguity | None) -> Sense | None:
    """The brand that a word may be: of several the one that makes what is named, dove 巧克力."""
    brands = [sense for sense in match.senses if sense.kind is Kind.BRAND]
    if len(brands) > 1:
        brands.sort(key=lambda brand: -(evidence.share(match, brand.name) or 0.0))
        made = [one for one in brands if evidence.speaks_for(one.name, match, ambiguity)]
        at_home = [one for one in brands if evidence.is_at_home(one.name, match)]
        return (made or at_home or brands)[0]
    return brands[0] if brands else None


def _other_type(
    sense: Sense | None, match: Match, evidence: _Evidence, ambiguity: Ambiguity | None
) -> tuple[Sense | None, Sense | None]:
    """笔记本 beside 横线 is paper; a word that is no type there, as 平板 beside 拖把, is a word."""
    if ambiguity is None or sense is None or sense.kind is not Kind.CATEGORY:
        return sense, None
    other = Sense(Kind.CATEGORY, ambiguity.category) if ambiguity.category else None
    if evidence.is_other_type(match, ambiguity):
        return other, None
    usual = evidence.share(match, sense.name)
    if other is None or usual is None or evidence.categories(match):
        return sense, None
    if usual in (0, 1) or not evidence.is_alone:
        return (sense if usual else other), None
    return (sense, other) if usual >= _LIKELIER else (other, sense)


def _undecided(
    brand: Sense,
    plain: Sense | None,
    match: Match,
    ambiguity: Ambiguity,
    evidence: _Evidence,
) -> tuple[Sense | None, Sense | None]:
    """A brand that is a word too, where nothing speaks for it: the word beside what goes with it."""
    if ambiguity.category:
        plain = plain or Sense(Kind.CATEGORY, ambiguity.category)
    if evidence.speaks_against(match, ambiguity):
        return plain, None
    if evidence.is_at_home(brand.name, match):
        return brand, None
    if evidence.categories(match):
        return (None if plain is None or plain.kind is Kind.CATEGORY else plain), None
    likely = evidence.share(match, brand.name)
    if likely is None:
        is_brand = brand.trust >= _TRUSTED and not evidence.is_rather(plain, brand)
        return (brand, plain) if is_brand else (plain, brand)
    if likely == 0:
        return plain, None
    return (brand, plain) if likely >= _LIKELIER else (plain, brand)


def _likeliest(senses: Sequence[Sense], match: Match, evidence: _Evidence) -> Sense | None:
    """A type is meant rather than a value, unless beside a type: 巧克力 of 巧克力礼盒 is none."""
    if not senses:
        return None
    category = next((sense for sense in senses if sense.kind is Kind.CATEGORY), None)
    value = next((sense for sense in senses if sense.kind is Kind.VALUE), None)
    if category is not None and value is not None:
        told = evidence.is_beside_type(match, value, category)
        return value if told or evidence.is_followed_by_type(match, value) else category
    return senses[0]
