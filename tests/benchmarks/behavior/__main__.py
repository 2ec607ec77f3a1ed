"""`python -m tests.benchmarks.behavior`: what counting and recommending cost, beside rivals.

A rival takes part where it is installed: `uv sync --group rivals`.
"""

import importlib.util
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

from tests.benchmarks.behavior.kernels import KERNELS
from tests.benchmarks.behavior.log import generated
from tests.benchmarks.machine import load, machine
from tests.benchmarks.process import measured
from tests.benchmarks.table import Figure, table

__all__ = ["main"]

_LIBRARIES = {"spark": "pyspark", "scikit-learn": "sklearn"}
_DENSE = 4_000_000_000
"""Bytes of a matrix of all products by all that are still tried: it is needed twice."""
_COMPARABLE = 5_000_000
_MUCH = 25_000_000


@click.command()
@click.option("--events", default=_COMPARABLE, show_default=True)
@click.option("--kernel", "kernels", multiple=True, type=click.Choice(list(KERNELS)))
@click.option("--no-live", is_flag=True, help="the kernels alone")
def main(events: int, kernels: tuple[str, ...], *, no_live: bool) -> None:
    """Measure one after the other, each in a process of its own, and print a table."""
    before = load()
    rows: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "log.npz"
        log = generated(events)
        log.save(file)
        rows += _kernels(kernels or tuple(KERNELS), file, events, log.items)
    if not no_live:
        click.echo("live", err=True)
        rows += _live(measured("behavior.live", str(min(events // 5, 1_000_000))))
    click.echo(f"{events:,} events. Machine: {machine()}; load before {before}, after {load()}")
    click.echo()
    click.echo(table(rows, compared=True))


def _kernels(kernels: Iterable[str], file: Path, events: int, items: int) -> list[Figure]:
    rows: list[Figure] = []
    ours: float | None = None
    for kernel in kernels:
        if importlib.util.find_spec(_LIBRARIES.get(kernel, kernel)) is None and kernel != "window":
            click.echo(f"{kernel}: not installed", err=True)
            continue
        dense = items**2 * 4
        if kernel == "scikit-learn" and dense > _DENSE:
            note = f"{items:,} products by {items:,}: {dense / 1e9:.0f} GB, not tried"
            rows.append(Figure(what=kernel, value=dense / 1e6, unit="MB", note=note))
            continue
        click.echo(kernel, err=True)
        found = measured("behavior.kernels", kernel, file, one_thread=kernel == "window")
        ours = found["wall"] if kernel == "window" else ours
        rows += _kernel(kernel, found, ours, events)
    return rows


def _kernel(kernel: str, found: dict[str, float], ours: float | None, events: int) -> list[Figure]:
    is_ours = kernel == "window"
    wanted = {_COMPARABLE: (6.0, 700.0), _MUCH: (40.0, 2_000.0)}.get(events) if is_ours else None
    seconds, memory = wanted or (None, None)
    note = f"{found['entries']:,.0f} neighbours"
    if ours is not None and not is_ours:
        note += f"; {found['wall'] / ours:.1f} times the wall time of ours"
    return [
        Figure(what=kernel, value=found["wall"], unit="s", note=note),
        Figure(what="· processor", value=found["cpu"], unit="s", wanted=seconds),
        Figure(what="· memory beside the log", value=found["extra_mb"], unit="MB", wanted=memory),
    ]


def _live(found: dict[str, float]) -> list[Figure]:
    rate = "events/s"
    return [
        Figure(what="live, in memory", value=found["in_memory"], unit=rate, more=True, wanted=1e5),
        Figure(
            what="live, acknowledged, stored and counted",
            value=found["durable"],
            unit=rate,
            more=True,
            wanted=5_000,
        ),
        Figure(
            what="200 hits for a session of ten, p50",
            value=found["score_p50"],
            unit="ms",
            wanted=0.2,
        ),
        Figure(what="· p95", value=found["score_p95"], unit="ms"),
    ]


if __name__ == "__main__":
    main()
