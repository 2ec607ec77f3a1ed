"""What of a text is left to be searched for, and which of it belongs to a slot.

Cues, prices, orders and politeness are no words of a product; everything else stays in its order.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from query.lexicon.entries import Kind
from query.lexicon.shipped import source
from query.parse import IMPLIED, PREDICTED, Piece, Slot
from query.understanding.scope import Role, Scoped
from query.understanding.typed import Typed

__all__ = ["OPTIONAL", "pieces_of"]

_CUES = (Kind.NEGATION, Kind.COMPARISON, Kind.COMPATIBLE)
_STEERING = ("price_range", "sort")
OPTIONAL = "optional"
"""The slot of pieces that score and are not required: 新款, 正品."""

_ENDS = " ,的"
_JOINTS = frozenset("和或与及、,/的&+*;:!?。")
_JOINING_WORDS = re.compile(r"或者|或是|还是|以及|还有")


def pieces_of(text: Typed, slots: Sequence[Slot], roles: Sequence[Scoped]) -> tuple[Piece, ...]:
    """The stretches of the text in order; what was not parsed of a long one follows as it is."""
    owners: list[str | None] = [""] * len(text.text)
    for at in range(len(roles)):
        _of_role(owners, text, roles, at)
    for slot in slots:
        _of_slot(owners, text, slot)
    pieces: list[Piece] = []
    start = 0
    for at in range(1, len(owners) + 1):
        if at == len(owners) or owners[at] != owners[start]:
            pieces.append(_piece(text.text[start:at], owners[start]))
            start = at
    tail = text.raw[text.ends[-1] :] if text.cut else ""
    return (*pieces, *([Piece(" " + tail)] if tail else []))


def _of_role(owners: list[str | None], text: Typed, roles: Sequence[Scoped], at: int) -> None:
    """What says nothing is nobody's, or scores alone."""
    one = roles[at]
    start, end = one.meaning.start, one.meaning.end
    if _is_unknown_wish(roles, at):
        limit = roles[at + 1].meaning.start if at + 1 < len(roles) else len(owners)
        end = next((place for place in range(end, limit) if text.text[place] in _ENDS), limit)
        owners[start:end] = [None] * (end - start)
    elif _says_nothing(one, roles):
        weak = one.meaning.sense is not None and one.meaning.sense.name == "weak"
        scores = weak or one.role is Role.TOLD or _is_claim(one, text)
        owners[start:end] = [OPTIONAL if scores else None] * (end - start)


def _of_slot(owners: list[str | None], text: Typed, slot: Slot) -> None:
    """The words of a slot are its own; of what is implied, those of what implies it."""
    if slot.source in (IMPLIED, PREDICTED):
        return
    steers = slot.name in _STEERING or slot.excluded
    for span in slot.spans:
        at = bisect_left(text.starts, span.start)
        while at < len(owners) and text.ends[at] <= span.end:
            if not (slot.excluded and owners[at] == OPTIONAL):
                owners[at] = None if steers else slot.name
            at += 1


def _piece(text: str, owner: str | None) -> Piece:
    left = _JOINING_WORDS.sub("", text).strip().strip("".join(_JOINTS))
    if owner is None or (not owner and not left):
        return Piece(" ")
    return Piece(text, owner)


def _is_unknown_wish(roles: Sequence[Scoped], at: int) -> bool:
    """不要花哨: what nobody knows, and nothing has to say. It may stand beside what is known."""
    one = roles[at]
    if not _is_sure(one):
        return False
    before = at > 0 and roles[at - 1].meaning.end == one.meaning.start
    if before and roles[at - 1].role is Role.EXCLUDED:
        return False  # 荧光绿也不要
    after = (other for other in roles[at + 1 :] if not other.meaning.is_a(Kind.STOP))
    following = next(after, None)
    return following is None or following.role is not Role.EXCLUDED


def _is_claim(one: Scoped, text: Typed) -> bool:
    """无酒精: a claim that titles make, and by which they are found."""
    claims = tuple(source("cues")["ingredients"]["claims"])
    return one.inside and text.text.startswith(claims, one.meaning.start)


def _says_nothing(one: Scoped, roles: Sequence[Scoped]) -> bool:
    """Politeness, a yardstick, a part of the thing, and a cue with an object."""
    sense = one.meaning.sense
    if sense is None:
        return False
    if one.role in (Role.YARDSTICK, Role.EXCLUDED, Role.TOLD) or sense.kind is Kind.STOP:
        return True
    if sense.name == "suffix" and any(_is_sure(other) for other in roles):
        return True  # 不要华为以外的
    return sense.kind in _CUES and any(other.role is not Role.WANTED for other in roles)


def _is_sure(one: Scoped) -> bool:
    sense = one.meaning.sense
    return sense is not None and sense.kind is Kind.NEGATION and sense.name == "sure"
