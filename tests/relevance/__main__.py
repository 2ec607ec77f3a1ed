"""Prints what the real data says, on both engines: `uv run python -m tests.relevance`."""

import os
import tempfile
from pathlib import Path

from tests.elastic_server import index_prefix, start
from tests.relevance.agreement import compared
from tests.relevance.data import ROOT, beauty, chorus, phones, qbqtc, real_queries
from tests.relevance.judged import measured

_QUERIES = 1_000


def main() -> None:
    """Judged queries first, then how far the engines agree."""
    server = start(os.environ, ROOT, required=False)
    for name, judged in (("qbqtc", qbqtc()), ("chorus", chorus())):
        with tempfile.TemporaryDirectory() as folder, index_prefix(server.url) as prefix:
            table = measured(*judged, Path(folder), url=server.url, prefix=prefix)
        print(f"\n{name}\n| | {' | '.join(table['embedded'])} |")
        for who, row in table.items():
            print(f"| {who} | {' | '.join(f'{value:.4f}' for value in row.values())} |")
    for catalogue in (beauty, phones):
        with tempfile.TemporaryDirectory() as folder, index_prefix(server.url) as prefix:
            agreement = compared(
                list(catalogue()),
                real_queries(_QUERIES),
                Path(folder),
                url=server.url,
                prefix=prefix,
            )
        print(
            f"\n{catalogue.__name__}: {agreement.queries} queries, {agreement.found} with hits, "
            f"{agreement.totals} equal totals, {agreement.identical} identical first tens"
        )
        for difference in agreement.differences:
            print(f"  {difference}")
    server.stop()


if __name__ == "__main__":
    main()
