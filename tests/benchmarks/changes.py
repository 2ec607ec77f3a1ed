"""How long a new price takes to be seen by shoppers, while `python -m web` follows the database.

It is looked for in the index (a search), not in the record of truth (a product's own page).
"""

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from urllib.parse import quote

import orjson

from indexer.catalog import DocumentId
from indexer.patch import Patch
from indexer.settings import Settings
from indexer.shop import Shop
from tests.benchmarks.process import ROOT, clean_environment
from tests.web.server import Server

__all__ = ["measure_changes"]

_PAUSE = 0.01
_LIMIT = 60.0
_FIRST_PRICE = 770_000.0  # beyond any price of a feed: the new price is told from the old one


def measure_changes(
    server: Server, data: Path, title: str, folder: Path, *, times: int
) -> dict[str, float]:
    """Medians, in seconds, of changes to the product that a search for `title` finds first.

    `written`: from the end of the database's transaction. `started`, `ended`: from the start and
    the end of `python -m indexer import --partial`; below 0 where it was seen before the end.
    """
    path = f"/api/v1/search?q={quote(title)}"
    id_ = orjson.loads(server.get(path)[1])["hits"][0]["id"]

    def shown() -> float:
        hits = orjson.loads(server.get(path)[1])["hits"]
        return next((float(hit["price"]) for hit in hits if hit["id"] == id_), -1.0)

    written, started, ended = [], [], []
    with Shop(Settings.from_env({}, data)) as shop:
        for turn in range(times):
            price = _FIRST_PRICE + turn
            shop.store.products.patch([Patch(id=DocumentId(id_), fields={"price": price})])
            moment = time.monotonic()
            written.append(_seen(shown, price) - moment)
    for turn in range(times):
        price = _FIRST_PRICE + times + turn
        feed = folder / "price.jsonl"
        feed.write_bytes(orjson.dumps({"id": id_, "price": price}))
        begun = time.monotonic()
        with _command(feed, data) as command, ThreadPoolExecutor(1) as waiting:
            end = waiting.submit(_ended, command)
            seen = _seen(shown, price)
            started.append(seen - begun)
            ended.append(seen - end.result())
    return {"written": median(written), "started": median(started), "ended": median(ended)}


def _seen(shown: Callable[[], float], price: float) -> float:
    limit = time.monotonic() + _LIMIT
    while time.monotonic() < limit:
        if shown() == price:
            return time.monotonic()
        time.sleep(_PAUSE)
    raise SystemExit("a new price was never shown")


def _ended(command: "subprocess.Popen[bytes]") -> float:
    if command.wait(_LIMIT):
        raise SystemExit("the import of a price failed")
    return time.monotonic()


def _command(feed: Path, data: Path) -> "subprocess.Popen[bytes]":
    arguments = ["import", "products", str(feed), "--partial", "--data", str(data)]
    return subprocess.Popen(
        [sys.executable, "-m", "indexer", *arguments],
        cwd=ROOT,
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
