"""Marks in a title what a query asked for, as escaped HTML."""

import re
from collections.abc import Sequence
from html import escape

from indexer.analysis import QueryTokens
from indexer.folding import Folded, folded_lines

__all__ = ["Highlighter"]

# What may stand between the parts of a name, and inside one: SM-C5000 is smc5000, L'OREAL loreal.
# Classes and no lists: a pattern is compiled for each query, and takes twice as long with them.
_JOINT = r"[\W_]?"
_INNER_JOINT = r"[^\w\s]?"

_SHORTEST_SINGULAR = 3  # of which the analyzer knows plurals


class Highlighter:
    """Marks the words of one query, longest first; width, case and script do not matter."""

    def __init__(self, tokens: QueryTokens | None, *, grams: bool) -> None:
        """`grams`: also single bigrams, for a result that was found by them."""
        self._pattern: re.Pattern[str] | None = None
        if tokens is None or not tokens.words:
            return
        spellings = {word.atoms for word in tokens.words}
        if grams:
            spellings |= {tuple(gram) if not gram.isascii() else (gram,) for gram in tokens.bigrams}
        longest_first = sorted(spellings, key=lambda atoms: (-sum(map(len, atoms)), atoms))
        # Looked for at every place, as a gram may begin inside another.
        self._pattern = re.compile(f"(?=({'|'.join(map(_spelled, longest_first))}))")

    def __call__(self, titles: Sequence[str]) -> list[str]:
        """Each title as HTML: escaped, with `<mark>` around what was asked for."""
        if self._pattern is None:
            return [escape(title) for title in titles]
        found = self._pattern.finditer
        return [
            _marked(title, fold, _joined([match.span(1) for match in found(fold.text)]))
            for title, fold in zip(titles, folded_lines(titles), strict=True)
        ]


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


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
