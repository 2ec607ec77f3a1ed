"""What was meant where something typed is unknown: put right where that is sure, else suggested.

Real queries are hardly ever errors, so that a name nobody knows is left alone (query understanding
§5). Costs nothing where every word is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.analysis import Analyzer
from query.lexicon.lexicon import Lexicon
from query.understanding.company import Company
from query.understanding.decode import Match
from query.understanding.fixes import Fix
from query.understanding.forms import Forms
from query.understanding.han import HanSpeller
from query.understanding.latin import LatinSpeller
from query.understanding.residue import residue
from query.understanding.senses import Meaning
from query.understanding.typed import Edit, Typed, is_converted, written

__all__ = ["Correction", "Speller"]

_MOST_SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Correction:
    """`edits` are to be made, from left to right. `suggestions`: whole texts, the likeliest first.

    `text`: the whole text as it is read, where that differs from what was typed in more than width,
    case and blanks.
    """

    text: str | None = None
    edits: tuple[Edit, ...] = ()
    suggestions: tuple[str, ...] = ()


class Speller:
    """Corrects texts by the words of one lexicon. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon, analyzer: Analyzer) -> None:
        self._lexicon = lexicon
        self._analyzer = analyzer
        forms = Forms(lexicon)
        self._han = HanSpeller(forms, lexicon, analyzer)
        self._latin = LatinSpeller(forms, lexicon)

    def correction(
        self,
        text: Typed,
        matches: Sequence[Match],
        meanings: Sequence[Meaning],
        words: Sequence[int],
    ) -> Correction:
        """What of a text is to be changed, and what might be.

        `matches` and `meanings`: how it was read; `words`: where the segmenter's words begin and
        end.
        """
        fixes = self._fixes(text, matches, meanings, words)
        made = _made(fixes)
        edits = tuple(sorted(edit for fix in made for edit in fix.edits))
        suggestions = dict.fromkeys(
            written(text, sorted((*_beside(edits, fix), *fix.edits)))
            for fix in fixes
            if fix not in made
        )
        suggestions.pop(written(text, edits), None)
        changed = bool(edits) or is_converted(text)
        return Correction(
            written(text, edits) if changed else None,
            edits,
            tuple(suggestions)[:_MOST_SUGGESTED],
        )

    def _fixes(
        self,
        text: Typed,
        matches: Sequence[Match],
        meanings: Sequence[Meaning],
        words: Sequence[int],
    ) -> list[Fix]:
        """The likeliest first."""
        left = residue(text.text, matches, words, self._lexicon, self._analyzer.is_word)
        if left is None or text.compact in self._lexicon.weights:
            return []
        company = Company(meanings, self._lexicon)
        fixes = self._latin.fixes(text.text, left, company)
        if True in left.loose:
            fixes += self._han.fixes(text.text, left, company)
        return sorted(fixes, key=lambda fix: -fix.score)


def _made(fixes: Sequence[Fix]) -> list[Fix]:
    """Those that are made unasked: the likeliest of what overlaps."""
    made: list[Fix] = []
    for fix in fixes:
        if fix.sure and all(fix.end <= one.start or one.end <= fix.start for one in made):
            made.append(fix)
    return made


def _beside(edits: Sequence[Edit], fix: Fix) -> list[Edit]:
    return [edit for edit in edits if edit.end <= fix.start or fix.end <= edit.start]
