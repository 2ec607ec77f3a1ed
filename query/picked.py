"""Cards of products that were picked by something else than a search: by behaviour, by a basket."""

from collections.abc import Sequence
from html import escape

import orjson

from indexer.engine import SearchEngine
from query.cards import hit_card
from query.page import HitCard
from query.personal import reasons
from recsys.interest import Because

__all__ = ["picked"]


def picked(
    engine: SearchEngine,
    found: Sequence[tuple[str, float]],
    because: Sequence[Because | None] = (),
) -> tuple[HitCard, ...]:
    """The cards of (product, score), in their order; without those that are not in the index.

    `because`: by place in `found`. Raises as a search does.
    """
    rows = engine.find([product for product, _ in found]) if found else {}
    sources = engine.get(list(rows.values())) if rows else {}
    there = [at for at, (product, _) in enumerate(found) if rows.get(product) in sources]
    records = [orjson.loads(sources[rows[found[at][0]]]) for at in there]
    why = reasons(engine, because.__getitem__ if because else None, there)
    return tuple(
        hit_card(record, escape(record["title"]), score=found[at][1], fits=True, fit=None)._replace(
            because=why.get(at)
        )
        for at, record in zip(there, records, strict=True)
    )
