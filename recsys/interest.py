"""How a history fits products: sums over the lists of what was taken, and the term that weighs most."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recsys.history import ACTION_WEIGHTS, Taken
from recsys.item_cf import WindowSettings
from recsys.neighbors import Neighbors

__all__ = ["Because", "Interest", "by_number", "by_row"]

_TELLING = 0.3
"""The part of a score that one step must make up to be named as its reason."""

_MEMORY = WindowSettings().memory


class Because(NamedTuple):
    """Why a product is shown: the step that weighs most, and how it was reckoned.

    `similarity` is in the list of `product`; `weight * similarity` is `share` of the whole score.
    """

    product: str
    action: str
    similarity: float
    weight: float
    share: float

    def text(self, title: str) -> str:
        """The reason in words."""
        did = {"buy": "买过", "cart": "加购了", "favorite": "收藏了"}.get(self.action, "看过")
        return f"因为你{did}“{title}”"

    def to_json(self) -> dict[str, object]:
        """As the command line and the API give it."""
        return {
            "product": self.product,
            "action": self.action,
            "similarity": round(self.similarity, 6),
            "weight": round(self.weight, 6),
            "share": round(self.share, 4),
        }


@dataclass(frozen=True, slots=True)
class _Term:
    taken: Taken
    weight: float
    number: int


class Interest:
    """What a history is interested in, by one state of the lists. Cheap to make."""

    def __init__(self, neighbors: Neighbors, taken: Sequence[Taken]) -> None:
        """`taken`: newest first. Steps on products that nobody took are left out."""
        self.neighbors = neighbors
        self._terms = [
            _Term(step, ACTION_WEIGHTS[step.action] * _MEMORY**age, neighbors.numbers[step.product])
            for age, step in enumerate(taken)
            if step.product in neighbors.numbers
        ]

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return bool(self._terms)

    def of(self, keys: NDArray[np.int64], by: NDArray[np.int64]) -> NDArray[np.float32]:
        """Terms by product: an array of steps by `keys`; its sum over the steps is the score.

        `keys` name products as `by` does, an array over all numbers of `neighbors.items`: by their
        own numbers, or by rows of an index. A negative key is no product.
        """
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        terms = np.zeros((len(self._terms), len(keys)), dtype=np.float32)
        if not len(keys):
            return terms
        for at, term in enumerate(self._terms):
            others, similar = self.neighbors.row(term.number)
            wanted = by[others]
            place = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
            found = (ordered[place] == wanted) & (wanted >= 0)
            terms[at, order[place[found]]] = similar[found] * np.float32(term.weight)
        return terms

    def candidates(self) -> NDArray[np.int32]:
        """The numbers of all products that fit at all, the lower first."""
        rows = [self.neighbors.row(term.number)[0] for term in self._terms]
        return np.unique(np.concatenate([np.empty(0, np.int32), *rows]))

    def because(self, terms: NDArray[np.float32]) -> Because | None:
        """The reason for a product with these terms; None where no single step weighs enough."""
        whole = float(terms.sum())
        if whole <= 0:
            return None
        at = int(terms.argmax())
        share = float(terms[at]) / whole
        if share < _TELLING:
            return None
        term = self._terms[at]
        return Because(
            product=term.taken.product,
            action=term.taken.action,
            similarity=float(terms[at]) / term.weight,
            weight=term.weight,
            share=share,
        )

    @property
    def steps(self) -> int:
        """How many steps are known."""
        return len(self._terms)

    @property
    def products(self) -> list[str]:
        """The products of the steps, newest first."""
        return [term.taken.product for term in self._terms]


def by_number(neighbors: Neighbors) -> NDArray[np.int64]:
    """For `Interest.of`: products by their numbers."""
    return np.arange(len(neighbors.items), dtype=np.int64)


def by_row(
    items: Sequence[str], rows_of: Callable[[Sequence[str]], Mapping[str, int]]
) -> NDArray[np.int64]:
    """For `Interest.of`: the rows of products in an index; -1 for those that are not in it."""
    rows = rows_of(items) if items else {}
    return np.array([rows.get(item, -1) for item in items], dtype=np.int64)
