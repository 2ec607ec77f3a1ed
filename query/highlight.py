"""Marks in a title what a query asked for, as escaped HTML."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape

from indexer.analysis import QueryTokens
from indexer.folding import Folded, folded_lines

__all__ = ["Highlighter"]

# What may stand between the parts of a name, and inside one: SM-C5000 is smc5000, L'OREAL loreal.
_JOINT = r"[\W_]?"
_INNER_JOINT = r"[^\w\s]?"

_BETWEEN = "\n\n"  # titles: one more than a joint passes over

_SHORTEST_SINGULAR = 3  # of which the analyzer knows plurals

_CACHED_SPELLINGS = 4096
"""Of 1 to 2 kB: compiling those of a query takes longer than finding them in a page of titles."""


class Highlighter:
    """Marks the words of one query; width, case and script do not matter."""

    def __init__(self, tokens: QueryTokens | None, *, grams: bool) -> None:
        """`grams`: also single bigrams, for a result that was found by them."""
        spellings: set[tuple[str, ...]] = set()
        if tokens is not None:
            spellings = {word.atoms for word in tokens.words}
            if grams:
                spellings |= {(gram,) if gram.isascii() else tuple(gram) for gram in tokens.telling}
        self._patterns = [_pattern(atoms) for atoms in spellings]

    def __call__(self, titles: Sequence[str]) -> list[str]:
        """Each title as HTML: escaped, with `<mark>` around what was asked for."""
        if not self._patterns:
            return [escape(title) for title in titles]
        folds = folded_lines(titles)
        # All titles in one go: a call takes longer than the search in a title.
        whole = _BETWEEN.join([fold.text for fold in folds])
        found = [match.span(1) for pattern in self._patterns for match in pattern.finditer(whole)]
        by_title = _parted(sorted(found), [len(fold.text) for fold in folds])
        return list(map(_marked, titles, folds, by_title))


def _parted(
    spans: Sequence[tuple[int, int]], lengths: Sequence[int]
) -> Iterator[list[tuple[int, int]]]:
    """Spans in order of all titles together, as joined ones of each title."""
    begin = i = 0
    for length in lengths:
        joined: list[tuple[int, int]] = []
        while i < len(spans) and spans[i][0] < begin + length:
            start, end = spans[i][0] - begin, spans[i][1] - begin
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
            i += 1
        yield joined
        begin += length + len(_BETWEEN)


@lru_cache(_CACHED_SPELLINGS)
def _pattern(atoms: tuple[str, ...]) -> re.Pattern[str]:
    """Finds the spelling, as group 1; also inside itself: 哈哈 twice in 哈哈哈."""
    spelled, plain = _spelled(atoms), "".join(atoms)
    overlaps = any(plain.startswith(plain[i:]) for i in range(1, len(plain)))
    return re.compile(f"(?=({spelled}))" if overlaps else f"({spelled})")


def _marked(title: str, fold: Folded, spans: Sequence[tuple[int, int]]) -> str:
    as_html = str if escape(title) == title else escape  # most titles have nothing to escape
    parts: list[str] = []
    at = 0
    for start, end in spans:
        first, last = fold.raw_span(start, end)
        first = max(first, at)
        if first >= last:
            continue
        parts += (as_html(title[at:first]), "<mark>", as_html(title[first:last]), "</mark>")
        at = last
    return "".join(parts) + as_html(title[at:])


def _spelled(atoms: tuple[str, ...]) -> str:
    first, last = atoms[0][0], atoms[-1][-1]
    before = _no_more(first, behind=True)
    return before + _JOINT.join(map(_either_number, atoms)) + _no_more(last, behind=False)


def _no_more(character: str, *, behind: bool) -> str:
    """A number or an English word is marked whole only: no 15 in 150, no pro in product."""
    sign = r"\d" if character.isdigit() else "[a-z]"
    is_open = character.isdigit() or character.isascii()
    return f"(?{'<' if behind else ''}!{sign})" if is_open else ""


def _either_number(atom: str) -> str:
    """An atom as the analyzer has it, singular, or the plural that it may stand for."""
    if atom[0].isdigit():
        return re.escape(atom)
    if not atom.isascii() or len(atom) < _SHORTEST_SINGULAR:
        return _INNER_JOINT.join(map(re.escape, atom))
    if atom.endswith("y"):
        return _INNER_JOINT.join(atom[:-1]) + _INNER_JOINT + "(?:y|ies)"
    return _INNER_JOINT.join(atom) + "(?:e?s)?"
