"""Puts a lexicon together: shipped words, what the catalogue says, an imported vocabulary.

The catalogue's spelling is the canonical one; a shipped group of names joins what it writes
differently. Nothing is read from a database here.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from indexer.analysis import Analyzer
from indexer.attributes import NUMERIC_DIMENSIONS, Attributes
from indexer.catalog import Product
from indexer.tables import table
from query.lexicon import types
from query.lexicon.affinity import tallied
from query.lexicon.endings import TitleEndings
from query.lexicon.entries import (
    INGREDIENT,
    VEHICLE,
    Ambiguity,
    Brand,
    Category,
    Kind,
    Model,
    Sense,
)
from query.lexicon.facts import Facts, gathered
from query.lexicon.followed import NOTHING_FOLLOWED, Followed
from query.lexicon.lexicon import Lexicon, compacted
from query.lexicon.shipped import cues, free_of, source
from query.lexicon.sounds import syllables
from query.lexicon.titles import TitleWords
from query.lexicon.trust import TitleBrands
from query.lexicon.types import folded_word

__all__ = ["NO_VOCABULARY", "built"]

NO_VOCABULARY: Mapping[str, Any] = {}

_VALUED = ("material", "feature", "style", "fit", "scene", "season", "audience", "color")
_FOR_ALL = frozenset({"通用"})  # says what a thing fits, or nothing
_COLORS = frozenset("黑白灰红粉橙黄绿蓝紫棕")  # as words: 白 of 衬衫 白
_VEHICLES = "汽车"
_LEAST_VALUE = 2  # products with a value of the catalogue before it is a word

Words = defaultdict[str, list[Sense]]


def built(
    products: Callable[[], Iterable[Product]],
    attributes: Attributes,
    vocabulary: Mapping[str, Any] = NO_VOCABULARY,
    analyzer: Analyzer | None = None,
    followed: Followed = NOTHING_FOLLOWED,
) -> Lexicon:
    """The lexicon of a shop; `products` is read twice. `vocabulary` as in contract §2.

    `analyzer` cuts the titles; without one, one is made. `followed`: what people went on to.
    """
    facts = gathered(products(), attributes, followed.products())
    words: Words = defaultdict(list)
    categories = types.categories(facts, vocabulary)
    for category in categories.values():
        held = "catalogue" if category.paths or category.within else "lexicon"
        for spelling in category.spellings:
            _add(words, spelling, Sense(Kind.CATEGORY, category.name, source=held))
    brands = _brands(facts, vocabulary, _by_spelling(categories.values()))
    for brand in brands.values():
        held = "catalogue" if brand.products else "lexicon"
        own = set(map(folded_word, brand.spellings))
        for spelling in brand.spellings:
            # 雪花啤酒 is a brand and a type.
            if not _is_with_type(folded_word(spelling), own, words):
                _add(words, spelling, Sense(Kind.BRAND, brand.name, source=held))
    models = _models(words, facts, vocabulary, brands, categories)
    _values(words, facts, vocabulary, attributes)
    for word, kind, name in cues():
        _add(words, word, Sense(kind, name))
    _vehicles(words, models)
    for word, part in free_of():
        _free(words, word, part)
    categories |= _traps(words, categories, brands)
    lexicon = Lexicon(
        {word: compacted(senses) for word, senses in words.items()},
        brands=brands,
        categories=categories,
        models=models,
        ambiguities=_ambiguities(brands, categories),
        weights={},
        sounds=syllables(),
        readings={},
    )
    analyzer = analyzer or Analyzer()
    titles, owners = TitleWords(analyzer), TitleBrands(lexicon, analyzer)
    endings = TitleEndings(categories)
    owners.look(endings.noting(titles.noting(products())))
    ended = {
        name: replace(categories[name], endings=found) for name, found in endings.endings().items()
    }
    readings, brands = tallied(lexicon, owners.words, facts.went, followed)
    return Lexicon(
        {word: owners.senses(word, senses) for word, senses in lexicon.words.items()},
        brands=brands,
        categories={**lexicon.categories, **ended},
        models=lexicon.models,
        ambiguities=lexicon.ambiguities,
        weights=titles.weights(),
        sounds=lexicon.sounds,
        readings=readings,
    )


def _is_with_type(word: str, own: AbstractSet[str], words: Words) -> bool:
    return any(
        word[:end] in own and any(s.kind is Kind.CATEGORY for s in words.get(word[end:], ()))
        for end in range(1, len(word) - 1)
    )


def _add(words: Words, spelling: str, sense: Sense) -> None:
    word = folded_word(spelling)
    if word and not (len(word) == 1 and word.isascii()):
        words[word].append(sense)


def _brands(
    facts: Facts, vocabulary: Mapping[str, Any], types: Mapping[str, str]
) -> dict[str, Brand]:
    """Shipped groups and the catalogue's brands, joined where they share a spelling."""
    makes = vocabulary.get("brand_categories", {})
    groups: dict[str, list[str]] = {}
    known_in: dict[str, str] = {}
    for department, shipped in source("brands").items():
        for name, aliases in shipped.items():
            groups.setdefault(name, [name]).extend(aliases)
            known_in.setdefault(name, department)
    for name, aliases in {**dict.fromkeys(makes, ()), **vocabulary.get("brands", {})}.items():
        groups.setdefault(name, [name]).extend(aliases)
    by_word = {folded_word(one): name for name, group in groups.items() for one in group}
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for brand, leaves in facts.brands.items():
        own = [brand, *sorted(facts.aliases.get(brand, ()))]
        group = next((by_word[w] for one in own if (w := folded_word(one)) in by_word), brand)
        groups.setdefault(group, []).extend(own)
        by_word.update((folded_word(one), group) for one in own)
        written[group][brand] += leaves.total()
    told: defaultdict[str, list[str]] = defaultdict(list)
    for name, kinds in makes.items():
        told[by_word[folded_word(name)]] += [types.get(folded_word(one), one) for one in kinds]
    brands: dict[str, Brand] = {}
    for group, spellings in groups.items():
        names = [name for name, _ in written[group].most_common()] if group in written else []
        sold: Counter[str] = Counter()
        for name in names:
            sold += facts.brands[name]
        name = names[0] if names else group
        brands[name] = Brand(
            name=name,
            department=known_in.get(group, ""),
            written=tuple(names),
            spellings=tuple(dict.fromkeys(spellings)),
            products=sold.total(),
            categories={
                **dict.fromkeys(told[group], 1),
                **{leaf: count for leaf, count in sold.items() if leaf},
            },
        )
    return brands


def _models(
    words: Words,
    facts: Facts,
    vocabulary: Mapping[str, Any],
    brands: Mapping[str, Brand],
    categories: Mapping[str, Category],
) -> dict[str, Model]:
    names = _by_spelling(brands.values())
    kinds = _by_spelling(categories.values())
    models: dict[str, Model] = {}

    def add(name: str, brand: str, category: str, spellings: Iterable[str], held: str) -> None:
        model = models.get(name) or Model(
            name=name,
            brand=names.get(folded_word(brand), brand),
            category=kinds.get(folded_word(category), category),
        )
        known = dict.fromkeys((*model.spellings, name, *spellings))
        models[name] = replace(model, spellings=tuple(known))
        for spelling in (name, *spellings):
            _add(words, spelling, Sense(Kind.MODEL, name, source=held))

    for name, one in source("models").items():
        add(name, one["brand"], one["category"], one["aliases"], "lexicon")
    for one in vocabulary.get("models", ()):
        brand, category = one.get("brand", ""), one.get("category", "")
        add(one["model"], brand, category, one.get("aliases", ()), "vocabulary")
    for name, (brand, leaf) in facts.models.items():
        word = folded_word(name)
        if any(map(str.isdigit, word)) and any(map(str.isalpha, word)):
            add(name, brand, leaf, (), "catalogue")
    return models


def _vehicles(words: Words, models: dict[str, Model]) -> None:
    """What things for vehicles have to fit: makers and series, as models that nobody sells."""
    read = source("vehicles")
    for maker, others in read["makers"].items():
        models.setdefault(maker, Model(name=maker, category=_VEHICLES))
        for spelling in (maker, *others):
            _add(words, spelling, Sense(Kind.MODEL, maker, VEHICLE))
    for maker, series in read["series"].items():
        for name in series:
            models.setdefault(name, Model(name=name, brand=maker, category=_VEHICLES))
            _add(words, name, Sense(Kind.MODEL, name, VEHICLE))


def _by_spelling(entries: Iterable[Brand] | Iterable[Category]) -> dict[str, str]:
    return {folded_word(one): entry.name for entry in entries for one in entry.spellings}


def _values(
    words: Words, facts: Facts, vocabulary: Mapping[str, Any], attributes: Attributes
) -> None:
    for dimension, spelling, name in _shipped_values(vocabulary, attributes):
        _add(words, spelling, Sense(Kind.VALUE, name, dimension))
    for (dimension, value), count in facts.values.items():
        if dimension == "size":
            continue
        if count >= _LEAST_VALUE and len(value) > 1 and not value.isdigit():
            one = attributes.normalize(dimension, value)
            _add(words, value, Sense(Kind.VALUE, one.normalized, dimension, "catalogue"))


def _shipped_values(
    vocabulary: Mapping[str, Any], attributes: Attributes
) -> Iterator[tuple[str, str, str]]:
    """(dimension, spelling, value)."""
    for tables in (source("values"), vocabulary.get("attributes", {})):
        for name, values in sorted(tables.items(), key=lambda one: _rank(one[0])):
            dimension = attributes.dimension(name) or name
            if dimension in NUMERIC_DIMENSIONS:
                continue
            for value, spellings in values.items():
                for spelling in (value, *spellings):
                    yield dimension, spelling, value
    for dimension, parts in table("families").items():
        if dimension != "size":  # 大, L: read by the grammar, and only of clothes and shoes
            yield from _families(dimension, parts)


def _families(
    dimension: str, parts: Mapping[str, Mapping[str, Iterable[str]]]
) -> Iterator[tuple[str, str, str]]:
    for family, spellings in parts.get("same", {}).items():
        if family not in _FOR_ALL:
            yield from ((dimension, spelling, family) for spelling in (family, *spellings))
    if dimension == "color":
        for family, endings in parts.get("ends", {}).items():
            yield from ((dimension, one, family) for one in endings if one in _COLORS)


def _rank(dimension: str) -> int:
    """男士 is a gender before it is an audience, 无线 a connection before a feature: one filters."""
    return {"gender": 0, "feature": 2}.get(dimension, 1)


def _free(words: Words, word: str, part: str) -> None:
    """无酒精, 不含香精: they exclude, and are no functions, whatever a catalogue calls them."""
    known = words.pop(folded_word(word), [])
    _add(words, word, Sense(Kind.NEGATION, part, INGREDIENT))
    for sense in known:
        if sense.kind is not Kind.VALUE:
            _add(words, word, sense)


def _traps(
    words: Words, categories: Mapping[str, Category], brands: Mapping[str, Brand]
) -> dict[str, Category]:
    """A trap is the word that it is; a product type that nothing else names is one by itself."""
    more: dict[str, Category] = {}
    held = {
        folded_word(one) for kind in categories.values() if kind.paths for one in kind.spellings
    }
    for table_ in source("traps").values():
        for word, what in table_.items():
            known = {sense.kind for sense in words.get(folded_word(word), ())}
            if known & {Kind.CATEGORY, Kind.BRAND, Kind.VALUE, Kind.MODEL}:
                continue
            if what == "category" and types.is_in_a_box(word, held):
                continue
            if what == "category" and word not in categories:
                more[word] = Category(name=word, spellings=(word,))
                _add(words, word, Sense(Kind.CATEGORY, word))
            elif what in _VALUED:
                _add(words, word, Sense(Kind.VALUE, word, what))
            elif what != "brand" or word not in brands:
                _add(words, word, Sense(Kind.TRAP, what))
    return more


def _ambiguities(
    brands: Mapping[str, Brand], categories: Mapping[str, Category]
) -> dict[str, Ambiguity]:
    names, types = _by_spelling(brands.values()), _by_spelling(categories.values())

    def named(listed: Iterable[str]) -> frozenset[str]:
        found = {folded_word(one) for one in listed}
        return frozenset(found | {types[word] for word in found if word in types})

    homonyms = {
        folded_word(word): Ambiguity(
            brand="",
            word_with=frozenset(map(folded_word, one["with"])),
            category=types.get(folded_word(one["type"]), one["type"]),
        )
        for word, one in source("homonyms").items()
    }
    return homonyms | {
        folded_word(word): Ambiguity(
            brand=names.get(folded_word(word), word),
            brand_with=named(one.get("brand_with", ())),
            word_with=named(one.get("word_with", ())),
            word=one.get("word", "word"),
            category=types.get(folded_word(one.get("category", "")), one.get("category", "")),
        )
        for word, one in source("ambiguous").items()
    }


def without_products(vocabulary: Mapping[str, Any] = NO_VOCABULARY) -> Lexicon:
    """The lexicon of a shop without a catalogue."""
    return built(lambda: (), Attributes.shipped(), vocabulary)
