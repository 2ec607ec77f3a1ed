"""What reading a text and counting its chips adds to a page, by turns in one process.

`python -m tests.benchmarks.reading DATA QUERIES`: a query a line (`conditions` draws some). Each
page is made with its text read and its chips counted, and with the same parse given and no chips:
same filters, same hits. Pages with a chip that needs a request of its own (fewer than eight strict
hits) are told apart.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from indexer.settings import Settings
from query import answering
from query.answering import Answering
from query.form import SearchForm
from query.parse import Parse
from query.reading import LexiconReader
from query.retrieval import Retriever
from tests.benchmarks.process import report
from tests.benchmarks.spread import Spread
from web.services import Services

__all__ = ["main"]

_WARM_UP = 200


@contextmanager
def _given(parses: dict[str, Parse]) -> Iterator[None]:
    """Texts are read already, and no chip is counted."""

    def known(_: LexiconReader, text: str) -> Parse:
        return parses[text]

    with (
        patch.object(LexiconReader, "parse", known),
        patch.object(answering, "chip_facets", lambda _: ()),
        patch.object(Answering, "chips", lambda *_: ()),
    ):
        yield


def main(data: str, queries: str) -> None:
    """Measure and report: milliseconds of a page, and how much of it is reading and chips."""
    services = Services.open(Settings.from_env({}, Path(data)))
    services.lexicon_keeper.ready()
    reader = services.lexicon_keeper.reader()
    texts = list(dict.fromkeys(Path(queries).read_text("utf-8").splitlines()))
    parses, parsing = {}, []
    for text in texts:
        begun = time.thread_time()
        parses[text] = reader.parse(text)
        parsing.append(time.thread_time() - begun)
    asked: list[int] = []
    total = Retriever.total

    def counted(self: Retriever, *rest: Any) -> int:  # noqa: ANN401 - passed on
        asked.append(1)
        return total(self, *rest)

    rows: dict[str, list[tuple[float, float]]] = {"own": [], "extra": []}
    for number, text in enumerate(texts):
        asked.clear()
        # Whoever comes second finds the postings in the processor's caches: they take turns.
        if number % 2:
            with _given(parses):
                bare = _page(services, text)
        with patch.object(Retriever, "total", counted):
            whole = _page(services, text)
        if not number % 2:
            with _given(parses):
                bare = _page(services, text)
        kind = "extra" if asked else "own"
        if number >= _WARM_UP and parses[text].slots:
            rows[kind].append((whole, bare))
    services.close()
    report(
        {
            "parse": Spread.of(parsing[_WARM_UP:]).to_json(),
            **{
                kind: {
                    "pages": len(pairs),
                    "whole_p50": median(whole for whole, _ in pairs) * 1000,
                    "bare_p50": median(bare for _, bare in pairs) * 1000,
                    "ratio": sum(whole for whole, _ in pairs) / sum(bare for _, bare in pairs),
                }
                for kind, pairs in rows.items()
                if pairs
            },
        }
    )


def _page(services: Services, text: str) -> float:
    started = time.perf_counter()
    services.search.search(SearchForm(text=text))
    return time.perf_counter() - started


if __name__ == "__main__":
    main(*sys.argv[1:])
