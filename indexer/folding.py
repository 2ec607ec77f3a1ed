"""One spelling for what shoppers spell in many ways: width, case and script.

`fold` is what both documents and queries go through before anything else; `Folded` keeps the way
back to the raw text. Nothing is cut here: `indexer.analysis` does that.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import opencc

__all__ = ["Folded", "fold", "fold_all", "folded", "folded_lines"]

# A conversion can open the way to another one (乾 beside 坤): a second or third pass settles it.
_MAX_PASSES = 4

# Changed in phrases of OpenCC 1.1 to 1.3 and left as they are alone: 瞭 stays 瞭, 瞭解 becomes 了解.
_IN_PHRASES = "么俱哩坏彷沈甦瞭藉衹覆"

_FIRST_MARK = "\u0300"
_JOINING_JAMO = frozenset(map(chr, range(0x1160, 0x1200)))  # vowels and finals of Hangul


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. `starts[i]` and `ends[i]` bound the raw code points of its character i.

    Both are None where the raw text has the same length, so that each index is its own.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw code points behind the folded characters from `start` to `end` (excluded)."""
        if self.starts is None or self.ends is None or start >= end:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> str:
    """NFKC, lower case, simplified script. `fold(fold(text)) == fold(text)`."""
    same = _one_for_one(text)
    return folded(text).text if same is None else same


def folded(text: str) -> Folded:
    """`fold`, with the way back to the raw text."""
    same = _one_for_one(text)
    if same is not None:
        return Folded(same)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        piece = _settled(text[start:end])
        pieces.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
    return Folded(_simplified("".join(pieces)), starts, ends)


def folded_lines(texts: Sequence[str]) -> list[Folded]:
    """`folded` of each; texts without line breaks are lowered and converted in one go."""
    together = _lowered("\n".join(texts))  # a line break joins nothing
    if together is not None:
        lines = _simplified(together).split("\n")
        if len(lines) == len(texts):
            return list(map(Folded, lines))
    lowered = [None if "\n" in text else _lowered(text) for text in texts]
    whole = "\n".join(line for line in lowered if line is not None)
    simplified = iter(_simplified(whole).split("\n"))
    return [
        folded(text) if line is None else Folded(next(simplified))
        for text, line in zip(texts, lowered, strict=True)
    ]


def fold_all(texts: Sequence[str]) -> list[str]:
    """`fold` of each; texts in NFKC without line breaks are lowered in one go."""
    normal = [text if unicodedata.is_normalized("NFKC", text) else fold(text) for text in texts]
    together = _lowered("\n".join(normal))  # a line break joins nothing
    lines = [] if together is None else together.split("\n")
    if together is None or len(lines) != len(texts):
        return list(map(fold, texts))
    convertible = _convertible().search
    return [line if convertible(line) is None else _simplified(line) for line in lines]


def _one_for_one(text: str) -> str | None:
    """The folded text where each character surely becomes one."""
    lowered = _lowered(text)
    return lowered if lowered is None or lowered.isascii() else _simplified(lowered)


def _lowered(text: str) -> str | None:
    """In lower case and NFKC, where each character surely becomes one."""
    if text.isascii():
        return text.lower()
    if unicodedata.is_normalized("NFKC", text):
        lower = text.lower()
        if len(lower) == len(text) and unicodedata.is_normalized("NFKC", lower):
            return lower
    return None


def _settled(cluster: str) -> str:
    """NFKC and lower case, until neither changes anything (ϴ lowers to what NFKC changes)."""
    for _ in range(_MAX_PASSES):
        following = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).lower())
        if following == cluster:
            break
        cluster = following
    return cluster


def _clusters(text: str) -> list[tuple[int, int]]:
    """A character and the marks that belong to it: NFKC works inside, offsets outside."""
    bounds = [i for i, character in enumerate(text) if i == 0 or not _attaches(character)]
    return list(zip(bounds, [*bounds[1:], len(text)], strict=True))


def _attaches(character: str) -> bool:
    """Whether NFKC may join it to what stands before: marks, also halfwidth ones, and jamo."""
    if character < _FIRST_MARK:
        return False
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.category(first).startswith("M") or first in _JOINING_JAMO


@cache
def _converter() -> opencc.OpenCC:
    # t2s, not tw2sp: the latter also changes words, and damages simplified text (文件盒 → 文档盒).
    return opencc.OpenCC("t2s")


@cache
def _convertible() -> re.Pattern[str]:
    """Finds a character that a conversion may change: looked for in a tenth of its time."""
    han = [chr(code) for code in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))]
    converted = _converter().convert("\n".join(han)).split("\n")
    changed = "".join(old for old, new in zip(han, converted, strict=True) if old != new)
    return re.compile(f"[{changed}{_IN_PHRASES}\U00020000-\U0003ffff]")


def _simplified(text: str) -> str:
    """Traditional to simplified Han, one character for one, so that offsets hold."""
    if _convertible().search(text) is None:
        return text
    convert = _converter().convert
    for _ in range(_MAX_PASSES):
        following: str = convert(text)
        if len(following) != len(text):
            following = "".join(
                new if len(new := convert(character)) == 1 else character for character in text
            )
        if following == text:
            break
        text = following
    return text
