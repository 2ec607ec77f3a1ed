"""Words of which some characters were left in pinyin, as an input method leaves them: 华wei, 充dian宝."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from query.lexicon.entries import Kind
from query.understanding.fixes import Fix
from query.understanding.forms import LONGEST, Forms
from query.understanding.residue import Residue
from query.understanding.typed import Edit

__all__ = ["completed"]

_LEAST_LETTERS = 2
_MOST_PATHS = 24  # ways to part letters into syllables
_BEFORE = re.compile("[\u4e00-\u9fff]*$")
_BEHIND = re.compile("[\u4e00-\u9fff]*")

_BY_LENGTH = 0.1


def completed(text: str, start: int, end: int, left: Residue, forms: Forms) -> Sequence[Fix]:
    """Words that are the Han beside these letters and their pinyin, the longest first; at most three.

    They end where no other word goes on. Letters between words that are known may be a name of their
    own: then none is sure.
    """
    if end - start < _LEAST_LETTERS:
        return ()
    before = _run(_BEFORE.search(text, max(0, start - LONGEST), start))
    behind = _run(_BEHIND.match(text, end, end + LONGEST))
    found = {
        fix.edits[0].text: fix
        for said in islice(_readings(text[start:end], forms), _MOST_PATHS)
        for first in range(len(before) + 1)
        for last in range(min(len(behind), LONGEST - first - len(said)) + 1)
        if (first or last) and not (left.inside[start - first] or left.inside[end + last])
        for word in _words(before[len(before) - first :], said, behind[:last], forms)
        for fix in [_fix(word, (start - first, start, end, end + last), left.covered, forms)]
    }
    return sorted(found.values(), key=lambda fix: (-fix.score, fix.edits[0].text))[:3]


def _words(before: str, said: tuple[str, ...], behind: str, forms: Forms) -> Iterator[str]:
    """The words that are all three in a row."""
    sounds = forms.sounds
    keys = {
        first + sounds.key_of(said) + last
        for first in (sounds.keys(before) if before else [""])
        for last in (sounds.keys(behind) if behind else [""])
    }
    for word in {word for key in keys for word in forms.heard(key)}:
        meant = word[len(before) : len(word) - len(behind)]
        if word in forms and word == before + meant + behind and all(map(sounds.says, meant, said)):
            yield word


def _fix(word: str, place: tuple[int, int, int, int], covered: Sequence[bool], forms: Forms) -> Fix:
    """`place`: where the word, its letters, what is behind them, and what follows it begin."""
    begin, start, end, behind = place
    parted = not all([*covered[begin:start], *covered[end:behind]])
    sure = parted and forms.is_a(word, Kind.BRAND, Kind.CATEGORY, Kind.MODEL)
    score = 1.0 + _BY_LENGTH * (len(word) + forms.standing(word))
    return Fix((Edit(begin, behind, word),), score, sure)


def _readings(letters: str, forms: Forms) -> Iterator[tuple[str, ...]]:
    """The ways to read all letters as syllables."""
    paths: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    for end, said in islice(paths, _MOST_PATHS):  # grows as it goes
        if end == len(letters):
            yield said
        elif len(said) < LONGEST:
            paths += (
                (following, (*said, syllable))
                for syllable, following in forms.sounds.syllables(letters, end)
            )


def _run(found: re.Match[str] | None) -> str:
    return found[0] if found else ""
