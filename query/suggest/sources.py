"""The phrases of a shop: its brands, categories and products, what goes together, past queries.

Memory is bounded: of each kind the best-selling are kept.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from unicodedata import east_asian_width

from ahocorasick_rs import AhoCorasick, MatchKind

from indexer.catalog import Product
from indexer.folding import fold
from query.lexicon.shipped import source
from query.suggest.phrases import Kind, Phrase, distinct
from query.suggest.spelling import CUT, compact

__all__ = ["MOST_QUERIES", "HasHits", "Popular", "gathered", "short_name"]

Popular = Callable[[], Iterable[tuple[str, int]]]
"""Past queries, each with how often it was asked, the most frequent first."""

HasHits = Callable[[str], bool]
"""Whether searching for a text finds anything."""

_MOST_PRODUCTS = 100_000
_MOST_NAMES = 20_000  # brands, category paths, brands with a category
_MOST_ALIASES = 8
MOST_QUERIES = 2_000  # asked of the engine: a few milliseconds each
_LONGEST_QUERY = 40

# What nobody has asked for yet: 华为手机 from a brand and a category. It gives way to past queries.
_NOT_ASKED = 0.6

# Nor for 四件套, which titles say where categories do not: a type that goes before a product.
_MOST_TYPES = 500
_LEAST_TYPED = 2  # products; in a small shop one is enough
_SMALL = 1_000

_COLUMNS = 36  # of a product's name: eighteen Han characters, a line on a phone
_PROMOTION = re.compile(r"(?:\s*(?:【[^】]*】|\[[^\]]*\]|（[^）]*）|\([^)]*\)|「[^」]*」))+")
_HAN = re.compile("[\u4e00-\u9fff]")
_PIECES = re.compile(r"[^\s,，、;；|\uff5c]+")


def gathered(
    products: Iterable[Product], popular: Iterable[tuple[str, int]], has_hits: HasHits
) -> Sequence[Phrase]:
    """All phrases, as `distinct` gives them. One pass over the products."""
    brands, categories = _Sellers(_MOST_NAMES), _Sellers(_MOST_NAMES)
    pairs, titles = _Sellers(_MOST_NAMES), _Sellers(_MOST_PRODUCTS)
    types, named = _Sellers(_MOST_NAMES), Counter[str]()
    count = 0
    for count, product in enumerate(products, 1):  # noqa: B007 - how many there were
        sales = (product.sales or 0) + 1  # a catalogue without sales is weighed by its products
        name = short_name(product.title)
        key = compact(name)
        titles.add(key, sales, name, product.id)
        for type_ in _types_in(product.title) - {key}:  # what is called that and no more is led to
            types.add(type_, sales, type_, type_)
            named[type_] += 1
        if product.brand:
            key = compact(product.brand)
            brands.add(key, sales, product.brand, product.brand, product.brand_aliases)
        for depth in range(1, len(product.category) + 1):
            path = "/".join(product.category[:depth])
            categories.add(path, sales, product.category[depth - 1], path)
        if product.brand and product.category:
            text = _together(product.brand, product.category[-1])
            pairs.add(compact(text), sales, text, text)
    return distinct(
        [
            *brands.phrases(Kind.BRAND),
            *_told_apart(categories.phrases(Kind.CATEGORY)),
            *_asked(popular, has_hits),
            *pairs.phrases(Kind.QUERY, share=_NOT_ASKED),
            *_typed(types, named, has_hits, least=_LEAST_TYPED if count > _SMALL else 1),
            *titles.phrases(Kind.PRODUCT),
        ]
    )


def _types_in(title: str) -> set[str]:
    """Those that a title calls its product: at the end of its Han. No 娃娃 of 娃娃裙."""
    text = fold(title)
    found = _shipped_types().find_matches_as_indexes(text)
    return {text[start:end] for _, start, end in found if not _HAN.match(text, end)}


@cache
def _shipped_types() -> AhoCorasick:
    """The names of product types that ship, the longest where they overlap."""
    read = source("categories")
    names = {fold(one) for group in read.values() for name in group for one in (name, *group[name])}
    return AhoCorasick(
        sorted(one for one in names if len(one) > 1 and not one.isascii()),
        matchkind=MatchKind.LeftmostLongest,
    )


def _typed(
    types: "_Sellers", named: Counter[str], has_hits: HasHits, *, least: int
) -> Iterator[Phrase]:
    """The types that at least so many titles name and that find something, the best-selling."""
    several = (
        one for one in types.phrases(Kind.QUERY, share=_NOT_ASKED) if named[one.text] >= least
    )
    yield from (one for one in islice(several, _MOST_TYPES) if has_hits(one.text))


def short_name(title: str) -> str:
    """What a product is called in a list: its title without promotions in front, one line long.

    It ends where a blank or a comma was, or within a long run with CUT: a brand alone names nothing.
    """
    text = title[found.end() :] if (found := _PROMOTION.match(title)) else title
    pieces: list[str] = _PIECES.findall(text) or _PIECES.findall(title) or [title]
    name = pieces[0]
    for piece in pieces[1:]:
        longer = f"{name} {piece}"
        if _columns(longer) > _COLUMNS:
            name = longer if _columns(name) < _COLUMNS // 2 else name
            break
        name = longer
    if _columns(name) <= _COLUMNS:
        return name
    while _columns(name) >= _COLUMNS:
        name = name[:-1]
    return name + CUT


@dataclass(slots=True)
class _Seller:
    text: str
    target: str
    sales: int = 0
    best: int = 0
    aliases: set[str] = field(default_factory=set)


class _Sellers:
    """Names by their key with what was sold under them; the best `most` are kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[str, _Seller] = {}

    def add(
        self, key: str, sales: int, text: str, target: str, aliases: Iterable[str] = ()
    ) -> None:
        """Count a product; the name and place of the best-selling one stand for all."""
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= 2 * self._most:
                self._known = dict(self._best())
            known = self._known[key] = _Seller(text, target)
        known.sales += sales
        if sales > known.best:
            known.text, known.target, known.best = text, target, sales
        if len(known.aliases) < _MOST_ALIASES:
            known.aliases.update(aliases)

    def phrases(self, kind: Kind, *, share: float = 1.0) -> Iterator[Phrase]:
        """The names kept, weighed by the logarithm of their sales; the best has `share`."""
        best = self._best()
        top = math.log1p(best[0][1].sales) if best else 1.0
        for _, seller in best:
            yield Phrase(
                kind=kind,
                text=seller.text,
                target=seller.target,
                weight=share * math.log1p(seller.sales) / top,
                aliases=tuple(sorted(seller.aliases)),
            )

    def _best(self) -> list[tuple[str, _Seller]]:
        order = sorted(self._known.items(), key=lambda item: (-item[1].sales, item[0]))
        return order[: self._most]


def _columns(text: str) -> int:
    """How wide it is: a Han character takes two columns."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _together(brand: str, category: str) -> str:
    """华为手机; SONY 电视."""
    return f"{brand} {category}" if brand[-1].isascii() else f"{brand}{category}"


def _told_apart(phrases: Iterable[Phrase]) -> Iterator[Phrase]:
    """Categories of one name get that of their parent: 清洁（家居）, 清洁（母婴）."""
    all_of_them = list(phrases)
    counts: dict[str, int] = {}
    for phrase in all_of_them:
        counts[phrase.text] = counts.get(phrase.text, 0) + 1
    for phrase in all_of_them:
        parent = phrase.target.rpartition("/")[0].rpartition("/")[2]
        if counts[phrase.text] > 1 and parent:
            yield Phrase(
                kind=phrase.kind,
                text=f"{phrase.text}（{parent}）",
                target=phrase.target,
                weight=phrase.weight,
            )
        else:
            yield phrase


def _asked(popular: Iterable[tuple[str, int]], has_hits: HasHits) -> Iterator[Phrase]:
    """The most frequent queries that find something, one of each spelling."""
    counts: dict[str, int] = {}
    texts: dict[str, str] = {}
    for raw, count in popular:
        text = " ".join(raw.split())
        key = compact(text)
        if not key or len(text) > _LONGEST_QUERY or not text.isprintable() or count < 1:
            continue
        if key not in texts and len(texts) >= MOST_QUERIES:
            continue
        texts.setdefault(key, text)
        counts[key] = counts.get(key, 0) + count
    top = math.log1p(max(counts.values(), default=1))
    for key, text in texts.items():
        if has_hits(text):
            weight = math.log1p(counts[key]) / top
            yield Phrase(kind=Kind.QUERY, text=text, target=text, weight=weight)
