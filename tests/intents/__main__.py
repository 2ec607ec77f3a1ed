"""`python -m tests.intents`: judged shopping intents over two catalogues, and one table of them."""

import os
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean

import click

from tests.elastic_server import index_prefix, start
from tests.intents.catalogues import Judged, catalogues, withheld
from tests.intents.measuring import OURS, Measured, measured
from tests.relevance.data import ROOT

__all__ = ["main"]

_CONDITIONS = ("with metadata", "half withheld")
_COUNT = 20


@click.command()
@click.option("--count", default=_COUNT, show_default=True, help="intents of each kind, at most")
@click.option("--failing", default=0, help="show the worst intents, so many of each condition")
def main(*, count: int, failing: int) -> None:
    """Measure, and print nDCG@10 by kind."""
    server = start(os.environ, ROOT, required=False)
    for judged in catalogues(count):
        found: dict[str, Measured] = {}
        for condition in _CONDITIONS:
            products = judged.products
            if condition != _CONDITIONS[0]:
                products = tuple(map(withheld, products))
            with tempfile.TemporaryDirectory() as folder, index_prefix(server.url) as prefix:
                found[condition] = measured(
                    judged, products, Path(folder), url=server.url, prefix=prefix
                )
        click.echo(f"\n{judged.name}: {len(judged.products):,} products")
        click.echo(_table(found))
        for condition, one in found.items():
            click.echo(f"{condition}: engines differ on {len(one.different)} {one.different[:5]}")
            _show_worst(judged, one, failing)
    server.stop()


def _table(found: Mapping[str, Measured]) -> str:
    columns = [(condition, who) for condition, one in found.items() for who in one.values]
    first = next(iter(found.values()))
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, intent in enumerate(first.intents):
        places[intent.kind].append(place)
    places["all"] = list(range(len(first.intents)))
    lines = [
        f"| nDCG@10 | intents | {' | '.join(f'{who}, {condition}' for condition, who in columns)} |",
        f"| --- | ---: |{' ---: |' * len(columns)}",
    ]
    for kind, those in places.items():
        cells = [_mean(found[condition].values[who], those) for condition, who in columns]
        lines.append(f"| {kind} | {len(those)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _mean(values: Sequence[float], places: Sequence[int]) -> str:
    return f"{fmean(values[place] for place in places):.3f}"


def _show_worst(judged: Judged, one: Measured, count: int) -> None:
    titles = {item.id: item.title for item in judged.items}
    order = sorted(range(len(one.intents)), key=lambda place: one.values[OURS][place])
    for place in order[:count]:
        intent, grades = judged.intents[place]
        click.echo(f"  {one.values[OURS][place]:.3f} {intent.kind}: {intent.text}")
        for id_ in one.shown[place][:4]:
            click.echo(f"        {grades.get(id_, 0)} {titles[id_]}")


if __name__ == "__main__":
    main()
