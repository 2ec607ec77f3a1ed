"""The one analyzer for documents and queries: a text to its three streams of tokens.

Words (jieba's), characters with positions and bigrams (semantics §3). It knows no fields and no
weights, and it is the only module that imports a segmenter.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from operator import add
from typing import NamedTuple, Protocol

from indexer.fields import BLANK
from indexer.folding import fold, folded
from indexer.joined import Joined

__all__ = [
    "ANALYZER_VERSION",
    "Analyzer",
    "QueryToken",
    "QueryTokens",
    "Segmenter",
    "Streams",
    "is_han_pair",
]

ANALYZER_VERSION = "3"
"""Part of every generation: an index cut in another way must be rebuilt. Raise it with any change
of tokens."""

MAX_TOKEN = 200
"""Longer Latin runs are cut off: engines drop or refuse tokens of tens of kilobytes."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ATOM = rf"\d+(?:\.\d+)?|[^\W\d_{_HAN}]+"
# A Han run, or letters and digits that stand together, joined by at most one of - . ' & + _ each.
_RUN = re.compile(rf"([{_HAN}]+)|((?:{_ATOM})(?:[-.'&+_]?(?:{_ATOM}))*)")
_ATOMS = re.compile(_ATOM)
_CHARS = re.compile(rf"[{_HAN}]|{_ATOM}")
_HAN_RUNS = re.compile(f"[{_HAN}]+")
_HAN_PAIRS = re.compile(f"[{_HAN}]{{2}}")
# jieba's own tables cover this block; what lies outside it is one character a word.
_COMMON_HAN = re.compile("[\u4e00-\u9fff]+|.", re.DOTALL)
_RARE_HAN = re.compile("[^\u4e00-\u9fff ]")

_SHORTEST_PLURAL = 3  # ios and bus are none

_SHORT = 16
_CACHED_RUNS = 16_384  # Latin words and numbers: about 5 MB when full


class Segmenter(Protocol):
    """What jieba and rjieba have in common."""

    def cut(self, text: str) -> Iterable[str]:
        """The words of a Han run, each character in exactly one."""
        ...

    def cut_for_search(self, text: str) -> Iterable[str]:
        """The same, and the shorter words inside long ones."""
        ...

    def has_word(self, word: str) -> bool:
        """Whether the dictionary has it: `cut` also makes words of what it does not know."""
        ...


class Streams(NamedTuple):
    """A text cut for an index: tokens between single spaces."""

    words: str
    chars: str
    bigrams: str


class _Latin(NamedTuple):
    """The atoms and the words of a text without Han, between single spaces."""

    atoms: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryToken:
    """A word of a query. `start` and `end` bound it in the raw text, in code points.

    `atoms`: the tokens that spell it in the character stream, in order. `han`: it is of Han alone,
    so that the bigram stream has its pairs.
    """

    word: str
    atoms: tuple[str, ...]
    start: int
    end: int
    han: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTokens:
    """A query cut: distinct tokens in the order of the text.

    `runs`: the Han runs of at least two characters, as atoms; `bigrams` also hold Latin tokens.
    """

    words: tuple[QueryToken, ...] = ()
    chars: tuple[str, ...] = ()
    bigrams: tuple[str, ...] = ()
    runs: tuple[tuple[str, ...], ...] = ()

    @property
    def telling(self) -> tuple[str, ...]:
        """The bigrams without lone letters and digits, which tell nothing beside any other."""
        telling = tuple(gram for gram in self.bigrams if len(gram) > 1 or not gram.isascii())
        return telling or self.bigrams


class Analyzer:
    """Cuts documents and queries alike. Safe to share between threads; deterministic."""

    def __init__(self, segmenter: Segmenter | None = None) -> None:
        self._segmenter = segmenter or _default_segmenter()
        self._short_latin = lru_cache(_CACHED_RUNS)(_latin)

    def document(self, *texts: str, words: bool = True, bigrams: bool = True) -> Streams:
        """The streams of one field: see `documents`, which takes far less time for each of many."""
        return self.documents([texts], words=words, bigrams=bigrams)[0]

    def documents(
        self, fields: Sequence[Sequence[str]], *, words: bool = True, bigrams: bool = True
    ) -> list[Streams]:
        """The streams of many fields; several texts are the values of a list.

        Words hold each word, and the shorter ones inside it; a model such as `sm-c5000` whole
        (`smc5000`), by pieces (`sm`, `c5000`) and by atoms. Never empty: `BLANK` stands for
        nothing. In `chars`, `BOUNDARY` parts the values of a list. Without `words` or `bigrams`
        those are left out, which takes less time; `bigrams` then hold models whole as well.
        """
        joined = Joined.of(fields)
        latin = [self._latin(run) for run in joined.rest]
        chars = joined.chars([one.atoms for one in latin])
        spelled = pairs = [""] * len(fields)
        if words:
            of_fields: list[list[str]] = [[] for _ in fields]
            for field, text in zip(joined.owners.tolist(), joined.texts(), strict=True):
                of_fields[field] += self._words_of(text)
            spelled = [" ".join(of_field) or BLANK for of_field in of_fields]
        if bigrams:
            pairs = joined.bigrams([one.atoms if words else one.words for one in latin])
        return list(map(Streams, spelled, chars, pairs))

    def words(self, text: str) -> list[str]:
        """The words of a text, as `documents` has them."""
        return self._words_of(fold(text))

    def query(self, text: str) -> QueryTokens:
        """What a shopper typed, cut into distinct tokens."""
        fold = folded(text)
        words: dict[str, QueryToken] = {}
        chars: dict[str, None] = {}
        bigrams: dict[str, None] = {}
        runs: list[tuple[str, ...]] = []
        for run, start, is_han in _runs(fold.text):
            if is_han:
                for word, at in self._words(run, start):
                    first, last = fold.raw_span(at, at + len(word))
                    words.setdefault(
                        word,
                        QueryToken(word=word, atoms=tuple(word), start=first, end=last, han=True),
                    )
                chars.update(dict.fromkeys(run))
                bigrams.update(dict.fromkeys(_bigrams(run)))
                if len(run) > 1:
                    runs.append(tuple(run))
            else:
                atoms = _chars(run)
                word = "".join(atoms)[:MAX_TOKEN]
                first, last = fold.raw_span(start, start + len(run))
                words.setdefault(
                    word, QueryToken(word=word, atoms=tuple(atoms), start=first, end=last)
                )
                chars.update(dict.fromkeys(atoms))
                bigrams.update(dict.fromkeys(atoms))
        return QueryTokens(
            words=tuple(words.values()),
            chars=tuple(chars),
            bigrams=tuple(bigrams),
            runs=tuple(dict.fromkeys(runs)),
        )

    def grams(self, text: str) -> list[str]:
        """Single characters, Latin atoms and pairs of Han, in no set order: for embeddings."""
        folded = fold(text)
        grams = _chars(folded)
        for run in _HAN_RUNS.findall(folded):
            grams += map(add, run, run[1:])
        return grams

    def word_edges(self, text: str) -> list[int]:
        """Where the words of the Han runs of a folded text begin and end, in order."""
        edges: list[int] = []
        for run in _COMMON_HAN.finditer(text):
            at = run.start()
            edges.append(at)
            for word in self._segmenter.cut(run[0]):
                at += len(word)
                edges.append(at)
        return edges

    def is_word(self, text: str) -> bool:
        """Whether a folded text of Han is a word of the language, not one that a cut guessed."""
        return self._segmenter.has_word(text)

    def _words(self, run: str, start: int) -> Iterator[tuple[str, int]]:
        for piece in _COMMON_HAN.finditer(run):
            at = start + piece.start()
            for word in self._segmenter.cut(piece[0]):
                yield word, at
                at += len(word)

    def _latin(self, text: str) -> _Latin:
        return self._short_latin(text) if len(text) <= _SHORT else _latin(text)

    def _words_of(self, folded: str) -> list[str]:
        found = _RUN.findall(folded)
        han = " ".join([run for run, _ in found if run])
        words = self._searched(han) if han else []
        for _, run in found:
            if run:
                words += self._latin(run).words.split(" ")
        return words

    def _searched(self, han: str) -> list[str]:
        """The words of Han runs that single spaces part: the segmenter sees nothing else.

        One call for all of a text: a call costs more than a short run.
        """
        cut = self._segmenter.cut_for_search
        pieces = [han] if _RARE_HAN.search(han) is None else _COMMON_HAN.findall(han)
        return [word for piece in pieces for word in cut(piece) if word != " "]


def is_han_pair(gram: str) -> bool:
    """Whether it is one of the pairs that only the bigrams of a text have."""
    return len(gram) == 2 and _HAN_PAIRS.fullmatch(gram) is not None  # noqa: PLR2004


def _runs(text: str) -> Iterator[tuple[str, int, bool]]:
    """(run, its start, whether it is Han); numbers parted by a separator stand apart."""
    for match in _RUN.finditer(text):
        run, start = match[0], match.start()
        if match[1]:
            yield run, start, True
        elif run[-1].isdigit() and run[0].isdigit() and not any(map(str.isalpha, run)):
            for number in _ATOMS.finditer(run):
                yield number[0], start + number.start(), False
        else:
            yield run, start, False


def _bigrams(run: str) -> Iterable[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] if len(run) > 1 else (run,)


def _chars(text: str) -> list[str]:
    """Single Han, and the atoms of Latin runs in the singular, in the order of the text."""
    return [
        token if len(token) <= _SHORTEST_PLURAL else _singular(token[:MAX_TOKEN])
        for token in _CHARS.findall(text)
    ]


def _singular(atom: str) -> str:
    """English plurals to their singular: laptops, batteries (Harman's S-stemmer, JASIS 1991)."""
    if len(atom) <= _SHORTEST_PLURAL or atom[-1] != "s" or not atom.isalpha():
        return atom
    if atom.endswith("ies") and not atom.endswith(("eies", "aies")):
        return atom[:-3] + "y"
    if atom.endswith("es") and not atom.endswith(("aes", "ees", "oes")):
        return atom[:-1]
    return atom if atom.endswith(("us", "ss", "es")) else atom[:-1]


def _latin(text: str) -> _Latin:
    pieces = [(piece, _chars(piece)) for piece, _, _ in _runs(text)]
    return _Latin(
        " ".join([atom for _, atoms in pieces for atom in atoms]),
        " ".join([word for piece in pieces for word in _latin_words(*piece)]),
    )


def _latin_words(run: str, atoms: list[str]) -> Iterable[str]:
    if len(atoms) == 1:
        return atoms
    pieces = ["".join(_chars(piece)) for piece in re.split(r"[-'&+_]", run)]
    whole = "".join(atoms)
    return dict.fromkeys(word[:MAX_TOKEN] for word in (whole, *pieces, *atoms) if word)


class _Jieba:
    """The reference and the fallback: jieba itself, with a dictionary of its own."""

    def __init__(self) -> None:
        jieba = import_module("jieba")
        jieba.setLogLevel(60)  # its loading messages are not ours to print
        self._tokenizer = jieba.Tokenizer()

    def cut(self, text: str) -> Iterable[str]:
        words: Iterable[str] = self._tokenizer.cut(text)
        return words

    def cut_for_search(self, text: str) -> Iterable[str]:
        words: Iterable[str] = self._tokenizer.cut_for_search(text)
        return words

    def has_word(self, word: str) -> bool:
        self._tokenizer.initialize()
        return bool(self._tokenizer.FREQ.get(word))  # beginnings of words have 0


@cache
def _default_segmenter() -> Segmenter:
    try:
        rjieba = import_module("rjieba")
    except ImportError:
        return _Jieba()
    segmenter: Segmenter = rjieba.Jieba()
    return segmenter
