"""`python -m recsys evaluate`: a log, a protocol, and the models side by side."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.table import Table

from indexer.bootstrap import Comparison, compared
from indexer.commandline import ShopCommand, feed_options
from indexer.errors import XunhuoError
from indexer.feed import parse_assignments
from indexer.telling import end, progress_bar, say, told, watching
from recsys.evaluate.log import Log
from recsys.evaluate.measures import COVERAGE, MEASURES
from recsys.evaluate.protocols import PROTOCOLS, Split, split
from recsys.evaluate.reading import read_log
from recsys.evaluate.trial import Refused, Trial, tried
from recsys.models import MODELS

__all__ = ["evaluate"]

_DEFAULT = "popularity,cosine,window"
_ALL = "all"
_MEGABYTE = 1_000_000
_WIDTH = 160

_Row = tuple[Trial, Comparison | None]
"""A model that was measured, and its difference to the baseline."""


@click.command(cls=ShopCommand)
@feed_options
@click.option("--protocol", required=True, type=click.Choice(list(PROTOCOLS)), help="怎样切分")
@click.option(
    "--models",
    default=_DEFAULT,
    show_default=True,
    metavar="NAME,NAME",
    help=f"比较哪些：{' '.join(MODELS)}，或 {_ALL}",
)
@click.option(
    "--baseline",
    default="popularity",
    show_default=True,
    type=click.Choice(list(MODELS)),
    metavar="NAME",
    help="区间是和谁的差",
)
@click.option(
    "--lists",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="把每个模型的推荐写成 DIR/模型.tsv：人<TAB>商品,商品,…",
)
@click.option("--json", "as_json", is_flag=True, help="每个模型一行 JSON")
def evaluate(  # noqa: PLR0913 - one for each option
    *,
    files: tuple[Path, ...],
    maps: Sequence[str],
    sets: Sequence[str],
    strict: bool,
    protocol: str,
    models: str,
    baseline: str,
    folder: Path | None,
    as_json: bool,
) -> None:
    """用 FILE 里的事件（读法同 import）测量推荐模型；不碰商店的数据。

    protocol：llo 留每人最后一个；llo-valid 留倒数第二个，用来选参数；llo-strict 留最后一个，
    训练时连倒数第二个也不看；next 按时间切在八成处，预测之后的一次；time 预测之后的全部新商品。
    所有商品都参加排序；人已经有的不算。差的区间是按人成对自助法的 95%。
    测完一个模型就说一个，全部测完再给出整张表（--json 测完一个写一行）。
    """
    names = _names(models, baseline)
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
    cut = split(log, protocol)
    rows: list[_Row] = []
    for one in _tried(names, cut):
        if isinstance(one, Refused):
            say(one.why)
            continue
        if folder is not None:
            _write(folder, one, log, cut)
        rows.append(_compared(one, rows, baseline))
        if as_json:
            heading = {"protocol": protocol, "people": len(cut.people)}
            click.echo(orjson.dumps({**heading, **_record(*rows[-1])}))
        else:
            say(_line(one))
    if not as_json:
        console = Console()
        if not console.is_terminal:
            console.width = _WIDTH  # a file has no width that rows could be too long for
        console.print(_table(rows, f"{protocol}：{len(cut.people)} 人", baseline))
    end(walked)


def _names(models: str, baseline: str) -> list[str]:
    names = list(MODELS) if models == _ALL else [name.strip() for name in models.split(",")]
    unknown = [name for name in names if name not in MODELS]
    if unknown:
        raise click.UsageError(f"没有模型 {unknown[0]}，可用：{'、'.join(MODELS)}。")
    return list(dict.fromkeys([baseline, *names]))


def _tried(names: Sequence[str], cut: Split) -> Iterator[Trial | Refused]:
    with progress_bar() as progress:
        for done, name in enumerate(names):
            progress(name, done, len(names))
            yield tried(name, MODELS[name], cut)


def _compared(trial: Trial, before: Sequence[_Row], baseline: str) -> _Row:
    """A model with its difference in NDCG@10 to the baseline's, which is measured first."""
    rival = next((one for one, _ in before if one.model == baseline), None)
    main = MEASURES[0]
    if rival is None:
        return trial, None
    return trial, compared(trial.quality.values[main], rival.quality.values[main])


def _line(trial: Trial) -> str:
    """A model as it is told while others are still measured."""
    means = trial.quality.means()
    figures = "，".join(f"{name} {means[name]:.4f}" for name in (*MEASURES, COVERAGE))
    return f"{trial.model}：{figures}，拟合 {trial.cpu:.2f} CPU 秒"


def _table(rows: Sequence[_Row], title: str, baseline: str) -> Table:
    table = Table("模型", title=title)
    costs = ("拟合 CPU 秒", "内存 MB", "毫秒/人")
    for column in (*MEASURES, COVERAGE, f"NDCG@10 比 {baseline}", *costs):
        table.add_column(column, justify="right")
    for trial, against in rows:
        means = trial.quality.means()
        difference = (
            ""
            if against is None
            else (f"{against.difference:+.4f} [{against.low:+.4f}, {against.high:+.4f}]")
        )
        table.add_row(
            trial.model,
            *(f"{means[name]:.4f}" for name in MEASURES),
            f"{means[COVERAGE]:.3f}",
            difference,
            f"{trial.cpu:.2f}",
            "" if trial.memory is None else f"{trial.memory / _MEGABYTE:.0f}",
            f"{1000 * trial.answer:.2f}",
        )
    return table


def _record(trial: Trial, against: Comparison | None) -> dict[str, object]:
    difference = against and [against.difference, against.low, against.high]
    return {
        "model": trial.model,
        **trial.quality.means(),
        "difference": difference,
        "cpu_seconds": trial.cpu,
        "memory_bytes": trial.memory,
        "answer_seconds": trial.answer,
    }


def _write(folder: Path, trial: Trial, log: Log, cut: Split) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{trial.model}.tsv").open("w", encoding="utf-8") as file:
        for person, shown in zip(cut.people, trial.lists, strict=True):
            items = ",".join(log.items[item] for item in shown)
            file.write(f"{log.people[person]}\t{items}\n")
