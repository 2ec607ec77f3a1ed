"""The commands of `python -m query log`: past queries of another system in."""

from datetime import UTC, datetime
from pathlib import Path

import click

from indexer.commandline import ShopGroup, with_shop
from indexer.errors import FeedError
from indexer.import_command import NAMED_REJECTS, WITH_REJECTS, progress, say
from indexer.shop import Shop
from query.log.intake import import_queries
from query.log.store import SearchLog
from query.log.tables import LONGEST_QUERY

__all__ = ["log"]


@click.group(cls=ShopGroup)
def log() -> None:
    """搜索记录。"""


@log.command("import")
@click.argument(
    "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@with_shop
def import_(shop: Shop, file: Path) -> None:
    """导入别的系统里以往的查询：一行一个，查询[<TAB>次数]，没有表头，可以是 .gz。

    次数加到已有的上面：同一个文件再导入一次，就算两次。
    不合格的行会留下来：在标准错误上说明原因，原样写进数据目录的 rejects/，退出码 3。
    """
    named = 0

    def reject(error: FeedError) -> None:
        nonlocal named
        named += 1
        if named <= NAMED_REJECTS:
            say(str(error))

    database = SearchLog(shop.behavior).database
    with progress(file.stat().st_size) as advance:
        result = import_queries(
            file,
            database,
            shop.settings.data,
            datetime.now(UTC),
            on_reject=reject,
            on_progress=advance,
        )
    if result.rejected > NAMED_REJECTS:
        say(f"…… 共有 {result.rejected} 行不合格")
    if result.rejects is not None:
        say(f"不合格的行写在 {result.rejects}")
    if result.long:
        say(f"有 {result.long} 行的查询超过 {LONGEST_QUERY} 字，太长，没有计入。")
    click.echo(f"查询：读 {result.lines} 行，计 {result.searches} 次，不合格 {result.rejected}")
    if result.rejected:
        raise click.exceptions.Exit(WITH_REJECTS)
