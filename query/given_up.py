"""What a page tells of that which was typed and does not hold on it."""

from collections.abc import Container, Mapping, Sequence

from indexer.filters import Filter, Terms
from query.labels import slot_name, slot_words
from query.page import Notice
from query.parse import IMPLIED, Slot

__all__ = ["given_up", "unmet_wishes", "unproven"]

_SHOWN = 40  # characters of the words


def given_up(
    slots: Sequence[Slot],
    *,
    eased: Container[str],
    as_words: Container[str],
    shelves: Mapping[str, Filter],
    words: str,
) -> Notice | None:
    """没有 5000–6000 元的白色款，已放宽价格、颜色. None where all that was typed holds.

    Of the slots that filter as typed, by name: `eased` are wider or gone, `as_words` only words that
    must be met, those of `shelves` a wider type. `words` are those that only order. What a model
    implies nobody typed: it is told where nothing else is.
    """
    things = [slot for slot in slots if slot.name in shelves or slot.name in as_words]
    others = [slot for slot in slots if slot.name in eased and slot not in things]
    implied = [slot for slot in (*things, *others) if slot.source == IMPLIED]
    things, others = ([s for s in some if s not in implied] for some in (things, others))
    unmet = [words[:_SHOWN]] if words else []
    asked = "、".join([*map(slot_words, (*things, *others)), *unmet])
    names = tuple(slot.name for slot in (*things, *others))
    if things:
        where = "".join(_among(shelves[slot.name]) for slot in things if slot.name in shelves)
        text = f"没有“{asked}”，下面是{where or '相近的'}商品"
        return Notice(kind="relaxed", text=text, slots=names)
    if others:
        kinds = [*map(slot_name, others), *(["字词"] if unmet else [])]
        text = f"没有完全符合“{asked}”的商品，已放宽{'、'.join(dict.fromkeys(kinds))}"
        return Notice(kind="relaxed", text=text, slots=names)
    if unmet:
        return Notice(kind="words", text=f"没有包含“{asked}”的，下面是其他符合条件的商品")
    if implied:
        what = "、".join(map(slot_words, implied))
        names = tuple(slot.name for slot in implied)
        return Notice(kind="relaxed", text=f"“{what}”里没有，下面是别处的商品", slots=names)
    return None


def unmet_wishes(slots: Sequence[Slot]) -> Notice:
    """没有标明“不辣”. Of the slots that only order, those that nothing found meets."""
    wished = "、".join(map(slot_words, slots))
    text = f"下面的商品没有标明“{wished}”，不一定合适"
    return Notice(kind="unmet", text=text, slots=tuple(slot.name for slot in slots))


def unproven(slots: Sequence[Slot]) -> Notice:
    """没有一件标明含“糖”. Of refused ingredients, those that no product is known to have."""
    parts = "、".join(map(slot_words, slots))
    text = f"没有一件标明含“{parts}”，都列在下面，不一定都不含"
    return Notice(kind="unmet", text=text, slots=tuple(slot.name for slot in slots))


def _among(shelf: Filter) -> str:
    """What a shelf is called, or the first of several, and the brands that stand for another."""
    match shelf:
        case Terms("category", (first, *_)):
            return f"“{str(first).rpartition('/')[2]}”里相近的"
        case Terms("brand", (first, *_)):
            return f"“{first}”的"
        case _:
            return ""
