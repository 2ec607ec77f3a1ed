"""Phrases and an index of them, for tests of what is found and in which order."""

from dataclasses import dataclass

from hypothesis import strategies as st

from query.lexicon.sounds import syllables
from query.suggest import Rule, SuggestService
from query.suggest.curation import Curation
from query.suggest.index import SuggestionIndex
from query.suggest.phrases import Kind, Phrase, distinct
from query.suggest.ranking import Ranking
from query.suggest.spelling import compact

__all__ = ["PHRASES", "index_of", "phrase", "service_of", "texts"]

_WORDS = ("华为", "手机", "重庆", "长款", "绿茶", "女装", "乐高", "空调", "安", "西", "Mate 60", "iPhone", "ＬＥＧＯ",
          "連衣裙", "5G", "a", "き", "é", "-", "😀", "𠀀", "嗯", "ß")  # fmt: skip

PHRASES = st.lists(
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5).map("".join) | st.text(max_size=12),
    max_size=12,
)
"""Texts of Han, Latin, digits, kana and signs, and any others."""


def phrase(
    text: str, kind: Kind = Kind.QUERY, weight: float = 0.5, aliases: tuple[str, ...] = ()
) -> Phrase:
    return Phrase(kind=kind, text=text, target=text, weight=weight, aliases=aliases)


def index_of(*phrases: str | Phrase) -> SuggestionIndex:
    """An index of phrases; texts are queries of one weight."""
    return SuggestionIndex.built(
        distinct(one if isinstance(one, Phrase) else phrase(one) for one in phrases)
    )


def service_of(*phrases: str | Phrase, rules: tuple[Rule, ...] = ()) -> SuggestService:
    """What a shop with those phrases suggests; it has every product."""
    known = distinct(one if isinstance(one, Phrase) else phrase(one) for one in phrases)
    index = SuggestionIndex.built(known, sounds=syllables())
    return SuggestService(Given(index, Curation(rules)), lambda ids: ids)


@dataclass(frozen=True)
class Given:
    """Phrases and lists that do not change."""

    index: SuggestionIndex
    curation: Curation


def texts(index: SuggestionIndex, typed: str, *, limit: int = 10) -> list[str]:
    """What is found for what was typed, the best first."""
    return [
        index.text(found.phrase) for found in Ranking(index).ranked(compact(typed), limit=limit)
    ]
