"""Meanings and amounts to slots: one a name, with all its values and where they were typed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import inf

from query.lexicon.affinity import category_share
from query.lexicon.entries import INGREDIENT, Kind, Model
from query.lexicon.lexicon import Lexicon
from query.parse import IMPLIED, PREDICTED, Bounds, Slot, Span, Undecided, Value
from query.understanding.amount import Amount
from query.understanding.heads import heads
from query.understanding.scope import Role, Scoped
from query.understanding.senses import Meaning
from query.understanding.typed import Typed

__all__ = ["amount_slots", "merged", "refused_slots", "undecided", "unwanted_slots", "word_slots"]

_CONFIDENCE = {"catalogue": 0.98, "vocabulary": 0.98, "lexicon": 0.9}
_GUESSED = (IMPLIED, PREDICTED)
_MAKERS = (Kind.BRAND, Kind.MODEL)  # of vehicles the maker is a model too
_GENDERS = ("男", "女")
_ENOUGH = 2  # products of a brand
_ALMOST_ALL = 0.9
_REFUSED = 0.8
_UNDECIDED = 0.6  # of a word that may mean something else as well


def word_slots(roles: Sequence[Scoped], text: Typed, lexicon: Lexicon) -> list[Slot]:
    """The slots of words. Of several product types the last is sought, unless joined by 或."""
    slots: list[Slot] = []
    sought = heads(roles, text, lexicon)
    for one in roles:
        sense = one.meaning.sense
        if sense is None or one.role in (Role.YARDSTICK, Role.TOLD, Role.CUT):
            continue
        name = _name(one)
        if name == "category":
            slots += _of_gender(one, text)
        if name is None or (name == "category" and one not in sought):
            continue
        slots.append(_slot(name, _value(one, roles, lexicon, text), one, text))
        if name == "model":
            slots += _implied(lexicon.models.get(sense.name), slots[-1])
    return _said_before_implied([*slots, *_predicted(slots, lexicon)])


def _implied(model: Model | None, slot: Slot) -> Iterator[Slot]:
    """The brand and the product type of a model."""
    if model is not None:
        for name, value in (("brand", model.brand), ("category", model.category)):
            if value:
                yield replace(slot, name=name, values=(value,), source=IMPLIED)


def _value(one: Scoped, roles: Sequence[Scoped], lexicon: Lexicon, text: Typed) -> str:
    """What a meaning is called: of 华为 mate60 before 钢化膜 both words say the model.

    不要干电池 leaves other 电池: a narrower word stands for itself where it is not wanted.
    """
    sense = one.meaning.sense
    if sense is not None and sense.kind is Kind.CATEGORY and one.role is Role.EXCLUDED:
        typed = text.text[one.meaning.start : one.meaning.end]
        return typed if typed.endswith(sense.name) else sense.name
    if sense is None or one.role is not Role.FITTED or sense.kind not in _MAKERS:
        return sense.name if sense is not None else ""
    fitted = (other.meaning.sense for other in roles if other.role is Role.FITTED)
    names = (other.name for other in fitted if other is not None and other.kind is Kind.MODEL)
    models = (lexicon.models.get(name) for name in names)
    own = (model.name for model in models if model is not None and model.brand == sense.name)
    return next(own, sense.name)


def _of_gender(one: Scoped, text: Typed) -> Iterator[Slot]:
    """女装 and 男裤 say for whom they are; nothing is filtered by it, as the type says it too."""
    start = one.meaning.start
    if text.text[start] in _GENDERS and one.meaning.end - start > 1:
        slot = _slot("attributes.gender", text.text[start], one, text)
        yield replace(slot, spans=(_span(text, start, start + 1),), source=IMPLIED)


def _predicted(slots: Sequence[Slot], lexicon: Lexicon) -> Iterator[Slot]:
    """The product type of a brand that makes hardly anything else, or after whose name nearly all
    went on to it, where none is named.
    """
    if any(slot.name in ("category", "attributes.compatible_with") for slot in slots):
        return
    for slot in slots:
        brand = lexicon.brands.get(str(slot.values[0])) if slot.name == "brand" else None
        if brand is None or brand.products < _ENOUGH or not brand.categories:
            continue
        leaf = max(brand.categories, key=lambda one: (category_share(brand, one), one))
        if category_share(brand, leaf) >= _ALMOST_ALL and leaf in lexicon.categories:
            yield replace(slot, name="category", values=(leaf,), source=PREDICTED)


def _said_before_implied(slots: Sequence[Slot]) -> list[Slot]:
    """What a model implies stands only where nothing of the sort was said."""
    said = {slot.name for slot in slots if slot.source not in _GUESSED}
    return [slot for slot in slots if slot.source not in _GUESSED or slot.name not in said]


_SLOTS = {
    Kind.BRAND: "brand",
    Kind.CATEGORY: "category",
    Kind.MODEL: "model",
    Kind.SORT: "sort",
    Kind.FLAG: "flags",
}


def _name(one: Scoped) -> str | None:
    """The name of the slot of a meaning; None for what is no slot."""
    sense = one.meaning.sense
    if sense is None:
        return None
    name: str | None
    if one.inside and sense.kind is Kind.CATEGORY:
        name = f"attributes.{INGREDIENT}"
    elif sense.kind is Kind.VALUE:
        is_wanted_part = sense.dimension == INGREDIENT and one.role is not Role.EXCLUDED
        name = None if is_wanted_part else f"attributes.{sense.dimension}"
    elif one.role is Role.FITTED:
        name = "attributes.compatible_with"
    else:
        name = _SLOTS.get(sense.kind)
    if one.role is Role.EXCLUDED and name == "sort":
        return None  # 不要最便宜的
    if one.role is not Role.EXCLUDED or name is None:
        return name
    return None if sense.kind is Kind.MODEL else f"exclude.{name}"


def _slot(name: str, value: str, one: Scoped, text: Typed) -> Slot:
    sense, meaning = one.meaning.sense, one.meaning
    source = sense.source if sense is not None else "lexicon"
    confidence = _CONFIDENCE.get(source, 0.9) if meaning.other is None else _UNDECIDED
    return Slot(
        name=name,
        values=(value,),
        spans=(_span(text, meaning.start, meaning.end),),
        source=source,
        confidence=confidence,
    )


def undecided(meanings: Iterable[Meaning], text: Typed) -> Iterator[Undecided]:
    """The words that may be meant otherwise."""
    for meaning in meanings:
        sense, other = meaning.sense, meaning.other
        if sense is not None and other is not None:
            span = _span(text, meaning.start, meaning.end)
            yield Undecided(span.text, sense.kind.value, other.kind.value, other.name)


def amount_slots(found: Iterable[Amount], text: Typed) -> list[Slot]:
    """The slots of quantities."""
    slots = []
    for amount in found:
        value: Value
        if amount.dimension == "price":
            name = "price_range"
            value = (
                None if amount.low == -inf else amount.low,
                None if amount.high == inf else amount.high,
            )
        else:
            name = f"attributes.{amount.dimension}"
            value = amount.written or Bounds(
                low=amount.low, high=amount.high, unit=amount.unit, about=amount.about
            )
        slots.append(
            Slot(
                name=name,
                values=(value,),
                spans=(_span(text, amount.start, amount.end),),
                source="grammar",
                confidence=0.99,
            )
        )
    return slots


def unwanted_slots(found: Iterable[Amount], text: Typed) -> list[Slot]:
    """The slots of quantities that are not wanted: 不要128g; 不要500以上 is at most 500."""
    slots = []
    for slot in amount_slots(found, text):
        value = slot.values[0]
        if slot.name == "price_range" and isinstance(value, tuple) and None in value:
            slots.append(replace(slot, values=((value[1], value[0]),)))
        else:
            slots.append(replace(slot, name=f"exclude.{slot.name}"))
    return slots


def refused_slots(found: Iterable[tuple[int, int]], text: Typed) -> Iterator[Slot]:
    """The slots of words that are not wanted and that only titles know."""
    for start, end in found:
        yield Slot(
            name="exclude.words",
            values=(text.text[start:end],),
            spans=(_span(text, start, end),),
            source="catalogue",
            confidence=_REFUSED,
        )


def merged(slots: Sequence[Slot], *, refuses: bool = False) -> list[Slot]:
    """One slot a name, its values alternatives; of orders and models the last one stands.

    `refuses`: whether a text that is nothing but a refusal is one, and no title: 不要面膜.
    """
    by_name: dict[str, Slot] = {}
    for slot in slots:
        known = by_name.get(slot.name)
        if known is None or slot.name in ("sort", "model"):
            by_name[slot.name] = slot
            continue
        by_name[slot.name] = Slot(
            name=slot.name,
            values=_both(known.values, slot.values)
            if slot.name == "price_range"
            else tuple(dict.fromkeys((*known.values, *slot.values))),
            spans=tuple(dict.fromkeys((*known.spans, *slot.spans))),
            source=known.source,
            confidence=min(known.confidence, slot.confidence),
        )
    for name in [name for name in by_name if name.startswith("exclude.")]:
        wanted = by_name.get(name.removeprefix("exclude."))
        if wanted is not None and set(by_name[name].values) <= set(wanted.values):
            del by_name[name]  # 花椒 不是麻椒: two names of one thing
    if len(by_name) == 1 and not refuses:
        for name in ("exclude.category", "exclude.words"):
            by_name.pop(name, None)  # 拒绝艺术书: nothing else is sought
    return sorted(by_name.values(), key=lambda slot: slot.spans[0].start if slot.spans else 0)


def _both(first: Sequence[Value], other: Sequence[Value]) -> tuple[Value, ...]:
    """The price that is in both ranges: 2000以内 不要低于1000. The later one, where none is."""
    (one,), (two,) = first, other
    if not (isinstance(one, tuple) and isinstance(two, tuple)):
        return (two,)
    low = max((side for side in (one[0], two[0]) if side is not None), default=None)
    high = min((side for side in (one[1], two[1]) if side is not None), default=None)
    return (two,) if low is not None and high is not None and low > high else ((low, high),)


def _span(text: Typed, start: int, end: int) -> Span:
    first, last = text.raw_span(start, end)
    return Span(first, last, text.raw[first:last])
