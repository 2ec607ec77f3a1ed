"""Words that are not wanted and that only titles know: 洗衣液 不要薰衣草.

What stands behind a sure cue, up to a blank, 的 or the end, and is of no word of the lexicon. A wish that
is about nothing in the shop's titles, as 不要花哨的, is none.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from query.lexicon.entries import Kind
from query.lexicon.lexicon import Lexicon
from query.understanding.scope import Role, Scoped

__all__ = ["refused"]

_STRETCH = re.compile(r"[^ ,;。!?的了]*")
_JOINT = re.compile(r"(?:和|或者?|与|跟|及|以及|还有|也|又|、|/|&|味|款|型|类|系|吧|啊|呀)")
_SHORT = 2


def refused(
    roles: Sequence[Scoped], text: str, words: Sequence[int], lexicon: Lexicon
) -> tuple[list[Scoped], list[tuple[int, int]]]:
    """The roles without what is no word there, 铁 of 不要拿铁, and where refused words stand.

    `words`: where the segmenter's words begin and end.
    """
    kept, spans = list(roles), []
    for at, one in enumerate(roles):
        if not _is_sure(one):
            continue
        start = one.meaning.end
        found = _STRETCH.match(text, start)
        end = found.end() if found else start
        following = [other for other in roles[at + 1 :] if other.meaning.start < end]
        parts = list(_parts(text, start, end, words))
        if not parts or any(other.role is Role.EXCLUDED for other in following):
            continue
        if any(other.meaning.start == first for other in following for first, _ in parts):
            continue  # what goes on there is known
        kept = [other for other in kept if other not in following]
        named = _listed(parts, text, lexicon)
        if all(_is_told(text[first:last], lexicon) for first, last in named):
            spans += named
    return kept, spans


def _listed(parts: Sequence[tuple[int, int]], text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The members of a list. What is no word of titles goes on: the 拿 and 铁 of 拿铁.

    So does what makes a longer one: the 屏 of 全面屏.
    """
    found: list[tuple[int, int]] = []
    goes_on = is_beside = False
    for first, last in parts:
        if _JOINT.fullmatch(text[first:last]):
            goes_on = is_beside = False
            continue
        told = _is_told(text[first:last], lexicon)
        if (goes_on and not told) or (is_beside and text[found[-1][0] : last] in lexicon.weights):
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
        goes_on, is_beside = not told, True
    return found


def _is_told(word: str, lexicon: Lexicon) -> bool:
    """Whether a word stands in titles, alone or in a longer one: 拿铁 of 拿铁味."""
    if len(word) < _SHORT:
        return False
    return word in lexicon.weights or any(word in longer for longer in lexicon.weights)


def _is_sure(one: Scoped) -> bool:
    sense = one.meaning.sense
    return sense is not None and sense.kind is Kind.NEGATION and sense.name == "sure"


def _parts(text: str, start: int, end: int, words: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The segmenter's words of a stretch."""
    edges = sorted({start, end, *(edge for edge in words if start < edge < end)})
    yield from ((a, b) for a, b in pairwise(edges) if text[a:b].strip())
