"""What is close in meaning to a text whose words find little: shown apart, never counted.

Close to the text is not enough: in a small catalogue a name that it does not know is close to whatever
has one of its characters. What is shown is also close to something that the text finds.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from indexer.embeddings import quantized
from indexer.engine import SearchEngine
from indexer.filters import Filter, all_of
from indexer.request import NearestRequest, SearchRequest
from query.chips import choice_key
from query.planner import Plan
from query.ranking import cosines
from query.retrieval import FEW, Found, Retriever

__all__ = ["Related", "few"]

# Of 1,029 likely queries of the demo shop 794 find few; beside 388 of them something is shown, and 98.7 %
# of it is of a hit's department. Of 1,243 web queries that it hardly serves 24 show something, all of it
# of a hit's department. By the cosine with the text alone a third of those showed something, none of it
# so; in a shop of cosmetics as many. With 0.4 or 0.6 for the hits it is much the same: what is of their
# leaf is mostly above 0.6, what is of another department below 0.35.
_TO_TEXT = 0.35
_TO_HIT = 0.5

_ASKED = 48  # many are not close to a hit


def few(found: Found) -> bool:
    """Whether so little was found that more should be shown."""
    return found.total < FEW


class Related:
    """Finds what is close in meaning. Safe to share between threads."""

    def __init__(self, engine: SearchEngine, retriever: Retriever) -> None:
        self._engine = engine
        self._retriever = retriever

    def near(
        self, plan: Plan, found: Found, choices: Mapping[str, Filter], *, limit: int
    ) -> Sequence[tuple[int, float]]:
        """(row, cosine with the text) of at most `limit` products that are no hits, the closest first.

        They pass what was chosen, the price, and what is not wanted; not what a text names, as the few
        have that. None where nothing has all words. For what finds `few`; raises as a search does.
        """
        chosen = self._retriever.lowered(choices)
        request = SearchRequest(text=plan.strict, chosen=chosen, limit=FEW, codes=True)
        strict = self._engine.search(request)
        embedder = self._retriever.known(strict.generation).embedder
        if embedder is None or strict.hits.codes is None or not len(strict.hits):
            return ()
        code = quantized(embedder.embed([plan.text]))[0]
        if not code.any():
            return ()
        near = self._engine.nearest(
            NearestRequest(
                code=code.tobytes(),
                limit=_ASKED,
                generation=strict.generation,
                filters=all_of(*(f for key, f in chosen.items() if _stays(key))),
                codes=True,
            )
        )
        if near.codes is None or not len(near):
            return ()
        to_hits = cosines(near.codes.astype(np.int32) @ strict.hits.codes.astype(np.int32).T)
        to_text = cosines(near.scores)
        close = (to_text >= _TO_TEXT) & (to_hits.max(axis=1) >= _TO_HIT)
        seen = set(found.rows)
        pairs = zip(near.rows[close].tolist(), to_text[close].tolist(), strict=True)
        return [(row, cosine) for row, cosine in pairs if row not in seen][:limit]


def _stays(key: str) -> bool:
    return not key.startswith(choice_key("")) or key.startswith(choice_key("exclude."))
