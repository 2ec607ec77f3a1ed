"""How far a brand's name in a title can be trusted: of the titles that hold it, how many are of it.

One pass over the products; the lexicon that finds the names is the one that is made anew.
"""

from collections import Counter
from collections.abc import Iterable

from indexer.analysis import Analyzer
from indexer.catalog import Product
from query.lexicon.affinity import WORD, Titles, is_of
from query.lexicon.entries import Kind, Sense
from query.lexicon.lexicon import Found, Lexicon, compacted
from query.lexicon.types import folded_word

__all__ = ["TitleBrands"]

_MOST_TITLES = 200_000  # looked at


class TitleBrands:
    """What the titles that hold a brand's name are of. Good for one pass."""

    def __init__(self, lexicon: Lexicon, analyzer: Analyzer) -> None:
        self._lexicon = lexicon
        self._analyzer = analyzer
        self._held: Counter[tuple[str, str]] = Counter()
        self._own: Counter[tuple[str, str]] = Counter()
        self._about: Counter[tuple[str, str]] = Counter()
        self._words: Counter[str] = Counter()

    def look(self, products: Iterable[Product]) -> None:
        """Look at the titles, at the first of very many."""
        for number, product in enumerate(products):
            if number >= _MOST_TITLES:
                break
            self._look(product)

    @property
    def words(self) -> Titles:
        """Titles by what their word means: (word, brand) of no product with that brand, or WORD."""
        return {**self._about, **{(word, WORD): count for word, count in self._words.items()}}

    def senses(self, word: str, senses: Iterable[Sense]) -> tuple[Sense, ...]:
        """The senses of a word with the trust of its brands, the most trusted first."""
        return compacted([self._judged(word, sense) for sense in senses])

    def _look(self, product: Product) -> None:
        text = folded_word(product.title)
        found = self._lexicon.find(text, frozenset())
        seen = {
            (text[one.start : one.end], sense.name)
            for one in found
            for sense in one.senses
            if sense.kind is Kind.BRAND
        }
        if not seen:
            return
        names = self._lexicon.brand_by_spelling
        brand = names.get(folded_word(product.brand), product.brand)
        types = _types(product, found)
        fits = any(self._is_fitted(kind) for kind in types) or any(
            sense.kind is Kind.COMPATIBLE for one in found for sense in one.senses
        )
        is_about: dict[str, bool] = {}
        for _, name in seen:
            is_about[name] = name == brand or any(is_of(self._lexicon, name, t) for t in types)
        for key in seen:
            word, name = key
            if product.brand or (types and self._lexicon.brands[name].department):
                self._held[key] += 1
                self._own[key] += name == brand if product.brand else is_about[name]
            self._about[key] += is_about[name] and name != brand
        about = {word for word, name in seen if is_about[name]}
        plain = {word for word, _ in seen} - about
        if plain and not fits:
            edges = {0, len(text), *self._analyzer.word_edges(text)}
            self._words.update(
                {
                    word
                    for one in found
                    if (word := text[one.start : one.end]) in plain
                    and not edges.isdisjoint((one.start, one.end))  # 蒙牛 is not in 内蒙牛肉干
                }
            )

    def _is_fitted(self, name: str) -> bool:
        category = self._lexicon.categories.get(name)
        return category is not None and category.accessory

    def _judged(self, word: str, sense: Sense) -> Sense:
        count = self._held[word, sense.name]
        if sense.kind is not Kind.BRAND or not count:
            return sense
        return sense._replace(trust=round((self._own[word, sense.name] + 1) / (count + 1), 3))


def _types(product: Product, found: Iterable[Found]) -> set[str]:
    """The product types that its category or its title names."""
    named = {sense.name for one in found for sense in one.senses if sense.kind is Kind.CATEGORY}
    return named | set(product.category[-1:])
