"""Whether a product is sought, a service question asked, or a shop looked for. It never blocks a search.

Cues of service count only where no product heads the text (query understanding §6, stage 2).
"""

import re
from collections.abc import Sequence

from query.lexicon.entries import Kind
from query.parse import Slot
from query.understanding.scope import Scoped

__all__ = ["intent_of"]


# 怎么退, 能换吗, 可以退吗: what is asked about was bought already.
_AFTER_SALE = re.compile(
    r"(?:怎么|如何|怎样|能不能|可不可以|能|可以|给).{0,4}(?:退|换货|换吗|赔|修|理赔|处理)|不发货|没收到"
)


def intent_of(text: str, roles: Sequence[Scoped], slots: Sequence[Slot]) -> str:
    """An intent of contract §4."""
    if _AFTER_SALE.search(text):
        return "customer_service"
    kinds = {one.meaning.sense.kind for one in roles if one.meaning.sense is not None}
    sought = {slot.name for slot in slots}
    flags = next((slot.values for slot in slots if slot.name == "flags"), ())
    if "official_store" in flags and "brand" in sought and len(sought) == 2:  # noqa: PLR2004
        return "store"  # 小米官方旗舰店
    if not kinds & {Kind.SERVICE, Kind.QUESTION, Kind.STORE}:
        return "product_search"
    has_product = bool(sought & {"category", "model"})
    if Kind.SERVICE in kinds and (Kind.QUESTION in kinds or not has_product):
        return "customer_service"
    if Kind.QUESTION in kinds and (has_product or "brand" in sought):
        return "product_question"
    return "store" if Kind.STORE in kinds and not has_product else "product_search"
