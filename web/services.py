"""The one composition root of the counter: everything a shop's app needs, opened once a process.

Nothing here knows Flask; views reach it through `web.context`.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

from indexer.apply import Follower, apply
from indexer.attributes import Attributes
from indexer.catalog import DocumentId, Product
from indexer.errors import NothingPublishedError
from indexer.renewal import Renewal
from indexer.settings import Settings
from indexer.shop import Shop
from query.lexicon.keeper import LexiconKeeper
from query.log import SearchLog
from query.log.followed import FollowedSearches
from query.search import SearchService
from query.suggest import SuggestionKeeper, SuggestService, past_queries
from query.synonyms import SynonymStore
from recsys.events import Events
from recsys.journal import Journal, Mover
from recsys.personal import Personal
from recsys.shop import personal
from web.allocator import Tidier
from web.history import HOT, demo_words, hot_words, keep_demo_history
from web.remembered import Remembered

__all__ = ["JOURNAL", "Services"]

JOURNAL = "journal"
"""The folder of journals, in the data folder."""

# Seconds for which pages take what was found before.
_WORDS = 20.0
_DEMO = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """One shop behind the counter. Safe to share between threads.

    `follower` brings waiting changes into the indexes once it is started, `mover` what is in the
    `journal` into `log` and `events`; an app that only reads leaves them alone. `now` gives seconds
    since 1970. `slow_follower` does what takes longer than a price may wait: it keeps the lexicon
    and the suggestions up to date, and by `renewal` the indexes that have outlived the demo;
    `behavior_follower` keeps what `personal` knows of the events.
    `is_demo`: the goods are examples, and the pages say so. `remembered`: what is asked for beside
    the pages.
    """

    shop: Shop
    search: SearchService
    follower: Follower
    is_demo: Callable[[], bool]
    log: SearchLog
    hot_words: Callable[[], list[str]]
    events: Events
    personal: Personal
    behavior_follower: Follower
    journal: Journal
    mover: Mover
    now: Callable[[], float]
    suggest: SuggestService
    suggestion_keeper: SuggestionKeeper
    lexicon_keeper: LexiconKeeper
    slow_follower: Follower
    renewal: Renewal
    remembered: Sequence[Remembered[Any]]

    @classmethod
    def open(cls, settings: Settings, *, now: Callable[[], float] = time.time) -> Self:
        """The shop of those settings; `now` gives seconds since 1970.

        Raises SettingsError, and EngineUnavailableError where the cluster is away.
        """
        shop = Shop(settings)
        # Opened here, before threads share them: an error is told at the start, not to a shopper.
        products, faqs = shop.products, shop.faqs
        log, events = SearchLog(shop.behavior), Events(shop.behavior)
        ours = personal(shop, events)
        lexicon = LexiconKeeper(
            products,
            vocabulary=shop.vocabulary.read,
            followed=FollowedSearches(log, events),
            now=now,
        )
        synonyms = SynonymStore(shop.store, shop.analyzer)
        search = SearchService(
            products.engine,
            products.known(),
            analyzer=shop.analyzer,
            attributes=shop.attributes,
            readers=lexicon.reader,
            synonyms=synonyms.present,
            lifts=ours.lift,
            dismissed=ours.histories.dismissed,
            now=now,
        )
        follower = Follower(
            {products.name: partial(apply, products), faqs.name: partial(apply, faqs)}
        )
        journal = Journal(settings.data / JOURNAL)
        mover = Mover(
            journal,
            shop.behavior,
            {"search": log.take, "event": events.take},
            housekeeping=[
                lambda: log.expire(now(), settings.retention),
                lambda: events.expire(now(), settings.retention),
                lambda: ours.histories.expire(now(), settings.retention),
            ],
        )
        words: Remembered[list[str]] = Remembered(
            partial(hot_words, log, events, now, search), seconds=_WORDS, first=[]
        )
        is_demo = Remembered(shop.store.is_demo, seconds=_DEMO, first=shop.store.is_demo())
        usual = demo_words(search) if is_demo() else []
        past = partial(past_queries, log, events, now)

        def searched() -> list[str]:
            found = dict.fromkeys((*(usual if is_demo() else ()), *words()))
            return [word for word in found if keeper.curation.allows(word)][:HOT]

        def keep_history() -> int:
            changed = keep_demo_history(shop, events)
            if changed:
                words.renew()
            return changed

        renewal = Renewal((products, faqs))
        keeper = SuggestionKeeper(products, search, popular=past, now=now)
        return cls(
            shop=shop,
            search=search,
            follower=follower,
            log=log,
            hot_words=searched,
            is_demo=is_demo,
            events=events,
            personal=ours,
            behavior_follower=Follower({"recommendations": ours.step}),
            journal=journal,
            mover=mover,
            now=now,
            suggest=SuggestService(keeper, products.catalogue.rows),
            suggestion_keeper=keeper,
            lexicon_keeper=lexicon,
            renewal=renewal,
            slow_follower=Follower(
                {
                    "synonyms": synonyms.refresh,
                    # Before the suggestions, which ask what past queries find.
                    "lexicon": lexicon.refresh,
                    "suggestions": keeper.refresh,
                    # After what somebody waits for who has just opened the shop.
                    "demo": keep_history,
                    "renewal": renewal.step,
                    "memory": Tidier().step,
                }
            ),
            remembered=(words, is_demo),
        )

    @property
    def settings(self) -> Settings:
        """What the shop was opened with."""
        return self.shop.settings

    @property
    def attributes(self) -> Attributes:
        """What is known of attribute names and values."""
        return self.shop.attributes

    def product(self, product_id: str) -> Product | None:
        """The whole product as the record of truth has it; None where there is none."""
        return self.shop.store.products.get([product_id]).get(DocumentId(product_id))

    def published(self) -> str | None:
        """The name of the generation that searches read, None before the first.

        Raises EngineUnavailableError.
        """
        try:
            return self.shop.products.live().key.name
        except NothingPublishedError:
            return None

    def close(self) -> None:
        """End all threads, move what the journal has, and let go of engines and databases."""
        self.suggestion_keeper.stop()
        self.lexicon_keeper.stop()
        self.renewal.stop()
        self.slow_follower.stop()
        self.behavior_follower.stop()
        self.follower.stop()
        self.mover.stop()
        self.personal.following.close()
        for value in self.remembered:
            value.close()
        self.search.close()
        self.shop.close()
