"""The tables of attributes with a shop's own names and values, and what follows the shop's changes."""

from collections.abc import Callable
from typing import Any

from indexer.attributes import NUMERIC_DIMENSIONS, Attributes, AttributeValue
from indexer.tables import table
from indexer.vocabulary.checks import Vocabulary

__all__ = ["VocabularyAttributes", "attributes_of"]


def attributes_of(vocabulary: Vocabulary) -> Attributes:
    """The shipped tables with what a vocabulary adds: where both name a word, the vocabulary's stands."""
    added_names, added_values = vocabulary.get("dimensions", {}), vocabulary.get("attributes", {})
    if not added_names and not added_values:
        return Attributes.shipped()
    names: dict[str, list[str]] = {}
    own = {name for spellings in added_names.values() for name in spellings}
    for dimension, shipped in table("dimensions").items():
        added = added_names.get(dimension, ())
        # A name that is said to be of another dimension is not of this one any more.
        names[dimension] = [*(name for name in shipped if name not in own), *added]
    families = table("families")
    known = Attributes(names, families)
    for name, values in added_values.items():
        dimension_ = known.dimension(name)
        if dimension_ is None or dimension_ == "capacity" or dimension_ in NUMERIC_DIMENSIONS:
            continue
        same: dict[str, Any] = families.setdefault(dimension_, {}).setdefault("same", {})
        for value, spellings in values.items():
            # 黑 is of the family that the shop's tables call 黑色.
            family = known.normalize(name, value).family or value
            same[family] = [*same.pop(family, ()), value, *spellings]
    return Attributes(names, families)


class VocabularyAttributes(Attributes):
    """The Attributes of a shop: those of its vocabulary when `renew` was last called."""

    def __init__(self, vocabulary: Callable[[], Vocabulary]) -> None:
        """`vocabulary` gives the present one, and the same object while it does not change."""
        self._vocabulary = vocabulary
        self._now: tuple[Vocabulary, Attributes]
        self.renew()

    def renew(self) -> None:
        """See Attributes."""
        vocabulary = self._vocabulary()
        if getattr(self, "_now", (None,))[0] is not vocabulary:
            self._now = (vocabulary, attributes_of(vocabulary))

    def present(self) -> Attributes:
        """See Attributes."""
        return self._now[1]

    def dimension(self, name: str) -> str | None:
        """See Attributes."""
        return self._now[1].dimension(name)

    def normalize(self, name: str, value: str | float) -> AttributeValue:
        """See Attributes."""
        return self._now[1].normalize(name, value)

    def values(self, name: str, written: str | float) -> tuple[AttributeValue, ...]:
        """See Attributes."""
        return self._now[1].values(name, written)

    def split(self, name: str, value: str) -> tuple[str, ...]:
        """See Attributes."""
        return self._now[1].split(name, value)
