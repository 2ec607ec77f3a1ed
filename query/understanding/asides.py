"""Product types that are named beside the thing, and are not sought: a part of it, what comes with it.

笔记本 32g内存 is no memory, 平板 带键盘 no keyboard, 帐篷 送防潮垫 no mat. Nor is a type that goes on as
another word: 吉他弦 is no guitar.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from query.lexicon.entries import Kind
from query.lexicon.shipped import source, tails
from query.understanding.senses import Meaning

__all__ = ["Asides", "asides"]

_WITH = re.compile(
    r"(?:自?带|附带?|附送|赠送?|送|含|配有?|标配|内置|搭配)(?:一[个条只块套张])?$"
    # What it is for: 能装15.6寸电脑, 洗内衣.
    r"|(?:装|放|洗|擦|晾|存放|收纳|可放|放得下|装得下|切|煮|炖|烤|煎)(?:\d+(?:\.\d+)?寸)?$"
)
_ANY_PART = frozenset({"配件", "零件", "附件", "原装配件", "维修配件"})
_LONGEST_WITH = 9
_LIKE_THIS = re.compile(
    r" ?(?:要|得|够|比较|特别|一定要|最好|能|可以)?"
    r"[大小好高低长耐亮清快强轻薄厚软硬多少满新稳不无没可会坏碎]"
    r"|健康|续航|容量|分辨率|刷新|护眼|尺寸|质量|寿命"
)


class Asides(NamedTuple):
    """Which meanings are told of the thing, and which are a piece of a longer word."""

    told: frozenset[int]
    cut: frozenset[int]


def asides(meanings: Sequence[Meaning], text: str) -> Asides:
    """The product types of a text that are not sought."""
    types = [i for i, one in enumerate(meanings) if one.is_a(Kind.CATEGORY)]
    cut = frozenset(_cut(meanings, types, text))
    whole = [i for i in types if i not in cut]
    things = [
        i
        for i, one in enumerate(meanings)
        if (i in whole or one.is_a(Kind.MODEL)) and not _is_part(one, text)
    ]
    told = {
        i
        for i in whole
        if _is_any_part(meanings, i, whole, text)
        or (
            things
            and _is_part(meanings[i], text)
            and (_is_like_this(meanings, i, text) or _is_measured(meanings, i, text))
        )
    }
    for i in whole:  # 洗内衣袜子
        goes_on = i - 1 in told and meanings[i - 1].end == meanings[i].start
        of_size = len(whole) > 1 and _is_of_size(meanings, i)
        if goes_on or of_size or _comes_with(meanings, i, things, text):
            told.add(i)
    return Asides(frozenset(told), cut)


def _cut(meanings: Sequence[Meaning], types: Sequence[int], text: str) -> Iterator[int]:
    """The types that go on as another word, and those that go on as such a one: 摩托车|头盔|架."""
    gone: int | None = None
    for i in reversed(types):
        if _goes_on(meanings, i, text) or (
            gone is not None and meanings[i].end == meanings[gone].start
        ):
            gone = i
            yield i


def _goes_on(meanings: Sequence[Meaning], at: int, text: str) -> bool:
    """吉他弦, 空调房: the word that says what it is follows, and nobody knows it."""
    end = meanings[at].end
    following = meanings[at + 1].start if at + 1 < len(meanings) else len(text)
    if following == end:
        return False
    return tails().match(text, end) is not None or (
        following == end + 1 and text[end] in source("accessories")["tails"]
    )


def _is_part(meaning: Meaning, text: str) -> bool:
    return text[meaning.start : meaning.end].replace(" ", "") in source("accessories")["parts"]


def _is_of_size(meanings: Sequence[Meaning], at: int) -> bool:
    """四件套 1.8m床: how large the other thing is."""
    one, before = meanings[at], meanings[at - 1]
    is_short = one.end - one.start == 1
    return is_short and at > 0 and before.quantity is not None and before.end == one.start


def _is_any_part(meanings: Sequence[Meaning], at: int, types: Sequence[int], text: str) -> bool:
    """杯盖 配件: the former says which."""
    heads = frozenset(source("accessories")["heads"]) - _ANY_PART
    words = (text[meanings[i].start : meanings[i].end] for i in types)
    return text[meanings[at].start : meanings[at].end] in _ANY_PART and not heads.isdisjoint(words)


def _comes_with(meanings: Sequence[Meaning], at: int, things: Sequence[int], text: str) -> bool:
    """平板 带键盘: behind the thing."""
    start = meanings[at].start
    found = _WITH.search(text, max(0, start - _LONGEST_WITH), start)
    if found is None or not any(thing < at for thing in things):
        return False
    before = meanings[at - 1]  # 鞋带运动鞋 has no 带
    is_word = before.sense is not None and not before.is_a(Kind.STOP, Kind.NEGATION)
    return before.end <= found.start() or not is_word


def _is_like_this(meanings: Sequence[Meaning], at: int, text: str) -> bool:
    """屏幕大一点, 电池健康90以上; nearer to what is said of it than to the thing."""
    found = _LIKE_THIS.match(text, meanings[at].end)
    if found is None:
        return False
    before = _gap(meanings, at - 1, at, text)
    after = text[meanings[at].end] == " "
    return before is None or not meanings[at - 1].is_a(Kind.CATEGORY, Kind.MODEL) or after < before


def _is_measured(meanings: Sequence[Meaning], at: int, text: str) -> bool:
    """32g内存, 硬盘1t: nearer to its quantity than to the thing. 手机电池 5000毫安 is a battery."""
    before = _gap(meanings, at - 1, at, text)
    after = _gap(meanings, at, at + 1, text)
    if before is not None and meanings[at - 1].quantity is not None:
        return True
    if after is None or meanings[at + 1].quantity is None:
        return False
    return before is None or not meanings[at - 1].is_a(Kind.CATEGORY) or after < before


def _gap(meanings: Sequence[Meaning], first: int, last: int, text: str) -> int | None:
    """The blanks between two meanings; None where anything else stands there."""
    if first < 0 or last >= len(meanings):
        return None
    between = text[meanings[first].end : meanings[last].start]
    return None if between.strip() else len(between)
