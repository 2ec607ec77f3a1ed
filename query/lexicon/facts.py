"""What a catalogue says of its words: brands and where they sell, categories, values, models.

One pass over the products; memory is bounded by distinct names. What the words mean is put together
in `query.lexicon.building`.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from indexer.attributes import NUMERIC_DIMENSIONS, Attributes
from indexer.catalog import Product

__all__ = ["Facts", "gathered"]

_MOST = 200_000  # distinct names of each sort
_LONGEST = 24  # characters of a value that somebody types
_MODEL_NAMES = frozenset({"型号", "产品型号", "机型", "系列", "产品系列", "商品型号", "手机型号"})
_UNSAID = frozenset({"dimension", "version", "year", "speed", "compatible_with", "capacity"})


@dataclass(slots=True)
class Facts:
    """Counts of products by name.

    `brands`: by the brand as written, its products by category leaf ("" for none). `aliases`: other
    names of a brand. `paths`: by category path, all levels. `values`: by dimension and normalised
    value. `pairs`: by (name, value) of an attribute that is no dimension, and by category path.
    `models`: by model, the brand and the category leaf of its first product. `went`: the same
    of products that people went on to, by id.
    """

    brands: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    aliases: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    paths: Counter[str] = field(default_factory=Counter)
    values: Counter[tuple[str, str]] = field(default_factory=Counter)
    pairs: defaultdict[tuple[str, str], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    models: dict[str, tuple[str, str]] = field(default_factory=dict)
    went: dict[str, tuple[str, str]] = field(default_factory=dict)


def gathered(
    products: Iterable[Product], attributes: Attributes, followed: Container[str] = ()
) -> Facts:
    """One pass over the products. `followed`: the ids of those that people went on to."""
    facts = Facts()
    for product in products:
        leaf = product.category[-1] if product.category else ""
        if product.brand and (product.brand in facts.brands or len(facts.brands) < _MOST):
            facts.brands[product.brand][leaf] += 1
            if product.brand_aliases:
                facts.aliases[product.brand].update(product.brand_aliases)
        if product.id in followed:
            facts.went[product.id] = (product.brand, leaf)
        for depth in range(1, len(product.category) + 1):
            facts.paths["/".join(product.category[:depth])] += 1
        for owned in (product.attributes, *(sku.attributes for sku in product.skus)):
            for name, values in owned.items():
                _note(facts, product, name, values, attributes)
    return facts


def _note(
    facts: Facts, product: Product, name: str, values: Iterable[object], attributes: Attributes
) -> None:
    if name in _MODEL_NAMES:
        leaf = product.category[-1] if product.category else ""
        for value in values:
            if isinstance(value, str) and len(value) <= _LONGEST and len(facts.models) < _MOST:
                facts.models.setdefault(value, (product.brand, leaf))
        return
    dimension = attributes.dimension(name)
    if dimension is None:
        _note_pairs(facts, product, name, values, attributes)
    if dimension is None or dimension in NUMERIC_DIMENSIONS or dimension in _UNSAID:
        return
    for value in values:
        if not isinstance(value, str) or len(value) > _LONGEST * 2:
            continue
        for one in attributes.values(name, value):
            key = (dimension, one.normalized)
            if len(one.normalized) <= _LONGEST and (
                key in facts.values or len(facts.values) < _MOST
            ):
                facts.values[key] += 1


def _note_pairs(
    facts: Facts, product: Product, name: str, values: Iterable[object], attributes: Attributes
) -> None:
    path = "/".join(product.category)
    for value in values:
        if not isinstance(value, str) or len(value) > _LONGEST:
            continue
        for one in attributes.values(name, value):
            pair = (name, one.normalized)
            if pair in facts.pairs or len(facts.pairs) < _MOST:
                facts.pairs[pair][path] += 1
