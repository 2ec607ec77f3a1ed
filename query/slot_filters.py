"""Slots to filters: by the catalogue's fields, and by titles where a product lacks the field.

What a slot's filter is decides hits, counts and chips alike. Which slots filter at all, and what is
relaxed when nothing is found, is `query.ladder`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from indexer.analysis import Analyzer
from indexer.attributes import NUMERIC_DIMENSIONS, Attributes
from indexer.catalog import fen
from indexer.fields import PAIR
from indexer.filters import AllOf, AnyOf, Exists, Filter, Not, Range, Term, Terms, all_of
from indexer.folding import fold
from query.exclusions import Exclusions
from query.genders import GENDER, GENDERS, Genders
from query.lexicon.entries import Kind
from query.lexicon.lexicon import Lexicon
from query.lexicon.shipped import heads, source
from query.lexicon.types import folded_word
from query.parse import IMPLIED, PREDICTED, Bounds, Parse, Slot, Value
from query.promises import USED, Promises
from query.quantity_filters import quantities, quantity_between, written_as
from query.title_filters import TitleFilters, any_of
from query.type_filters import TypeFilters

__all__ = ["LOW", "SlotFilters", "told_by"]

LOW = frozenset(
    {
        "style",
        "feature",
        "scene",
        "audience",
        "season",
        "fit",
        "成分",
        "图案",
        "口味",
        "香型",
        "轴体",
        "粘度",
    }
)
"""Dimensions whose values only order: few catalogues name them for every product that has them."""

_OF_GIFTS = ("scene", "audience")
"""What says for whom or for which day a gift is."""

_GIVING = "送礼"

_MEMORY = ("ram", "storage")
"""Titles tell these only where no attribute does: 4G is a network too, and 6GB+128GB both of them."""

_LINE = re.compile(r"[a-z]{4,}")

_HEADS = ("brand", "category", "model")


class SlotFilters:
    """Compiles slots for one lexicon. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon, analyzer: Analyzer, attributes: Attributes) -> None:
        self._lexicon = lexicon
        self._attributes = attributes
        self._titles = TitleFilters(analyzer, source("accessories").get("heads", ()))
        self._exclusions = Exclusions(lexicon, self._titles, attributes)
        self._types = TypeFilters(lexicon, self._titles, self._exclusions)
        self._genders = Genders(lexicon)
        self._promises = Promises(lexicon, self._titles)

    def filters(self, parse: Parse) -> dict[str, Filter]:
        """What a product must meet, by slot name; slots that do not filter are left out."""
        made = ((slot.name, self._filter(slot, parse)) for slot in parse.slots)
        return {name: filter_ for name, filter_ in made if filter_ is not None}

    def wishes(self, parse: Parse) -> dict[str, Filter]:
        """What would meet the slots that only order, by slot name."""
        made = (
            (slot.name, self._met(slot, slot.name, excluded=False))
            for slot in parse.slots
            if slot.key in LOW and not slot.excluded
        )
        return {name: filter_ for name, filter_ in made if filter_ is not None}

    def _filter(self, slot: Slot, parse: Parse) -> Filter | None:
        name = slot.name
        if slot.excluded:
            met = self._met(slot, name.removeprefix("exclude."), excluded=True)
            return None if met is None else Not(met)
        if slot.key in LOW or name == "sort" or self._is_guessed(slot):
            return None
        if name == GENDER and GENDERS.keys() >= set(slot.values):
            alone = not any(map(parse.slot, _HEADS)) and not parse.words.strip()
            return any_of(self._genders.wanted(str(one), alone=alone) for one in slot.values)
        met = self._met(slot, name, excluded=False)
        if name == "category" and heads("gifts").issuperset(slot.values):
            return any_of(filter(None, (met, *self._occasions(parse))))
        flags = parse.slot("flags") if name == "category" else None
        if met is not None and flags is not None and USED in flags.values:
            used = tuple(path for one in slot.values for path in self._promises.used(str(one)))
            return AnyOf((met, Terms("category", used)))  # 二手 手机 stand under 二手手机
        return met

    def _occasions(self, parse: Parse) -> Iterator[Filter | None]:
        """What is to be given, or is for that person or day: few titles have 礼物."""
        yield self._value("scene", _GIVING, excluded=False)
        for slot in parse.slots:
            if slot.key in _OF_GIFTS and not slot.excluded:
                yield self._met(slot, slot.name, excluded=False)

    def _is_guessed(self, slot: Slot) -> bool:
        """A type or brand that a model implies, and that the catalogue does not name so."""
        if slot.source == PREDICTED:
            return True
        if slot.source != IMPLIED:
            return False
        if slot.key:
            return True
        if slot.name == "brand":
            brand = self._lexicon.brands.get(str(slot.values[0]))
            return brand is None or not brand.written
        category = self._lexicon.categories.get(str(slot.values[0]))
        return category is None or not (category.paths or category.within)

    def _met(self, slot: Slot, name: str, *, excluded: bool) -> Filter | None:
        if name == "price_range":
            return any_of(filter(None, map(_price, slot.values)))
        if name == "flags":
            return self._promises.met_any(slot) if excluded else self._promises.met(slot)
        if name == "words":
            return self._exclusions.of(map(str, slot.values))
        if name == "category":
            of_type = self._types.unwanted if excluded else self._types.wanted
            return any_of(of_type(str(value)) for value in slot.values)
        make = {"brand": self._brand, "model": self._model}.get(name)
        if make is not None:
            return any_of(make(str(value), excluded=excluded) for value in slot.values)
        return any_of(
            self._value(slot.key, part, excluded=excluded)
            for value in slot.values
            for part in self._each(slot.key, value)
        )

    def _each(self, key: str, value: Value) -> Sequence[Value]:
        """春秋 is 春季 and 秋季."""
        return self._attributes.split(key, value) if isinstance(value, str) else (value,)

    def _brand(self, name: str, *, excluded: bool) -> Filter:
        brand = self._lexicon.brands.get(name)
        spellings = brand.spellings if brand else (name,)
        written = Terms("brand", brand.written) if brand and brand.written else None
        by_title = (self._exclusions.titled if excluded else self._titles.any_of)(spellings)
        if written is not None:
            return _field_or(written, "brand", by_title)
        named = tuple(self._lexicon.namesakes(name)) if excluded else ()
        return AnyOf((Terms("brand", named), by_title)) if named else by_title

    def _model(self, name: str, *, excluded: bool) -> Filter:  # noqa: ARG002 - as its siblings
        model = self._lexicon.models.get(name)
        if model is None:
            return self._titles.any_of((name, *self._spellings[Kind.MODEL, "", name]))
        written = dict.fromkeys((*model.spellings, *self._spellings[Kind.MODEL, "", name]))
        brand = self._lexicon.brands.get(model.brand)
        own = [] if brand is None else [folded_word(one) for one in brand.spellings]
        rests = {rest for one in written for name in own if (rest := _beside(one, name))}
        named = self._titles.any_of(written)
        if not rests:
            return named
        # 飞天茅台 is 茅台 飞天 in titles, with the brand in its field.
        apart = all_of(self._brand(model.brand, excluded=False), self._titles.any_of(sorted(rests)))
        return AnyOf((named, apart))

    def _value(self, key: str, value: Value, *, excluded: bool) -> Filter:
        if isinstance(value, Bounds):
            return quantity_between(key, value.low, value.high, value.unit)
        text = str(value)
        dimension = self._attributes.dimension(key)
        if excluded and dimension == "gender" and text in GENDERS:
            return self._genders.unwanted(text)
        if dimension is None or dimension == "compatible_with":
            known = self._spellings[Kind.VALUE, key, text] or self._names_of(text)
            pairs = Terms("pair", tuple(f"{key}{PAIR}{folded_word(one)}" for one in known))
            if excluded and dimension is None:
                return AnyOf((pairs, self._exclusions.of(known)))
            return pairs if excluded else AnyOf((pairs, self._titles.any_of(known)))
        one = self._attributes.normalize(dimension, text)
        parts: list[Filter] = [Term("value", f"{dimension}{PAIR}{one.normalized}")]
        spellings = self._spellings[Kind.VALUE, dimension, text] or (text,)
        if one.family in (None, text):  # 黑色 covers 曜石黑; 军绿 does not mean every green
            parts.append(Term("family", f"{dimension}{PAIR}{text}"))
        covered = source("covers").get(dimension, {}).get(text, ())
        parts += [Term("family", f"{dimension}{PAIR}{family}") for family in covered]
        for other in spellings:
            known_value = self._attributes.normalize(dimension, other).normalized
            if known_value != one.normalized:
                parts.append(Term("value", f"{dimension}{PAIR}{known_value}"))
        in_titles = list(map(self._titles.has, filter(_is_telling, spellings)))
        if dimension in NUMERIC_DIMENSIONS or dimension == "capacity":
            in_titles = [self._said(dimension, text)]
            parts += [*quantities(dimension, text), *(in_titles if excluded else ())]
        elif excluded:
            parts.append(self._exclusions.of(spellings, dimension))
        return any_of(parts if excluded else (*parts, *in_titles)) or AnyOf()

    def _said(self, dimension: str, text: str) -> Filter:
        """Titles that have the quantity."""
        titles = any_of(map(self._titles.holds, written_as(text, dimension))) or AnyOf()
        return all_of(Not(Exists(f"n_{dimension}")), titles) if dimension in _MEMORY else titles

    def _names_of(self, text: str) -> tuple[str, ...]:
        """What a thing that is to be fitted is called: iPhone 15 is 苹果15, and iPhone 苹果."""
        brand = self._lexicon.brands.get(text)
        if brand is not None:
            return (*brand.spellings, *sorted(self._lines[brand.name]))
        return tuple(dict.fromkeys((text, *self._spellings[Kind.MODEL, "", text])))

    @cached_property
    def _lines(self) -> Mapping[str, set[str]]:
        """By brand, the Latin words that its models begin with: iphone, ipad."""
        lines: defaultdict[str, set[str]] = defaultdict(set)
        for model in self._lexicon.models.values():
            for spelling in model.spellings:
                if found := _LINE.match(fold(spelling)):
                    lines[model.brand].add(found[0])
        return lines

    @cached_property
    def _spellings(self) -> Mapping[tuple[Kind, str, str], tuple[str, ...]]:
        """All words of a model or value."""
        known: defaultdict[tuple[Kind, str, str], tuple[str, ...]] = defaultdict(tuple)
        for word, senses in self._lexicon.words.items():
            for sense in senses:
                if sense.kind is Kind.VALUE:
                    known[sense.kind, sense.dimension, sense.name] += (word,)
                elif sense.kind is Kind.MODEL:
                    known[sense.kind, "", sense.name] += (word,)
        return known


def told_by(parse: Parse, name: str) -> bool:
    """Whether another slot filters otherwise where that one is dropped."""
    if name == "flags":
        return parse.slot("category") is not None
    return name in _HEADS and parse.slot(GENDER) is not None


def _is_telling(word: str) -> bool:
    """The 白 of 白条 is no colour."""
    return len(word) > 1


def _beside(spelling: str, brand: str) -> str:
    """What a model is called without the brand before or behind it; "" where little is left."""
    folded = folded_word(spelling)
    rest = folded.removeprefix(brand) if folded.startswith(brand) else folded.removesuffix(brand)
    return rest if rest != folded and len(rest) > 1 and not rest.isdigit() else ""


def _field_or(held: Filter, field: str, by_title: Filter) -> Filter:
    """By the field; by the title only for products that have none."""
    return AnyOf((held, AllOf((Not(Exists(field)), by_title))))


def _price(value: Value) -> Filter | None:
    if not isinstance(value, tuple):
        return None
    low, high = value
    return Range("price", None if low is None else fen(low), None if high is None else fen(high))
