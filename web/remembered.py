"""A value that pages ask for again and again, that changes seldom and may take long to find."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Remembered"]

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Remembered(Generic[T]):
    """The last value that was found. Safe to share between threads; `close` it.

    Nobody waits: where the value is too old it is asked for beside the caller, who gets the old
    one. What cannot be had fails no page: the last value stays.
    """

    def __init__(
        self,
        ask: Callable[[], T],
        *,
        seconds: float,
        first: T,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`seconds`: between two times of asking, at least. `first`: the value until there is one."""
        self._ask = ask
        self._seconds = seconds
        self._value = first
        self._clock = clock
        self._until = 0.0
        self._outdated = True
        self._asking = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def __call__(self) -> T:
        """The last value."""
        due = self._outdated or self._clock() >= self._until
        if due and self._asking.acquire(blocking=False):
            self._thread = threading.Thread(target=self._asked, name="remembered", daemon=True)
            self._thread.start()
        return self._value

    def renew(self) -> None:
        """Have the next call ask, however young the value is: what it is found in has changed."""
        self._outdated = True

    def close(self) -> None:
        """Ask no more; an asking that has begun is waited for."""
        if self._closed:
            return
        self._closed = True
        self._asking.acquire()  # for good: nobody begins after it
        if self._thread is not None:
            self._thread.join()

    def _asked(self) -> None:
        self._outdated = False
        try:
            self._value = self._ask()
        except Exception as error:  # noqa: BLE001 - whatever it was: the shop goes on without it
            _log.warning("%s: %s", type(error).__name__, error)
        finally:
            self._until = self._clock() + self._seconds
            self._asking.release()
