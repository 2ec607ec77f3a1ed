"""What may be suggested: phrases with a kind, a weight and the place that each leads to.

Finding them by what was typed is `query.suggest.index`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from query.suggest.spelling import compact

__all__ = ["Kind", "Phrase", "distinct"]


class Kind(IntEnum):
    """What a phrase is. Of two with the same characters the first kind stays."""

    BRAND = 0
    CATEGORY = 1
    QUERY = 2
    PRODUCT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """`target`: a product's id, a category's path, a brand's name; of a query its text.

    `weight`: from 0 to 1, comparable within a kind. `aliases`: other names of it.
    """

    kind: Kind
    text: str
    target: str
    weight: float
    aliases: tuple[str, ...] = ()


def distinct(phrases: Iterable[Phrase]) -> Sequence[Phrase]:
    """One phrase of each spelling, the heaviest first; those without a letter or digit are gone.

    It has the weight of the heaviest; width, case, script, blanks and signs make no difference.
    """
    best: dict[str, Phrase] = {}
    for phrase in phrases:
        key = compact(phrase.text)
        known = best.get(key)
        if not key:
            continue
        if known is None or _precedence(phrase) < _precedence(known):
            best[key], known = phrase, known or phrase
        weight = max(phrase.weight, known.weight)
        if weight > best[key].weight:
            best[key] = _weighing(best[key], weight)
    return sorted(best.values(), key=lambda p: (-p.weight, p.kind, p.text, p.target))


def _precedence(phrase: Phrase) -> tuple[float | str, ...]:
    return (phrase.kind, -phrase.weight, phrase.text, phrase.target)


def _weighing(phrase: Phrase, weight: float) -> Phrase:
    return Phrase(
        kind=phrase.kind,
        text=phrase.text,
        target=phrase.target,
        weight=weight,
        aliases=phrase.aliases,
    )
