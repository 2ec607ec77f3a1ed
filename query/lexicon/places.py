"""Where a catalogue keeps a product type of which no leaf has the name.

In leaves whose name ends in it (婴儿湿巾 for 湿巾), and wherever an attribute says it (品名: 玻璃水).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from indexer.fields import PAIR
from indexer.folding import fold
from query.lexicon.entries import Category

__all__ = ["folded_word", "placed"]

_SHORTEST = 2  # characters of a type that ends the name of a leaf
_TELLING = 0.5
"""Of the products with an attribute, how many must name a type by it. In the demo shop 品名, 类型 and 品类
have 0.66 and more, 款式 has 0.39, and 口味, whose 苹果 is no fruit, 0.01."""

Pairs = Mapping[tuple[str, str], Counter[str]]
"""By (name, value) of an attribute, its products by category path."""


def folded_word(spelling: str) -> str:
    """How a word stands in the lexicon: folded, without spaces."""
    return "".join(fold(spelling).split())


def placed(
    found: Mapping[str, Category], pairs: Pairs, paths: Iterable[str], compounds: Iterable[str]
) -> dict[str, Category]:
    """The types, each with its `others` and `pairs`, and `within` where attributes say more of it.

    `paths`: of the catalogue, all levels. `compounds`: leaves of two types, of which the name ends in
    one: 夹克外套.
    """
    by_word = {folded_word(one): c.name for c in found.values() for one in c.spellings}
    leaves = _by_ending(found, by_word, _inner(paths), frozenset(compounds))
    telling = _telling(pairs, by_word)
    by_value: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, value in pairs:
        if name in telling:
            by_value[folded_word(value)].append((name, value))
    placed_ = {}
    for name, category in found.items():
        words = dict.fromkeys(map(folded_word, category.spellings))
        said = [pair for word in words for pair in by_value.get(word, ())]
        shelves = [path for pair in said for path, _ in pairs[pair].most_common() if path]
        placed_[name] = replace(
            category,
            within=tuple(dict.fromkeys((*shelves, *category.within))) if category.within else (),
            others=tuple(leaves[name]),
            pairs=tuple(f"{name}{PAIR}{value}" for name, value in said),
        )
    return placed_


def _inner(paths: Iterable[str]) -> frozenset[str]:
    """Those that others are below."""
    return frozenset(path.rpartition("/")[0] for path in paths)


def _by_ending(
    found: Mapping[str, Category],
    by_word: Mapping[str, str],
    inner: frozenset[str],
    compounds: frozenset[str],
) -> defaultdict[str, list[str]]:
    """By type the leaves whose name ends in one of its own; the longest ending tells.

    婴儿湿巾 are 湿巾; 茶饮果汁 is two things, and no 果汁.
    """
    leaves: defaultdict[str, list[str]] = defaultdict(list)
    for leaf in found.values():
        word = folded_word(leaf.name)
        paths = [path for path in leaf.paths if path not in inner]
        if not paths or leaf.name in compounds:
            continue
        for start in range(1, len(word) - _SHORTEST + 1):
            name = by_word.get(word[start:])
            if name is None:
                continue
            if name != leaf.name and not found[name].paths and word[:start] not in by_word:
                leaves[name] += paths
            break
    return leaves


def _telling(pairs: Pairs, by_word: Mapping[str, str]) -> frozenset[str]:
    """The attributes that mostly say what a product is."""
    every: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for (name, value), paths in pairs.items():
        every[name] += paths.total()
        if folded_word(value) in by_word:
            types[name] += paths.total()
    return frozenset(name for name, count in types.items() if count >= _TELLING * every[name])
