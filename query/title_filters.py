"""What titles say, as filters: a word, a quantity, and that a thing is only for another one.

For products whose fields say less than their titles; titles are all that some shops have.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from indexer.analysis import Analyzer, QueryToken
from indexer.cached import cached
from indexer.filters import AllOf, AnyOf, Filter, Not, Term, Terms, all_of

__all__ = ["TitleFilters", "any_of", "tells_accessories", "title_has"]

_CACHED = 4_096  # spellings: some hundred bytes each
_FITTED = ("适用", "适配", "通用", "兼容")
_PAIR = 2
_HAN = re.compile("[\u4e00-\u9fff]+")


class TitleFilters:
    """Compiles spellings. `heads`: the nouns of accessories. Safe to share between threads."""

    def __init__(self, analyzer: Analyzer, heads: Sequence[str]) -> None:
        self._analyzer = analyzer
        self._heads = heads
        self.has = cached(_CACHED, self._has)
        self.holds = cached(_CACHED, self._holds)
        self._accessory = cached(_CACHED, self._named)

    def any_of(self, spellings: Iterable[str]) -> Filter:
        """The title has one of the spellings; of none, nothing is met."""
        return any_of(map(self.has, _telling(dict.fromkeys(spellings)))) or AnyOf()

    def _has(self, spelling: str) -> Filter:
        return title_has(self._analyzer, spelling)

    def _holds(self, quantity: str) -> Filter:
        """A quantity as a word of its own: no 6 here and gb there is 6gb."""
        tokens = self._analyzer.query(quantity)
        if any(word.han for word in tokens.words):
            return title_has(self._analyzer, quantity, _whole)
        return all_of(*(Term("title_words", word.word) for word in tokens.words))

    def without_accessories(self, spellings: Sequence[str]) -> Filter:
        """The title has one of the spellings, and means the thing itself: no 手机壳, no 手机膜."""
        joints = {
            one[-1] + head[0]
            for one in spellings
            for head in self._heads
            if one and not one[-1].isascii() and not head[0].isascii()
        }
        beside = Terms("title_bigrams", tuple(sorted(joints.union(_FITTED))))
        # 玻璃 is a part of a phone, and of the name of 玻璃水.
        own = frozenset(end for one in spellings for end in self._ends if end in one)
        return all_of(self.any_of(spellings), Not(AllOf((beside, self._accessory(own)))))

    @cached_property
    def _ends(self) -> frozenset[str]:
        """The last two characters of the nouns of accessories, or the only one.

        One set of terms instead of hundreds of phrases.
        """
        return frozenset(head[-_PAIR:] for head in self._heads)

    def _named(self, own: frozenset[str]) -> Filter:
        """The title has one of the nouns, but for those."""
        ends = self._ends - own
        pairs = tuple(sorted(end for end in ends if len(end) == _PAIR))
        alone = tuple(sorted(end for end in ends if len(end) < _PAIR))
        return AnyOf((Terms("title_bigrams", pairs), Terms("title_chars", alone)))


def _telling(spellings: Collection[str]) -> Iterable[str]:
    """Those that hold none of the others: what has 苏打饼干 has 饼干."""
    short = [one for one in spellings if len(one) >= _PAIR and _HAN.fullmatch(one)]
    return (one for one in spellings if not any(part in one and part != one for part in short))


def _whole(word: QueryToken) -> Filter:
    """The 1 of 1匹 is a word of its own, and not the one of J1U97."""
    return Term("title_words", word.word)


def title_has(
    analyzer: Analyzer, spelling: str, latin_as: Callable[[QueryToken], Filter] | None = None
) -> Filter:
    """The title has its Han runs side by side, its Latin words and numbers anywhere.

    `latin_as` says how a Latin word or number stands there, by default as a word or in parts.
    """
    tokens = analyzer.query(spelling)
    pairs = [pair for run in tokens.runs for pair in map("".join, pairwise(run))]
    in_runs = {char for run in tokens.runs for char in run}
    single = [
        Term("title_chars", word.word)
        for word in tokens.words
        if word.han and len(word.atoms) == 1 and word.word not in in_runs
    ]
    latin = [(latin_as or _latin)(word) for word in tokens.words if not word.han]
    return all_of(*(Term("title_bigrams", pair) for pair in pairs), *single, *latin)


def tells_accessories(filter_: Filter) -> bool:
    """Whether this is what `without_accessories` leaves out: hundreds of words that nobody reads."""
    match filter_:
        case AllOf((Terms("title_bigrams", beside), AnyOf())):
            return set(_FITTED) <= set(beside)
        case _:
            return False


def any_of(parts: Iterable[Filter]) -> Filter | None:
    """One of the filters, terms of one column gathered; None for none."""
    terms: dict[str, dict[str | int, None]] = {}
    others: dict[Filter, None] = {}
    for part in parts:
        match part:
            case Term(field, value):
                terms.setdefault(field, {})[value] = None
            case Terms(field, values):
                terms.setdefault(field, {}).update(dict.fromkeys(values))
            case _:
                others[part] = None
    gathered: list[Filter] = [
        Term(field, next(iter(values))) if len(values) == 1 else Terms(field, tuple(values))
        for field, values in terms.items()
    ]
    kept = (*gathered, *others)
    return kept[0] if len(kept) == 1 else AnyOf(kept) if kept else None


def _latin(word: QueryToken) -> Filter:
    if len(word.atoms) == 1:
        return AnyOf((Term("title_words", word.word), Term("title_chars", word.atoms[0])))
    atoms = all_of(*(Term("title_chars", atom) for atom in word.atoms))
    return AnyOf((Term("title_words", word.word), atoms))
