"""A typed text made readable: one width, case and script, no control characters, a bounded length.

Each character knows where it stands in the raw text (`Typed.raw_span`). Nothing is understood here.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.folding import folded

__all__ = ["LONGEST", "Edit", "Typed", "is_converted", "retyped", "typed", "written"]

LONGEST = 80
"""Characters that are parsed; what follows is left to the search for words."""

_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_FIRST_HAN = "\u3400"
_DASHES = re.compile("[\u2010-\u2015\u2212~\uff5e\u301c]")
# 5o0元 is 500元: a letter o among digits that ends in money or a bound.
_LETTER_O = re.compile(r"(?<=\d)o+(?=[\do]*(?:元|块|以|左右))")


@dataclass(frozen=True, slots=True)
class Typed:
    """`text`: folded, single spaces between words; `compact`: without spaces.

    `places[i]` is where character i of `compact` stands in `text`. `gaps`: the i before which a
    space was typed. `cut`: the raw text goes on after what is here.
    """

    raw: str
    text: str
    compact: str
    places: Sequence[int]
    gaps: frozenset[int]
    cut: bool
    starts: Sequence[int]
    ends: Sequence[int]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw code points behind the characters of `text` from `start` to `end` (excluded)."""
        return self.starts[start], self.ends[end - 1]

    def text_span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of `text` behind those of `compact` from `start` to `end` (excluded)."""
        return self.places[start], self.places[end - 1] + 1


def typed(raw: str) -> Typed:
    """Read what was typed; of a long text the first LONGEST characters."""
    fold = folded(raw[: LONGEST * 2])  # NFKC may make more characters, hardly ever fewer
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    spaced = False
    for at, char in enumerate(fold.text):
        if _SPACES.match(char):
            spaced = True
            continue
        if len(chars) >= LONGEST:
            break
        start, end = fold.raw_span(at, at + 1)
        if spaced and chars:
            chars.append(" ")
            starts.append(start)
            ends.append(start)
        spaced = False
        chars.append(char)
        starts.append(start)
        ends.append(end)
    text = _DASHES.sub("-", "".join(chars))
    text = _LETTER_O.sub(lambda found: "0" * len(found[0]), text)
    return _typed(raw, text, starts, ends, cut=bool(ends) and ends[-1] < len(raw.rstrip()))


class Edit(NamedTuple):
    """The characters of `Typed.text` from `start` to `end` (excluded) were meant to be `text`."""

    start: int
    end: int
    text: str


def retyped(text: Typed, edits: Sequence[Edit]) -> Typed:
    """With edits, from left to right, of which none overlaps another.

    A replaced character stands where the one that was typed for it does; where their numbers
    differ, each stands for all that was typed.
    """
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for edit in (*edits, Edit(len(text.text), len(text.text), "")):
        chars.append(text.text[at : edit.start])
        starts += text.starts[at : edit.start]
        ends += text.ends[at : edit.start]
        new = folded(edit.text).text
        chars.append(new)
        if len(new) == edit.end - edit.start:
            starts += text.starts[edit.start : edit.end]
            ends += text.ends[edit.start : edit.end]
        elif new:
            first, last = text.raw_span(edit.start, edit.end)
            starts += [first] * len(new)
            ends += [last] * len(new)
        at = edit.end
    return _typed(text.raw, "".join(chars), starts, ends, cut=text.cut)


def written(text: Typed, edits: Sequence[Edit]) -> str:
    """The text with edits as a shopper would see it: in the case that was typed, and with its end."""
    pieces: list[str] = []
    at = 0
    for edit in (*edits, Edit(len(text.text), len(text.text), "")):
        pieces += (_seen(text, i) for i in range(at, edit.start))
        pieces.append(edit.text)
        at = edit.end
    return "".join(pieces) + (text.raw[text.ends[-1] :].rstrip() if text.cut else "")


def is_converted(text: Typed) -> bool:
    """Whether Han characters were typed in another script than they are read in."""
    return text.text != text.raw and any(
        char >= _FIRST_HAN and text.raw[start:end] != char and char not in _shape(text, at)
        for at, (char, start, end) in enumerate(zip(text.text, text.starts, text.ends, strict=True))
    )


def _shape(text: Typed, at: int) -> str:
    """What was typed for a character, in its plain width."""
    return unicodedata.normalize("NFKC", text.raw[text.starts[at] : text.ends[at]])


def _seen(text: Typed, at: int) -> str:
    """A character in the case in which it was typed."""
    shape, char = _shape(text, at), text.text[at]
    return shape if shape.lower() == char else char


def _typed(
    raw: str,
    text: str,
    starts: Sequence[int],
    ends: Sequence[int],
    *,
    cut: bool,
) -> Typed:
    places = [at for at, char in enumerate(text) if char != " "]
    return Typed(
        raw=raw,
        text=text,
        compact=text.replace(" ", ""),
        places=places,
        gaps=frozenset(i for i, at in enumerate(places) if at and text[at - 1] == " "),
        cut=cut,
        starts=starts,
        ends=ends,
    )
