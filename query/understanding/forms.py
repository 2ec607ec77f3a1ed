"""The forms in which words of a lexicon can be met misspelled: by sound, one character short, in Latin.

Only words that the goods have are put in: any other would lead from one empty page to another. Which
form is an error, and of which word, is decided by those who ask. 61,000 words and the words of titles
take 19 MB and 0.3 s.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from indexer.folding import fold
from query.lexicon.entries import Kind
from query.lexicon.lexicon import Lexicon
from query.understanding.sounds import Sounds

__all__ = ["LONGEST", "Forms"]

_TARGETS = frozenset({Kind.BRAND, Kind.CATEGORY, Kind.MODEL, Kind.VALUE})
"""What may have been meant: words that are of goods. Words that steer a parse are never put in."""

LONGEST = 8
"""Characters of a Han word that is looked for."""

_MOST_ALIKE = 12  # words of one sound; those of the lexicon come first
_MOST_LETTERS = 200  # of all words of one form
_SHORTEST_CUT = 3
_LONGEST_CUT = 6
_LATIN = re.compile(r"[a-z]{4,}")


class Forms:
    """Looks words up by a form of them. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.sounds = Sounds(lexicon.sounds)
        self._lexicon = lexicon
        self._words: set[str] = set()
        self._ends: Counter[str] = Counter()
        self._heard: dict[str, str] = {}
        self._shortened: dict[str, str] = {}
        self._initials: dict[str, str] = {}
        latin: defaultdict[tuple[str, int], dict[str, None]] = defaultdict(dict)
        for word, senses in lexicon.words.items():
            self._ends[word[-1]] += len(word) > 1
            # Most words have one sense: a generator for it would take a fifth of all this.
            held = senses[0].source != "lexicon" or any(s.source != "lexicon" for s in senses)
            # Where nothing is known of goods, every word may be meant.
            known = held or word in lexicon.weights or not lexicon.weights
            if known and (
                senses[0].kind in _TARGETS or any(sense.kind in _TARGETS for sense in senses)
            ):
                self._words.add(word)
                if not self._note(word, held=held) and (found := _LATIN.match(word)):
                    latin[found[0][0], len(found[0])][found[0]] = None
        rarest = max(lexicon.weights.values(), default=0.0)
        for word, weight in lexicon.weights.items():
            if weight < rarest and len(word) <= _LONGEST_CUT and word not in self._words:
                for key in self.sounds.keys(word):
                    _put(self._heard, key, word)
        self._latin = {place: list(words) for place, words in latin.items()}

    def _note(self, word: str, *, held: bool) -> bool:
        """Take in a word of Han, of which the goods themselves may be; False for any other."""
        keys = self.sounds.keys(word) if len(word) <= LONGEST else []
        for key in keys:
            _put(self._heard, key, word)
        if keys and held and len(word) > 1:
            _put(self._initials, self.sounds.initials(word), word)
        if keys and _SHORTEST_CUT <= len(word) <= _LONGEST_CUT:
            for at in range(len(word)):
                if word[at - 1 : at] != word[at]:  # either of two alike: one form
                    _put(self._shortened, word[:at] + word[at + 1 :], word)
        return bool(keys)

    def __contains__(self, word: str) -> bool:
        """Whether the word may have been meant."""
        return word in self._words

    def heard(self, key: str) -> Sequence[str]:
        """The words with that key of `Sounds`."""
        return self._heard.get(key, "").split(maxsplit=_MOST_ALIKE)[:_MOST_ALIKE]

    def shortened(self, form: str) -> Sequence[str]:
        """The words of which one character is missing."""
        return self._shortened.get(form, "").split()

    def initialled(self, letters: str) -> Sequence[str]:
        """The words of the catalogue whose syllables begin with those letters."""
        return self._initials.get(letters, "").split()

    def latin(self, token: str, distance: int) -> Iterable[str]:
        """Latin names with the same first letter that are at most so much shorter or longer."""
        for length in range(len(token) - distance, len(token) + distance + 1):
            yield from self._latin.get((token[0], length), ())

    def standing(self, word: str) -> float:
        """How likely a word is meant: from 2 on where the catalogue has it, else below 1."""
        senses = self._lexicon.senses(word)
        kind = max((_LIKELY.get(sense.kind, 0.0) for sense in senses), default=0.0)
        held = any(sense.source != "lexicon" and sense.kind in _TARGETS for sense in senses)
        return 2.0 * held + kind + 1 / (2 + self._rarity(word))

    def _rarity(self, word: str) -> float:
        """A word of the titles' words is less rare than others: 蓝牙耳机 beside 蓝芽耳机."""
        weights = self._lexicon.weights
        if word in weights:
            return weights[word]
        made = any(word[:at] in weights and word[at:] in weights for at in range(1, len(word)))
        return _RARE if made else 2 * _RARE

    def ends(self, char: str) -> int:
        """How many words of the lexicon end in the character."""
        return self._ends[char]

    def is_a(self, word: str, *kinds: Kind) -> bool:
        """Whether it may be of one of the kinds."""
        return any(sense.kind in kinds for sense in self._lexicon.senses(word))

    def spelled(self, word: str) -> str:
        """A Latin name as it is mostly written: iPhone for iphone."""
        if not word.isascii():
            return word
        names = (sense.name for sense in self._lexicon.senses(word))
        return next((name for name in names if len(name) == len(word) and fold(name) == word), word)


_RARE = 12.0  # a weight above that of any word of a title
_LIKELY = {Kind.CATEGORY: 0.5, Kind.BRAND: 0.4, Kind.MODEL: 0.3, Kind.VALUE: 0.1}


def _put(forms: dict[str, str], form: str, word: str) -> None:
    """Words of one form stand between spaces: mostly there is one, and no new object for it."""
    known = forms.get(form)
    if known is None:
        forms[form] = word
    elif len(known) < _MOST_LETTERS:
        forms[form] = f"{known} {word}"
