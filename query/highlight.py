"""Marks in a title what a query asked for, as escaped HTML."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
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

_CACHED_SPELLINGS = 1024
"""Patterns of 1 to 2 kB: compiling one takes longer than finding it in a page of titles."""

# One sign between two characters that are no ASCII: a Han word may be parted by it.
_GAP = re.compile(r"[\W_](?<=[^\W\x00-\x7f].)(?=[^\W\x00-\x7f])")

_Span = tuple[int, int]


class Highlighter:
    """Marks the words of one query; width, case and script do not matter."""

    def __init__(self, tokens: QueryTokens | None, *, grams: bool) -> None:
        """`grams`: also single bigrams, for a result that was found by them."""
        spellings: set[tuple[str, ...]] = set()
        if tokens is not None:
            spellings = {word.atoms for word in tokens.words}
            if grams:
                spellings |= {(gram,) if gram.isascii() else tuple(gram) for gram in tokens.telling}
        self._plain = ["".join(atoms) for atoms in spellings if _is_plain(atoms)]
        self._patterns = [_pattern(atoms) for atoms in spellings if not _is_plain(atoms)]

    def __call__(self, titles: Sequence[str]) -> list[str]:
        """Each title as HTML: escaped, with `<mark>` around what was asked for."""
        if not self._plain and not self._patterns:
            return [escape(title) for title in titles]
        folds = folded_lines(titles)
        # All titles in one go: a call takes longer than the search in a title.
        whole = _BETWEEN.join([fold.text for fold in folds])
        found = [match.span() for pattern in self._patterns for match in pattern.finditer(whole)]
        found += _found(self._plain, whole)
        by_title = _parted(sorted(found), [len(fold.text) for fold in folds])
        return list(map(_marked, titles, folds, by_title))


def _is_plain(atoms: tuple[str, ...]) -> bool:
    """Whether characters are enough to find it: no number or Latin word goes on where it ends."""
    return all(len(atom) == 1 and not atom.isascii() and not atom.isdigit() for atom in atoms)


def _found(spellings: Iterable[str], whole: str) -> Iterator[_Span]:
    """Where the spellings stand, in a row but for gaps; also one inside itself: 哈哈哈."""
    gaps = [match.start() for match in _GAP.finditer(whole)]
    text = _GAP.sub("", whole) if gaps else whole
    before = [gap - i for i, gap in enumerate(gaps)]  # each gap's place in `text`
    for spelling in spellings:
        start = text.find(spelling)
        while start >= 0:
            last = start + len(spelling) - 1
            yield start + bisect_right(before, start), last + bisect_right(before, last) + 1
            start = text.find(spelling, start + 1)


def _parted(spans: Sequence[_Span], lengths: Iterable[int]) -> Iterator[list[_Span]]:
    """Spans in order of all titles together, as joined ones of each title."""
    begin = i = 0
    for length in lengths:
        joined: list[_Span] = []
        while i < len(spans) and spans[i][0] < begin + length:
            start, end = spans[i][0] - begin, spans[i][1] - begin
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
            i += 1
        yield joined
        begin += length + len(_BETWEEN)


def _marked(title: str, fold: Folded, spans: Sequence[_Span]) -> str:
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


@lru_cache(_CACHED_SPELLINGS)
def _pattern(atoms: tuple[str, ...]) -> re.Pattern[str]:
    first, last = atoms[0][0], atoms[-1][-1]
    before, after = _no_more(first, behind=True), _no_more(last, behind=False)
    return re.compile(before + _JOINT.join(map(_either_number, atoms)) + after)


def _no_more(character: str, *, behind: bool) -> str:
    """A number or an English word is marked whole only: no 15 in 150, no pro in product."""
    sign = r"\d" if character.isdigit() else "[a-z]"
    is_open = character.isdigit() or character.isascii()
    return f"(?{'<' if behind else ''}!{sign})" if is_open else ""


def _either_number(atom: str) -> str:
    """An atom as the analyzer has it, singular, or the plural that it may stand for."""
    if atom[0].isdigit():
        return re.escape(atom)
    letters = [re.escape(letter) for letter in atom]
    if atom.endswith("y") and len(atom) > 1:  # by too: pies are asked for as py
        return _INNER_JOINT.join([*letters[:-1], "(?:ys?|ies)"])
    plural = "(?:e?s)?" if len(atom) >= _SHORTEST_SINGULAR else ""
    return _INNER_JOINT.join(letters) + plural
