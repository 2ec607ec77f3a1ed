"""Words to clauses: what must be met for a product to be a hit, and what scores it.

Strict first, looser only where that finds too little (semantics §3). Filters are not planned
here: `query.choices` makes them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.analysis import Analyzer, QueryToken, QueryTokens
from indexer.fields import Schema, Stream, TextField
from indexer.request import AtLeast, Clause, Phrase, Text, Token, Weighted

__all__ = ["Plan", "Planner"]

# MRR@10 of strict above loose on 19,317 web titles moved by less than 0.003 for changes of a
# third in any of these; the words alone give 0.782, the bigrams alone 0.807.
_WORDS_WEIGHT = 0.3
_CHARS_WEIGHT = 1.0
_BIGRAMS_WEIGHT = 0.7
# Of a whole Han run in the first text, the title: MRR@10 0.8256, with 1 0.8244, with 2 0.8222. A
# phrase costs as much as ten terms, so it is not asked of the other texts.
_RUN_WEIGHT = 0.5

# Of more than two words, rounded up; one or two must all be met.
_STRICT_SHARE = (3, 4)
# Of the bigrams, before any one of them is enough: of three words typed, two should be met.
_NEAR_SHARE = (1, 2)
# Of the characters of a text of at most four, in the title, where no bigram is met. Recall@100 on
# web titles is 0.891 with it, 0.889 without, and 0.892 for texts of any length, at three times the
# matches and the time of a page.
_LOOSE_SHARE = (1, 2)
_SHORT_TEXT = 4

# A pasted paragraph must not become thousands of clauses (a cluster refuses them, a page waits).
_MAX_WORDS = 32
_MAX_GRAMS = 64
_MAX_RUN = 16
_MAX_RUNS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The ways to ask for a text: strict, then `looser` ones; each has all hits of those before.

    `tokens` are for highlighting; `cut`: not all words are used.
    """

    text: str
    strict: Text
    looser: tuple[Text, ...]
    tokens: QueryTokens
    cut: bool


class Planner:
    """Plans texts for one schema."""

    def __init__(self, analyzer: Analyzer, schema: Schema) -> None:
        self._analyzer = analyzer
        self._schema = schema

    def plan(self, text: str, whole: str | None = None) -> Plan | None:
        """The plan for a text; None where it has nothing to search for.

        `whole`: the text that scores, where more scores than must be met: the words of filters too.
        """
        required = self._analyzer.query(text)
        tokens = required if whole in (None, text) else self._analyzer.query(whole or "")
        if not tokens.words:
            return None
        scoring = tuple(self._scoring(tokens))
        if not required.words:
            return Plan(
                text=whole or text,
                strict=Text(None, scoring),
                looser=(),
                tokens=tokens,
                cut=_is_cut(tokens),
            )
        words = required.words[:_MAX_WORDS]
        chars, telling = required.chars[:_MAX_GRAMS], required.telling[:_MAX_GRAMS]
        met = tuple(self._met(word) for word in words)
        strict = AtLeast(_minimum(len(met)), met)
        # What is met strictly is met loosely too: else the loose total would lack it.
        looser = [AtLeast(1, (strict, *alike)) for alike in self._resembling(chars, telling)]
        return Plan(
            text=whole or text,
            strict=Text(strict, scoring),
            looser=tuple(Text(required, scoring) for required in looser),
            tokens=tokens,
            cut=_is_cut(required) or _is_cut(tokens),
        )

    def _met(self, word: QueryToken) -> Clause:
        """In some text by its characters, or as a word: 酒 finds 白酒, smc5000 SM-C5000."""
        spelled = tuple(self._spelled(text, word) for text in self._schema.texts)
        if word.han:
            return AtLeast(1, spelled)  # what has a Han word has its characters
        whole = (Token(text.column(text.whole), word.word) for text in self._schema.texts)
        return AtLeast(1, (*whole, *spelled))

    @staticmethod
    def _spelled(text: TextField, word: QueryToken) -> Clause:
        if len(word.atoms) == 1:
            return Token(text.column(Stream.CHARS), word.atoms[0])
        if not word.han or Stream.BIGRAMS not in text.streams:
            return Phrase(text.column(Stream.CHARS), word.atoms[:_MAX_GRAMS])
        # All its pairs, for the phrase: of 10,000 real queries on web titles 5 find another number
        # of them, and asking takes a third of the time.
        column = text.column(Stream.BIGRAMS)
        pairs = tuple(map("".join, pairwise(word.atoms)))[:_MAX_GRAMS]
        return AtLeast(len(pairs), tuple(Token(column, pair) for pair in pairs))

    def _resembling(
        self, chars: Sequence[str], bigrams: Sequence[str]
    ) -> Iterable[tuple[Clause, ...]]:
        """Half of the bigrams; then one of them, or of a short title half of the characters.

        A lone 6 of `iphone 6`, or any 水 for 花露水, is too little.
        """
        met = tuple(AtLeast(1, self._columns(Stream.BIGRAMS, gram)) for gram in bigrams)
        half = _share(len(met), _NEAR_SHARE)
        if half > 1:
            yield (AtLeast(half, met),)
        if 1 < len(chars) <= _SHORT_TEXT:
            main = self._schema.texts[0].column(Stream.CHARS)
            singles = tuple(Token(main, char) for char in chars)
            met += (AtLeast(max(2, _share(len(chars), _LOOSE_SHARE)), singles),)
        yield met

    def _scoring(self, tokens: QueryTokens) -> Iterable[Clause]:
        for word in tokens.words[:_MAX_WORDS]:
            yield from self._weighted(Stream.WORDS, word.word, _WORDS_WEIGHT)
        for char in tokens.chars[:_MAX_GRAMS]:
            yield from self._weighted(Stream.CHARS, char, _CHARS_WEIGHT)
        for bigram in tokens.bigrams[:_MAX_GRAMS]:
            yield from self._weighted(Stream.BIGRAMS, bigram, _BIGRAMS_WEIGHT)
        main = self._schema.texts[0].column(Stream.CHARS)
        for run in tokens.runs[:_MAX_RUNS]:
            if len(run) > 2:  # noqa: PLR2004 - two side by side are a bigram already
                yield Weighted(Phrase(main, run[:_MAX_RUN]), _RUN_WEIGHT)

    def _weighted(self, stream: Stream, token: str, weight: float) -> Iterable[Clause]:
        for text in self._schema.texts:
            if stream in text.scored:
                yield Weighted(Token(text.column(stream), token), text.weight * weight)

    def _columns(self, stream: Stream, token: str) -> tuple[Clause, ...]:
        return tuple(
            Token(text.column(stream), token)
            for text in self._schema.texts
            if stream in text.streams
        )


def _is_cut(tokens: QueryTokens) -> bool:
    return (
        len(tokens.words) > _MAX_WORDS or max(len(tokens.chars), len(tokens.bigrams)) > _MAX_GRAMS
    )


def _minimum(count: int) -> int:
    return count if count <= 2 else _share(count, _STRICT_SHARE)  # noqa: PLR2004 - semantics §3


def _share(count: int, share: tuple[int, int]) -> int:
    """That share of `count`, rounded up, in integers."""
    part, whole = share
    return -(-count * part // whole)
