"""How often one visitor may ask: fixed windows, counted in this process or where a setting says.

An address is always counted, and the session of a browser that has one beside it: who drops a
cookie or takes another address escapes one of the two. Counting costs a request a few microseconds
and takes bounded memory.
"""

import time
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from math import ceil
from threading import Lock
from typing import NamedTuple

from flask import Flask, request
from limits import RateLimitItem, parse
from limits.errors import ConfigurationError, StorageError
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from indexer.errors import SettingsError
from indexer.settings import WebSettings
from web.visitor import signed_session

__all__ = ["BoundedMemory", "install"]

_DEFAULT = ("6000/minute",)
"""A shopper who types makes ten requests a second; an office shares one address."""

_MAX_VISITORS = 100_000  # some 20 MB

_FREE = ("static", "health.")  # endpoints that are never counted
_NETWORK = 64  # bits of an IPv6 address: one household has all that follow


class BoundedMemory(Storage):
    """Counts of fixed windows in a dictionary; past the bound, the oldest windows are let go of.

    The library's own memory starts a thread every ten milliseconds to tidy up, and has no bound.
    """

    STORAGE_SCHEME = None

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """Nothing can go wrong in memory."""
        return ()

    def __init__(self, uri: str | None = None, *, bound: int = _MAX_VISITORS) -> None:
        super().__init__(uri)
        self._bound = bound
        self._windows: dict[str, tuple[int, float]] = {}  # count, end; in the order of their starts
        self._lock = Lock()

    def __len__(self) -> int:
        """How many visitors are counted."""
        return len(self._windows)

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count, in a window of `expiry` seconds that begins with its first request."""
        now = time.time()
        with self._lock:
            count, end = self._windows.get(key, (0, 0.0))
            if end <= now:
                self._windows.pop(key, None)
                while len(self._windows) >= self._bound:
                    del self._windows[next(iter(self._windows))]
                count, end = 0, now + expiry
            self._windows[key] = count + amount, end
        return count + amount

    def get(self, key: str) -> int:
        """The count of the window that is open, else 0."""
        count, end = self._windows.get(key, (0, 0.0))
        return count if end > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds since 1970."""
        return self._windows.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> int:
        """Forget everyone; the number of whom."""
        with self._lock:
            found = len(self._windows)
            self._windows.clear()
        return found

    def clear(self, key: str) -> None:
        """Forget one visitor."""
        with self._lock:
            self._windows.pop(key, None)


def install(app: Flask, settings: WebSettings) -> None:
    """Answer who asks too often with 429. Raises SettingsError for a storage that cannot be used."""
    limits = [parse(text) for text in _limits(settings)]
    if not limits:
        return
    limiter = FixedWindowRateLimiter(_storage(settings))
    # Without a word from the operator, one's own network is not limited: behind a proxy that was not
    # told of, every visitor has its address, and the whole shop would share one limit.
    spared = settings.rate_limits is None

    def count() -> None:
        if (request.endpoint or "").startswith(_FREE):
            return
        address, session = _address(request.remote_addr or ""), signed_session()
        names = [] if spared and address.near else [address.name]
        if session is not None:
            names.append(f"session {session}")
        try:
            wait = _waiting(limiter, limits, names)
        except StorageError as error:
            # A shop that cannot count still sells.
            app.logger.warning("rate limits are not counted: %s", error)
            return
        if wait is not None:
            raise TooManyRequests(f"请求太频繁，请 {wait} 秒后再试。", retry_after=wait)

    app.before_request(count)


def _limits(settings: WebSettings) -> Sequence[str]:
    return _DEFAULT if settings.rate_limits is None else settings.rate_limits


def _waiting(
    limiter: FixedWindowRateLimiter, limits: Sequence[RateLimitItem], names: Sequence[str]
) -> int | None:
    """Seconds until the visitor of these names may ask again; None where they may now.

    Every limit counts for every name.
    """
    full = [(limit, name) for name in names for limit in limits if not limiter.hit(limit, name)]
    if not full:
        return None
    ends = max(limiter.get_window_stats(limit, name).reset_time for limit, name in full)
    return max(1, ceil(ends - time.time()))


class _Address(NamedTuple):
    """What is counted together; `near` on this machine or in its own network."""

    name: str
    near: bool


@lru_cache(maxsize=10_000)
def _address(address: str) -> _Address:
    """One IPv4 address, or one network of IPv6."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return _Address(address, near=False)
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is None:
            name = format(int(found) >> (found.max_prefixlen - _NETWORK), "x")
            return _Address(name, near=found.is_private)
        found = found.ipv4_mapped
    return _Address(str(found), near=found.is_private)


def _storage(settings: WebSettings) -> Storage:
    place = settings.rate_limit_storage
    if not place:
        return BoundedMemory()
    try:
        found = storage_from_string(place, wrap_exceptions=True)
    except (ConfigurationError, ValueError, TypeError) as error:
        message = "用不了这个地址；应当像 redis://主机:6379，并安装 --extra redis。"
        raise SettingsError("XUNHUO_RATE_LIMIT_STORAGE", message) from error
    assert isinstance(found, Storage)  # noqa: S101 - only asynchronous addresses give another kind
    return found
