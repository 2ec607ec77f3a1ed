"""What is given up, step by step, where nothing meets everything that was typed (semantics §3).

First prices and numbers widen; then slots stop filtering, the least first. A product type, a known model
and what is not wanted are never given up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer.filters import AllOf, AnyOf, Filter, Not, Range
from query.labels import slot_name, slot_words
from query.page import Notice
from query.parse import CODED, Parse, Slot

__all__ = ["Step", "steps"]

_WIDER = 0.2
_KEPT = ("category", "model", "price_range")
_GIVEN_UP = (  # the first goes first
    "gender",
    "color",
    "material",
    "connectivity",
    "interface",
    "energy_rating",
    "resolution",
)
_HEADS = ("category", "brand", "model")
_LAST = ("brand", "attributes.compatible_with")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The filters to search by, by slot name, and what to tell of those that are not as typed.

    `words`: whether the words that no slot took must be met; else they only order.
    """

    filters: Mapping[str, Filter]
    notice: Notice | None = None
    words: bool = True


def steps(parse: Parse, filters: Mapping[str, Filter]) -> Iterator[Step]:
    """As typed; then looser and looser. Each step is to be taken where the one before found nothing."""
    yield Step(filters=filters)
    wide = {name: _widened(filter_) for name, filter_ in filters.items() if not _excludes(name)}
    widened = [name for name, filter_ in wide.items() if filter_ != filters[name]]
    kept = {**filters, **wide}
    if widened:
        yield Step(filters=kept, notice=_notice(parse, widened, filters, "已放宽"))
    if parse.words.strip() and any(name in filters for name in _HEADS):
        text = f"没有包含“{parse.words[:40]}”的，下面是其他符合条件的商品"
        yield Step(filters=filters, notice=Notice(kind="words", text=text), words=False)
    gone: list[str] = []
    for name in _order(parse, filters):
        gone.append(name)
        for ranges, wider in ((filters, []), (kept, widened)):
            left = {other: one for other, one in ranges.items() if other not in gone}
            if not left and not parse.words.strip():
                return  # all products are no answer
            if ranges is kept and not widened:
                continue  # the same again
            notice = _notice(parse, [*wider, *gone], filters, "已放宽")
            yield Step(filters=left, notice=notice, words="category" not in left)


def _order(parse: Parse, filters: Mapping[str, Filter]) -> list[str]:
    """The slots that may be given up, the least first."""

    def rank(slot: Slot) -> tuple[int, int]:
        if slot.name == "model":
            return -1, 0  # a code that no title has
        if slot.name in _LAST:
            return 2, -_LAST.index(slot.name)
        known = slot.key in _GIVEN_UP
        return (0, _GIVEN_UP.index(slot.key)) if known else (1, 0)

    may = [slot for slot in parse.slots if slot.name in filters]
    may = [slot for slot in may if not slot.excluded and not _is_kept(slot)]
    return [slot.name for slot in sorted(may, key=rank)]


def _is_kept(slot: Slot) -> bool:
    """A model that no list has may be no model."""
    return slot.name in _KEPT and not (slot.name == "model" and slot.source == CODED)


def _excludes(name: str) -> bool:
    return name.startswith("exclude.")


def _widened(filter_: Filter) -> Filter:
    """Ranges of numbers a fifth wider."""
    match filter_:
        case Range(field, low, high):
            return Range(
                field,
                None if low is None else _scaled(low, 1 - _WIDER),
                None if high is None else _scaled(high, 1 + _WIDER),
            )
        case AllOf(parts):
            return AllOf(tuple(map(_widened, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(_widened, parts)))
        case Not():
            return filter_
        case _:
            return filter_


def _scaled(side: float, share: float) -> float:
    return round(side * share) if isinstance(side, int) else side * share


def _notice(parse: Parse, gone: list[str], filters: Mapping[str, Filter], what: str) -> Notice:
    """没有 5000–6000 元的白色款，已放宽价格、颜色."""
    wanted = [slot for slot in parse.slots if slot.name in filters and slot.name in gone]
    asked = "、".join(map(slot_words, wanted))
    names = "、".join(dict.fromkeys(map(slot_name, wanted)))
    return Notice(
        kind="relaxed",
        text=f"没有完全符合“{asked}”的商品，{what}{names}",
        slots=tuple(slot.name for slot in wanted),
    )
