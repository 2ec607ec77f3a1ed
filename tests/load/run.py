"""One run: the server, its shoppers and its merchant, its memory, and what is there at the end."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.apply import apply
from indexer.settings import Settings
from indexer.shop import Shop
from indexer.verify import verify
from tests.load.memory import Memory, Series, measured
from tests.load.prices import Merchant
from tests.load.shoppers import Shopper, Tally
from tests.web.recorded import events_of, searches_of
from tests.web.server import running

__all__ = ["Outcome", "run"]

# A load test comes from one address: no shopper is to be sent away.
_UNLIMITED = {"XUNHUO_RATE_LIMIT": "off"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was answered, and what the shop's tables have of it after it was closed.

    `differences`: products of which index and record of truth differ; `failures`: all that failed.
    """

    tallies: tuple[Tally, ...]
    memory: Series
    prices: int
    logged: int
    logged_ids: int
    stored: int
    differences: int
    failures: tuple[str, ...]

    @property
    def searches(self) -> int:
        """How many searches were answered."""
        return sum(tally.searches for tally in self.tallies)

    @property
    def ids(self) -> int:
        """How many of them told their id."""
        return sum(len(tally.ids) for tally in self.tallies)

    @property
    def events(self) -> int:
        """How many events were acknowledged, and pages of products seen."""
        return sum(tally.events + tally.views for tally in self.tallies)


def run(  # noqa: PLR0913 - what, how long and how many
    data: Path,
    queries: Sequence[str],
    *,
    seconds: float,
    shoppers: int,
    log: Path,
    every: float = 10.0,
    tell: Callable[[Memory], None] = lambda _: None,
) -> Outcome:
    """Load the shop in `data`, which has a published index, for some seconds.

    `every`: seconds between two looks at the memory, each of which is told.
    """
    logged_before, stored_before = len(searches_of(data)), len(events_of(data))
    stop = threading.Event()
    memory: list[Memory] = []
    with running(data, log, variables=_UNLIMITED) as server:
        crowd = [Shopper(server.url, queries, seed, stop) for seed in range(shoppers)]
        merchant = Merchant(data, stop)
        started = time.monotonic()
        for thread in (*crowd, merchant):
            thread.start()
        while (passed := time.monotonic() - started) < seconds:
            time.sleep(min(every, seconds - passed))
            memory.append(measured(server.process.pid, time.monotonic() - started))
            tell(memory[-1])
        stop.set()
        for thread in (*crowd, merchant):
            thread.join()
        server.stop()
    searches = searches_of(data)[logged_before:]
    asked = {id_ for shopper in crowd for id_ in shopper.tally.ids}
    with Shop(Settings.from_env({}, data)) as shop:
        apply(shop.products)  # what was written in the server's last moment
        differences = len(list(verify(shop.products)))
    return Outcome(
        tallies=tuple(shopper.tally for shopper in crowd),
        memory=Series(memory),
        prices=merchant.changed,
        logged=len(searches),
        logged_ids=len(asked & {search["id"] for search in searches}),
        stored=len(events_of(data)) - stored_before,
        differences=differences,
        failures=(*merchant.failures, *(f for s in crowd for f in s.tally.failures)),
    )
