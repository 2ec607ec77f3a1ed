"""`python -m tests.web.chips`: the chips of 500 queries on both engines, and whatever they break."""

import os
import sys
import tempfile
from pathlib import Path

import click

from tests.elastic_server import index_prefix, start
from tests.web.chips.following import Tally, followed
from tests.web.chips.queries import queries
from tests.web.chips.shop import demo_server

_ROOT = Path(__file__).parents[3]


@click.command()
@click.option("--count", default=500, show_default=True, help="how many queries")
@click.option("--embedded-only", is_flag=True, help="leave Elasticsearch out")
def main(*, count: int, embedded_only: bool) -> None:
    """Follow each chip of each page, and of the pages behind them."""
    texts = queries(count)
    with tempfile.TemporaryDirectory() as name, demo_server(Path(name)) as server:
        tallies = {"embedded": followed(server, texts, deep=True)}
        _tell("embedded", tallies["embedded"])
    if not embedded_only:
        cluster = start(os.environ, _ROOT, required=False)
        with tempfile.TemporaryDirectory() as name, index_prefix(cluster.url) as prefix:
            settings = {"XUNHUO_ELASTICSEARCH_URL": cluster.url, "XUNHUO_INDEX_PREFIX": prefix}
            with demo_server(Path(name), settings) as server:
                tallies["elastic"] = followed(server, texts, deep=True)
                _tell("elastic", tallies["elastic"])
        cluster.stop()
    sys.exit(1 if any(tally.broken for tally in tallies.values()) else 0)


def _tell(engine: str, tally: Tally) -> None:
    click.echo(
        f"{engine}: {tally.pages} pages, {tally.chips} chips, {tally.loose} on loose pages,"
        f" {tally.relaxed} on relaxed ones, {tally.empty} on empty ones;"
        f" {len(tally.broken)} break their promise"
    )
    for text in tally.broken:
        click.echo(f"  {text}")


if __name__ == "__main__":
    main()
