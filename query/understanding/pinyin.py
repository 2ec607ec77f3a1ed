"""Pinyin typed for words: huawei shouji is 华为手机. Initials (xmsj) are only guessed at.

Letters are decoded over the words of the lexicon, not over the language: all of them, or nothing.
"""

from collections.abc import Sequence
from typing import NamedTuple

from query.lexicon.entries import Kind
from query.lexicon.lexicon import Lexicon
from query.understanding.fixes import Fix
from query.understanding.forms import LONGEST, Forms
from query.understanding.typed import Edit

__all__ = ["Letters", "decodings", "initialled"]

_MOST_LETTERS = 32
_MOST_PATHS = 24  # ways to part letters into syllables, from one place
_LEAST_LETTERS = 5
_CROSSED = 0.5  # for each space inside a word: nv of yurongfu nv is no part of 妇女
_SINGLE = 0.3  # for a word of one character
_ONLY_TITLES = 1.2  # for a word of titles that is of no goods by itself: 羽绒服女
_STANDING = 0.1
_LEAST_INITIALS = 3
_FEW = 10.0  # initials are guesses: below any other


class Letters(NamedTuple):
    """Latin words side by side: their letters, where each stands in the text, where words end."""

    text: str
    places: Sequence[int]
    ends: frozenset[int]


class _Word(NamedTuple):
    """Letters from `start` to `end` read as a word."""

    start: int
    end: int
    word: str
    cost: float


def decodings(letters: Letters, forms: Forms) -> list[Fix]:
    """Words that all the letters are the pinyin of, the likeliest first; at most three."""
    size = len(letters.text)
    if size > _MOST_LETTERS:
        return []
    best: list[tuple[float, _Word | None] | None] = [None] * (size + 1)
    best[0] = (0.0, None)
    others: dict[_Word, list[_Word]] = {}
    for start in range(size):
        reached = best[start]
        if reached is None:
            continue
        for end, words in _words(letters, start, forms).items():
            ranked = sorted(words, key=lambda word: word.cost)
            cost = reached[0] + ranked[0].cost
            known = best[end]
            if known is None or cost < known[0]:
                best[end] = (cost, ranked[0])
                others[ranked[0]] = ranked[1:]
    way = _way(best)
    if all(len(word.word) == 1 for word in way):
        return []
    read = [word.word for word in way]
    sure = (
        size >= _LEAST_LETTERS
        and any(_is_thing(word, forms) for word in read)
        and all(len(word) > 1 or word in forms for word in read)
    )
    fixes = [_fix(way, letters, forms, sure=sure)]
    for at, word in enumerate(way):
        fixes += (
            _fix([*way[:at], other, *way[at + 1 :]], letters, forms)
            for other in others[word]
            if other.word in forms
        )
    return fixes[:3]


def initialled(letters: Letters, forms: Forms, lexicon: Lexicon) -> list[Fix]:
    """Words of the catalogue, or a brand and what it sells, with those first letters."""
    typed = letters.text
    if not _LEAST_INITIALS <= len(typed) <= LONGEST:
        return []
    found: list[tuple[tuple[str, ...], float]] = [
        ((word,), forms.standing(word)) for word in forms.initialled(typed)
    ]
    for at in range(2, len(typed) - 1):
        brands = [
            (word, sense.name)
            for word in forms.initialled(typed[:at])
            for sense in lexicon.senses(word)
            if sense.kind is Kind.BRAND
        ]
        if brands:
            found += (
                ((word, other), sold)
                for other in forms.initialled(typed[at:])
                for sense in lexicon.senses(other)
                if sense.kind is Kind.CATEGORY
                for word, brand in brands
                if (sold := lexicon.sold(brand, sense.name))
            )
    found.sort(key=lambda one: -one[1])
    place = (letters.places[0], letters.places[-1] + 1)
    return [
        Fix((Edit(*place, "".join(map(forms.spelled, words))),), score / _FEW, sure=False)
        for words, score in found[:3]
    ]


def _words(letters: Letters, start: int, forms: Forms) -> dict[int, list[_Word]]:
    """The words that may be read from `start` on, by where they end."""
    found: dict[int, list[_Word]] = {}
    paths: list[tuple[int, tuple[str, ...]]] = [(start, ())]
    for at, (end, said) in enumerate(paths):  # grows as it goes
        if said:
            words = [
                _Word(start, end, word, _cost(word, start, end, letters, forms))
                for word in forms.heard(forms.sounds.key_of(said))
                if all(map(forms.sounds.says, word, said))
                and (len(word) > 1 or {start, end} <= letters.ends)
            ]
            if words:
                found.setdefault(end, []).extend(words)
        if len(said) < LONGEST and at < _MOST_PATHS:
            paths += (
                (following, (*said, syllable))
                for syllable, following in forms.sounds.syllables(letters.text, end)
            )
    return found


def _cost(word: str, start: int, end: int, letters: Letters, forms: Forms) -> float:
    crossed = sum(start < at < end for at in letters.ends)
    single = _SINGLE if len(word) == 1 else 0.0
    bare = 0.0 if word in forms else _ONLY_TITLES
    return 1.0 + single + bare + _CROSSED * crossed - _STANDING * forms.standing(word)


def _way(best: Sequence[tuple[float, _Word | None] | None]) -> list[_Word]:
    way: list[_Word] = []
    at = len(best) - 1
    while (reached := best[at]) is not None and (word := reached[1]) is not None:
        way.append(word)
        at = word.start
    return way[::-1]


def _is_thing(word: str, forms: Forms) -> bool:
    return len(word) > 1 and forms.is_a(word, Kind.BRAND, Kind.CATEGORY, Kind.MODEL)


def _fix(way: Sequence[_Word], letters: Letters, forms: Forms, *, sure: bool = False) -> Fix:
    edits = tuple(
        Edit(letters.places[word.start], letters.places[word.end - 1] + 1, forms.spelled(word.word))
        for word in way
    )
    return Fix(edits, 2.0 - sum(word.cost for word in way) / len(way), sure)
