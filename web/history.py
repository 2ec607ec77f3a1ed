"""What the past tells a shop: the words that shoppers ask for, and the demo shop's year."""

from collections.abc import Callable
from itertools import islice

from indexer import demo
from indexer.shop import Shop
from query.form import SearchForm
from query.log import SearchLog, hot
from query.search import SearchService
from recsys.events import Events, load

__all__ = ["hot_words", "keep_demo_history"]

_HOT = 20


def hot_words(
    log: SearchLog,
    past: Callable[[], list[tuple[str, int]]],
    now: Callable[[], float],
    search: SearchService,
) -> list[str]:
    """What many search these days, the most searched first, filled up with what they always did.

    Only what the shop has goods for now.
    """
    words = [query.text for query in hot(log.database, limit=_HOT, now=now())]
    words += [text for text, _ in past()[:_HOT]]
    there = (word for word in dict.fromkeys(words) if _finds(search, word))
    return list(islice(there, _HOT))


def _finds(search: SearchService, word: str) -> bool:
    return search.search(SearchForm(text=word, size=1)).total > 0


def keep_demo_history(shop: Shop, events: Events) -> int:
    """The demo shop's year of events is there as long as the shop is the demo.

    They come in one transaction: a kill leaves none, and the next call loads them. Returns how many
    came or went.
    """
    if not shop.store.is_demo():
        return events.remove_demo()
    if events.latest():
        return 0
    return load(events, demo.events(demo.products()), shop.settings.data, demo=True)
