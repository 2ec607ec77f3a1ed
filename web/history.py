"""What the past tells a shop: the words that shoppers ask for, and the demo shop's year."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from indexer import demo
from indexer.errors import XunhuoError
from indexer.shop import Shop
from query.log import SearchLog, hot, popular
from query.search import SearchService
from recsys.events import Events, load

__all__ = ["HOT", "demo_words", "hot_words", "keep_demo_history"]

HOT = 20
"""At most so many words are told."""

_OF_DEMO = 10  # a page has room for

_LOOK = 2_000  # events between two looks whether they are still wanted

_Event = Mapping[str, Any]


def hot_words(
    log: SearchLog, events: Events, now: Callable[[], float], search: SearchService
) -> list[str]:
    """What many search these days, the most searched first, filled up with what they always did.

    They stand on the first page of the shop: only what at least three people asked, or an import
    brought in, and what the shop has goods for now.
    """
    moment = now()
    words = [query.text for query in hot(log.database, limit=HOT, now=moment)]
    if len(words) < HOT:
        past = popular(log.database, limit=HOT, now=moment, anonymous=False)
        words += [query.text for query in past]
        words += [text for text, _ in events.asked(HOT)]
    there = (word for word in dict.fromkeys(words) if search.finds(word))
    return list(islice(there, HOT))


def demo_words(search: SearchService) -> list[str]:
    """What stands there of a demo, the same from the first page on: words that find goods.

    Nothing while nothing can be found.
    """
    try:
        return [word for word in demo.queries(_OF_DEMO) if search.finds(word)]
    except XunhuoError:
        return []


def keep_demo_history(shop: Shop, events: Events) -> int:
    """The demo shop's year of events is there as long as the shop is the demo.

    They come in one transaction: a kill leaves none, and the next call loads them. None come where
    the demo goes meanwhile: who imports then does not wait for them. Returns how many came or went.
    """
    if not shop.store.is_demo():
        return events.remove_demo()
    if events.has_imported():
        return 0
    year = _while_demo(shop, demo.events(demo.products()))
    try:
        return load(events, year, shop.settings.data, demo=True)
    except _DemoLeftError:
        return 0


class _DemoLeftError(Exception):
    """The demo went while its events were read."""


def _while_demo(shop: Shop, year: Iterable[_Event]) -> Iterator[_Event]:
    for number, event in enumerate(year):
        if not number % _LOOK and not shop.store.is_demo():
            raise _DemoLeftError
        yield event
