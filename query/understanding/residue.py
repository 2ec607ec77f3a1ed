"""What of a text belongs to nothing known: neither to a word of the lexicon nor to one of titles."""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from query.lexicon.lexicon import Lexicon
from query.understanding.decode import Match

__all__ = ["Residue", "residue"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Residue:
    """By character of a text: `covered`, it is of a word of the lexicon; `loose`, it is Han and of
    nothing known; `solid`, it is of a word of the language, of two characters or more.

    `inside`: by place, whether a word of the lexicon, or of the language, goes on there; `edges`: the
    places where the segmenter's words begin and end.
    """

    covered: Sequence[bool]
    loose: Sequence[bool]
    solid: Sequence[bool]
    inside: Sequence[bool]
    edges: Container[int]

    def leaves_one(self, start: int, end: int) -> bool:
        """Whether a lone loose character stands right before `start`, or from `end` on."""
        free = [
            at in range(len(self.loose)) and self.loose[at] and not self.solid[at]
            for at in (start - 2, start - 1, end, end + 1)
        ]
        return (free[1] and not free[0]) or (free[2] and not free[3])


def residue(
    text: str,
    matches: Sequence[Match],
    words: Sequence[int],
    lexicon: Lexicon,
    is_word: Callable[[str], bool],
) -> Residue | None:
    """What is left of a text after `matches`; None where every character is of one.

    `words`: where the segmenter's words begin and end; `is_word` tells its own from guessed ones.
    """
    size = len(text)
    covered = _covered(text, matches, lexicon)
    if all(covered):
        return None
    loose, solid, inside = [False] * size, [False] * size, [False] * (size + 1)
    for match in matches:
        if match.quantity is None:
            inside[match.start + 1 : match.end] = [True] * (match.end - match.start - 1)
    edges = sorted({*words, *_borders(covered), size})
    for start, end in pairwise(edges):
        word = text[start:end]
        if end - start > 1 and is_word(word):
            solid[start:end] = [True] * (end - start)
            inside[start + 1 : end] = [True] * (end - start - 1)
        if end - start == 1 or word not in lexicon.weights:
            for at in range(start, end):
                loose[at] = not covered[at] and _is_han(text[at])
    return Residue(covered=covered, loose=loose, solid=solid, inside=inside, edges=frozenset(edges))


def _borders(covered: Sequence[bool]) -> Iterator[int]:
    """Where what is covered ends beside two characters that are not: 美白|面摸, though 白面 is a word."""
    for at in range(1, len(covered)):
        free = covered[at - 2 : at] if covered[at] else covered[at : at + 2]
        if covered[at - 1] != covered[at] and list(free) == [False, False]:
            yield at


def _covered(text: str, matches: Sequence[Match], lexicon: Lexicon) -> list[bool]:
    covered = [char == " " for char in text]
    for match in matches:
        covered[match.start : match.end] = [True] * (match.end - match.start)
    for match in matches:
        if match.end - match.start == 1 and _is_han(text[match.start]):
            covered[match.start] = _stands(text, match.start, covered, lexicon)
    return covered


def _stands(text: str, at: int, covered: Sequence[bool], lexicon: Lexicon) -> bool:
    """Whether a lone character is a word among others: 女 in 凉鞋女, not 秋 in 羽毛秋拍."""
    beside = [i for i in (at - 1, at + 1) if 0 <= i < len(text) and _is_han(text[i])]
    return not beside or (text[at] in lexicon.weights and all(covered[i] for i in beside))


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"
