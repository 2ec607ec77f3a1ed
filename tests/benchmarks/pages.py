"""Whole result pages and similar products in one process, on the embedded engine.

`python -m tests.benchmarks.pages DATA QUERIES WARM_UP [--without-fast]`: a query a line, the first
WARM_UP of them untimed. `--without-fast` hides the optional library of the extra `fast`.

Pages of the words alone (`raw=1`), as other engines answer; then the same texts understood, with
what that brings to a page: filters, chips and their counts, steps of the ladder.
"""

import sys
import time
from pathlib import Path
from typing import Any

from indexer.settings import Settings
from query.form import SearchForm
from query.page import SearchPage
from query.picked import picked
from recsys.content import Content
from tests.benchmarks.process import peak_own, report
from tests.benchmarks.spread import Spread

__all__ = ["main"]

_SIMILAR = 12  # as many as a product's page looks at


def main(data: str, queries: str, warm_up: str, *options: str) -> None:
    """Measure and report."""
    if "--without-fast" in options:
        sys.modules["numkong"] = None  # type: ignore[assignment] # an import of it fails from here
    from web.services import Services  # noqa: PLC0415 - only now: it loads what was hidden

    texts = Path(queries).read_text("utf-8").splitlines()
    services = Services.open(Settings.from_env({}, Path(data)))
    pages, taken, worked = [], [], []
    for text in texts:
        started, begun = time.perf_counter(), time.process_time()
        pages.append(services.search.search(SearchForm(text=text, raw=True)))
        taken.append(time.perf_counter() - started)
        worked.append(time.process_time() - begun)
    services.lexicon_keeper.ready()
    understood = []
    for text in texts:
        started = time.perf_counter()
        services.search.search(SearchForm(text=text))
        understood.append(time.perf_counter() - started)
    ids = list(dict.fromkeys(hit.id for page in pages for hit in page.hits[:1]))
    similar, engine = [], services.shop.products.engine
    for id_ in ids:
        started = time.perf_counter()
        picked(engine, services.personal.similar(id_, Content(engine), _SIMILAR))
        similar.append(time.perf_counter() - started)
    services.close()
    skipped = int(warm_up)
    report(
        {
            "page": Spread.of(taken[skipped:]).to_json(),
            "cpu": Spread.of(worked[skipped:]).to_json(),
            "understood": Spread.of(understood[skipped:]).to_json(),
            "similar": Spread.of(similar[len(similar) // 5 :]).to_json(),
            "by_kind": _by_kind(pages[skipped:], taken[skipped:]),
            "hits": sum(page.total for page in pages[skipped:]) / len(taken[skipped:]),
            "peak_mb": peak_own(),
        }
    )


def _by_kind(pages: list[SearchPage], taken: list[float]) -> dict[str, Any]:
    """Pages that words answered at once, those that were loosened, those with related goods."""
    kinds: dict[str, list[float]] = {}
    for page, seconds in zip(pages, taken, strict=True):
        loose = any(notice.kind == "loose" for notice in page.notices)
        kind = "related" if page.related else "loose" if loose else "strict"
        kinds.setdefault(kind, []).append(seconds)
    return {
        kind: {"share": len(times) / len(taken), **Spread.of(times).to_json()}
        for kind, times in kinds.items()
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
