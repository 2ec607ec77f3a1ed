"""Which of the overlapping words and quantities of a text are meant: the best way through a lattice.

A segment is worth its kind's weight times its length to the power of 1.5; an edge that cuts a word of
the segmenter costs. What no segment covers is worth nothing (query understanding §6, stage 5).
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from query.lexicon.entries import Kind, Sense
from query.lexicon.lexicon import Found
from query.lexicon.shipped import tails
from query.understanding.measures import is_called_memory
from query.understanding.quantities import Quantity
from query.understanding.typed import Typed

__all__ = ["Match", "decoded"]

_CUT = 0.9  # for each edge inside a word
_POWER = 1.5
_NUMBERED = 1.02
_SEVERAL = (0, 0)
_FREED = 0.5  # of that cost where the word itself is known: the segmenter cuts 实木床 before 木床
_CUT_SHORT = 0.6  # of 民谣吉他 in 民谣吉他弦, which ends in another type
_JOINT = re.compile("[或和与跟及]")
_CUES = (Kind.NEGATION, Kind.COMPARISON)
_FREEING = (Kind.CATEGORY, Kind.VALUE, Kind.MODEL)
_QUANTITY = 1.0
_ONE = 0.4  # 想要一个: an article
_ONES = frozenset(f"一{measure}" for measure in "个款台条件双支瓶辆套只把本张部顶副盏袋盒份")
_SHORT_BRAND = 2
_TRUSTED = 0.5
_WEIGHTS = {
    Kind.MODEL: 1.15,
    Kind.TRAP: 1.1,
    Kind.CATEGORY: 1.05,
    Kind.BRAND: 1.0,
    Kind.SORT: 1.0,
    Kind.FLAG: 1.0,
    Kind.SERVICE: 1.0,
    Kind.VALUE: 0.95,
    Kind.NEGATION: 0.95,
    Kind.COMPARISON: 0.9,
    Kind.COMPATIBLE: 0.9,
    Kind.QUESTION: 0.9,
    Kind.STORE: 0.9,
    Kind.STOP: 0.5,
}


@dataclass(frozen=True, slots=True)
class Match:
    """A segment of `Typed.text` with what it may mean: senses of a word, or a quantity."""

    start: int
    end: int
    senses: tuple[Sense, ...] = ()
    quantity: Quantity | None = None

    def sense(self, kind: Kind) -> Sense | None:
        """Its likeliest sense of a kind."""
        return next((sense for sense in self.senses if sense.kind is kind), None)


def decoded(
    text: Typed, found: Iterable[Found], quantities: Iterable[Quantity], words: Sequence[int]
) -> list[Match]:
    """The segments of the best way, from left to right. `words`: where the segmenter's words end."""
    segments: dict[int, list[tuple[float, Match]]] = {}
    quantities = list(quantities)
    found = list(_without_weights(found, text, quantities))
    cut = {0, len(text.text), *words}
    edges = cut | {found.end() for found in _JOINT.finditer(text.text)}
    edges.update(edge for quantity in quantities for edge in (quantity.start, quantity.end))
    own = frozenset(edges)
    freeing: dict[int, tuple[int, int]] = {}
    for start, end, senses in found:  # 凉鞋女: what stands beside a known word stands free
        if end - start > 1 and any(sense.kind in _FREEING for sense in senses):
            span = text.text_span(start, end)
            for edge in span:
                # Nobody frees itself: 皮的 of 真皮的.
                freeing[edge] = span if freeing.get(edge, span) == span else _SEVERAL
    edges.update(freeing)
    for start, end, senses in found:
        first, last = text.text_span(start, end)
        if kept := _usable(senses, text.text, (first, last), edges, cut):
            weight = max(_WEIGHTS[sense.kind] for sense in kept)
            if (
                text.compact[start].isdigit()
                and kept[0].kind is Kind.VALUE
                and not is_called_memory(text.text, first, last)
            ):
                weight = _NUMBERED  # 3.5mm is a plug before it is a length
            worth = weight * (end - start) ** _POWER - _cuts(text.text, (first, last), edges)
            alone = [at for at in (first, last) if freeing.get(at) == (first, last)]
            if alone:
                worth -= _FREED * _cuts(text.text, alone, own)
            if kept[0].kind is Kind.CATEGORY and tails().match(text.text, last):
                worth *= _CUT_SHORT
            segments.setdefault(last, []).append((worth, Match(first, last, kept)))
    for quantity in quantities:
        is_one = text.text[quantity.start : quantity.end] in _ONES
        worth = (_ONE if is_one else _QUANTITY) * (quantity.end - quantity.start) ** _POWER
        match = Match(quantity.start, quantity.end, quantity=quantity)
        segments.setdefault(quantity.end, []).append((worth, match))
    return _without_ends(_best_way(segments), text.text)


def _without_ends(way: Sequence[Match], text: str) -> list[Match]:
    """Without lone characters that end a word nobody knows: 铁 of 拿铁."""
    known = {at for one in way for at in range(one.start, one.end)}
    return [
        one
        for one in way
        if one.end - one.start > 1
        or one.sense(Kind.VALUE) is None
        or one.start - 1 in known
        or not _is_han(text[max(0, one.start - 1) : one.start])
    ]


def _without_weights(
    found: Iterable[Found], text: Typed, quantities: Iterable[Quantity]
) -> Iterator[Found]:
    """No models that end within a weight: 苹果15斤 is fifteen of something."""
    weighed = [(one.start, one.end) for one in quantities if one.is_mass]
    for one in found:
        first, last = text.text_span(one.start, one.end) if weighed else (0, 0)
        if any(first < start < last < end for start, end in weighed):
            senses = tuple(sense for sense in one.senses if sense.kind is not Kind.MODEL)
            yield one._replace(senses=senses)
        else:
            yield one


def _best_way(segments: dict[int, list[tuple[float, Match]]]) -> list[Match]:
    if not segments:
        return []
    length = max(segments)
    best = [0.0] * (length + 1)
    chosen: list[Match | None] = [None] * (length + 1)
    for end in range(1, length + 1):
        best[end] = best[end - 1]
        for worth, match in segments.get(end, ()):
            if best[match.start] + worth > best[end]:
                best[end], chosen[end] = best[match.start] + worth, match
    way: list[Match] = []
    at = length
    while at > 0:
        last = chosen[at]
        if last is None:
            at -= 1
        else:
            way.append(last)
            at = last.start
    return way[::-1]


def _usable(
    senses: tuple[Sense, ...], text: str, span: tuple[int, int], edges: set[int], cut: set[int]
) -> tuple[Sense, ...]:
    """A lone character is a word only by itself, and so is a brand of two: 美的 is not in 美美的.

    A lone cue has to be a word of the segmenter's `cut`: 无 of 无烟 negates nothing.
    """
    start, end = span
    free = _is_edge(text, start, edges) and _is_edge(text, end, edges)
    if end - start > _SHORT_BRAND or (free and end - start > 1):
        return senses
    if end - start > 1:
        # 方太侧吸油烟机: the segmenter does not know every name.
        known = _is_edge(text, start, edges)
        return tuple(s for s in senses if s.kind is not Kind.BRAND or (known and _is_known(s)))
    alone = _is_edge(text, start, cut) and _is_edge(text, end, cut)
    return tuple(s for s in senses if (alone if s.kind in _CUES else free))


def _is_known(brand: Sense) -> bool:
    return brand.source != "lexicon" and brand.trust >= _TRUSTED


def _cuts(text: str, places: Iterable[int], edges: Container[int]) -> float:
    return _CUT * sum(not _is_edge(text, at, edges) for at in places)


def _is_edge(text: str, at: int, edges: Container[int]) -> bool:
    """Only Han words can be cut: Latin ones and numbers are whole already."""
    return at in edges or not (_is_han(text[at - 1]) and _is_han(text[at]))


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
