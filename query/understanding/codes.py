"""Models that no list has: a code behind a brand (惠普 m1136, 乐高 42143), a known one that goes on (t50 pro).

What is a size, memory or another quantity is no code, nor is what all makers put in: i7, ddr5, wifi6.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from indexer.units import readings, unit_at
from query.lexicon.entries import Kind
from query.lexicon.lexicon import Lexicon
from query.parse import CODED, Slot, Span
from query.understanding.scope import Role, Scoped
from query.understanding.typed import Typed

__all__ = ["coded"]

_CONFIDENCE = 0.8
_TOKEN = re.compile(r"(?<![a-z0-9/.])[a-z0-9](?:[a-z0-9+]|[.-](?=[a-z0-9]))*")
_VARIANT = re.compile(
    r" ?(?:(?:pro|max|ultra|plus|mini|se|air|lite|fold|flip|neo|turbo)(?![a-z])|\+(?! ?[\d\u4e00-\u9fff]))"
)
_NUMBER = re.compile(r" ?(\d{1,4})(?![\d.*×+~-])[a-z]{0,3}(?![a-z0-9])")
_LONG = 4  # characters of a code that stands anywhere; a shorter one right behind its brand
_BARE = re.compile(r"\d{4,6}")
_ROUND = 100  # 乐高 42143 is a model, 乐高 1000 is none
_YEARS = range(1990, 2036)
_MEASURED = re.compile(r"\d+(?:\.\d+)?([a-z]+)")
_SCALES = ("w", "k", "pd")
_PARTS = re.compile(
    r"[ir][3579](?:-?\d{3,5}[a-z]*)?|(?:m[1-5]|a1[0-9])(?:pro|max)?|(?:rtx?|gtx|rx|ultra)-?\d+[a-z]*|"
    r"(?:lp)?ddr\d[a-z]*|wi-?fi\d[a-z]*|usb[\d.]*|type-?c\d?|ip[x\d]\d|hdr\d*|mp\d|gen\d|pcie[\d.]*|"
    r"(?:cr|lr|ag)\d+[a-z]*|\d{1,2}w-?\d{2}|h26[45]|spf\d+\+*|pa\++|pm[\d.]+|"
    r"[2-6]xl|\d{2,3}[a-h]|[ab]\d|[bdkq]\d{1,2}|\d[a-z]|\d+x\d+[a-z]*"
)
"""Chips, memory, connections, cells, oils, screens' depths, sizes, vitamins: of many makers."""


def coded(
    roles: Sequence[Scoped], slots: Sequence[Slot], text: Typed, lexicon: Lexicon
) -> list[Slot]:
    """The slots with a model that is a code, or with a known model as far as it goes on."""
    named = [one for one in roles if one.role is Role.WANTED]
    taken = {at for slot in slots for span in slot.spans for at in range(span.start, span.end)}
    known = [slot for slot in slots if slot.name == "model"]
    if known:
        last = [one for one in named if one.meaning.is_a(Kind.MODEL)][-1:]
        longer = next((_continued(one, taken, text, lexicon) for one in last), None)
        return [longer if slot is known[-1] and longer else slot for slot in slots]
    brands = [one for one in named if one.meaning.is_a(Kind.BRAND)]
    if len(brands) != 1:
        return list(slots)
    found = next(_codes(brands[0], taken, text, lexicon), None)
    return [*slots, _slot(text, *found)] if found else list(slots)


def _continued(one: Scoped, taken: set[int], text: Typed, lexicon: Lexicon) -> Slot | None:
    """A known model with what makes it another one: t50 pro, 天选 5."""
    start, end = one.meaning.start, one.meaning.end
    after = end
    if not text.text[end - 1].isdigit():
        after = _numbered(end, taken, text)
    after = _with_variant(after, text)
    sense = one.meaning.sense
    if after == end or sense is None:
        return None
    model = lexicon.models.get(sense.name)
    behind = _behind(model.brand, start, end, text, lexicon) if model else start
    return replace(_slot(text, behind, after), spans=(_span(text, start, after),))


def _behind(brand: str, start: int, end: int, text: Typed, lexicon: Lexicon) -> int:
    """Where a model begins behind its brand: 科沃斯t50 is a t50."""
    for at in range(end - 1, start + 1, -1):
        senses = lexicon.senses(text.text[start:at].replace(" ", ""))
        if any(sense.kind is Kind.BRAND and sense.name == brand for sense in senses):
            return at + (text.text[at] == " ")
    return start


def _codes(
    brand: Scoped, taken: set[int], text: Typed, lexicon: Lexicon
) -> Iterator[tuple[int, int]]:
    """Where a code may stand, behind its brand first."""
    edge = brand.meaning.end
    tokens = [found.span() for found in _TOKEN.finditer(text.text)]
    behind = [token for token in tokens if token[0] >= edge]
    before = [token for token in tokens if token[1] <= brand.meaning.start]
    for start, end in chain(behind, before):
        token = text.text[start:end]
        if not _is_free((start, end), taken, text) or lexicon.senses(token):
            continue
        beside = text.text[edge:start] in ("", " ") and start >= edge
        if _is_code(token, beside=beside):
            yield start, _with_variant(end, text)
        elif beside and token.isalpha() and len(token) >= _LONG - 1:  # kayano 31
            after = _numbered(end, taken, text)
            if after > end:
                yield start, _with_variant(after, text)


def _is_code(token: str, *, beside: bool) -> bool:
    if _PARTS.fullmatch(token) or _is_measured(token):
        return False
    if token.isdigit():
        code = _BARE.fullmatch(token) is not None and int(token) not in _YEARS
        return beside and code and int(token) % _ROUND != 0
    letters = any(map(str.isalpha, token)) and any(map(str.isdigit, token))
    return letters and (len(token) >= _LONG or (beside and token[0].isalpha()))


def _is_measured(token: str) -> bool:
    found = _MEASURED.fullmatch(token.strip())
    return found is not None and (bool(readings(found[1])) or found[1] in _SCALES)


def _numbered(end: int, taken: set[int], text: Typed) -> int:
    """Behind the number that follows; no number of anything, and no year."""
    found = _NUMBER.match(text.text, end)
    if found is None or not _is_free(found.span(1), taken, text) or _is_measured(found[0]):
        return end
    is_other = int(found[1]) in _YEARS or unit_at(text.text, found.end())[0]
    return end if is_other else found.end()


def _is_free(place: tuple[int, int], taken: set[int], text: Typed) -> bool:
    return taken.isdisjoint(range(*text.raw_span(*place)))


def _with_variant(end: int, text: Typed) -> int:
    """Behind pro, max or plus, where they follow."""
    while found := _VARIANT.match(text.text, end):
        end = found.end()
    return end


def _slot(text: Typed, start: int, end: int) -> Slot:
    span = _span(text, start, end)
    code = text.text[start:end]  # in one width and case
    return Slot(name="model", values=(code,), spans=(span,), source=CODED, confidence=_CONFIDENCE)


def _span(text: Typed, start: int, end: int) -> Span:
    first, last = text.raw_span(start, end)
    return Span(first, last, text.raw[first:last])
