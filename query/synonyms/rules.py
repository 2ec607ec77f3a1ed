"""Which words of a query something else may stand for, found among the words that it was cut into."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from indexer.analysis import QueryToken, QueryTokens
from query.synonyms.solr import Rule

__all__ = ["MOST", "MOST_A_QUERY", "Alternative", "Present", "Swap", "Synonyms", "no_synonyms"]

MOST = 8
"""Alternatives of one run of words: those of the greatest weight, then the first of the file."""

MOST_A_QUERY = 32
"""Alternatives of a query; what stands first in it has its own first."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """What may be met instead, and what it counts."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """The words from `first` to `last` (excluded) of a query, with what may stand for them."""

    first: int
    last: int
    text: str
    alternatives: tuple[Alternative, ...]


class Synonyms:
    """Rules ready to be asked. Never changed; safe to share between threads."""

    def __init__(
        self,
        by_run: Mapping[str, Sequence[Alternative]],
        cut: Callable[[str], QueryTokens],
    ) -> None:
        """`by_run`: texts, in any spelling, to what may stand for them; `cut` as queries are cut."""
        self._by_run: defaultdict[str, dict[str, Alternative]] = defaultdict(dict)
        for text, alternatives in by_run.items():
            run = _joined(cut(text).words)
            for one in alternatives:
                other = _joined(cut(one.text).words)
                known = self._by_run[run].get(other)
                if run and other not in ("", run) and (known is None or one.weight > known.weight):
                    self._by_run[run][other] = one
        self._longest = max(map(len, self._by_run), default=0)

    @classmethod
    def of(cls, rules: Iterable[Rule], cut: Callable[[str], QueryTokens]) -> Self:
        """The rules of a file."""
        by_run: defaultdict[str, list[Alternative]] = defaultdict(list)
        for rule in rules:
            found = [Alternative(term.text, term.weight) for term in rule.right]
            for term in rule.left:
                by_run[term.text] += found
        return cls(by_run, cut)

    def swaps(self, words: Sequence[QueryToken]) -> list[Swap]:
        """The runs of words that something may stand for, from left to right.

        They do not overlap: at each word the longest run counts. What stands for a word is not
        looked up again.
        """
        found: list[Swap] = []
        at = 0
        left = MOST_A_QUERY
        while at < len(words) and left and self._longest:
            run, best = "", None
            for end in range(at, len(words)):
                run += words[end].word
                if len(run) > self._longest:
                    break
                if self._by_run.get(run):
                    best = (end + 1, run)
            if best is None:
                at += 1
                continue
            last, run = best
            weighed = sorted(self._by_run[run].values(), key=lambda one: -one.weight)
            kept = tuple(weighed[: min(MOST, left)])
            found.append(Swap(first=at, last=last, text=run, alternatives=kept))
            left -= len(kept)
            at = last
        return found


def _joined(words: Iterable[QueryToken]) -> str:
    """iPhone 15 and iphone15 are one; so is a word that the segmenter parts elsewhere."""
    return "".join(word.word for word in words)


Present = Callable[[], Synonyms | None]
"""Gives the synonyms of the moment; None where a shop has none."""


def no_synonyms() -> None:
    """The Present of a shop without synonyms."""
