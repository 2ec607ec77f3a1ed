"""Words to what scores them: in each stream and text, with its weight."""

from collections.abc import Callable, Iterable

from indexer.analysis import Analyzer, QueryTokens
from indexer.fields import Schema, Stream
from indexer.request import AtLeast, Best, Clause, Phrase, Token, Weighted
from query.synonyms.rules import Swap

__all__ = ["MAX_GRAMS", "MAX_WORDS", "Score"]

# MRR@10 of strict above loose on 19,317 web titles moved by less than 0.003 for changes of a
# third in any of these; the words alone give 0.782, the bigrams alone 0.807.
_WORDS_WEIGHT = 0.3
_CHARS_WEIGHT = 1.0
_BIGRAMS_WEIGHT = 0.7
# Of a whole Han run in the first text, the title: MRR@10 0.8256, with 1 0.8244, with 2 0.8222. A
# phrase costs as much as ten terms, so it is not asked of the other texts.
_RUN_WEIGHT = 0.5
# Of 无糖 where 不含糖 is typed: as much as all its characters would score.
_CLAIM_WEIGHT = 3.0
# Of what all hits have by a filter. On judged intents for a type and a use (保湿 粉饼) nDCG@10 is 0.868
# with it, 0.763 with 1, 0.875 with 0.15; with less, of products that lack fields, the others lose.
_SETTLED_SHARE = 0.3

# A pasted paragraph must not become thousands of clauses (a cluster refuses them, a page waits).
MAX_WORDS = 32
MAX_GRAMS = 64
_MAX_RUN = 16
_MAX_RUNS = 8


class Score:
    """What scores a text in one schema. `known`: cuts the words that stand for others."""

    def __init__(
        self, analyzer: Analyzer, schema: Schema, known: Callable[[str], QueryTokens]
    ) -> None:
        self._analyzer = analyzer
        self._schema = schema
        self._known = known

    def clauses(
        self, text: str, tokens: QueryTokens, swaps: Iterable[Swap], settled: str = ""
    ) -> Iterable[Clause]:
        """What scores `tokens`, those of `text`, of which all hits have `settled` by a filter.

        Of a run that others may stand for, the best of what itself and what each of them scores.
        """
        left, met = tokens, self._analyzer.query(settled)
        for swap in swaps:
            start, end = tokens.words[swap.first].start, tokens.words[swap.last - 1].end
            beside = self._analyzer.query(f"{text[:start]} {text[end:]}")
            own = _without(_shared(left, self._analyzer.query(text[start:end])), beside)
            if not own.words:
                continue
            ways: list[Clause] = [AtLeast(1, tuple(self._plainly(own)))]
            for one in swap.alternatives:
                sum_ = AtLeast(1, tuple(self._plainly(self._known(one.text))))
                ways.append(sum_ if one.weight == 1 else Weighted(sum_, one.weight))
            best = Best(tuple(ways))
            yield best if _without(own, met).words else Weighted(best, _SETTLED_SHARE)
            left = _without(left, own)
        yield from self._plainly(_without(left, met))
        yield from self._plainly(_shared(left, met), _SETTLED_SHARE)

    def likely(self, text: str) -> Iterable[Clause]:
        """What scores words that nobody typed, as little as those that all hits have."""
        return self._plainly(self._known(text), _SETTLED_SHARE)

    def claims(self, claims: Iterable[Iterable[str]]) -> Iterable[Clause]:
        """What scores titles that have one text of a claim whole: its parts say nothing of it."""
        main = self._schema.texts[0].column(Stream.CHARS)
        for texts in claims:
            cut = (self._known(text).chars for text in texts)
            said = tuple(Phrase(main, chars) for chars in cut if len(chars) > 1)
            if said:
                yield Weighted(Best(said), _CLAIM_WEIGHT)

    def _plainly(self, tokens: QueryTokens, share: float = 1.0) -> Iterable[Clause]:
        for word in tokens.words[:MAX_WORDS]:
            yield from self._weighted(Stream.WORDS, word.word, _WORDS_WEIGHT * share)
        for char in tokens.chars[:MAX_GRAMS]:
            yield from self._weighted(Stream.CHARS, char, _CHARS_WEIGHT * share)
        for bigram in tokens.bigrams[:MAX_GRAMS]:
            yield from self._weighted(Stream.BIGRAMS, bigram, _BIGRAMS_WEIGHT * share)
        main = self._schema.texts[0].column(Stream.CHARS)
        for run in tokens.runs[:_MAX_RUNS]:
            if len(run) > 2:  # noqa: PLR2004 - two side by side are a bigram already
                yield Weighted(Phrase(main, run[:_MAX_RUN]), _RUN_WEIGHT * share)

    def _weighted(self, stream: Stream, token: str, weight: float) -> Iterable[Clause]:
        for text in self._schema.texts:
            if stream in text.scored:
                yield Weighted(Token(text.column(stream), token), text.weight * weight)


def _shared(tokens: QueryTokens, others: QueryTokens) -> QueryTokens:
    """The tokens that both have, in the order of the first."""
    words = {word.word for word in others.words}
    return QueryTokens(
        words=tuple(word for word in tokens.words if word.word in words),
        chars=tuple(char for char in tokens.chars if char in others.chars),
        bigrams=tuple(gram for gram in tokens.bigrams if gram in others.bigrams),
        runs=tuple(run for run in tokens.runs if run in others.runs),
    )


def _without(tokens: QueryTokens, others: QueryTokens) -> QueryTokens:
    """The tokens that the others do not have, in their order."""
    words = {word.word for word in others.words}
    return QueryTokens(
        words=tuple(word for word in tokens.words if word.word not in words),
        chars=tuple(char for char in tokens.chars if char not in others.chars),
        bigrams=tuple(gram for gram in tokens.bigrams if gram not in others.bigrams),
        runs=tuple(run for run in tokens.runs if run not in others.runs),
    )
