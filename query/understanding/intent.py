"""Whether a product is sought, a service question asked, or a shop looked for. It never blocks a search.

Cues of service count only where no product heads the text (query understanding §6, stage 2).
"""

from collections.abc import Sequence

from query.lexicon.entries import Kind
from query.parse import Slot
from query.understanding.scope import Scoped

__all__ = ["intent_of"]


def intent_of(roles: Sequence[Scoped], slots: Sequence[Slot]) -> str:
    """An intent of contract §4."""
    kinds = {one.meaning.sense.kind for one in roles if one.meaning.sense is not None}
    if not kinds & {Kind.SERVICE, Kind.QUESTION, Kind.STORE}:
        return "product_search"
    sought = {slot.name for slot in slots}
    has_product = bool(sought & {"category", "model"})
    if Kind.SERVICE in kinds and not has_product:
        return "customer_service"
    if Kind.QUESTION in kinds:
        if has_product or "brand" in sought:
            return "product_question"
        return "customer_service" if Kind.SERVICE in kinds else "product_search"
    if Kind.STORE in kinds and not has_product:
        return "store"
    return "customer_service" if Kind.SERVICE in kinds else "product_search"
