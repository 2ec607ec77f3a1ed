"""What is not wanted: 不要白色, 耐克、阿迪达斯除外, 黑色的不要, 无酒精.

A cue and the known words that follow it, joined by 和, 或 or 、, are excluded; a trap such as 不锈钢 is
a word of its own and opens nothing (query understanding §6, stage 8).
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from query.lexicon.entries import INGREDIENT, Kind
from query.promises import USED
from query.understanding.measures import past_noun
from query.understanding.senses import Meaning

__all__ = ["Unwanted", "unwanted"]

_ENTITIES = (Kind.BRAND, Kind.CATEGORY, Kind.MODEL, Kind.VALUE)
_JOINED = re.compile(r" ?(?:和|或者?|或是|与|跟|及|以及|还有|且|也|又|、|/|&|,) ?")
_OF_TWO_SORTS = re.compile(r"的? ?(?:和|或者?|或是|与|跟|及|以及|还有|、|/) ?")
_LOOKS = ("color", "style", "fit", "feature", "scene")
_INSIDE = re.compile(r"(?:不含|不包含|不加|不添加|未添加|无添加|不放|无|0添加)")
_BEHIND = re.compile(r"(?:的|款|色)?(?:就|也|都|统统|一律|全)? ?")
_ENDS = re.compile(r"(?:的|了)?(?:$|[ ,;。!])")
_SPARED = re.compile(r"的?[以之]外")  # 不要128g以外的
# 2000左右的不要太旧的; not 的不要啊, 的不要谢谢.
_GOES_ON = re.compile(r"(?!谢|给我|推荐)[^ ,;。!的了啊哦哈吧呢呀嘛哟喔~]")
_ANSWERED = re.compile(r"的?(?:也|都)?(?:不?要|可以|行)(?:的|了)?(?=$|[ ,;。!])")  # 128g不要256g要
_ALSO = re.compile(r"(?:也|都|统统|一律|全)")
_LISTING = re.compile(r"(?:除外|以外|之外|免谈|勿扰|勿推|都|统统|一律|全)")


class Unwanted(NamedTuple):
    """Which meanings are not wanted. `inside`: those that the thing must not hold: 不含花生."""

    excluded: frozenset[int]
    inside: frozenset[int]


def unwanted(meanings: Sequence[Meaning], text: str) -> Unwanted:
    """What the cues of a text exclude; nothing where there is no cue."""
    excluded: set[int] = set()
    inside: set[int] = set()
    for cue, meaning in enumerate(meanings):
        sense = meaning.sense
        if sense is None or sense.kind is not Kind.NEGATION:
            continue
        if sense.dimension == INGREDIENT:
            found = {cue, *_listed(meanings, cue, text)}
            inside |= found
        elif sense.name == "suffix":
            found = _before(meanings, cue, text)
            if not _is_answered(meanings, cue, text) and _contrasts(meanings, cue, text):
                found = found and _after(meanings, cue, text, sure=True)
        elif _is_behind(meanings, cue, text) or _is_answered(meanings, cue, text):
            found = _before(meanings, cue, text)
        else:
            sure = sense.name == "sure"
            found = _after(meanings, cue, text, sure=sure) or _turned(meanings, cue, text)
            inside |= found if _INSIDE.match(text, meaning.start) else set()
        if not _is_all_that_is_wanted(meanings, found, text):
            excluded |= found
    return Unwanted(frozenset(excluded), frozenset(inside))


def _after(meanings: Sequence[Meaning], cue: int, text: str, *, sure: bool) -> set[int]:
    """What follows a cue such as 不要; one that is not sure, such as 非, excludes what it touches."""
    kinds = _ENTITIES if sure else (Kind.BRAND, Kind.VALUE)
    at = cue + 1
    while at < len(meanings) and _is_article(meanings, at, text):
        at += 1  # 不要那种白色的
    if at == len(meanings):
        return set()
    gap = text[meanings[at - 1].end : meanings[at].start]
    first = meanings[at]
    # 手机 不要 64G; but 白色不要 128g, where it is white that is not wanted.
    near = not gap or (not gap.strip() and (cue == 0 or not _touch(meanings, cue)))
    if sure and near and first.is_a(Kind.FLAG):
        return {at, *_promised(meanings, at, text)}  # 不要二手的, 不要二手翻新
    if sure and near and (first.is_a(Kind.SORT) or first.quantity is not None):
        return {at} if first.quantity is None else _mixed(meanings, at, text)
    if not first.is_a(*kinds) or gap.strip() or (gap and not sure):
        return set()
    lone = text[meanings[cue].start : meanings[cue].end] == "无"
    if lone and _is_look(first):
        return set()  # 无烟灰吸烟器
    return {at, *_listed(meanings, at, text, kinds, lone=lone)}


def _listed(
    meanings: Sequence[Meaning],
    first: int,
    text: str,
    kinds: Sequence[Kind] = (Kind.VALUE,),
    *,
    lone: bool = False,
) -> set[int]:
    """What goes on after the first thing of a list. 不要白色 羽绒服: what is sought is none."""
    found: set[int] = set()
    for at, gap in _going_on(meanings, first, text):
        joined = _JOINED.fullmatch(gap) is not None and bool(gap.strip())
        free_of = meanings[first].is_a(Kind.NEGATION)  # 无酒精 玻尿酸: what is wanted goes on
        beside = not (gap if free_of else gap.strip()) and _alike(meanings[first], meanings[at])
        if kinds is _ENTITIES and _is_used(meanings[at]) and _OF_TWO_SORTS.fullmatch(gap):
            return found | {at, *_promised(meanings, at, text)}  # 不要白色和二手
        if kinds is _ENTITIES and meanings[at].quantity and _OF_TWO_SORTS.fullmatch(gap):
            return found | _mixed(meanings, at, text)  # 不要黑色和128g
        if not meanings[at].is_a(*kinds) or not (joined or beside):
            break
        if lone and _is_look(meanings[at]):
            break
        found.add(at)
    return found


def _mixed(meanings: Sequence[Meaning], first: int, text: str) -> set[int]:
    """A list that a quantity is of: 不要64g和128g的, 不要128g和黑色."""
    found = {first}
    for at, gap in _going_on(meanings, first, text):
        one = meanings[at]
        past = _past(meanings[at - 1], text) - meanings[at - 1].end
        refusable = one.quantity is not None or one.is_a(Kind.BRAND, Kind.VALUE) or _is_used(one)
        if not refusable or not _OF_TWO_SORTS.fullmatch(gap[past:]):
            break
        found.add(at)
    return found


def _past(meaning: Meaning, text: str) -> int:
    """Where what a meaning says ends: behind the noun of a quantity."""
    return meaning.end if meaning.quantity is None else past_noun(text, meaning.end)


def _going_on(meanings: Sequence[Meaning], first: int, text: str) -> Iterator[tuple[int, str]]:
    """What follows a meaning, each with what is between it and the one before: 白色以及黑色."""
    end = meanings[first].end
    for at, one in enumerate(meanings[first + 1 :], first + 1):
        if one.is_a(Kind.STOP) and _JOINED.fullmatch(text[one.start : one.end]):
            continue  # a joint that is a word
        yield at, text[end : one.start]
        end = one.end


def _promised(meanings: Sequence[Meaning], first: int, text: str) -> set[int]:
    """The promises that go on after the first of a list. 不要二手 包邮: another one is wanted."""
    found: set[int] = set()
    for at, gap in _going_on(meanings, first, text):
        joined = bool(gap.strip()) and _JOINED.fullmatch(gap) is not None
        if not meanings[at].is_a(Kind.FLAG):
            if (
                _is_used(meanings[first])
                and meanings[at].is_a(*_ENTITIES)
                and _OF_TWO_SORTS.fullmatch(gap)
            ):
                found |= {at, *_listed(meanings, at, text, _ENTITIES)}  # 不要二手和白色
            break
        if not joined and not _is_same_promise(meanings[at - 1], meanings[at], gap):
            break
        found.add(at)
    return found


def _is_used(meaning: Meaning) -> bool:
    """The promise that people refuse."""
    return meaning.is_a(Kind.FLAG) and meaning.sense is not None and meaning.sense.name == USED


def _is_same_promise(first: Meaning, meaning: Meaning, gap: str) -> bool:
    """二手翻新: side by side, two words for one thing."""
    if gap.strip() or first.sense is None or meaning.sense is None:
        return False
    is_flag = first.is_a(Kind.FLAG) and meaning.is_a(Kind.FLAG)
    return is_flag and first.sense.name == meaning.sense.name


def _before(meanings: Sequence[Meaning], cue: int, text: str) -> set[int]:
    """What stands before a cue such as 除外, and is of one sort: 白色的不要, 美孚和壳牌除外."""
    at = _previous(meanings, cue)
    named = (*_ENTITIES, Kind.FLAG)
    if at < 0 or not (meanings[at].is_a(*named) or meanings[at].quantity is not None):
        return set()
    if not _BEHIND.fullmatch(text[_past(meanings[at], text) : meanings[cue].start]):
        return set()
    if at and meanings[at].is_a(Kind.CATEGORY) and meanings[at - 1].is_a(Kind.BRAND):
        at -= _touch(meanings, at)  # 华为手机除外: other ones
    found = {at}
    lists = _LISTING.match(text, meanings[cue].start) is not None
    while at > 0 and _alike(meanings[at], meanings[at - 1]):
        gap = text[_past(meanings[at - 1], text) : meanings[at].start]
        # Of two brands none can be wanted where the other is not: 耐克 阿迪 除外.
        of_all = lists and meanings[at].is_a(Kind.BRAND) and not gap.strip()
        of_all |= _is_same_promise(meanings[at - 1], meanings[at], gap)
        if not of_all and (not gap.strip() or not _JOINED.fullmatch(gap)):
            break
        at -= 1
        found.add(at)
    return found


def _previous(meanings: Sequence[Meaning], cue: int) -> int:
    """What stands before a cue and says something: not the 的 of 黑色的都不要; -1 for nothing."""
    at = cue - 1
    while at >= 0 and meanings[at].is_a(Kind.STOP):
        at -= 1
    return at


def _contrasts(meanings: Sequence[Meaning], cue: int, text: str) -> bool:
    """要玻璃的不要塑料的: the cue is of what follows, and is of the sort of what stands before.

    2000左右的不要小米: so is any that stands behind a quantity.
    """
    end = meanings[cue].end
    if not text[:end].endswith("不要"):
        return False
    if meanings[cue - 1].quantity is not None and _GOES_ON.match(text, end):
        return True
    return (
        cue + 1 < len(meanings)
        and _touch(meanings, cue + 1)
        and _alike(meanings[cue - 1], meanings[cue + 1])
    )


def _is_behind(meanings: Sequence[Meaning], cue: int, text: str) -> bool:
    """白色不要 羽绒服: the cue is of what it touches, and what is sought follows."""
    return (
        0 < cue < len(meanings) - 1
        and (
            meanings[cue - 1].is_a(Kind.BRAND, Kind.VALUE, Kind.FLAG)
            or meanings[cue - 1].quantity is not None
        )
        and _touch(meanings, cue)
        and meanings[cue + 1].is_a(Kind.CATEGORY)
        and text[meanings[cue].end : meanings[cue + 1].start] == " "
    )


def _is_answered(meanings: Sequence[Meaning], cue: int, text: str) -> bool:
    """128g不要256g要, 白色不要黑色也不要: each stands before its own cue."""
    if not 0 < cue < len(meanings) - 1:
        return False
    before, after = meanings[cue - 1], meanings[cue + 1]
    led = text[: before.start].endswith("要")  # 要小米不要华为, 不要小米不要华为
    return (
        not led
        and _touch(meanings, cue)
        and _touch(meanings, cue + 1)
        and _alike(before, after)
        and _ANSWERED.match(text, _past(after, text)) is not None
    )


def _is_all_that_is_wanted(meanings: Sequence[Meaning], found: set[int], text: str) -> bool:
    """不要128g以外的 is 128g; 除了128g以外 is not."""
    if not found or not _SPARED.match(text, _past(meanings[max(found)], text)):
        return False
    cue = meanings[min(found) - 1] if min(found) else None
    return cue is not None and cue.is_a(Kind.NEGATION) and text[cue.start] != "除"


def _turned(meanings: Sequence[Meaning], cue: int, text: str) -> set[int]:
    """荧光绿也不要: a cue without an object of its own behind it."""
    meaning = meanings[cue]
    if cue == 0 or not _ENDS.match(text, meaning.end):
        return set()
    gap = text[_past(meanings[_previous(meanings, cue)], text) : meaning.start]
    also = _ALSO.match(text, meaning.start) is not None
    if not _BEHIND.fullmatch(gap) or (gap.endswith(" ") and not also):
        return set()
    return _before(meanings, cue, text)


def _is_article(meanings: Sequence[Meaning], at: int, text: str) -> bool:
    """那种, 任何. 国产 is what is not wanted, and the 的 of 不要国产的轮胎 ends it."""
    one = meanings[at]
    is_word = one.is_a(Kind.STOP) and one.sense is not None and one.sense.name == "dropped"
    return is_word and text[one.start : one.end] != "的" and _touch(meanings, at)


def _is_look(meaning: Meaning) -> bool:
    """Whether a value is no part that a thing may lack: a colour, a style, 抗菌."""
    return meaning.sense is not None and meaning.sense.dimension in _LOOKS


def _touch(meanings: Sequence[Meaning], at: int) -> bool:
    return meanings[at].start == meanings[at - 1].end


def _alike(first: Meaning, meaning: Meaning) -> bool:
    """Side by side without a joint only what is of one sort: 不要白色 黑色."""
    if first.quantity is not None and meaning.quantity is not None:
        return True
    return (
        first.sense is not None
        and meaning.sense is not None
        and (first.sense.kind is meaning.sense.kind or first.is_a(Kind.NEGATION))
        and first.sense.dimension == meaning.sense.dimension
        and meaning.sense.kind is not Kind.CATEGORY
    )
