"""Shelves that behaviour fills: for a person, beside a product, beside a basket.

Who is remembered sees nothing there that they dismissed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from query.page import HitCard
from query.picked import picked
from recsys.content import Content
from recsys.recommending import Recommended
from recsys.shop import facts_of
from web.context import services
from web.whose import whose

__all__ = ["Alike", "alike", "beside", "dismissed", "for_you", "recommended", "similar"]

_ON_A_SHELF = 6
_AT_LEAST = 2  # one alone is chance more often than not
_PERHAPS = "也许合你意"


@dataclass(frozen=True, slots=True)
class Alike:
    """What goes with a product, and what that is by: `title` says whether people chose it."""

    title: str
    hits: Sequence[HitCard]


def dismissed() -> frozenset[str]:
    """What the person who asks does not want to see; nothing of nobody."""
    return services().personal.histories.dismissed(whose())


def for_you() -> Sequence[HitCard]:
    """The shelf of who has a history; empty where there is nothing to say of them."""
    who = whose()
    found = recommended(_ON_A_SHELF) if who else ()
    if not any(hit.because for hit in found):
        return ()
    return [hit._replace(because=hit.because or _PERHAPS) for hit in found]


def recommended(limit: int) -> Sequence[HitCard]:
    """For the browser that asks; of nobody, what is popular. Raises as a search does."""
    shop = services()
    return _cards(shop.personal.recommend(whose(), limit, facts_of(shop.shop)))


def alike(product: str, above: Collection[str] = ()) -> Alike:
    """The shelf of what people look at beside a product, or of what is like it by its words.

    Without what stands `above` it on the page.
    """
    hits = similar(product, 2 * _ON_A_SHELF + len(above))
    hits = [hit for hit in hits if hit.id not in above][: 2 * _ON_A_SHELF]
    hits = sorted(hits, key=lambda hit: hit.stock == 0)[:_ON_A_SHELF]  # else as they stand
    counted = {item for item, _ in services().personal.neighbors.similar(product)}
    mostly = 2 * sum(hit.id in counted for hit in hits) > len(hits)
    return Alike("看过它的人还看" if mostly else "相似商品", hits)


def similar(product: str, limit: int) -> Sequence[HitCard]:
    """What is similar to a product, by behaviour and by content. Raises as a search does."""
    shop, out = services(), dismissed()
    engine = shop.shop.products.engine
    found = shop.personal.similar(product, Content(engine), limit + len(out))
    return picked(engine, [pair for pair in found if pair[0] not in out][:limit])


def beside(products: Sequence[str]) -> Sequence[HitCard]:
    """What is taken together with these, of other kinds; empty where hardly anything is."""
    shop, out = services(), dismissed()
    facts = facts_of(shop.shop) if products else None
    if facts is None:
        return ()
    found = shop.personal.beside(products, facts, _ON_A_SHELF + len(out))
    kept = [entry for entry in found if entry.product not in out][:_ON_A_SHELF]
    if len(kept) < _AT_LEAST:
        return ()
    return [hit._replace(because=None) for hit in _cards(kept)]


def _cards(found: Sequence[Recommended]) -> Sequence[HitCard]:
    engine = services().shop.products.engine
    pairs = [(entry.product, entry.score) for entry in found]
    return picked(engine, pairs, [entry.because for entry in found])
