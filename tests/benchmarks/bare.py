"""Whole pages on the embedded engine beside the calls that they make of the library, made bare.

`python -m tests.benchmarks.bare DATA QUERIES WARM_UP`, pages of words (`raw=1`). What our pages do beside the library - plan,
rank, read records, mark, count what is at hand - is on our side alone; that they count facets in
another thread is too.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from tantivy import Searcher

from indexer.engines.embedded import EmbeddedEngine
from indexer.settings import Settings
from query.form import SearchForm
from tests.benchmarks.process import report
from tests.benchmarks.spread import Spread
from web.services import Services

__all__ = ["main"]

_Call = tuple[str, tuple[Any, ...], dict[str, Any]]
_FOR_EVER = 1e12  # seconds: the state that is recorded stays the current one


class _Recorder:
    """A searcher that notes what it is asked."""

    def __init__(self, searcher: Searcher) -> None:
        self.bare = searcher
        self.asked: list[_Call] = []
        self.num_docs = searcher.num_docs

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - the library's own
        called = getattr(self.bare, name)

        def noted(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - the library's own
            self.asked.append((name, args, options))
            return called(*args, **options)

        return noted


def main(data: str, queries: str, warm_up: str) -> None:
    """Measure and report, by turns."""
    texts = Path(queries).read_text("utf-8").splitlines()
    services = Services.open(Settings.from_env({}, Path(data)))
    engine = services.shop.products.engine
    assert isinstance(engine, EmbeddedEngine)
    published = engine._published
    snapshot = published.snapshot()
    recorder = _Recorder(snapshot.searcher)
    recorded = replace(snapshot, searcher=recorder)  # type: ignore[arg-type] # as good as one
    ours: list[float] = []
    bare: list[float] = []
    for turn, text in enumerate(texts):
        # First with the recorder, untimed: nothing of this page is then new to either side.
        published._latest = (_FOR_EVER, recorded)
        recorder.asked = []
        services.search.search(SearchForm(text=text, raw=True))
        asked = recorder.asked
        published._latest = (_FOR_EVER, snapshot)
        for side in ("ours", "bare") if turn % 2 else ("bare", "ours"):
            started = time.perf_counter()
            if side == "ours":
                services.search.search(SearchForm(text=text, raw=True))
            else:
                _repeated(recorder.bare, asked)
            (ours if side == "ours" else bare).append(time.perf_counter() - started)
    services.close()
    skipped = int(warm_up)
    report(
        {
            "ours": Spread.of(ours[skipped:]).to_json(),
            "bare": Spread.of(bare[skipped:]).to_json(),
        }
    )


def _repeated(searcher: Searcher, asked: list[_Call]) -> None:
    for name, args, options in asked:
        answer = getattr(searcher, name)(*args, **options)
        if name == "search":
            answer.hits  # noqa: B018 - made when asked for


if __name__ == "__main__":
    main(*sys.argv[1:])
