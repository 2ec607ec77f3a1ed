"""A process that searches without pause and reports what cannot be: `python -m ...reader`.

Arguments: DATA FED OUT SEED. It ends on SIGTERM and then writes what it saw to OUT, as JSON.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path
from threading import Event

import orjson

from indexer.errors import NothingPublishedError, XunhuoError
from indexer.request import SearchRequest
from indexer.settings import Settings
from indexer.shop import Shop
from query.form import MAX_DEPTH, MAX_SIZE, SearchForm
from query.page import SearchPage
from query.search import SearchService
from tests.durability.fed import FedPrices
from tests.durability.goods import KINDS, WORDS

__all__ = ["main"]

_PAUSE = 0.01  # leaves the cores to the commands that are to be killed


def main(data: str, fed: str, out: str, seed: str) -> None:
    """Search until told to stop."""
    stopped = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    chance, parent = random.Random(seed), os.getppid()
    with Shop(Settings.from_env({}, Path(data))) as shop:
        watch = _Watch(shop, FedPrices(Path(fed)))
        while not stopped.is_set() and os.getppid() == parent:
            watch.look(chance)
            time.sleep(_PAUSE)
    Path(out).write_bytes(orjson.dumps({"searches": watch.searches, "problems": watch.problems}))


class _Watch:
    """Looks at pages, and notes what is wrong with them."""

    def __init__(self, shop: Shop, fed: FedPrices) -> None:
        index = shop.products
        self._engine = index.engine
        self._service = SearchService(
            index.engine, index.known(), analyzer=shop.analyzer, attributes=shop.attributes
        )
        self._fed = fed
        self.searches = 0
        self.problems: list[str] = []

    def look(self, chance: random.Random) -> None:
        """One search of some kind."""
        text = " ".join(chance.sample(WORDS, chance.randrange(3)))
        chosen = {"category": (chance.choice(KINDS),)} if chance.random() < 1 / 2 else {}
        form = SearchForm(text=text, chosen=chosen, size=MAX_SIZE)
        try:
            self._look_at(self._service.search(form), form)
            self._look_at_rows()
        except NothingPublishedError:
            # Once something was published, something always is.
            if self.searches:
                self.problems.append("the published index is gone")
        except XunhuoError as error:
            self.problems.append(f"{form.address()}: {type(error).__name__}: {error}")
        else:
            self.searches += 1

    def _look_at(self, page: SearchPage, form: SearchForm) -> None:
        ids = [hit.id for hit in page.hits]
        if len(set(ids)) < len(ids):
            self.problems.append(f"{form.address()}: an id stands twice on the page")
        for hit in (*page.hits, *page.related):
            if not self._fed.include(hit.id, hit.price):
                self.problems.append(f"{hit.id}: the price {hit.price} was never fed")
        # A product that was deleted between the search and the reading of its card is left out.
        # A second look has the same only where the index itself lacks it.
        if len(ids) < min(page.total, page.size):
            again = self._service.search(form)
            if len(again.hits) < min(again.total, again.size):
                self.problems.append(f"{form.address()}: {len(again.hits)} of {again.total} hits")

    def _look_at_rows(self) -> None:
        found = self._engine.search(SearchRequest(limit=MAX_DEPTH))
        rows = found.hits.rows.tolist()
        if len(set(rows)) != found.total:
            self.problems.append(
                f"all: {len(set(rows))} distinct rows, but a total of {found.total}"
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
