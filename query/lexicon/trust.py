"""How far a brand's name in a title can be trusted: of the titles that hold it, how many are of it.

One pass over the products; the lexicon that finds the names is the one that is made anew.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from indexer.catalog import Product
from query.lexicon.entries import Kind, Sense
from query.lexicon.lexicon import Lexicon, compacted
from query.lexicon.types import folded_word

__all__ = ["trusted"]

_MOST_TITLES = 200_000  # looked at


def trusted(
    lexicon: Lexicon, products: Iterable[Product], weights: Callable[[], Mapping[str, float]]
) -> Lexicon:
    """The lexicon with the trust of each brand's names, and with `weights` of what has passed by."""
    held: Counter[tuple[str, str]] = Counter()
    own: Counter[tuple[str, str]] = Counter()
    names = lexicon.brand_by_spelling
    for number, product in enumerate(products):
        if number >= _MOST_TITLES:
            break
        if not product.brand:
            continue
        brand = names.get(folded_word(product.brand), product.brand)
        text = folded_word(product.title)
        seen = {
            (text[found.start : found.end], sense.name)
            for found in lexicon.find(text, frozenset())
            for sense in found.senses
            if sense.kind is Kind.BRAND
        }
        for key in seen:
            held[key] += 1
            own[key] += key[1] == brand

    def judged(word: str, sense: Sense) -> Sense:
        count = held[word, sense.name]
        if sense.kind is not Kind.BRAND or not count:
            return sense
        return sense._replace(trust=round((own[word, sense.name] + 1) / (count + 1), 3))

    return Lexicon(
        {
            word: compacted([judged(word, sense) for sense in senses])
            for word, senses in lexicon.words.items()
        },
        brands=lexicon.brands,
        categories=lexicon.categories,
        models=lexicon.models,
        ambiguities=lexicon.ambiguities,
        weights=weights(),
        sounds=lexicon.sounds,
    )
