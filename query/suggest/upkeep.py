"""Keeps the suggestions of a process up to date: the phrases, and the shop's lists of them."""

import time
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Self

import orjson

from indexer.index import ProductIndex
from indexer.store.artefacts import fingerprint
from query.kept import Kept, Making, Rest, resting
from query.lexicon.sounds import syllables
from query.search import SearchService
from query.suggest.curation import Curation, CurationStore
from query.suggest.index import SuggestionIndex
from query.suggest.sources import MOST_QUERIES, Popular, gathered

__all__ = ["SuggestionKeeper", "nothing_asked"]

_LOOK = 2.0  # seconds between looks at the lists: a blocked phrase is gone by then


def nothing_asked() -> Iterable[tuple[str, int]]:
    """The past queries of a shop that keeps none."""
    return ()


class SuggestionKeeper:
    """The phrases and lists of one shop in one process. Safe to share between threads."""

    def __init__(
        self,
        products: ProductIndex,
        search: SearchService,
        *,
        popular: Popular = nothing_asked,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`search` tells which of the `popular` queries find something.

        Nothing is read yet: until `refresh` or `ready` there is nothing to suggest.
        """

        def build(rest: Rest) -> SuggestionIndex:
            def has_hits(text: str) -> bool:
                rest()
                return search.finds(text)

            phrases = gathered(resting(products, rest), list(popular()), has_hits)
            return SuggestionIndex.built(phrases, lambda _: rest(), syllables())

        making = Making(
            kind="suggestions-2",
            build=build,
            dump=SuggestionIndex.to_bytes,
            load=SuggestionIndex.from_bytes,
            digest=lambda: _digest(popular()),
        )
        self._kept = Kept(products, making, SuggestionIndex.built([]), now=now)
        self._lists = CurationStore(products.store.database)
        self._curation = Curation()
        self._now = now
        self._looked = float("-inf")

    @property
    def index(self) -> SuggestionIndex:
        """The phrases; none before the first were built."""
        return self._kept.value

    @property
    def curation(self) -> Curation:
        """The lists of the shop."""
        return self._curation

    def refresh(self) -> int:
        """See Kept.refresh; returns how many phrases were built."""
        now = self._now()
        if not 0 <= now - self._looked < _LOOK:
            self._looked = now
            self._read_lists()
        return len(self.index) if self._kept.refresh() else 0

    def ready(self) -> Self:
        """See Kept.ready."""
        self._read_lists()
        self._kept.ready()
        return self

    def stop(self) -> None:
        """Have a build in another thread end soon, without a result."""
        self._kept.stop()

    def _read_lists(self) -> None:
        rules = self._lists.all()
        if rules != self._curation.rules:
            self._curation = Curation(rules)


def _digest(popular: Iterable[tuple[str, int]]) -> str:
    """Of what is asked, not of how often: that changes with every search."""
    return fingerprint(orjson.dumps(sorted(text for text, _ in islice(popular, MOST_QUERIES))))
