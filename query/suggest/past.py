"""The past queries of a shop, from its search log and its events."""

from collections import Counter
from collections.abc import Callable

from query.log import SearchLog, counted, popular
from recsys.events import Events

__all__ = ["past_queries"]

_MOST = 20_000


def past_queries(log: SearchLog, events: Events, now: Callable[[], float]) -> list[tuple[str, int]]:
    """Queries in their one spelling, each with how often it was asked, the most frequent first.

    Events tell where they name the query that they came of, as imported ones do.
    """
    found = popular(log.database, limit=_MOST, now=now())
    asked = Counter({query.text: max(1, round(query.weight)) for query in found})
    for text, times in events.asked(_MOST):
        if (query := counted(text)) is not None:
            asked[query] += times
    return sorted(asked.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]
