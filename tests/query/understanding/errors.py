"""Typing errors as people make them, drawn by chance from the names of a catalogue.

Another character with the sound or with a near one, neighbours swapped, one left out or doubled, a
slip in a Latin name, pinyin in place of characters. Nothing is corrected here.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from random import Random

from query.lexicon.entries import Kind
from query.lexicon.lexicon import Lexicon

__all__ = ["KINDS", "Errors", "names", "near_sounds"]

KINDS = ("homophone", "near", "swapped", "dropped", "doubled", "latin", "pinyin")

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("l", "n"), ("z", "zh"), ("s", "sh"))
_NEAR_ENDS = (
    ("ang", "an"),
    ("eng", "en"),
    ("ing", "in"),
    ("an", "ang"),
    ("en", "eng"),
    ("in", "ing"),
)


def names(lexicon: Lexicon, *, latin: bool = False) -> list[str]:
    """Brands and types that the catalogue has, of three characters or more; Latin ones of five."""
    return sorted(
        word
        for word, senses in lexicon.words.items()
        if any(s.kind in (Kind.BRAND, Kind.CATEGORY) and s.source == "catalogue" for s in senses)
        and (
            word.isascii() and word.isalpha() and len(word) >= 5
            if latin
            else len(word) >= 3 and all("\u4e00" <= char <= "\u9fff" for char in word)
        )
    )


class Errors:
    """Makes errors of words; the same seed makes the same."""

    def __init__(self, sounds: Mapping[str, str], seed: int) -> None:
        self._random = Random(seed)
        self._said = {char: readings.split() for char, readings in sounds.items()}
        self._common: defaultdict[str, list[str]] = defaultdict(list)
        for char, readings in self._said.items():
            if _is_common(char):
                self._common[readings[0]].append(char)

    def of(self, kind: str, word: str) -> str | None:
        """The word with an error of that kind; None where there is none."""
        at = self._random.randrange(len(word))
        if kind == "latin":
            return self.mistyped(word)
        if kind == "pinyin":
            return "".join(self._said[char][0] for char in word)
        if kind in ("homophone", "near"):
            said = self._said[word[at]][0]
            return self._said_as(
                word, at, [said] if kind == "homophone" else list(near_sounds(said))
            )
        if kind == "swapped":
            at = min(at, len(word) - 2)
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return word[:at] + word[at + 1 :] if kind == "dropped" else word[: at + 1] + word[at:]

    def _said_as(self, word: str, at: int, syllables: list[str]) -> str | None:
        others = [c for one in syllables for c in self._common[one] if c != word[at]]
        return word[:at] + self._random.choice(others) + word[at + 1 :] if others else None

    def mistyped(self, word: str) -> str:
        """Letters with a slip behind the first: one left out, doubled, swapped or another."""
        at = self._random.randrange(1, len(word) - 1)
        letter = self._random.choice(_LETTERS)
        return self._random.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + letter + word[at + 1 :],
            )
        )


def near_sounds(syllable: str) -> Iterator[str]:
    """What a syllable may be taken for by speakers who do not tell some sounds apart."""
    for start, other in _NEAR:
        if syllable.startswith(start) and not syllable.startswith(f"{start}h"):
            yield other + syllable.removeprefix(start)
    for end, other in _NEAR_ENDS:
        if syllable.endswith(end):
            yield syllable.removesuffix(end) + other


def _is_common(char: str) -> bool:
    """Of the 3,755 characters of the first level of GB 2312: those that are typed."""
    code = char.encode("gb2312", errors="ignore")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7
