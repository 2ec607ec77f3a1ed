"""What a word of the lexicon may mean, as values; nothing is looked up or built here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

__all__ = [
    "INGREDIENT",
    "VEHICLE",
    "Ambiguity",
    "Brand",
    "Category",
    "Kind",
    "Model",
    "Sense",
    "Tally",
]


INGREDIENT = "成分"
"""An attribute by which goods are excluded alone: 酒精 is a product as often."""


VEHICLE = "vehicle"
"""The dimension of a model that is a vehicle, and is meant only beside things for vehicles."""


class Kind(StrEnum):
    """What a sense is. The first six become slots; the others steer how those are read."""

    BRAND = "brand"
    CATEGORY = "category"
    MODEL = "model"
    VALUE = "value"
    SORT = "sort"
    FLAG = "flag"
    TRAP = "trap"  # 不锈钢, 三明治: looks like a negation, a number or a brand, and is a word
    NEGATION = "negation"
    COMPARISON = "comparison"
    COMPATIBLE = "compatible"
    SERVICE = "service"
    QUESTION = "question"
    STORE = "store"
    STOP = "stop"


class Sense(NamedTuple):
    """One meaning of a word.

    `name` is the canonical one: a brand's, a product type's, a normalised value's. `dimension` is
    of values, and of a negation that says what it excludes: 无酒精. `source`: `lexicon`, `catalogue` or `vocabulary`. `trust`, 0 to 1: of the titles that
    hold the word, how many belong to products that have this meaning; 1 where nothing is known.
    """

    kind: Kind
    name: str
    dimension: str = ""
    source: str = "lexicon"
    trust: float = 1.0


class Tally(NamedTuple):
    """What of a shop stands for one reading of a word: products, and people who went on to such."""

    products: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A brand: `name` as the catalogue mostly writes it, all spellings, products by category leaf.

    `written`: each way in which the catalogue writes it; none where it has no product of it.
    `department`: where it is best known, "" where that is not shipped. `people`: by category leaf,
    how many went on to such products of it after they had searched its name alone.
    """

    name: str
    department: str = ""
    written: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    products: int = 0
    categories: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A product type: its other names, and where the catalogue has it.

    `paths` are the catalogue's, from the root; none where it has no such category. `within`: wider
    ones that hold this type among others. `accessory`: it is a part of, or goes with, another thing.
    `department`: for what units and numbers mean. `products` under its paths. `others`: leaves of other
    names that hold nothing but this type: 婴儿湿巾 of 湿巾. `pairs`: attributes that say it, as the
    index has them: 品名, then 玻璃水. `kinds`: the types of which it is the name, where the catalogue
    has no leaf of it: 糕点 of 零食. `endings`: how titles end that mean it then: 羊毛被 of 被子.
    """

    name: str
    spellings: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    products: int = 0
    within: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    department: str = ""
    accessory: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model or product line, with its brand and product type; "" where unknown.

    `spellings`: as titles may write it, with the spaces: Find X8 Ultra.
    """

    name: str
    brand: str = ""
    category: str = ""
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguity:
    """A brand that is also an ordinary word: beside which words it is the one or the other.

    `word` says what the ordinary word is: `category`, `value` or `word`; `category` names the
    product type that it is then.
    """

    brand: str
    brand_with: frozenset[str] = frozenset()
    word_with: frozenset[str] = frozenset()
    word: str = "word"
    category: str = ""
