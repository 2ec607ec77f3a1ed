"""The words under a search box, as pages ask for them: of the database at most once a minute."""

from collections.abc import Callable

from query.log.popular import hot
from query.log.store import SearchLog

__all__ = ["HotWords"]

_SECONDS = 60.0
_MOST = 20


class HotWords:
    """What many search just now. Safe to share between threads."""

    def __init__(self, log: SearchLog, now: Callable[[], float]) -> None:
        """`now` gives seconds since 1970."""
        self._log = log
        self._now = now
        self._known: tuple[str, ...] = ()
        self._until = float("-inf")

    def __call__(self, limit: int) -> list[str]:
        """The most searched first, at most `limit` and 20; none where few people search."""
        now = self._now()
        if now >= self._until:
            # First, so that the others do not ask as well while this one does.
            self._until = now + _SECONDS
            self._known = tuple(
                query.text for query in hot(self._log.database, limit=_MOST, now=now)
            )
        return list(self._known[:limit])
