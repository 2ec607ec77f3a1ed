"""What a judgement knows of a product, and what an intent asks of it; grades come of both alone.

A grade is 0 to 3: the least of what each condition grants. No search takes part.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

__all__ = ["Condition", "Intent", "Item", "Model", "Variant", "judged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What can be bought: its price in yuan, and its attributes where it has them."""

    price: float
    color: str = ""
    ram: str = ""
    storage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """畅玩7X is series 畅玩, number 7x; P10 Plus has the suffix plus."""

    series: str
    number: str
    suffix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A product by its full metadata, whatever of it the index was given.

    `kind`: its product type; `mentioned`: the types that its title names beside it. `traits`: words
    for whom it is and what it does, and its line's name.
    """

    id: str
    title: str
    brand: str
    kind: str
    variants: tuple[Variant, ...]
    mentioned: frozenset[str] = frozenset()
    traits: frozenset[str] = frozenset()
    numbers: Mapping[str, frozenset[float]] = field(default_factory=dict)
    models: frozenset[Model] = frozenset()
    sales: int = 0


Condition = Callable[[Item], int]
"""How far an item meets something: 3 wholly, 0 not at all."""

WHOLLY = 3
_FIRST = 10  # of an order: any of them may stand on the first places


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A query with what it means. `order`: of the items that meet all, the lowest of it are wanted."""

    text: str
    kind: str
    wanted: tuple[Condition, ...]
    order: Callable[[Item], float] | None = None


def judged(intent: Intent, items: Iterable[Item]) -> dict[str, int]:
    """The grades of the items that are relevant at all.

    Of an order the first ten, and what equals the tenth, have 3, all others 1.
    """
    graded = [(item, min(condition(item) for condition in intent.wanted)) for item in items]
    found = {item.id: grade for item, grade in graded if grade}
    if intent.order is None:
        return found
    places = {item.id: intent.order(item) for item, grade in graded if grade == WHOLLY}
    limit = max(sorted(places.values())[:_FIRST], default=0.0)
    return {id_: 3 if id_ in places and places[id_] <= limit else 1 for id_ in found}
