"""`python -m tests.load --minutes 30`: a shop under everything at once, and a table of it."""

import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import quantiles

import click

from indexer.demo_command import open_with_demo
from indexer.index_commands import make_servable
from indexer.settings import Settings
from indexer.shop import Shop
from tests.load.memory import Memory
from tests.load.run import Outcome, run

__all__ = ["main"]

_EVERY = 10.0  # seconds between two looks at the memory
_SETTLED = 20.0  # minutes: a shorter run sees caches fill

_QUERIES = [
    "手机",
    "洗面奶",
    "连衣裙",
    "冰箱",
    "纸尿裤",
    "猫粮",
    "啤酒",
    "牛奶",
    "耳机",
    "行李箱",
    "面膜",
    "跑步鞋",
    "电饭煲",
    "毛巾",
    "沙发",
    "华为手机",
    "小米电视",
    "羽绒服男",
    "婴儿奶粉",
    "256G",
    "空调1.5匹",
    "儿童书包",
    "不粘锅",
    "键盘",
    "雨伞",
    "没有的东西qz",
]


@click.command()
@click.option("--minutes", default=30.0, show_default=True, type=float)
@click.option(
    "--shoppers", default=4, show_default=True, help="each asks as fast as it is answered"
)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="else the demo shop")
@click.option("--queries", type=click.Path(exists=True, path_type=Path), help="a query a line")
def main(*, minutes: float, shoppers: int, data: Path | None, queries: Path | None) -> None:
    """Run, and say what was answered, what it took, and whether anything is missing."""
    texts = queries.read_text("utf-8").splitlines() if queries else _QUERIES
    with tempfile.TemporaryDirectory(prefix="xunhuo-load-") as folder:
        place = data or Path(folder, "shop")
        with Shop(Settings.from_env({}, place)) as shop:
            open_with_demo(shop)
            make_servable(shop)
        outcome = run(
            place,
            texts,
            seconds=minutes * 60,
            shoppers=shoppers,
            log=Path(folder, "log"),
            every=min(_EVERY, minutes * 2),
            tell=_tell,
        )
        click.echo(Path(folder, "log").read_text("utf-8"), err=True)
    click.echo(_table(outcome))
    whole = (
        outcome.logged == outcome.searches
        and outcome.logged_ids == outcome.ids
        and outcome.stored >= outcome.events
    )
    steady = outcome.memory.flat or minutes < _SETTLED
    sys.exit(0 if whole and steady and not outcome.failures and not outcome.differences else 1)


def _tell(memory: Memory) -> None:
    if memory.second % 60 >= _EVERY:
        return  # told once a minute
    text = f"{memory.second / 60:5.1f} min: {memory.private:6.1f} MB private"
    click.echo(f"{text}, {memory.resident:6.1f} MB resident", err=True)


def _table(outcome: Outcome) -> str:
    lines = ["| what | requests | p50 | p99 |", "| --- | ---: | ---: | ---: |"]
    for kind in sorted({kind for tally in outcome.tallies for kind in tally.seconds}):
        times = [t for tally in outcome.tallies for t in tally.seconds.get(kind, ())]
        cuts = quantiles(times, n=100) if len(times) > 1 else times * 99
        lines.append(
            f"| {kind} | {len(times):,} | {cuts[49] * 1000:.1f} ms | {cuts[98] * 1000:.1f} ms |"
        )
    statuses: Counter[int] = sum((tally.statuses for tally in outcome.tallies), Counter())
    lines += [
        "",
        f"- answers: {dict(sorted(statuses.items()))}",
        f"- failures: {len(outcome.failures)} {list(outcome.failures[:5]) or ''}",
        f"- searches answered {outcome.searches:,}, in the log {outcome.logged:,}",
        f"- ids of searches told {outcome.ids:,}, in the log {outcome.logged_ids:,}",
        f"- events acknowledged and products seen {outcome.events:,}, stored {outcome.stored:,}",
        f"- prices changed {outcome.prices:,}; products that differ afterwards: {outcome.differences}",
        *(f"- {line}" for line in outcome.memory.lines()),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
