"""Latin words of a text that nobody knows: pinyin, a name with a typing error, or first letters.

A number is never an error: of a name such as iphone14 only the letters are looked at.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from rapidfuzz.distance import OSA

from query.lexicon.entries import Kind
from query.lexicon.lexicon import Lexicon
from query.understanding.company import Company
from query.understanding.fixes import Fix
from query.understanding.forms import Forms
from query.understanding.mixed import completed
from query.understanding.pinyin import Letters, decodings, initialled
from query.understanding.residue import Residue
from query.understanding.typed import Edit

__all__ = ["LatinSpeller"]

_TOKEN = re.compile(r"(?<![a-z'’])[a-z]+(?![a-z'’])")
_NUMBER = re.compile(r" ?(\d+[a-z]*)")
_MOST_TOKENS = 6
_SHORTEST = 4
_LONG = 7  # from so many letters on two errors may be in one word
_VERY_LONG = 9  # and are surely errors: babysafe is not babycare

Place = tuple[int, int]


class LatinSpeller:
    """Finds what unknown Latin words may be."""

    def __init__(self, forms: Forms, lexicon: Lexicon) -> None:
        self._forms = forms
        self._lexicon = lexicon

    def fixes(self, text: str, left: Residue, company: Company) -> list[Fix]:
        """What the Latin words of what is left, which titles do not have, may be."""
        tokens = [found.span() for found in _TOKEN.finditer(text)]
        unknown = {
            (start, end)
            for start, end in tokens
            if not left.covered[start] and not self._is_known(text[start:end])
        }
        if not unknown or len(tokens) > _MOST_TOKENS:
            return []
        fixes: list[Fix] = []
        for run in self._runs(text, tokens, unknown):
            if not unknown.isdisjoint(run):
                fixes += self._pinyin(text, run, unknown, company)
        for start, end in sorted(unknown):
            fixes += self._weighed(completed(text, start, end, left, self._forms), company)
        done = [(fix.start, fix.end) for fix in fixes if fix.sure]
        for start, end in sorted(unknown):
            if not any(first <= start and end <= last for first, last in done):
                fixes += self._typos(text, start, end, company)
        return fixes

    def _is_known(self, token: str) -> bool:
        """Titles know English plurals by their singular."""
        known = self._lexicon.weights
        return token in known or token in self._lexicon.words or token.rstrip("s") in known

    def _runs(
        self, text: str, tokens: Sequence[Place], unknown: Collection[Place]
    ) -> Iterator[list[Place]]:
        """Unknown words side by side; also a name that is the pinyin of its own brand: huawei."""
        run: list[Place] = []
        for start, end in tokens:
            if run and text[run[-1][1] : start] != " ":
                yield run
                run = []
            if (start, end) in unknown or self._is_own_pinyin(text[start:end]):
                run.append((start, end))
            elif run:
                yield run
                run = []
        if run:
            yield run

    def _is_own_pinyin(self, token: str) -> bool:
        names = {sense.name for sense in self._lexicon.senses(token) if sense.kind is Kind.BRAND}
        return bool(names) and any(
            sense.name in names
            for fix in decodings(_letters(token, [(0, len(token))]), self._forms)[:1]
            if len(fix.edits) == 1
            for sense in self._lexicon.senses(fix.edits[0].text)
        )

    def _pinyin(
        self, text: str, run: list[Place], unknown: Collection[Place], company: Company
    ) -> Iterator[Fix]:
        """Of a whole run; where that is not sure, also of each word of it."""
        found = self._weighed(decodings(_letters(text, run), self._forms), company)
        yield from found
        if found and (found[0].sure or len(run) == 1):
            return
        for token in run:
            if token in unknown:
                letters = _letters(text, [token])
                words = len(run) > 1 and self._weighed(decodings(letters, self._forms), company)
                yield from words or (
                    initialled(letters, self._forms, self._lexicon) if letters.text == text else ()
                )

    def _weighed(self, found: Sequence[Fix], company: Company) -> list[Fix]:
        """Sure only where the words go with the product type that the text names besides."""
        return [
            fix._replace(
                sure=fix.sure
                and (not company.categories or any(company.fits(e.text) for e in fix.edits))
            )
            for fix in found
        ]

    def _typos(self, text: str, start: int, end: int, company: Company) -> Iterator[Fix]:
        """Names that differ in a letter, or in two of a long one."""
        token = text[start:end]
        if len(token) < _SHORTEST:
            return
        most = 2 if len(token) >= _LONG else 1
        number = _NUMBER.match(text, end)
        for name in self._forms.latin(token, most):
            distance = OSA.distance(token, name, score_cutoff=most)
            if distance > most:
                continue
            model = number is not None and name + number[1] in self._lexicon.words
            glued = number is not None and number.start(1) == end
            if glued and not (model and name[-1] == token[-1]):
                continue  # the letter before a number is the model's: v14 is not 14
            fits = model or company.fits(name)
            told = fits or token == text or company.suits(name)
            if not told and (distance > 1 or len(token) < _LONG):
                continue  # among other words a short one is a name that nobody knows
            score = 1.0 - 0.2 * distance + 0.1 * self._forms.standing(name) + 0.3 * fits
            sure = fits and len(token) > (_SHORTEST if distance == 1 else _VERY_LONG - 1)
            yield Fix((Edit(start, end, self._forms.spelled(name)),), score, sure)


def _letters(text: str, run: Sequence[Place]) -> Letters:
    places = [at for start, end in run for at in range(start, end)]
    ends = {0}
    for start, end in run:
        ends.add(max(ends) + end - start)
    return Letters("".join([text[at] for at in places]), places, frozenset(ends))
