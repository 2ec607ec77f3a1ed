"""A list for a person: what fits their history, then what is popular where they looked, then at all.

Nothing in it is what they already had or dismissed.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from recsys.diversity import Facts, diverse
from recsys.interest import Because, Interest, by_number
from recsys.models.ranking import best
from recsys.models.saved import Saved
from recsys.neighbors import Neighbors

__all__ = ["FactsOf", "Recommended", "by_model", "popular", "recommended"]

FactsOf = Callable[[Sequence[str]], Mapping[str, Facts]]
"""The facts of products by id; without those that the shop does not have."""

_CONSIDERED = 100
_DIVERSE = 50
_POPULAR = 1_000
_BY_MODEL = 1_000


class Recommended(NamedTuple):
    """A product for a person. `score`: comparable within a list; `because` None: it is popular."""

    product: str
    score: float
    because: Because | None


def recommended(
    interest: Interest,
    limit: int,
    *,
    without: Collection[str] = (),
    facts_of: FactsOf | None = None,
    filled: bool = True,
) -> list[Recommended]:
    """At most `limit` products, the best first. `facts_of` None: nothing is known of products.

    Then every product that events name can be shown, and lists are not made diverse. `filled`: up
    to the limit with what is popular.
    """
    neighbors = interest.neighbors
    out = {neighbors.numbers[item] for item in without if item in neighbors.numbers}
    candidates = interest.candidates()
    candidates = candidates[~np.isin(candidates, list(out))]
    terms = interest.of(candidates.astype(np.int64), by_number(neighbors))
    scores = terms.sum(axis=0)
    order = np.argsort(-scores, kind="stable")[: limit if facts_of is None else _CONSIDERED]
    items = [neighbors.items[number] for number in candidates[order].tolist()]
    chosen = list(range(len(items)))
    if facts_of is not None:
        facts = facts_of(items)
        chosen = [at for at, item in enumerate(items) if _shown(facts, item)][
            : max(_DIVERSE, limit)
        ]
        places = diverse(scores[order[chosen]], [facts[items[at]] for at in chosen], limit)
        chosen = [chosen[place] for place in places]
    found = [
        Recommended(items[at], float(scores[order[at]]), interest.because(terms[:, order[at]]))
        for at in chosen
    ][:limit]
    if filled:
        found += _fill(
            found,
            limit,
            neighbors=neighbors,
            without=without,
            facts_of=facts_of,
            near=interest.products,
        )
    return found


def by_model(  # noqa: PLR0913 - what to fill a list up with, too
    saved: Saved,
    path: Sequence[str],
    limit: int,
    *,
    neighbors: Neighbors,
    without: Collection[str] = (),
    facts_of: FactsOf | None = None,
) -> list[Recommended]:
    """As `recommended`, by a kept model and in its own order: to see what it would say.

    `path`: the products of a history, oldest first; those that the model has not seen are left out,
    and without any that it has there is only what is popular. Scores are by how much they are above
    the least of all products; what is not above it is not recommended. No reasons are given.
    """
    numbers = saved.numbers
    history = np.array([numbers[item] for item in path if item in numbers], dtype=np.int32)
    found = []
    if len(history):
        scores = saved.model.scores([history])[0]
        scores -= scores.min()
        scores[scores <= 0] = -np.inf
        scores[[numbers[item] for item in without if item in numbers]] = -np.inf
        order = best(scores, limit if facts_of is None else max(_BY_MODEL, limit)).tolist()
        if facts_of is not None:
            facts = facts_of([saved.items[number] for number in order])
            order = [number for number in order if _shown(facts, saved.items[number])][:limit]
        found = [Recommended(saved.items[n], float(scores[n]), None) for n in order]
    return found + _fill(
        found, limit, neighbors=neighbors, without=without, facts_of=facts_of, near=path
    )


def _fill(  # noqa: PLR0913 - what `popular` is asked by
    found: Sequence[Recommended],
    limit: int,
    *,
    neighbors: Neighbors,
    without: Collection[str],
    facts_of: FactsOf | None,
    near: Sequence[str],
) -> list[Recommended]:
    """What is popular, up to the limit, with scores below those that there are."""
    if len(found) >= limit:
        return []
    had = {*without, *(entry.product for entry in found)}
    least = min((entry.score for entry in found), default=1.0)
    more = popular(neighbors, without=had, facts_of=facts_of, near=near)
    return [
        Recommended(item, least / (place + 1), None)
        for place, item in enumerate(more[: limit - len(found)], 1)
    ]


def popular(
    neighbors: Neighbors,
    *,
    without: Collection[str] = (),
    facts_of: FactsOf | None = None,
    near: Sequence[str] = (),
) -> list[str]:
    """What most people took lately; first what shares a category with the products `near`."""
    out = [neighbors.numbers[item] for item in without if item in neighbors.numbers]
    order = np.argsort(-neighbors.popularity, kind="stable")
    order = order[(neighbors.popularity[order] > 0) & ~np.isin(order, out)]
    items = [neighbors.items[number] for number in order[:_POPULAR].tolist()]
    if facts_of is not None:
        facts = facts_of([*items, *near])
        leaves = {facts[item].category[-1:] for item in near if item in facts} - {()}
        items = [item for item in items if _shown(facts, item)]
        items.sort(key=lambda item: facts[item].category[-1:] not in leaves)
    return items


def _shown(facts: Mapping[str, Facts], item: str) -> bool:
    return item in facts and facts[item].available
