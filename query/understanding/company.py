"""What the known words of a text say of one that is put in: a brand, and what the shop has of it."""

from collections.abc import Sequence

from query.lexicon.entries import Kind
from query.lexicon.lexicon import Lexicon
from query.understanding.senses import Meaning

__all__ = ["Company"]


class Company:
    """The brands and product types that a text names."""

    def __init__(self, meanings: Sequence[Meaning], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        senses = [one.sense for one in meanings if one.sense is not None]
        self.categories = [sense.name for sense in senses if sense.kind is Kind.CATEGORY]
        self._brands = [sense.name for sense in senses if sense.kind is Kind.BRAND]

    def fits(self, word: str) -> bool:
        """Whether the word and one of them are a brand and what the catalogue has of it."""
        sold = self._lexicon.sold
        return any(
            (
                sense.kind is Kind.BRAND
                and any(sold(sense.name, category) for category in self.categories)
            )
            or (
                sense.kind is Kind.CATEGORY
                and any(sold(brand, sense.name) for brand in self._brands)
            )
            for sense in self._lexicon.senses(word)
        )

    def suits(self, word: str) -> bool:
        """Whether the word may be a brand that is known where one of the product types is."""
        return any(
            sense.kind is Kind.BRAND and self._lexicon.at_home(sense.name, category)
            for sense in self._lexicon.senses(word)
            for category in self.categories
        )

    def agrees(self, word: str) -> bool:
        """Whether it fits, or is one more name of a product type that the text names: 空调 挂机."""
        return self.fits(word) or any(
            sense.kind is Kind.CATEGORY and sense.name in self.categories
            for sense in self._lexicon.senses(word)
        )
