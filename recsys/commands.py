"""The commands of `python -m recsys`: events in.

What they do is in `recsys.events`; here it is called and told.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from indexer.commandline import ShopGroup, with_shop
from indexer.errors import FeedError
from indexer.feed import MappingError, parse_assignments
from indexer.import_command import NAMED_REJECTS, WITH_REJECTS, progress, say
from indexer.shop import Shop
from recsys.events import EventImport, Events, Imported

__all__ = ["main"]


@click.group(cls=ShopGroup)
def main() -> None:
    """行为：事件的导入。"""


@main.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--map", "maps", multiple=True, metavar="字段=列", help="字段取自哪一列，可多次")
@click.option("--set", "sets", multiple=True, metavar="字段=值", help="每一行都用这个值，可多次")
@click.option("--strict", is_flag=True, help="有一行不合格就什么也不导入，退出码 1")
@with_shop
def import_(
    shop: Shop,
    files: tuple[Path, ...],
    *,
    maps: Sequence[str],
    sets: Sequence[str],
    strict: bool,
) -> None:
    """把 FILE（.jsonl、.csv、.tsv，可再加 .gz）里的事件导入，按时间和行的先后。

    字段：action（impression view click favorite cart buy refund）、product 必填，
    time user session query search_id position quantity price 可选。
    评分文件这样导入：--map user=user --map product=item --map time=timestamp --set action=buy。
    同一个文件再导入一次，事件就有两份。
    不合格的行会留下来：在标准错误上说明原因，原样写进数据目录的 rejects/，退出码 3。
    """
    named = 0

    def reject(error: FeedError) -> None:
        nonlocal named
        named += 1
        if named <= NAMED_REJECTS:
            say(str(error))

    try:
        with progress(sum(path.stat().st_size for path in files)) as advance:
            work = EventImport(
                Events(shop.behavior),
                mapped=parse_assignments("--map", maps),
                constants=parse_assignments("--set", sets),
                strict=strict,
                on_reject=reject,
                on_progress=advance,
            )
            result = work.run(files, datetime.now(UTC), shop.settings.data)
    except MappingError as error:
        raise click.UsageError(str(error)) from error
    _tell(result)
    if result.stored is None:
        raise click.exceptions.Exit(1)
    if result.rejected:
        raise click.exceptions.Exit(WITH_REJECTS)


def _tell(result: Imported) -> None:
    if result.rejected > NAMED_REJECTS:
        say(f"…… 共有 {result.rejected} 行不合格")
    for path in result.files:
        say(f"不合格的行写在 {path}")
    if result.ignored:
        say(f"不认识的列，已忽略：{'、'.join(result.ignored[:NAMED_REJECTS])}")
    if result.stored is None:
        say("因为 --strict，什么也没有导入。")
        return
    if result.demo:
        say(f"演示商店的 {result.demo} 个事件已移走。")
    click.echo(f"事件：读 {result.rows} 行，导入 {result.stored}，不合格 {result.rejected}")
