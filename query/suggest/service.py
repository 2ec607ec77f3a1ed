"""What the search box shows while a shopper types: a text in, at most ten suggestions out.

The index of phrases and the lists of the shop are kept up to date by `query.suggest.upkeep`.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Protocol

from query.form import SearchForm
from query.places import category_address, product_address
from query.suggest.curation import Curation
from query.suggest.hearing import Hearing
from query.suggest.index import Matches, SuggestionIndex
from query.suggest.phrases import Kind
from query.suggest.ranking import Found, Ranking, arranged
from query.suggest.slips import Slips
from query.suggest.spelling import compact, places

__all__ = ["LIMIT", "LONGEST_TYPED", "Existing", "Source", "SuggestService", "Suggestion"]

LIMIT = 10
LONGEST_TYPED = 64
"""Characters; what is longer is no beginning of a phrase."""

_SPARE = 5  # products looked up beyond those shown: some may be gone

_LEAST_LETTERS = 4  # of a text that may have an error: a shorter one may be nearly anything
_LEAST_CHARACTERS = 2  # of one that has Han

_ALIKE = 2
_NO_DIGITS = dict.fromkeys(map(ord, "0123456789"))
_PRODUCT = int(Kind.PRODUCT)  # members of an enumeration are slow to get at

Existing = Callable[[Sequence[str]], Collection[str]]
"""Which of some product ids there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """`highlight`: the text as escaped HTML, with `<mark>` around what was typed."""

    kind: str
    text: str
    highlight: str
    address: str

    def to_json(self) -> dict[str, Any]:
        """As the API has it."""
        return {
            "kind": self.kind,
            "text": self.text,
            "highlight": self.highlight,
            "address": self.address,
        }


class SuggestService:
    """Suggests from what its source has at the moment. Safe to share between threads."""

    def __init__(self, source: "Source", existing: Existing) -> None:
        """`existing` is asked for the products that would be shown."""
        self._source = source
        self._existing = existing
        self._ready = _Ready(source.index, source.curation)

    def suggest(self, text: str) -> list[Suggestion]:
        """At most LIMIT suggestions, the best first; none while no index is built.

        A forced phrase stands first, a blocked one is never there, and every product exists. Where no
        phrase begins so at all, those that may have been meant: a text that begins one has no error.
        """
        typed = compact(text) if len(text) <= LONGEST_TYPED else ""
        if not typed:
            return []
        ready = self._prepared()
        index, curation = ready.index, ready.curation
        forced = curation.forced_for(typed)[:LIMIT]
        names = (compact(curation.index.text(one.phrase)) for one in forced)
        apart = ready.blocked | set(map(index.whole, names))
        limit = LIMIT + len(apart) + _SPARE
        ranked = ready.ranking.ranked(typed, limit=limit)
        if not ranked and not forced:
            ranked = ready.ranking.chosen(ready.corrections(typed), limit)
        found = self._there(index, [one for one in ranked if one.phrase not in apart])
        kinds = [Kind(index.kinds[one.phrase]) for one in found]
        chosen = arranged(kinds, limit=LIMIT - len(forced))
        return [
            *(_forced(index, curation.index, one) for one in forced),
            *(_suggestion(index, found[place]) for place in chosen),
        ]

    def _prepared(self) -> "_Ready":
        """What is made once of an index and a list, of the present ones."""
        ready, source = self._ready, self._source
        if ready.index is not source.index or ready.curation is not source.curation:
            ready = self._ready = _Ready(source.index, source.curation)
        return ready

    def _there(self, index: SuggestionIndex, found: Sequence[Found]) -> list[Found]:
        """Those that lead somewhere, as a product may have been deleted since; none of them the
        third product that differs from others in nothing but a number."""
        asked: dict[int, str] = {}
        alike: dict[str, int] = {}
        for one in found:
            if index.kinds[one.phrase] == _PRODUCT and len(asked) < LIMIT + _SPARE:
                name = index.text(one.phrase).translate(_NO_DIGITS)
                alike[name] = alike.get(name, 0) + 1
                if alike[name] <= _ALIKE:
                    asked[one.phrase] = index.target(one.phrase)
        there = self._existing(list(asked.values())) if asked else ()
        return [
            one
            for one in found
            if index.kinds[one.phrase] != _PRODUCT or asked.get(one.phrase) in there
        ]


class _Ready:
    """An index with its scores, and the numbers of the phrases that a list blocks."""

    def __init__(self, index: SuggestionIndex, curation: Curation) -> None:
        self.index, self.curation = index, curation
        self.ranking = Ranking(index)
        self._hearing, self._slips = Hearing(index), Slips(index)
        self.blocked: frozenset[int | None] = frozenset(map(index.whole, curation.blocked))

    def corrections(self, typed: str) -> Iterator[Matches]:
        """What begins as a text does that has an error in it."""
        if len(typed) >= (_LEAST_LETTERS if typed.isascii() else _LEAST_CHARACTERS):
            yield from self._hearing.matches(typed)
            yield from self._slips.matches(typed)


class Source(Protocol):
    """Where the phrases and the lists come from; each is replaced as a whole."""

    @property
    def index(self) -> SuggestionIndex:
        """The phrases."""
        ...

    @property
    def curation(self) -> Curation:
        """The lists of the shop."""
        ...


def _suggestion(index: SuggestionIndex, found: Found) -> Suggestion:
    text = index.text(found.phrase)
    return Suggestion(
        kind=Kind(index.kinds[found.phrase]).name.lower(),
        text=text,
        highlight=_marked(text, found),
        address=_address(index, found.phrase),
    )


def _forced(index: SuggestionIndex, forced: SuggestionIndex, found: Found) -> Suggestion:
    """A forced phrase leads where the shop's own phrase of that name leads."""
    text = forced.text(found.phrase)
    known = index.whole(compact(text))
    if known is not None and index.kinds[known] == _PRODUCT:
        known = None  # it may be gone; a search finds what is there
    own, phrase = (forced, found.phrase) if known is None else (index, known)
    return Suggestion(
        kind=Kind(own.kinds[phrase]).name.lower(),
        text=text,
        highlight=_marked(text, found),
        address=_address(own, phrase),
    )


def _address(index: SuggestionIndex, phrase: int) -> str:
    target = index.target(phrase)
    match Kind(index.kinds[phrase]):
        case Kind.PRODUCT:
            return product_address(target)
        case Kind.BRAND:
            return SearchForm(chosen={"brand": (target,)}).address()
        case Kind.CATEGORY:
            return category_address(target)
        case Kind.QUERY:
            return SearchForm(text=target).address()


def _marked(text: str, found: Found) -> str:
    if found.start < 0 or not found.typed:
        return escape(text)
    at = places(text)
    start, end = at[found.start][0], at[found.start + found.typed - 1][1]
    return f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"
