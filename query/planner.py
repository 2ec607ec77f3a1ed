"""Words to clauses: what must be met for a product to be a hit, and what scores it.

Strict first, looser only where that finds too little (semantics §3). A word may also be met by what
stands for it, which adds hits and takes none away. Filters are not planned here: `query.choices`
makes them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from indexer.analysis import Analyzer, QueryToken, QueryTokens
from indexer.fields import Schema, Stream, TextField
from indexer.request import AtLeast, Best, Clause, Phrase, Text, Token, Weighted
from query.scoring import MAX_GRAMS, MAX_WORDS, Score
from query.synonyms.rules import Alternative, Present, Swap, Synonyms, no_synonyms

__all__ = ["Plan", "Planner"]

# Of more than two words, rounded up; one or two must all be met.
_STRICT_SHARE = (3, 4)
# Of the bigrams, before any one of them is enough: of three words typed, two should be met.
_NEAR_SHARE = (1, 2)
# Of the characters of a text of at most four, in the title, where no bigram is met. Recall@100 on
# web titles is 0.891 with it, 0.889 without, and 0.892 for texts of any length, at three times the
# matches and the time of a page.
_LOOSE_SHARE = (1, 2)
_SHORT_TEXT = 4

# What may be met in place of words, as clauses for them all: eight alternatives of four words, four
# times. What no longer fits of a file of long sentences scores, and is not met.
_MAX_OTHERS = 1_024

_CACHED = 1_024  # other words: some kilobytes each
# Of a product type the catalogue's own names come first.
_MOST_NAMES = 4
# Of another name of what was typed: below the name itself where all else is equal.
_NAMED_WEIGHT = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The ways to ask for a text: strict, then `looser` ones; each has all hits of those before.

    `tokens` are for highlighting; `cut`: not all words are used. `swaps`: for which words others
    may stand.
    """

    text: str
    strict: Text
    looser: tuple[Text, ...]
    tokens: QueryTokens
    cut: bool
    swaps: tuple[Swap, ...] = ()


class Planner:
    """Plans texts for one schema."""

    def __init__(self, analyzer: Analyzer, schema: Schema, synonyms: Present = no_synonyms) -> None:
        self._analyzer = analyzer
        self._schema = schema
        self._synonyms = synonyms
        self._known = lru_cache(_CACHED)(analyzer.query)
        self._score = Score(analyzer, schema, self._known)

    def plan(  # noqa: PLR0913 - what was typed, what is known of it, and what nobody typed
        self,
        text: str,
        whole: str | None = None,
        names: Mapping[str, Sequence[str]] | None = None,
        *,
        settled: str = "",
        likely: str = "",
        claims: Iterable[Sequence[str]] = (),
    ) -> Plan | None:
        """The plan for a text; None where it has nothing to search for.

        `whole`: the text that scores, where more scores than must be met: the words of filters too.
        `names`: other names of what parts of it say, which score as those do. `settled`: what of
        `whole` all hits have by a filter; it tells less of them. `likely`: what nobody typed and most
        who type this mean; what has it stands before what has not. Titles with one of
        the `claims` stand before others too, where anything else is typed.
        """
        synonyms = self._synonyms()
        required = self._analyzer.query(text)
        tokens = required if whole in (None, text) else self._analyzer.query(whole or "")
        if not tokens.words:
            return None
        swaps = () if synonyms is None else tuple(synonyms.swaps(tokens.words[:MAX_WORDS]))
        scored = self._with_names(names, tokens, swaps) if names else swaps
        scoring = (
            *self._score.clauses(whole or text, tokens, scored, settled),
            *self._score.likely(likely),
            *self._score.claims(claims),
        )
        shown = self._with_words(tokens, swaps)
        if not required.words:
            return Plan(
                text=whole or text,
                strict=Text(None, scoring),
                looser=(),
                tokens=shown,
                cut=_is_cut(tokens),
                swaps=swaps,
            )
        words = required.words[:MAX_WORDS]
        chars, telling = required.chars[:MAX_GRAMS], required.telling[:MAX_GRAMS]
        others = self._others(tokens, swaps)
        met = tuple(_either(self._met(word), others.get(word.word, ())) for word in words)
        strict = AtLeast(_minimum(len(met)), met)
        # What is met strictly is met loosely too: else the loose total would lack it.
        looser = [AtLeast(1, (strict, *alike)) for alike in self._resembling(chars, telling)]
        return Plan(
            text=whole or text,
            strict=Text(strict, scoring),
            looser=tuple(Text(required, scoring) for required in looser),
            tokens=shown,
            cut=_is_cut(required) or _is_cut(tokens),
            swaps=swaps,
        )

    def _others(self, tokens: QueryTokens, swaps: Iterable[Swap]) -> Mapping[str, Sequence[Clause]]:
        """What may be met in place of a word: an alternative meets each word of its run.

        Those of filters too, which need not be met: of 熬夜急救 only 急救 is asked for.
        """
        others: defaultdict[str, list[Clause]] = defaultdict(list)
        left = _MAX_OTHERS
        for swap in swaps:
            for one in swap.alternatives:
                words = self._known(one.text).words
                met = AtLeast(len(words), tuple(map(self._met, words)))
                left -= _size(met) * (swap.last - swap.first)
                if left < 0:
                    return others
                for word in tokens.words[swap.first : swap.last]:
                    others[word.word].append(met)
        return others

    def _with_names(
        self, names: Mapping[str, Sequence[str]], tokens: QueryTokens, swaps: Sequence[Swap]
    ) -> Sequence[Swap]:
        """The swaps, those of names among them."""
        by_run = {
            text: [Alternative(other, _NAMED_WEIGHT) for other in others[:_MOST_NAMES]]
            for text, others in names.items()
        }
        named = Synonyms(by_run, self._known).swaps(tokens.words[:MAX_WORDS])
        at = {(swap.first, swap.last): swap.alternatives for swap in named}
        both = [
            replace(one, alternatives=one.alternatives + at.get((one.first, one.last), ()))
            for one in swaps
        ]
        taken = {place for swap in swaps for place in range(swap.first, swap.last)}
        free = (one for one in named if taken.isdisjoint(range(one.first, one.last)))
        return [*both, *free]

    def _with_words(self, tokens: QueryTokens, swaps: Iterable[Swap]) -> QueryTokens:
        """With the words that stand for others, to be marked in titles."""
        others = [
            word
            for swap in swaps
            for one in swap.alternatives
            for word in self._known(one.text).words
        ]
        return replace(tokens, words=(*tokens.words, *others)) if others else tokens

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
            return Phrase(text.column(Stream.CHARS), word.atoms[:MAX_GRAMS])
        # All its pairs, for the phrase: of 10,000 real queries on web titles 5 find another number
        # of them, and asking takes a third of the time.
        column = text.column(Stream.BIGRAMS)
        pairs = tuple(map("".join, pairwise(word.atoms)))[:MAX_GRAMS]
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

    def _columns(self, stream: Stream, token: str) -> tuple[Clause, ...]:
        return tuple(
            Token(text.column(stream), token)
            for text in self._schema.texts
            if stream in text.streams
        )


def _either(met: Clause, others: Sequence[Clause]) -> Clause:
    return AtLeast(1, (met, *others)) if others else met


def _size(clause: Clause) -> int:
    """How many tokens and phrases a clause asks for."""
    match clause:
        case Best(clauses) | AtLeast(_, clauses):
            return sum(map(_size, clauses))
        case Weighted(inner):
            return _size(inner)
        case _:
            return 1


def _is_cut(tokens: QueryTokens) -> bool:
    return len(tokens.words) > MAX_WORDS or max(len(tokens.chars), len(tokens.bigrams)) > MAX_GRAMS


def _minimum(count: int) -> int:
    return count if count <= 2 else _share(count, _STRICT_SHARE)  # noqa: PLR2004 - semantics §3


def _share(count: int, share: tuple[int, int]) -> int:
    """That share of `count`, rounded up, in integers."""
    part, whole = share
    return -(-count * part // whole)
