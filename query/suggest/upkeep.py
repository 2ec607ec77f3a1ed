"""Keeps the suggestions of a process up to date: builds them, stores them, loads what others built.

The index of phrases is an artefact of the generation that searches read (semantics §4): a checked
block of bytes in the database, so that no process ever sees half of one.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Self

import orjson

from indexer.catalog import Product
from indexer.errors import DamagedError
from indexer.index import ProductIndex
from indexer.store import GenerationKey
from indexer.store.artefacts import fingerprint
from query.search import SearchService
from query.suggest.curation import Curation, CurationStore
from query.suggest.index import SuggestionIndex
from query.suggest.sources import MOST_QUERIES, Popular, gathered

__all__ = ["SuggestionKeeper", "nothing_asked"]

_KIND = "suggestions-1"  # the number goes up with any change of the arrays or of the spelling

_LOOK = 2.0  # seconds between looks at what others have changed: a blocked phrase is gone by then
_FRESH = 60.0  # seconds for which an index is not built again, whatever has changed
_SHARE = 20  # nor for so many times as long as building took: a twentieth of one core at most

_COUNTED = 300.0
"""Seconds between two looks at the past queries, which takes up to a second of a large log."""

_TURN = 0.005  # seconds of work before as long a rest: a page in another thread waits no longer

_log = logging.getLogger(__name__)


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
        self._products = products
        self._search = search
        self._popular = popular
        self._now = now
        self._lists = CurationStore(products.store.database)
        self._index = SuggestionIndex.built([])
        self._curation = Curation()
        self._loaded = ""  # the hash of what `_index` was read from
        self._made: _Made | None = None
        self._looked = self._counted = float("-inf")
        self._stopped = threading.Event()

    @property
    def index(self) -> SuggestionIndex:
        """The phrases; none before the first were built."""
        return self._index

    @property
    def curation(self) -> Curation:
        """The lists of the shop."""
        return self._curation

    def refresh(self) -> int:
        """Look what has changed, build where it is time; for a thread that calls it again and again.

        Returns how many phrases were built. It gives way to other threads, and costs next to
        nothing when it is called often. Raises NothingPublishedError and EngineUnavailableError;
        what was there before stays.
        """
        now = self._now()
        if 0 <= now - self._looked < _LOOK:  # below 0: the clock was set back
            return 0
        self._looked = now
        self._read_lists()
        key = self._products.live().key
        self._load(key)
        if self._made is not None and self._made.serves(key, now) and not self._outdated(now):
            return 0
        try:
            self._build(key, _Turns(self._stopped).rest)
        except _StoppedError:
            return 0
        return len(self._index)

    def ready(self) -> Self:
        """Itself with what is built for the published generation, built now where nothing is.

        Raises NothingPublishedError and EngineUnavailableError.
        """
        self._read_lists()
        key = self._products.live().key
        self._load(key)
        if self._made is None or self._made.generation != key.name:
            self._build(key, lambda: None)
        return self

    def stop(self) -> None:
        """Have a build in another thread end soon, without a result."""
        self._stopped.set()

    def _read_lists(self) -> None:
        rules = self._lists.all()
        if rules != self._curation.rules:
            self._curation = Curation(rules)

    def _load(self, key: GenerationKey) -> None:
        """Read what this or another process has built for a generation."""
        name = self._products.store.artefacts.bound(key).get(_KIND)
        if name is None or name == self._loaded:
            return
        try:
            self._take(self._products.store.artefacts.load(name), name)
        except DamagedError:
            _log.warning("damaged suggestions of %s are built again", key.name)
            self._made, self._loaded = None, ""

    def _take(self, blob: bytes, name: str) -> None:
        head, _, rest = blob.partition(b"\n")
        made, index = _Made(**orjson.loads(head)), SuggestionIndex.from_bytes(rest)
        self._made, self._index, self._loaded = made, index, name

    def _outdated(self, now: float) -> bool:
        """Whether the catalogue or the queries have changed, for an index that is no longer fresh."""
        made = self._made
        if made is None or now - made.at < max(_FRESH, _SHARE * made.seconds):
            return False
        if made.change != self._products.store.change_number():
            return True
        if 0 <= now - self._counted < _COUNTED:
            return False
        self._counted = now
        return made.asked != _digest(self._popular())

    def _build(self, key: GenerationKey, rest: Callable[[], None]) -> None:
        started = time.perf_counter()
        change = self._products.store.change_number()
        popular = list(self._popular())

        def products() -> Iterator[Product]:
            for record in self._products.catalogue.all():
                rest()
                if record.document is not None:
                    yield record.document

        def has_hits(text: str) -> bool:
            rest()
            return self._search.finds(text)

        phrases = gathered(products(), popular, has_hits)
        index = SuggestionIndex.built(phrases, lambda _: rest())
        made = _Made(
            generation=key.name,
            change=change,
            asked=_digest(popular),
            at=self._now(),
            seconds=time.perf_counter() - started,
        )
        blob = orjson.dumps(asdict(made)) + b"\n" + index.to_bytes()
        name = self._products.store.artefacts.put(key, _KIND, blob)
        self._made, self._index, self._loaded = made, index, name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """How an index came about. `at`: seconds since 1970; `asked`: a digest of the past queries."""

    generation: str
    change: int
    asked: str
    at: float
    seconds: float

    def serves(self, key: GenerationKey, now: float) -> bool:
        """Whether it is of that generation, and not of the future: a clock was set back."""
        return self.generation == key.name and self.at <= now


class _StoppedError(Exception):
    """The process ends."""


class _Turns:
    """Work and rest by turns."""

    def __init__(self, stopped: threading.Event) -> None:
        self._stopped = stopped
        self._since = time.perf_counter()

    def rest(self) -> None:
        """Rest as long as was worked, where that was a while; raises _StoppedError at the end."""
        worked = time.perf_counter() - self._since
        if worked >= _TURN:
            self._stopped.wait(worked)
            self._since = time.perf_counter()
        if self._stopped.is_set():
            raise _StoppedError


def _digest(popular: Iterable[tuple[str, int]]) -> str:
    """Of what is asked, not of how often: that changes with every search."""
    return fingerprint(orjson.dumps(sorted(text for text, _ in islice(popular, MOST_QUERIES))))
