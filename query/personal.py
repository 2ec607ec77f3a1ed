"""When a page is put in order for a shopper, and how it says why.

Someone who names one product wants that one: nothing moves then (recommender.md, section 5).
"""

from collections.abc import Mapping, Sequence

import orjson

from indexer.engine import SearchEngine
from indexer.folding import fold
from query.page import HitCard
from query.parse import Parse
from recsys.rerank import Reason

__all__ = ["is_titled", "names_one_product", "reasons"]

_BARCODE = 8  # digits at least


def names_one_product(parse: Parse) -> bool:
    """Whether a text names a model or a barcode."""
    words = parse.words.strip()
    is_barcode = words.isascii() and words.isdigit() and len(words) >= _BARCODE
    return is_barcode or parse.slot("model") is not None


def is_titled(text: str, hits: Sequence[HitCard]) -> bool:
    """Whether a text is the title of one of the hits."""
    wanted = _plain(text)
    return any(_plain(hit.title) == wanted for hit in hits)


def reasons(
    engine: SearchEngine, because: Reason | None, shown: Sequence[int]
) -> Mapping[int, str]:
    """Why hits stand where they do, in words, by their places among all hits.

    `because`: by place; `shown`: the places that are on the page. No reason is given that names a
    product which is gone.
    """
    if because is None:
        return {}
    given = {at: found for at in shown if (found := because(at))}
    rows = engine.find(sorted({reason.product for reason in given.values()})) if given else {}
    sources = engine.get(list(rows.values())) if rows else {}
    titles = {
        product: str(orjson.loads(sources[row])["title"])
        for product, row in rows.items()
        if row in sources
    }
    return {
        at: reason.text(titles[reason.product])
        for at, reason in given.items()
        if reason.product in titles
    }


def _plain(text: str) -> str:
    return "".join(fold(text).split())
