"""How a phrase can be typed: its characters, the sound of each, and where its words begin.

Pure functions of a text. What a shopper typed is cut elsewhere (`query.suggest.readings`).
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain, islice, product
from typing import TYPE_CHECKING, NamedTuple

from indexer.folding import fold, folded
from query.lexicon.sounds import READ_TWICE

if TYPE_CHECKING:
    from pypinyin.core import Pinyin

__all__ = ["CUT", "LONGEST", "Spelling", "compact", "places", "spelled"]

LONGEST = 40
"""Characters of a phrase that can be typed; what follows them is only shown."""

CUT = "…"
"""Ends a name that goes on; nobody types it. Folding would make three dots of it, at length."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{_HAN}]+|[^{_HAN}]")
_IS_HAN = re.compile(f"[{_HAN}]")

_MOST_STARTS = 5
_MOST_SOUNDS = 4  # of a whole phrase

_CACHED_WORDS = 32_768  # of a building process: about 10 MB when full


class Spelling(NamedTuple):
    """`chars`: the phrase as `compact` has it, at most LONGEST characters.

    `sounds`: one or more ways to say it, each with a sound a character: the syllable of a Han
    character without its tone (ü is v), any other character itself. `starts`: where words begin,
    the first of them 0.
    """

    chars: str
    sounds: tuple[tuple[str, ...], ...]
    starts: tuple[int, ...]


def compact(text: str) -> str:
    """The text without regard to width, case, script, blanks and signs: equal means the same."""
    return "".join(filter(str.isalnum, fold(text.removesuffix(CUT))))


def spelled(text: str) -> Spelling | None:
    """How the text can be typed; None where it has neither letter nor digit."""
    starts: list[int] = []
    kept: list[str] = []
    before = ""
    for character in fold(text.removesuffix(CUT)):
        if not character.isalnum():
            before = ""
            continue
        kind = "han" if _IS_HAN.match(character) else "other"
        if kind != before:
            starts.append(len(kept))
        kept.append(character)
        before = kind
    if not kept:
        return None
    chars = "".join(kept[:LONGEST])
    inside = tuple(start for start in starts[:_MOST_STARTS] if start < len(chars))
    return Spelling(chars, _sounds(chars), inside)


def places(text: str) -> list[tuple[int, int]]:
    """Where each character of `compact(text)` stands in the raw text, in code points."""
    whole = folded(text.removesuffix(CUT))
    return [
        whole.raw_span(i, i + 1) for i, character in enumerate(whole.text) if character.isalnum()
    ]


def _sounds(chars: str) -> tuple[tuple[str, ...], ...]:
    each: list[tuple[str, ...]] = []
    for run in _RUNS.findall(chars):
        each += _said(run) if _IS_HAN.match(run) else [(run,)]
    return tuple(islice(product(*each), _MOST_SOUNDS))


def _said(run: str) -> Iterator[tuple[str, ...]]:
    """The sounds of each character of a Han run, the likeliest first."""
    return chain.from_iterable(map(_word_said, _pinyin().seg(run)))


@lru_cache(_CACHED_WORDS)
def _word_said(word: str) -> tuple[tuple[str, ...], ...]:
    from pypinyin import Style  # noqa: PLC0415 - see `_pinyin`

    found = _pinyin().pinyin(
        [word],
        style=Style.NORMAL,
        heteronym=True,
        errors=_unsaid,  # type: ignore[arg-type] # may give lists, as its documentation says
    )
    return tuple(
        tuple(filter(_is_syllable, sounds))[: 2 if character in READ_TWICE else 1] or (character,)
        for character, sounds in zip(word, found, strict=True)
    )


@cache
def _pinyin() -> "Pinyin":
    # Imported here: its table of phrases takes 58 MB and a third of a second, and only a process
    # that builds needs it.
    from pypinyin.core import Pinyin  # noqa: PLC0415

    return Pinyin()


def _unsaid(run: str) -> list[list[str]]:
    """Rare characters that have no sound: each by itself."""
    return [[character] for character in run]


def _is_syllable(sound: str) -> bool:
    return sound.isascii() and sound.isalpha()
