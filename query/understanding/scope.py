"""What is not wanted, what is a yardstick, what something has to fit: the role of each meaning.

A cue and the known words that follow it, joined by 和, 或 or 、, are excluded; a trap such as 不锈钢 is
a word of its own and opens nothing (query understanding §6, stage 8).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from query.lexicon.entries import Kind
from query.lexicon.lexicon import Lexicon
from query.understanding.fitting import fitted, with_number
from query.understanding.senses import Meaning

__all__ = ["Role", "Scoped", "scoped"]

_ENTITIES = (Kind.BRAND, Kind.CATEGORY, Kind.MODEL, Kind.VALUE)
_JOINED = re.compile(r" ?(?:和|或者?|或是|与|跟|及|以及|还有|且|也|又|、|/|&|,) ?|")
_ALIKE = re.compile(r"(?:的|一样|那样|那种|似的|差不多)")
_LOOKS = ("color", "style", "fit", "feature", "scene")
_INSIDE = re.compile(r"(?:不含|不包含|不加|不添加|未添加|无添加|不放|无|0添加)")
_SUFFIX = re.compile(r"(?:的|款)? ?")


class Role(Enum):
    """How a meaning is to be taken."""

    WANTED = "wanted"
    EXCLUDED = "excluded"
    YARDSTICK = "yardstick"  # 比小米便宜的, 类似戴森的
    FITTED = "fitted"  # iphone 14 of a case for it


@dataclass(frozen=True, slots=True)
class Scoped:
    """A meaning with its role. `inside`: 不含花生: what is excluded is in the thing, not the thing."""

    meaning: Meaning
    role: Role = Role.WANTED
    inside: bool = False


def scoped(meanings: Sequence[Meaning], text: str, lexicon: Lexicon) -> list[Scoped]:
    """The meanings with their roles, cues without an object left out."""
    roles = [Role.WANTED] * len(meanings)
    inside: set[int] = set()
    for i, meaning in enumerate(meanings):
        if meaning.is_a(Kind.NEGATION):
            before = {at for at, role in enumerate(roles) if role is Role.EXCLUDED}
            _exclude(meanings, roles, i, text)
            if _INSIDE.match(text, meaning.start):
                now = {at for at, role in enumerate(roles) if role is Role.EXCLUDED}
                inside |= now - before
        elif meaning.is_a(Kind.COMPARISON):
            _compare(meanings, roles, i, text)
    free = [role is Role.WANTED for role in roles]
    for i in fitted(meanings, free, text, lexicon):
        roles[i] = Role.FITTED
    return [
        Scoped(with_number(meaning, text) if role is Role.FITTED else meaning, role, i in inside)
        for i, (meaning, role) in enumerate(zip(meanings, roles, strict=True))
    ]


def _exclude(meanings: Sequence[Meaning], roles: list[Role], cue: int, text: str) -> None:
    sense = meanings[cue].sense
    if sense is None:
        return
    if sense.name == "suffix":
        _exclude_before(meanings, roles, cue, text)
        return
    kinds = _ENTITIES if sense.name == "sure" else (Kind.BRAND, Kind.VALUE)
    at = cue + 1
    while at < len(meanings) and meanings[at].is_a(Kind.STOP) and _touch(meanings, at):
        at += 1  # 不要那种白色的
    first = at
    lone = text[meanings[cue].start : meanings[cue].end] == "无"
    while at < len(meanings) and meanings[at].is_a(*kinds):
        if lone and _is_look(meanings[at]):
            return  # 无烟灰吸烟器
        gap = text[meanings[at - 1].end : meanings[at].start]
        if at == first:
            goes_on = not gap.strip() and (sense.name == "sure" or not gap)
        else:
            goes_on = bool(gap.strip()) and _JOINED.fullmatch(gap) is not None
            goes_on = goes_on or (not gap.strip() and _alike(meanings[first], meanings[at]))
        if not goes_on:
            return  # 不要白色 羽绒服: what is sought goes on
        roles[at] = Role.EXCLUDED
        at += 1


def _exclude_before(meanings: Sequence[Meaning], roles: list[Role], cue: int, text: str) -> None:
    """白色的不要, 美孚和壳牌除外."""
    at = cue - 1
    if at < 0 or not meanings[at].is_a(*_ENTITIES):
        return
    if not _SUFFIX.fullmatch(text[meanings[at].end : meanings[cue].start]):
        return
    roles[at] = Role.EXCLUDED
    while at > 0 and _alike(meanings[at], meanings[at - 1]):
        gap = text[meanings[at - 1].end : meanings[at].start]
        if not gap.strip() or not _JOINED.fullmatch(gap):
            return
        at -= 1
        roles[at] = Role.EXCLUDED


def _is_look(meaning: Meaning) -> bool:
    """Whether a value is no part that a thing may lack: a colour, a style, 抗菌."""
    return meaning.sense is not None and meaning.sense.dimension in _LOOKS


def _touch(meanings: Sequence[Meaning], at: int) -> bool:
    return meanings[at].start == meanings[at - 1].end


def _alike(first: Meaning, meaning: Meaning) -> bool:
    """Side by side without a joint only what is of one sort: 不要白色 黑色."""
    return (
        first.sense is not None
        and meaning.sense is not None
        and first.sense.kind is meaning.sense.kind
        and first.sense.dimension == meaning.sense.dimension
        and meaning.sense.kind is not Kind.CATEGORY
    )


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
