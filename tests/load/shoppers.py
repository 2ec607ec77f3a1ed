"""Shoppers that have agreed to be remembered: each searches, types, looks, clicks and buys.

Each is a thread with a browser of its own and a list of its own of what was answered.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import quote

import orjson

from tests.web.recorded import Browser

__all__ = ["Shopper", "Tally"]

_BOUGHT = 0.05  # of the products that are looked at


@dataclass(slots=True)
class Tally:
    """What one shopper was answered. `searches`: those that were answered, by their id if it was told.

    `seconds`: of each kind of request; `failures`: texts of what should not be.
    """

    searches: int = 0
    ids: set[str] = field(default_factory=set)
    events: int = 0
    views: int = 0
    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


class Shopper(threading.Thread):
    """Goes on until `stop` is set."""

    def __init__(self, url: str, queries: Sequence[str], seed: int, stop: threading.Event) -> None:
        super().__init__(name=f"shopper {seed}", daemon=True)
        self.tally = Tally()
        self._queries = queries
        self._random = random.Random(seed)
        self._stop_asked = stop
        self._browser = Browser(url)

    def run(self) -> None:
        """Agree, then shop."""
        self._browser.answer("yes")
        while not self._stop_asked.is_set():
            try:
                self._visit()
            except (HTTPException, URLError, OSError) as error:
                self.tally.failures.append(f"{type(error).__name__}: {error}")

    def _visit(self) -> None:
        text = self._random.choice(self._queries)
        for end in range(1, min(len(text), 4) + 1):
            self._get("suggest", f"/api/v1/suggest?q={quote(text[:end])}")
        if self._random.random() < 0.3:
            body = self._get("api", f"/api/v1/search?q={quote(text)}")
            found = orjson.loads(body) if body else {"hits": []}
            self.tally.searches += bool(body)
            if body:
                self.tally.ids.add(found["search_id"])
            ids = [hit["id"] for hit in found["hits"]]
        else:
            page = self._random.choice(("", "", "&sort=price_asc", "&page=2", "&price=10-5000"))
            body = self._get("page", f"/search?q={quote(text)}{page}")
            self.tally.searches += bool(body)
            ids = _products(body)
        if ids:
            self._look(self._random.choice(ids[:10]), text)

    def _look(self, product: str, text: str) -> None:
        if self._get("product", f"/p/{quote(product)}"):
            self.tally.views += 1
        actions = ["click", *(["cart", "buy"] if self._random.random() < _BOUGHT else [])]
        events = [{"action": action, "product": product, "query": text} for action in actions]
        started = time.perf_counter()
        status, answer = self._browser.post("/api/v1/events", events)
        self._timed("events", status, started)
        if status == 202:
            self.tally.events += orjson.loads(answer)["accepted"]

    def _get(self, kind: str, path: str) -> str:
        """The text of an answer, empty for any other than 200."""
        started = time.perf_counter()
        status, text = self._browser.get(path)
        self._timed(kind, status, started)
        return text if status == 200 else ""

    def _timed(self, kind: str, status: int, started: float) -> None:
        self.tally.seconds.setdefault(kind, []).append(time.perf_counter() - started)
        self.tally.statuses[status] += 1
        if status not in (200, 202):
            self.tally.failures.append(f"{kind}: {status}")


def _products(page: str) -> list[str]:
    parts = page.split('href="/p/')[1:]
    return list(dict.fromkeys(part.split('"', 1)[0].split("?", 1)[0] for part in parts))
