"""The one analyzer for documents and queries: a text to its three streams of tokens.

Words (jieba's), characters with positions and bigrams (semantics §3). It knows no fields and no
weights, and it is the only module that imports a segmenter.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib import import_module
from operator import add
from typing import NamedTuple, Protocol

from indexer.fields import BLANK, BOUNDARY
from indexer.folding import fold, folded

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
_NOT_ONLY_HAN = re.compile(rf"[^\W_{_HAN}]")
# jieba's own tables cover this block; what lies outside it is one character a word.
_COMMON_HAN = re.compile("[\u4e00-\u9fff]+|.", re.DOTALL)
_RARE_HAN = re.compile("[^\u4e00-\u9fff ]")

_SHORTEST_PLURAL = 3  # ios and bus are none

_SHORT = 16
_CACHED_TEXTS = (
    65_536  # about 40 MB when full, twice: brands, categories and attribute values repeat
)
_CACHED_RUNS = 16_384  # Latin words and numbers: about 5 MB when full
# What a batch of documents needs twice, for a column and for the vector: titles.
_MIDDLING = 256
_CACHED_MIDDLING = 1_024


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
    """A text cut for an index: tokens between single spaces, in the order of the text."""

    words: str
    chars: str
    bigrams: str


_NOTHING = Streams(BLANK, BLANK, BLANK)


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
        self._short = lru_cache(_CACHED_TEXTS)(self._cut)
        self._short_wordless = lru_cache(_CACHED_TEXTS)(partial(self._cut, with_words=False))
        self._middling = lru_cache(_CACHED_MIDDLING)(self._cut)
        self._short_latin = lru_cache(_CACHED_RUNS)(_latin)

    def document(self, *texts: str, words: bool = True, bigrams: bool = True) -> Streams:
        """The streams of a field; several texts are the values of a list.

        Words hold each word, and the shorter ones inside it; a model such as `sm-c5000` whole
        (`smc5000`), by pieces (`sm`, `c5000`) and by atoms. Never empty: `BLANK` stands for
        nothing. In `chars`, `BOUNDARY` parts the values of a list. Without `words` or `bigrams`,
        those may be left out, which takes less time; `bigrams` then hold models whole as well.
        """
        cut = self._known
        if not words:
            cut = self._without_words
        elif not bigrams:
            cut = self._without_bigrams
        parts = [part for text in texts if (part := cut(text)).chars]
        if not parts:
            return _NOTHING
        if len(parts) == 1:
            return parts[0]
        return Streams(
            " ".join([part.words for part in parts]),
            f" {BOUNDARY} ".join([part.chars for part in parts]),
            " ".join([part.bigrams for part in parts]),
        )

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
        """Single characters, Latin atoms and pairs of Han, in no set order: for embeddings.

        Lines are cut one by one: give what is a text of a document elsewhere too a line of its own.
        """
        grams: list[str] = []
        for line in text.split("\n"):
            cut = self._known(line)
            grams += cut.chars.split()
            grams += _HAN_PAIRS.findall(cut.bigrams)
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

    def _known(self, text: str) -> Streams:
        if len(text) <= _SHORT:
            return self._short(text)
        return self._middling(text) if len(text) <= _MIDDLING else self._cut(text)

    def _without_bigrams(self, text: str) -> Streams:
        return self._short(text) if len(text) <= _SHORT else self._cut(text, with_bigrams=False)

    def _without_words(self, text: str) -> Streams:
        return (
            self._short_wordless(text) if len(text) <= _SHORT else self._cut(text, with_words=False)
        )

    def _cut(self, text: str, *, with_words: bool = True, with_bigrams: bool = True) -> Streams:
        text = fold(text)
        runs = _HAN_RUNS.findall(text)
        words = self._searched(" ".join(runs)) if runs and with_words else ""
        bigrams: list[str] = []
        if with_bigrams:
            for run in runs:
                if len(run) > 2:  # noqa: PLR2004 - two are their own pair, and half of all runs
                    bigrams += map(add, run, run[1:])
                else:
                    bigrams.append(run)
        if _NOT_ONLY_HAN.search(text) is None:
            return Streams(words, " ".join("".join(runs)), " ".join(bigrams))
        chars: list[str] = []
        latin: list[str] = []
        for han, run in _RUN.findall(text):
            if han:
                chars += han
            else:
                atoms, spelled = self._latin(run)
                chars += atoms
                bigrams += atoms if with_words else spelled
                latin += spelled
        return Streams(" ".join((words, *latin)).strip(), " ".join(chars), " ".join(bigrams))

    def _latin(self, run: str) -> tuple[Sequence[str], Sequence[str]]:
        return self._short_latin(run) if len(run) <= _SHORT else _latin(run)

    def _searched(self, han: str) -> str:
        """The words of Han runs between single spaces: the segmenter sees nothing else.

        One call for all of a text, and none for a run alone: a call costs more than a short run.
        """
        cut = self._segmenter.cut_for_search
        pieces = [han] if _RARE_HAN.search(han) is None else _COMMON_HAN.findall(han)
        return " ".join([word for piece in pieces for word in cut(piece) if word != " "])


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


def _latin(run: str) -> tuple[Sequence[str], Sequence[str]]:
    """The atoms of a run without Han, and its words."""
    pieces = [(piece, _chars(piece)) for piece, _, _ in _runs(run)]
    atoms = [atom for _, found in pieces for atom in found]
    return tuple(atoms), tuple(word for piece in pieces for word in _latin_words(*piece))


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
