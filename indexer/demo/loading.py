"""Puts the demo shop into a shop that has nothing yet, by the way of every feed.

What is said of it is for the command; indexes are brought up to date by it, too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import orjson

from indexer.catalog import Faq, Product
from indexer.demo.faqs import faqs
from indexer.demo.products import PRODUCTS, products
from indexer.errors import XunhuoError
from indexer.feed import FAQ_FEED, PRODUCT_FEED, FeedKind, Watcher
from indexer.intake import Import, Options
from indexer.store import Catalogue, Store
from indexer.store.scratch import STAGING

__all__ = ["load"]

T = TypeVar("T", bound=Product | Faq)

Rows = Iterable[Mapping[str, Any]]


def load(
    store: Store,
    folder: Path,
    now: datetime,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> tuple[int, int]:
    """How many products and FAQ entries were put into a store that is still untouched.

    FAQ entries come first, and all products in one transaction after them: until they are there,
    `Store.untouched` holds and the next start loads again. `folder`: the data folder; `progress`
    takes what is done, how many rows of how many.
    """

    def imported(kind: FeedKind[T], catalogue: Catalogue[T], rows: Rows, total: int) -> int:
        with _feed(folder, catalogue.table.name, rows) as path, store.stage(catalogue) as staging:
            work = Import(
                kind,
                catalogue,
                Options(demo=True, strict=True),
                Watcher(
                    reject=_refuse,
                    progress=lambda _bytes, done: progress("装入演示商店", done, total),
                ),
            )
            return work.run([path], staging, now, folder).rows

    answers = imported(FAQ_FEED, store.faqs, faqs(), 0)
    return imported(PRODUCT_FEED, store.products, products(PRODUCTS), PRODUCTS), answers


@contextmanager
def _feed(folder: Path, name: str, rows: Rows) -> Iterator[Path]:
    """The rows as a file. What a killed load leaves, the next one or an import clears away."""
    path = folder / STAGING / f"demo-{name}.jsonl"
    path.parent.mkdir(exist_ok=True)
    try:
        with path.open("wb") as file:
            file.writelines(orjson.dumps(row) + b"\n" for row in rows)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _refuse(error: XunhuoError) -> None:
    raise error
