"""`python -m recsys evaluate-rerank`: what reordering hits for a shopper gives, and what it costs."""

import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from indexer.bootstrap import compared
from indexer.commandline import ShopCommand, feed_options
from indexer.errors import XunhuoError
from indexer.feed import parse_assignments
from indexer.telling import end, told, watching
from recsys.evaluate.protocols import PROTOCOLS, split
from recsys.evaluate.reading import read_log
from recsys.evaluate.simulated import MEASURES, Described, Reranked, simulated

__all__ = ["evaluate_rerank"]

_COLUMNS = 3
_LAST_OUT = [name for name in PROTOCOLS if name != "time"]  # one product to be found a person
_WIDTH = 160


@click.command("evaluate-rerank", cls=ShopCommand)
@feed_options
@click.option(
    "--titles",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="商品<TAB>标题<TAB>主题 主题…，没有表头，可以是 .gz",
)
@click.option("--protocol", default="llo", show_default=True, type=click.Choice(_LAST_OUT))
def evaluate_rerank(  # noqa: PLR0913 - one for each option
    *,
    files: tuple[Path, ...],
    maps: Sequence[str],
    sets: Sequence[str],
    strict: bool,
    titles: Path,
    protocol: str,
) -> None:
    """用 FILE 里的事件（读法同 import）和模拟的查询，测量按历史重排的得失。

    每个人要找的商品的主题就是查询；先按文字和热度排出两百件，再按这个人的历史往前提。
    得：要找的商品排到第几；失：前十件还有多贴合主题（topical@10）。最后一行什么历史也不给，
    次序必须一样。
    """
    with watching(files) as watcher:
        log, walked, ignored = read_log(
            files,
            mapped=parse_assignments("--map", maps),
            constants=parse_assignments("--set", sets),
            watcher=watcher,
        )
    told(walked, ignored)
    if strict and walked.rejected:
        message = "因为 --strict，没有测量。"
        raise XunhuoError(message)
    cut, described = split(log, protocol), _described(titles)
    whole = simulated(cut, described)
    nothing = simulated(cut, described, history=lambda items: items[:0])
    if not len(whole.moved):
        message = f"{titles}：没有一个要找的商品有主题。"
        raise XunhuoError(message)
    console = Console()
    if not console.is_terminal:
        console.width = _WIDTH
    console.print(_table(whole, nothing, protocol))
    end(walked)


def _table(whole: Reranked, nothing: Reranked, protocol: str) -> Table:
    table = Table("历史", title=f"{protocol}：{len(whole.moved)} 人，先 → 后")
    for name in ("人", *MEASURES, "NDCG@10 之差", "次序变了"):
        table.add_column(name, justify="right")
    everybody = np.ones(len(whole.moved), dtype=bool)
    slices = {"全部": everybody, **whole.by_length()}
    rows = [(name, whole, chosen) for name, chosen in slices.items() if chosen.any()]
    for name, found, chosen in [*rows, ("不给历史", nothing, everybody)]:
        main = MEASURES[1]
        gain = compared(found.after[main][chosen], found.before[main][chosen])
        table.add_row(
            name,
            str(int(chosen.sum())),
            *(
                f"{found.before[one][chosen].mean():.4f} → {found.after[one][chosen].mean():.4f}"
                for one in MEASURES
            ),
            f"{gain.difference:+.4f} [{gain.low:+.4f}, {gain.high:+.4f}]",
            f"{found.moved[chosen].mean():.0%}",
        )
    return table


def _described(path: Path) -> Mapping[str, Described]:
    """Raises XunhuoError naming the first line that is not of three columns."""
    found = {}
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            columns = line.rstrip("\n").split("\t")
            if len(columns) != _COLUMNS:
                message = f"{path}:{number}: 应当是三列：商品、标题、主题，用 TAB 隔开。"
                raise XunhuoError(message)
            item, title, topics = columns
            found[item] = Described(title, frozenset(topics.lower().split()))
    return found
