"""The base lexicons that ship with the parser: brands, product types, values, cues, traps, models.

Reads the files of `sources/`, whose first lines say what they hold; makes no lexicon of them.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

from query.lexicon.entries import INGREDIENT, Kind

__all__ = ["EATEN", "blockers", "counted", "cues", "free_of", "heads", "nouns", "source", "tails"]

# Said of a thing, and no wish for an order: 好用, 靠谱.
_PRAISE = re.compile(
    r"好用|靠谱|质量|品质|做工|实用|^(?:hot|best|new|贵的|人气|火爆|爆火|高分|平价的?|省钱|穷学生|实惠的?)$"
)
_CHEAP = re.compile("便宜|平价")  # 便宜好用 is an order
_FACES = ("一卡通", "古币", "劵", "元券", "无门槛", "砍价", "领取", "套人民币")
_CREDIT = r"(?:移动|联通|电信)\d+元|\d元\d*g?移动|花卡"  # of a telephone
_STORES = re.compile(r"旗舰|专卖店|自营店|官方店|直营店")

EATEN = frozenset({"食品饮料", "酒水茶饮", "生鲜"})
"""Departments of things that are eaten or drunk."""

_DROPPED = frozenset({"particles", "requests", "polite", "pronouns"})
"""Groups of stop words that are no condition; those of the others still score."""


@cache
def source(name: str) -> Mapping[str, Any]:
    """A file of `sources/` as it stands; empty where there is none."""
    file = files("query.lexicon").joinpath("sources", f"{name}.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def cues() -> Iterator[tuple[str, Kind, str]]:
    """(word, kind, name) of all words that steer how others are read."""
    read = source("cues")
    for word, cue in read["negation"].items():
        name = "suffix" if cue["kind"] == "suffix" else "sure" if cue["sure"] else "unsure"
        yield word, Kind.NEGATION, name
    for word in (*read["comparison"]["before"], *read["comparison"]["like"]):
        yield word, Kind.COMPARISON, word
    for word in read["compat"]["before"]:
        yield word, Kind.COMPATIBLE, "before"
    for order, word in _listed(read["sorts"]):
        praise = _PRAISE.search(word) and not _CHEAP.search(word)
        yield (word, Kind.STOP, "weak") if praise else (word, Kind.SORT, order)
    for flag, word in _listed(read["flags"]):
        praise = flag == "official_store" and not _STORES.search(word)  # 官方正品
        yield (word, Kind.STOP, "weak") if praise else (word, Kind.FLAG, flag)
    for group, word in _listed(read["stop"]):
        yield word, Kind.STOP, "dropped" if group in _DROPPED else "weak"
    for verb, measure in product(read["asked"]["verbs"], read["asked"]["measures"]):
        yield from ((f"{verb}{one}{measure}", Kind.STOP, "dropped") for one in ("", "一"))
    kinds = {"customer_service": Kind.SERVICE, "store": Kind.STORE}
    for group, word in _listed(read["service"]):
        yield word, kinds.get(group, Kind.QUESTION), word


def free_of() -> Iterator[tuple[str, str]]:
    """(word, ingredient) of all words that say a thing has none of it: 不含酒精, 无香精."""
    named, traps = source("cues")["ingredients"], source("traps")["negation"]
    parts = source("values").get(INGREDIENT, {})
    known = {spelling: name for name, others in parts.items() for spelling in (name, *others)}
    for part, name in {**{word: word for word in named["words"]}, **known}.items():
        yield from ((f"{cue}{part}", name) for cue in named["cues"])
        claims = (f"{cue}{part}" for cue in named["claims"] if part in known)
        yield from ((word, name) for word in claims if word not in traps)


def _listed(groups: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    return ((group, word) for group, words in groups.items() for word in words)


@cache
def heads(kind: str) -> frozenset[str]:
    """Product types by which others, or bare numbers, are read: `footwear`, `digital`, `generic`."""
    return frozenset(source("cues")["heads"][kind])


@cache
def nouns() -> re.Pattern[str]:
    """Ends in a noun that a number after it is of: 评分4.5以上."""
    named = source("cues")["number_nouns"]["before"]
    long = [noun for noun in named if len(noun) > 1 or noun == "第"]
    return re.compile(f"{_ending(long).pattern}|(?<!乐)[长宽高厚深]$")  # 乐高 is no height


@cache
def tails() -> re.Pattern[str]:
    """A character that ends the name of a thing, and a word: 弦 of 吉他弦, not 套 of 套装."""
    return re.compile(f"[{''.join(source('accessories')['tails'])}](?=$|[ ,的])")


@cache
def counted() -> re.Pattern[str]:
    """Begins with a noun that a number before it is of: 40-60平, 两千多分."""
    words = sorted(source("cues")["number_nouns"]["after"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})")


@cache
def blockers() -> re.Pattern[str]:
    """Words beside which a sum of money is no price: 充值卡, 满减."""
    read = source("cues")["price_blockers"]
    words = sorted((*read["face_value"], *_FACES), key=len, reverse=True)
    return re.compile(f"{'|'.join(map(re.escape, words))}|{_CREDIT}")


@cache
def thresholds() -> re.Pattern[str]:
    """Ends in a word that makes the sum after it a threshold: 满200, 立减50."""
    read = source("cues")["price_blockers"]
    return _ending([*read["threshold"], *read["bundle"]])


def _ending(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})[是为在到有:]? ?$")
