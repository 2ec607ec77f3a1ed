"""What the past tells a shop: the words that shoppers ask for, and the demo shop's year."""

from collections.abc import Callable
from itertools import islice

from indexer import demo
from indexer.shop import Shop
from query.log import SearchLog, hot, popular
from query.search import SearchService
from recsys.events import Events, load

__all__ = ["hot_words", "keep_demo_history"]

_HOT = 20


def hot_words(
    log: SearchLog, events: Events, now: Callable[[], float], search: SearchService
) -> list[str]:
    """What many search these days, the most searched first, filled up with what they always did.

    They stand on the first page of the shop: only what at least three people asked, or an import
    brought in, and what the shop has goods for now.
    """
    moment = now()
    words = [query.text for query in hot(log.database, limit=_HOT, now=moment)]
    if len(words) < _HOT:
        past = popular(log.database, limit=_HOT, now=moment, anonymous=False)
        words += [query.text for query in past]
        words += [text for text, _ in events.asked(_HOT)]
    there = (word for word in dict.fromkeys(words) if search.finds(word))
    return list(islice(there, _HOT))


def keep_demo_history(shop: Shop, events: Events) -> int:
    """The demo shop's year of events is there as long as the shop is the demo.

    They come in one transaction: a kill leaves none, and the next call loads them. Returns how many
    came or went.
    """
    if not shop.store.is_demo():
        return events.remove_demo()
    if events.has_imported():
        return 0
    return load(events, demo.events(demo.products()), shop.settings.data, demo=True)
