"""`python -m tests.benchmarks`: measures everything, one after the other, and prints one table.

Nothing is asserted: the table says what is met. Run it on an idle machine.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from tests.benchmarks.catalogue import Workload, generated, given
from tests.benchmarks.changes import measure_changes
from tests.benchmarks.figures import (
    bare_figures,
    building_figures,
    change_figures,
    elastic_figures,
    filtered_figures,
    page_figures,
    suggestion_figures,
    traffic_figures,
)
from tests.benchmarks.machine import load, machine, server_version, versions
from tests.benchmarks.process import ROOT, measured
from tests.benchmarks.table import Figure, table
from tests.benchmarks.traffic import measure_filtered, measure_traffic
from tests.elastic_server import ServerMissingError, index_prefix, start
from tests.web.server import running

__all__ = ["main"]

_COMPARABLE = 100_000
"""Products for which the wanted and the rival's figures hold."""

_NEEDLESS = {"elasticsearch": "not measured"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Effort:
    """How many queries are asked untimed, timed in process, timed over HTTP; how many prices."""

    warm_up: int
    pages: int
    requests: int
    prices: int


_FULL = _Effort(warm_up=200, pages=1000, requests=4000, prices=5)
_QUICK = _Effort(warm_up=10, pages=40, requests=80, prices=1)


@click.command()
@click.option("--products", default=_COMPARABLE, show_default=True, help="how many are generated")
@click.option("--feed", type=click.Path(exists=True, path_type=Path), help="a feed of contract §2")
@click.option("--queries", type=click.Path(exists=True, path_type=Path), help="a query a line")
@click.option("--quick", is_flag=True, help="few queries: to see that everything runs")
@click.option("--embedded-only", is_flag=True, help="leave Elasticsearch out")
def main(
    products: int, feed: Path | None, queries: Path | None, *, quick: bool, embedded_only: bool
) -> None:
    """Measure 寻货 and print a table."""
    effort = _QUICK if quick else _FULL
    if (feed is None) != (queries is None):
        raise click.UsageError("--feed and --queries go together")
    with tempfile.TemporaryDirectory(prefix="xunhuo-benchmark-") as name:
        folder = Path(name)
        _say("preparing")
        wanted = max(effort.warm_up + effort.pages, effort.requests)
        if feed is not None and queries is not None:
            work = given(feed, queries)
        else:
            work = generated(folder, products=products, queries=wanted)
        compared = work.products == _COMPARABLE
        before = load()
        run = _Run(folder=folder, work=work, effort=effort, compared=compared)
        rows = list(run.embedded())
        known = {**versions(), **_NEEDLESS} if embedded_only else versions()
        if not embedded_only:
            more, known["elasticsearch server"] = run.elastic()
            rows += more
        _print(work, rows, known, before, compared=compared)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One run over one data folder."""

    folder: Path
    work: Workload
    effort: _Effort
    compared: bool

    @property
    def data(self) -> Path:
        """The shop's data folder."""
        return self.folder / "shop"

    def embedded(self) -> Iterator[Figure]:
        """Everything on the embedded engine."""
        _say("import")
        step = ("building", "import", self.data, self.work.feed)
        imported = measured(*step, one_thread=True)
        _say("rebuild")
        rebuilt = measured("building", "rebuild", self.data, one_thread=True)
        yield from building_figures(self.work.products, imported, rebuilt)
        index, database = self._sizes()
        yield Figure(what="index on disk", value=index, unit="MB")
        yield Figure(what="database on disk", value=database, unit="MB")
        yield Figure(what="both on disk", value=index + database, unit="MB", rival=553)
        yield from self._pages()
        _say("suggestions")
        built = measured("suggestions", "build", self.data, one_thread=True)
        found = measured("suggestions", "ask", self.data, str(self.effort.requests))
        yield from suggestion_figures(built, found)
        _say("HTTP")
        with running(self.data, self.folder / "web.log") as server:
            traffic = measure_traffic(
                server,
                self.work.queries[: self.effort.requests],
                self.folder,
                warm_up=self.effort.warm_up,
                brief=self.effort is _QUICK,
            )
            yield from traffic_figures(traffic)
            if narrowed := self.work.narrowed[: self.effort.requests // 2]:
                warm_up = self.effort.warm_up
                found = measure_filtered(server, narrowed, self.folder, warm_up=warm_up)
                yield from filtered_figures(found)
            _say("prices")
            times = self.effort.prices
            changes = measure_changes(
                server, self.data, self.work.queries[0], self.folder, times=times
            )
            yield from change_figures(changes)

    def elastic(self) -> tuple[list[Figure], str]:
        """The same shop on Elasticsearch, and the server's version; no rows without a server."""
        with ExitStack() as stack:
            try:
                server = start(os.environ, ROOT, required=False)
            except ServerMissingError as error:
                _say(f"no Elasticsearch: {error}")
                return [], "none"
            stack.callback(server.stop)
            prefix = stack.enter_context(index_prefix(server.url))
            cluster = {"XUNHUO_ELASTICSEARCH_URL": server.url, "XUNHUO_INDEX_PREFIX": prefix}
            _say("rebuild on Elasticsearch")
            step = ("building", "rebuild", self.data)
            rebuilt = measured(*step, environment=cluster, one_thread=True)
            _say("pages on Elasticsearch")
            pages = measured("replay", *self._asked(), environment=cluster)
            rows = list(elastic_figures(self.work.products, rebuilt, pages))
            return rows, server_version(server.url)

    def _pages(self) -> Iterator[Figure]:
        _say("pages in process, default install")
        found = measured("pages", *self._asked(), "--without-fast")
        yield from page_figures(found, "default install", compared=self.compared)
        _say("pages beside the library's calls made bare")
        yield from bare_figures(measured("bare", *self._asked()))
        if versions()["numkong"] == "not installed":
            _say("the extra `fast` is not installed: its rows are left out")
            return
        _say("pages in process, with the extra fast")
        found = measured("pages", *self._asked())
        yield from page_figures(found, "with `fast`", compared=self.compared)

    def _asked(self) -> tuple[Any, ...]:
        count = self.effort.warm_up + self.effort.pages
        file = self.folder / "queries.txt"
        file.write_text("\n".join(self.work.queries[:count]), "utf-8")
        return self.data, file, str(self.effort.warm_up)

    def _sizes(self) -> tuple[float, float]:
        """MB of the index folder and of the database's files."""
        index = sum(p.stat().st_size for p in (self.data / "index").rglob("*") if p.is_file())
        database = sum(p.stat().st_size for p in self.data.glob("xunhuo.db*"))
        return index / 1e6, database / 1e6


def _say(text: str) -> None:
    click.echo(f"… {text}", err=True)


def _print(
    work: Workload, rows: list[Figure], known: dict[str, str], before: str, *, compared: bool
) -> None:
    click.echo(
        f"{work.products:,} products ({work.source}), {len(work.queries):,} distinct queries"
    )
    click.echo(f"Machine: {machine()}; load before {before}, after {load()} (1 / 5 minutes)")
    click.echo("Versions: " + ", ".join(f"{name} {known[name]}" for name in known))
    click.echo()
    click.echo(table(rows, compared=compared))


if __name__ == "__main__":
    main()
