"""How Han characters are said, for a lexicon: read once from the dictionary of a builder.

Only a process that builds imports that dictionary; what it says travels with what is built. Which
syllables many speakers do not tell apart is known here too.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache

from indexer.folding import fold

__all__ = ["READ_TWICE", "SPELLED_OTHERWISE", "near", "syllables"]

# ü has no key: keyboards take v, and people also write it in these ways.
SPELLED_OTHERWISE = {"lyu": "lv", "nyu": "nv", "lue": "lve", "nue": "nve", "lyue": "lve"}

# Characters that are read in two ways in names of goods. pypinyin reads most words right by its
# table of phrases; only where it knows none do both of these count. Its other second readings
# (车 as jū, 石 as dàn) would only bring what nobody meant.
READ_TWICE = frozenset("长重行乐朝薄藏调弹单参盛模卡壳露圈便厦仔柏降咖血塞都曾提奇尺更")

# Those whose first reading in the dictionary is not the one in 瑜伽, 番茄, 不粘锅, 削皮刀, 苏泊尔.
_READ_OTHERWISE = frozenset("伽茄佛粘削泊铛豉匙呢抹刨")

_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
# h and f are one before u in the south, and the u is not heard: hui and fei, hua and fa.
_F = {
    "hua": "fa",
    "hui": "fei",
    "huan": "fan",
    "huang": "fang",
    "hun": "fen",
    "huo": "fo",
    "hu": "fu",
}

_HAN = range(0x4E00, 0xA000)
_MOST = 3  # readings of a character that has several


@cache
def syllables() -> Mapping[str, str]:
    """A character of simplified script to the syllables that it is said as, without tones.

    They stand between spaces, the commonest first; ü is v, as it is typed. Readings of names and of
    old texts are left out: with them half of what sounds alike is nothing that anybody would say.
    """
    # Imported here: the package reads its table of phrases too, 57 MB and 0.4 s.
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415

    chars = [char for code in _HAN if code in pinyin_dict and fold(char := chr(code)) == char]
    several = READ_TWICE | _READ_OTHERWISE
    said = {
        char: _plain(pinyin_dict[ord(char)])[: _MOST if char in several else 1] for char in chars
    }
    return {char: " ".join(syllables) for char, syllables in said.items() if syllables}


def near(syllable: str) -> str:
    """The one spelling of a syllable and of those that are taken for it: zhang, zang and zan."""
    syllable = _F.get(syllable, syllable)
    for initial, plain in _INITIALS:
        if syllable.startswith(initial):
            syllable = plain + syllable.removeprefix(initial)
            break
    for final, plain in _FINALS:
        if syllable.endswith(final):
            return syllable.removesuffix(final) + plain
    return syllable


def _plain(readings: str) -> list[str]:
    """`zhòng,chóng` as zhong, chong; what is no syllable of letters (`m̀`, `ê̄`) is left out."""
    found: dict[str, None] = {}
    for reading in readings.split(","):
        bare = "".join(c for c in unicodedata.normalize("NFD", reading) if c not in _TONES)
        syllable = unicodedata.normalize("NFC", bare).replace("ü", "v")
        if syllable.isascii() and not _VOWELS.isdisjoint(syllable):
            found[syllable] = None
    return list(found)


_TONES = frozenset("\u0300\u0301\u0304\u030c")
_VOWELS = frozenset("aeiouv")
