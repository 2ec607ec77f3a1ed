"""An artefact of the published generation, kept up to date: built, stored, loaded where others built it.

The lexicon and the suggestions are such (semantics §4): checked blocks of bytes in the database, so
that no process ever sees half of one. What one is made of is given from outside.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Generic, Self, TypeVar

import orjson

from indexer.catalog import Product
from indexer.errors import DamagedError
from indexer.index import ProductIndex
from indexer.store import GenerationKey
from indexer.store.artefacts import fingerprint

__all__ = ["Kept", "Making", "Rest", "resting"]

T = TypeVar("T")

_LOOK = 2.0  # seconds between looks at what others have changed
_FRESH = 5.0  # seconds for which nothing is built again: an import comes in parts
_SHARE = 20  # nor for so many times as long as building took: a twentieth of one core at most
_COUNTED = 300.0  # seconds between two looks at what else it is made of
_TURN = 0.005  # seconds of work before as long a rest: a page in another thread waits no longer

_log = logging.getLogger(__name__)

Rest = Callable[[], None]
"""To be called again and again while something is built: it gives way to other threads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making(Generic[T]):
    """How an artefact is made. `kind` has a number that goes up with any change of its bytes.

    `digest` says in short of what else than the catalogue it is made; it is asked for seldom. What the
    shop's people have `decided` is asked for at every look: they see at once what they have changed.
    """

    kind: str
    build: Callable[[Rest], T]
    dump: Callable[[T], bytes]
    load: Callable[[bytes], T]
    digest: Callable[[], str] = lambda: ""
    decided: Callable[[], str] = lambda: ""


class Kept(Generic[T]):
    """One artefact in one process. Safe to share between threads.

    Nothing is read yet: until `refresh` or `ready` its value is `empty`.
    """

    def __init__(
        self,
        products: ProductIndex,
        making: Making[T],
        empty: T,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._products = products
        self._making = making
        self._now = now
        self._loaded = ""  # the hash of what `value` was read from
        self._body = ""  # the hash of it alone, without how it came about
        self._made: _Made | None = None
        self._looked = self._counted = float("-inf")
        self._stopped = threading.Event()
        self._holding = threading.Lock()
        self.value = empty

    def refresh(self) -> bool:
        """Look what has changed, build where it is time: whether something was built.

        For a thread that calls it again and again, which costs next to nothing. Raises
        NothingPublishedError and EngineUnavailableError; what was there before stays.
        """
        now = self._now()
        if 0 <= now - self._looked < _LOOK:  # below 0: the clock was set back
            return False
        self._looked = now
        key = self._products.live().key
        self._load(key)
        if self._made is not None and self._made.serves(key, now) and not self._outdated(now):
            return False
        try:
            self._build(key, _Turns(self._stopped).rest)
        except _StoppedError:
            return False
        return True

    def ready(self) -> Self:
        """Itself with what is built for the published generation, built now where nothing is.

        Raises NothingPublishedError and EngineUnavailableError.
        """
        key = self._products.live().key
        self._load(key)
        if self._made is None or self._made.generation != key.name or self._redecided(self._made):
            self._build(key, lambda: None)
        return self

    def load(self) -> None:
        """Read what is stored for the published generation, if anything is. Raises as `ready`."""
        self._load(self._products.live().key)

    def stop(self) -> None:
        """Have a build in another thread end soon, without a result."""
        self._stopped.set()

    def _load(self, key: GenerationKey) -> None:
        """Read what this or another process has built for a generation."""
        store, kind = self._products.store.artefacts, self._making.kind
        name = store.bound(key).get(kind)
        if name is None or name == self._loaded:
            return
        self._making.decided()  # by what it is read is renewed before it is read
        try:
            blob = store.load(name)
        except DamagedError:
            _log.warning("the damaged %s of %s is built again", kind, key.name)
            self._made, self._loaded = None, ""
            return
        head, _, rest = blob.partition(b"\n")
        self._hold(_Made(**orjson.loads(head)), name, rest, lambda: self._making.load(rest))

    def _hold(self, made: "_Made", name: str, packed: bytes, value: Callable[[], T]) -> None:
        """Have the value of those bytes; where they are the same it stays, with what it remembers.

        A change of prices alone changes no lexicon, and a shop may see one every second.
        """
        body = fingerprint(packed)
        with self._holding:
            before = self._made
            if before is None or (made.decided, body) != (before.decided, self._body):
                self.value = value()
            self._made, self._loaded, self._body = made, name, body

    def _outdated(self, now: float) -> bool:
        """Whether what it is made of has changed, where it is no longer fresh."""
        made = self._made
        if made is not None and self._redecided(made):
            return True
        if made is None or now - made.at < max(_FRESH, _SHARE * made.seconds):
            return False
        if made.change != self._products.store.change_number():
            return True
        if 0 <= now - self._counted < _COUNTED:
            return False
        self._counted = now
        return made.asked != self._making.digest()

    def _redecided(self, made: "_Made") -> bool:
        return made.decided != self._making.decided()

    def _build(self, key: GenerationKey, rest: Rest) -> None:
        started = time.perf_counter()
        change, asked = self._products.store.change_number(), self._making.digest()
        decided = self._making.decided()
        value = self._making.build(rest)
        made = _Made(
            generation=key.name,
            change=change,
            asked=asked,
            at=self._now(),
            seconds=time.perf_counter() - started,
            decided=decided,
        )
        packed = self._making.dump(value)
        blob = orjson.dumps(asdict(made)) + b"\n" + packed
        name = self._products.store.artefacts.put(key, self._making.kind, blob)
        self._hold(made, name, packed, lambda: value)


def resting(products: ProductIndex, rest: Rest) -> Iterator[Product]:
    """All products of a catalogue, with a rest at each."""
    for record in products.catalogue.all():
        rest()
        if record.document is not None:
            yield record.document


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """How an artefact came about. `at`: seconds since 1970."""

    generation: str
    change: int
    asked: str
    at: float
    seconds: float
    decided: str = ""

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
