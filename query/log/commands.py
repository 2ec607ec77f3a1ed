"""The commands of `python -m query log`: past queries of another system in."""

from datetime import UTC, datetime
from pathlib import Path

import click

from indexer.commandline import ShopGroup, with_new_shop
from indexer.shop import Shop
from indexer.telling import end, say, told, watching
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
@with_new_shop
def import_(shop: Shop, file: Path) -> None:
    """导入别的系统里以往的查询：一行一个，查询[<TAB>次数]，没有表头，可以是 .gz。

    次数加到已有的上面：同一个文件再导入一次，就算两次。
    不合格的行会留下来：在标准错误上说明原因，原样写进数据目录的 rejects/，退出码 3。
    """
    database = SearchLog(shop.behavior).database
    with watching([file]) as watcher:
        result = import_queries(file, database, shop.settings.data, datetime.now(UTC), watcher)
    told(result)
    if result.long:
        say(f"有 {result.long} 行的查询超过 {LONGEST_QUERY} 字，太长，没有计入。")
    click.echo(f"查询：读 {result.rows} 行，计 {result.searches} 次，不合格 {result.rejected}")
    end(result)
