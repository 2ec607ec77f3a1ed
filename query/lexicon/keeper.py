"""Keeps the lexicon of a process up to date with the generation, the vocabulary and what people do."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Self

import orjson

from indexer.errors import AnalyzerMismatchError, NothingPublishedError
from indexer.index import ProductIndex
from indexer.store.artefacts import fingerprint
from query.kept import Kept, Making, Rest, resting
from query.lexicon.building import NO_VOCABULARY, built
from query.lexicon.followed import NOTHING_FOLLOWED, Followed
from query.lexicon.lexicon import FORMAT, Lexicon
from query.reading import LexiconReader, Reader, words_only

__all__ = ["LexiconKeeper"]

_SMALL = 20_000  # products: their lexicon takes some seconds


class _Gently:
    """A Followed that is read with a rest at each person."""

    def __init__(self, followed: Followed, rest: Rest) -> None:
        self.products, self.state = followed.products, followed.state
        self._followed = followed
        self._rest = rest

    def people(self) -> Iterator[Mapping[str, frozenset[str]]]:
        """See Followed."""
        for person in self._followed.people():
            self._rest()
            yield person


class LexiconKeeper:
    """Reads texts by the lexicon of one shop, in one process. Safe to share between threads."""

    def __init__(
        self,
        products: ProductIndex,
        *,
        vocabulary: Callable[[], Mapping[str, Any]] = lambda: NO_VOCABULARY,
        followed: Followed = NOTHING_FOLLOWED,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Nothing is read yet: until `refresh` or `ready` all words are just words.

        `vocabulary` gives the present one, and the same object while it does not change; the
        lexicon is built anew when it does, and some minutes after the state of `followed` has moved.
        """
        seen: tuple[Mapping[str, Any], str] | None = None

        def decided() -> str:
            nonlocal seen
            present = vocabulary()
            if seen is None or seen[0] is not present:
                # Slots and the values of products must be read by one vocabulary.
                products.attributes.renew()
                packed = orjson.dumps(present, option=orjson.OPT_SORT_KEYS)
                seen = (present, fingerprint(packed))
            return seen[1]

        def build(rest: Rest) -> LexiconReader:
            words = built(
                lambda: resting(products, rest),
                products.attributes,
                vocabulary(),
                products.analyzer,
                _Gently(followed, rest),
            )
            return _reader(words)

        def _reader(lexicon: Lexicon) -> LexiconReader:
            return LexiconReader(lexicon, products.analyzer, products.attributes)

        self._products = products
        making: Making[Reader] = Making(
            kind=f"lexicon-{FORMAT}",
            build=build,
            dump=lambda reader: (
                reader.lexicon.to_bytes() if isinstance(reader, LexiconReader) else b""
            ),
            load=lambda blob: _reader(Lexicon.from_bytes(blob)),
            digest=followed.state,
            decided=decided,
        )
        self._kept: Kept[Reader] = Kept(products, making, words_only(), now=now)

    def reader(self) -> Reader:
        """The reader of the moment."""
        return self._kept.value

    def begin(self) -> Self:
        """Itself with what is stored; of a small shop built now, so that its first page understands.

        Does nothing where there is no index yet. Raises EngineUnavailableError.
        """
        with suppress(NothingPublishedError, AnalyzerMismatchError):
            if self._products.catalogue.count() <= _SMALL:
                self._kept.ready()
            else:
                self._kept.load()
        return self

    def refresh(self) -> int:
        """See Kept.refresh; returns how many lexicons were built."""
        return int(self._kept.refresh())

    def ready(self) -> Self:
        """See Kept.ready."""
        self._kept.ready()
        return self

    def stop(self) -> None:
        """Have a build in another thread end soon, without a result."""
        self._kept.stop()
