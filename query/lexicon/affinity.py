"""Which reading of a word is likelier in a shop: by what it sells, then by what people went on to.

`P(reading | word)` is the share of products that have it, with people counted upon that as if the
catalogue were so many people who had chosen already: a handful of clicks never outweighs it.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from query.lexicon.entries import Brand, Kind, Sense, Tally
from query.lexicon.followed import Followed
from query.lexicon.lexicon import Lexicon
from query.lexicon.types import folded_word

__all__ = ["WORD", "Titles", "Went", "category_share", "is_of", "share", "tallied"]

WORD = ""
"""The reading of a brand's name as the ordinary word that it also is."""

_PRIOR = 100
"""People that the catalogue stands for. Chosen: of 60 products against 40 it takes 21 people who all
went on to the fewer before those are first, of 90 against 10 it takes 81."""

_PEOPLE = 3  # what fewer did may tell of them
_MOST = 200_000  # words with a category, counted at once

Readings = Mapping[str, Mapping[str, Tally]]
Titles = Mapping[tuple[str, str], int]
"""Products whose title holds a word, by (word, brand), and (word, WORD) where it is no brand's."""

Went = Mapping[str, tuple[str, str]]
"""(brand, category leaf) of products that people went on to, by id."""


def share(tallies: Mapping[str, Tally], reading: str) -> float | None:
    """The probability of a reading, 0 to 1; None where neither products nor people tell."""
    own = tallies.get(reading, Tally())
    products = sum(one.products for one in tallies.values())
    people = sum(one.people for one in tallies.values())
    if not products:
        return own.people / people if people else None
    return (_PRIOR * own.products / products + own.people) / (_PRIOR + people)


def category_share(brand: Brand, leaf: str) -> float:
    """The probability that who says no more than a brand's name means its products of a category."""
    products, people = brand.products, sum(brand.people.values())
    sold = _PRIOR * brand.categories.get(leaf, 0) / products if products else 0.0
    return (sold + brand.people.get(leaf, 0)) / (_PRIOR + people)


def tallied(
    lexicon: Lexicon, titles: Titles, went: Went, followed: Followed
) -> tuple[Readings, dict[str, Brand]]:
    """The readings of each word that may be a brand or several types, and the brands with people.

    The same whatever the order of products and people. Who is alone, or two, is not counted.
    """
    choices = {
        word: names
        for word, senses in lexicon.words.items()
        if (names := _names(word, senses, lexicon))
    }
    meant, leaves = _people(lexicon, choices, went, followed)
    readings = {
        word: {
            name: Tally(_products(word, name, names, titles, lexicon), meant[word, name])
            for name in names
        }
        for word, names in choices.items()
    }
    people: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (brand, leaf), count in sorted(leaves.items()):
        people[brand][leaf] = count
    brands = {
        name: replace(brand, people=people[name]) if name in people else brand
        for name, brand in lexicon.brands.items()
    }
    told = {word: found for word, found in readings.items() if any(map(any, found.values()))}
    return told, brands


def is_of(lexicon: Lexicon, brand: str, category: str) -> bool:
    """Whether a product of a category may be one of the brand, or made for one."""
    return bool(lexicon.sold(brand, category)) or lexicon.at_home(brand, category)


def _names(word: str, senses: Iterable[Sense], lexicon: Lexicon) -> tuple[str, ...]:
    """The readings to choose from."""
    brands = [sense.name for sense in senses if sense.kind is Kind.BRAND]
    if brands:
        return (*brands, WORD)
    other = lexicon.ambiguities.get(word)
    if other is None or other.brand or not other.category:
        return ()
    types = [sense.name for sense in senses if sense.kind is Kind.CATEGORY]
    return (types[0], other.category) if types and types[0] != other.category else ()


def _products(word: str, name: str, names: Container[str], titles: Titles, lexicon: Lexicon) -> int:
    if WORD not in names:
        known = lexicon.categories.get(name)
        return known.products if known else 0
    if name != WORD:
        brand = lexicon.brands.get(name)
        return titles.get((word, name), 0) + (brand.products if brand else 0)
    types = (s.name for s in lexicon.senses(word) if s.kind is Kind.CATEGORY)
    category = next((lexicon.categories[one] for one in types if one in lexicon.categories), None)
    if category is not None and category.products:
        return category.products
    return titles.get((word, WORD), 0)


def _people(
    lexicon: Lexicon, choices: Mapping[str, tuple[str, ...]], went: Went, followed: Followed
) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """People by (word, reading) and by (brand, category leaf)."""
    word_of = lru_cache(10_000)(folded_word)
    meant: Counter[tuple[str, str]] = Counter()
    leaves: Counter[tuple[str, str]] = Counter()
    for person in followed.people():
        said: set[tuple[str, str]] = set()
        sought: set[tuple[str, str]] = set()
        for text, products in person.items():
            word = word_of(text)
            for product in products if word in choices else ():
                if product not in went:
                    continue
                brand, leaf = went[product]
                name = _reading(lexicon, choices[word], brand, leaf)
                if name is not None:
                    said.add((word, name))
                    if name in lexicon.brands and WORD in choices[word]:
                        sought.add((name, leaf))
        _count(meant, said)
        _count(leaves, sought)
    return _several(meant), _several(leaves)


def _reading(lexicon: Lexicon, names: tuple[str, ...], brand: str, leaf: str) -> str | None:
    """What somebody meant who went on to such a product; None where it is none of the readings."""
    if WORD not in names:
        return next((name for name in names if lexicon.is_under(leaf, name)), None)
    own = lexicon.brand_by_spelling.get(folded_word(brand), brand)
    if own and own in names:
        return own
    return next((name for name in names if name and is_of(lexicon, name, leaf)), WORD)


def _count(counts: Counter[tuple[str, str]], found: Iterable[tuple[str, str]]) -> None:
    """Once each; nothing new where there is too much already."""
    for one in sorted(found):
        if one in counts or len(counts) < _MOST:
            counts[one] += 1


def _several(counts: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter({one: count for one, count in counts.items() if count >= _PEOPLE})
