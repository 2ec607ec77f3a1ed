"""What is not wanted, what is a yardstick, what something has to fit: the role of each meaning.

A cue and the known words that follow it, joined by 和, 或 or 、, are excluded; a trap such as 不锈钢 is
a word of its own and opens nothing (query understanding §6, stage 8).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from query.lexicon.entries import Category, Kind
from query.lexicon.lexicon import Lexicon
from query.understanding.senses import Meaning

__all__ = ["Role", "Scoped", "scoped"]

_ENTITIES = (Kind.BRAND, Kind.CATEGORY, Kind.MODEL, Kind.VALUE)
_JOINED = re.compile(r" ?(?:和|或者?|或是|与|跟|及|以及|还有|且|也|又|、|/|&|,) ?|")
_ALIKE = re.compile(r"(?:的|一样|那样|那种|似的|差不多)")
_NUMBERED = re.compile(r" ?[a-z0-9][a-z0-9-]*")
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
    _fit(meanings, roles, text, lexicon)
    return [
        Scoped(_with_number(meaning, text) if role is Role.FITTED else meaning, role, i in inside)
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
    """白色的不要."""
    before = cue - 1
    if before >= 0 and meanings[before].is_a(*_ENTITIES):
        gap = text[meanings[before].end : meanings[cue].start]
        if _SUFFIX.fullmatch(gap):
            roles[before] = Role.EXCLUDED


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


def _fit(meanings: Sequence[Meaning], roles: list[Role], text: str, lexicon: Lexicon) -> None:
    """What stands before an accessory, or after 适用于, is what it has to fit."""
    wanted = [
        i
        for i, meaning in enumerate(meanings)
        if roles[i] is Role.WANTED and meaning.is_a(Kind.CATEGORY)
    ]
    for i, meaning in enumerate(meanings):
        if meaning.is_a(Kind.COMPATIBLE):
            at = i + 1
            while at < len(meanings) and meanings[at].is_a(Kind.BRAND, Kind.MODEL, Kind.CATEGORY):
                if text[meanings[at - 1].end : meanings[at].start].strip() or (
                    wanted and at == wanted[-1]
                ):
                    break
                roles[at] = Role.FITTED
                at += 1
    if not wanted:
        return
    head = meanings[wanted[-1]]
    category = None if head.sense is None else lexicon.categories.get(head.sense.name)
    if category is None or not category.accessory:
        return
    others = [
        i
        for i, meaning in enumerate(meanings)
        if roles[i] is Role.WANTED
        and meaning is not head
        and (meaning.is_a(Kind.MODEL) or _is_device(meaning, lexicon))
    ]
    for i, meaning in enumerate(meanings):
        if i in others or (
            meaning.is_a(Kind.BRAND)
            and roles[i] is Role.WANTED
            and (_is_of(meanings, i, others, lexicon) or not _makes(meaning, category, lexicon))
        ):
            roles[i] = Role.FITTED


def _is_of(
    meanings: Sequence[Meaning], brand: int, others: Sequence[int], lexicon: Lexicon
) -> bool:
    """苹果手机壳, 华为 mate60 膜: the brand is the device's. In 倍思 苹果15数据线 it is not."""
    if brand + 1 not in others:
        return False
    device, own = meanings[brand + 1].sense, meanings[brand].sense
    if device is None or own is None or device.kind is not Kind.MODEL:
        return True
    model = lexicon.models.get(device.name)
    return model is None or model.brand in ("", own.name)


def _is_device(meaning: Meaning, lexicon: Lexicon) -> bool:
    if not meaning.is_a(Kind.CATEGORY) or meaning.sense is None:
        return False
    category = lexicon.categories.get(meaning.sense.name)
    return category is not None and not category.accessory


def _makes(meaning: Meaning, category: Category, lexicon: Lexicon) -> bool:
    """Whether the catalogue has such accessories of the brand."""
    brand = None if meaning.sense is None else lexicon.brands.get(meaning.sense.name)
    paths = (*category.paths, *category.within)
    return brand is not None and any(path.rpartition("/")[2] in brand.categories for path in paths)


def _with_number(fitted: Meaning, text: str) -> Meaning:
    """With the number that follows: 丰田 rav4, 佳能 g3810."""
    found = _NUMBERED.match(text, fitted.end)
    if fitted.sense is None or found is None or not any(map(str.isdigit, found[0])):
        return fitted
    name = f"{text[fitted.start : fitted.end]}{found[0]}"
    return replace(fitted, end=found.end(), sense=fitted.sense._replace(name=name))
