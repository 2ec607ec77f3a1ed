"""What is popular now: steps that fade with time, over all products and category by category.

Nothing of a person is asked for: this is what a shop shows to whom it does not know. Steps fade by
whole buckets in whole numbers, so a batch and a live stream come to the same popularity.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.item_cf import WHOLE, Fading, steps_of
from recsys.sequences import Sequences

__all__ = ["HALF_LIFE", "Popularity"]

# Protocol `time` inside the first 80 % of ml-100k, cut at 40 to 80 % of it, mean NDCG@10: all
# steps alike .191, 0.5 weeks .229, 1 .225, 1.5 .220, 2 .211, 4 .198; `llo-valid` .0345, .0345,
# .0375, .0378, .0361, .0369. On the rest: 1 week .2235, all alike .1486.
HALF_LIFE = 1.0
"""Weeks in which half of a step's weight is gone."""


@dataclass(frozen=True, slots=True, eq=False)
class Popularity:
    """The faded steps of each product of `items`, at the time of the newest step.

    Where they are equal, above all where all has faded, the steps ever taken decide: they add less
    than the least weight that a step can have.
    """

    items: tuple[str, ...]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, sequences: Sequences, *, half_life: float | None = HALF_LIFE) -> "Popularity":
        """Costs one pass over the steps. `half_life`: weeks; None: all steps count the same."""
        size = len(sequences.items)
        faded = Fading(sequences.latest, half_life)(sequences.bucket)
        ever = np.bincount(sequences.item, minlength=size)
        weights = steps_of(sequences.item, faded, size) + ever / (ever.max(initial=0) + 1)
        return cls(sequences.items, weights / WHOLE)

    def top(self, limit: int) -> list[str]:
        """The most popular products, at most `limit`; of equals the one with the lower number.

        A product without a step is not among them.
        """
        return [self.items[number] for number in self._order(np.arange(len(self.items)), limit)]

    def by_category(
        self, categories: Mapping[str, Iterable[str]], limit: int
    ) -> dict[str, list[str]]:
        """For each category its most popular products, as `top`.

        `categories`: what categories a product is in, by its id; those of a path are several.
        """
        members: dict[str, list[int]] = defaultdict(list)
        for number, item in enumerate(self.items):
            for category in categories.get(item, ()):
                members[category].append(number)
        return {
            category: [self.items[number] for number in self._order(np.array(numbers), limit)]
            for category, numbers in members.items()
        }

    def _order(self, numbers: NDArray[np.intp], limit: int) -> list[int]:
        numbers = numbers[self.weights[numbers] > 0]
        order = np.argsort(-self.weights[numbers], kind="stable")[:limit]
        found: list[int] = numbers[order].tolist()
        return found
