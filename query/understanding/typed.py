"""A typed text made readable: one width, case and script, no control characters, a bounded length.

Each character knows where it stands in the raw text (`Typed.raw_span`). Nothing is understood here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.folding import folded

__all__ = ["LONGEST", "Typed", "typed"]

LONGEST = 80
"""Characters that are parsed; what follows is left to the search for words."""

_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
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
    places = [at for at, char in enumerate(text) if char != " "]
    gaps = frozenset(i for i, at in enumerate(places) if at and text[at - 1] == " ")
    return Typed(
        raw=raw,
        text=text,
        compact=text.replace(" ", ""),
        places=places,
        gaps=gaps,
        cut=bool(ends) and ends[-1] < len(raw.rstrip()),
        starts=starts,
        ends=ends,
    )
