"""What the past tells a shop: the words that shoppers ask for, and the demo shop's year."""

from collections.abc import Callable

from indexer import demo
from indexer.shop import Shop
from query.log import SearchLog, hot
from recsys.events import Events, load

__all__ = ["hot_words", "keep_demo_history"]

_HOT = 20


def hot_words(
    log: SearchLog, past: Callable[[], list[tuple[str, int]]], now: Callable[[], float]
) -> list[str]:
    """What many search these days, the most searched first, filled up with what they always did."""
    words = [query.text for query in hot(log.database, limit=_HOT, now=now())]
    words += [text for text, _ in past()[:_HOT]]
    return list(dict.fromkeys(words))[:_HOT]


def keep_demo_history(shop: Shop, events: Events) -> None:
    """The demo shop's year of events is there as long as the shop is the demo.

    They come in one transaction: a kill leaves none, and the next call loads them.
    """
    if not shop.store.is_demo():
        events.remove_demo()
    elif not events.latest():
        load(events, demo.events(demo.products()), shop.settings.data, demo=True)
