"""Where behaviour says little of a product: what is close to it by its words."""

from collections.abc import Mapping, Sequence

import orjson

from indexer.engine import SearchEngine
from indexer.filters import Term
from indexer.request import NearestRequest, SearchRequest
from recsys.diversity import Facts

__all__ = ["Content", "mixed"]

_HALFWAY = 5
"""Steps on a product with which its own list and what is close in words weigh the same."""


class Content:
    """Products by their index. Raises EngineUnavailableError where the engine is away."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine

    def near(self, product: str, limit: int) -> list[tuple[str, float]]:
        """(product, likeness from 0 to 1), the closest first; none without vectors."""
        request = SearchRequest(filters=Term("id", product), limit=1, codes=True)
        result = self._engine.search(request)
        if result.hits.codes is None or not len(result.hits) or not result.hits.codes[0].any():
            return []
        hits = self._engine.nearest(
            NearestRequest(
                code=result.hits.codes[0].tobytes(),
                limit=limit + 1,
                generation=result.generation,
            )
        )
        best = float(hits.scores.max(initial=1.0))
        sources = self._engine.get(hits.rows.tolist())
        found = [
            (str(orjson.loads(sources[row])["id"]), max(score, 0.0) / best)
            for row, score in zip(hits.rows.tolist(), hits.scores.tolist(), strict=True)
            if row in sources
        ]
        return [(item, likeness) for item, likeness in found if item != product][:limit]

    def facts(self, products: Sequence[str]) -> Mapping[str, Facts]:
        """The facts of those that are in the index."""
        rows = self._engine.find(list(dict.fromkeys(products)))
        sources = self._engine.get(list(rows.values()))
        return {
            product: _facts(orjson.loads(sources[row]))
            for product, row in rows.items()
            if row in sources
        }


def mixed(
    taken: Sequence[tuple[str, float]], near: Sequence[tuple[str, float]], steps: float, limit: int
) -> list[tuple[str, float]]:
    """One list of two, by `n / (n + 5)` for `n` steps on the product; scores from 0 to 1."""
    share = steps / (steps + _HALFWAY)
    scores: dict[str, float] = {}
    for weight, found in ((share, taken), (1 - share, near)):
        best = max((score for _, score in found), default=1.0) or 1.0
        for item, score in found:
            scores[item] = scores.get(item, 0.0) + weight * score / best
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]


def _facts(record: Mapping[str, object]) -> Facts:
    category = record.get("category") or ()
    levels = category.split("/") if isinstance(category, str) else category
    return Facts(
        brand=str(record.get("brand") or ""),
        category=tuple(map(str, levels)) if isinstance(levels, (list, tuple)) else (),
        available=record.get("stock") != 0,
    )
