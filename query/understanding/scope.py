"""What is not wanted, what is a yardstick, what something has to fit: the role of each meaning.

Query understanding §6, stage 8.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from query.lexicon.entries import INGREDIENT, Kind
from query.lexicon.lexicon import Lexicon
from query.understanding.asides import asides
from query.understanding.fitting import fitted, with_number
from query.understanding.negation import unwanted
from query.understanding.senses import Meaning

__all__ = ["Role", "Scoped", "scoped"]

_ENTITIES = (Kind.BRAND, Kind.CATEGORY, Kind.MODEL, Kind.VALUE)
_ALIKE = re.compile(r"(?:的|一样|那样|那种|似的|差不多)")


class Role(Enum):
    """How a meaning is to be taken."""

    WANTED = "wanted"
    EXCLUDED = "excluded"
    YARDSTICK = "yardstick"  # 比小米便宜的, 类似戴森的
    FITTED = "fitted"  # iphone 14 of a case for it
    TOLD = "told"  # the memory of a notebook with 32g内存
    CUT = "cut"  # 吉他 of 吉他弦


@dataclass(frozen=True, slots=True)
class Scoped:
    """A meaning with its role. `inside`: 不含花生: what is excluded is in the thing, not the thing."""

    meaning: Meaning
    role: Role = Role.WANTED
    inside: bool = False


def scoped(meanings: Sequence[Meaning], text: str, lexicon: Lexicon) -> list[Scoped]:
    """The meanings with their roles, cues without an object left out."""
    excluded, inside = unwanted(meanings, text)
    roles = [Role.EXCLUDED if i in excluded else Role.WANTED for i in range(len(meanings))]
    for i, meaning in enumerate(meanings):
        if meaning.is_a(Kind.COMPARISON):
            _compare(meanings, roles, i, text)
    told, cut = asides(meanings, text)
    for group, role in ((told, Role.TOLD), (cut, Role.CUT)):
        for i in group:
            roles[i] = role if roles[i] is Role.WANTED else roles[i]
    free = [role is Role.WANTED for role in roles]
    for i in fitted(meanings, free, text, lexicon):
        roles[i] = Role.FITTED
    return [
        Scoped(_as_said(meanings, i, role, text), role, i in inside) for i, role in enumerate(roles)
    ]


def _as_said(meanings: Sequence[Meaning], at: int, role: Role, text: str) -> Meaning:
    """With the number of what is fitted, up to what follows; of 无酒精 the ingredient."""
    meaning = meanings[at]
    if role is Role.FITTED:
        following = next((one.start for one in meanings[at + 1 :] if one.sense), len(text))
        return with_number(meaning, text, following)
    sense = meaning.sense
    if sense is not None and sense.kind is Kind.NEGATION and sense.dimension == INGREDIENT:
        return replace(meaning, sense=sense._replace(kind=Kind.VALUE))
    return meaning


def _compare(meanings: Sequence[Meaning], roles: list[Role], cue: int, text: str) -> None:
    """What follows 比 or 类似, up to 的 or 一样, is a yardstick."""
    at = cue + 1
    while at < len(meanings) and meanings[at].is_a(*_ENTITIES):
        if text[meanings[at - 1].end : meanings[at].start].strip():
            return
        roles[at] = Role.YARDSTICK
        if _ALIKE.match(text, meanings[at].end):
            return
        at += 1
