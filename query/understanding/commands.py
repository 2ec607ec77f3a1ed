"""The commands of understanding: what texts mean, for programs and for a person."""

from collections.abc import Iterable, Iterator

import click
import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from indexer.commandline import ShopCommand, with_new_shop
from indexer.errors import FeedError
from indexer.shop import Shop
from query.ladder import required
from query.service import shop_planner, shop_reader
from query.understanding.explaining import explained

__all__ = ["explain", "parse"]


@click.command(cls=ShopCommand)
@click.argument(
    "file",
    metavar="[FILE]",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    default="-",
)
@with_new_shop
def parse(shop: Shop, file: str) -> None:
    """理解文字：读一行，写一行 JSON，次序不变；不给 FILE 就读标准输入。"""
    reader = shop_reader(shop)
    with click.open_file(file, encoding="utf-8-sig") as lines:
        for line in _texts(lines, file):
            click.echo(orjson.dumps(reader.parse(line).to_json()))


@click.command(cls=ShopCommand)
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="同样的内容，JSON 格式")
@with_new_shop
def explain(shop: Shop, text: str, *, as_json: bool) -> None:
    """说明 TEXT 怎样被理解：每一段是什么，还剩什么要搜，用什么条件，找不到时怎样放宽。"""
    reader = shop_reader(shop)
    read = reader.parse(text)
    asks = required(read, reader.filters(read))
    plan = shop_planner(shop).plan(asks, read.whole, reader.names(read))
    told = explained(text, reader, shop.analyzer, plan)
    if as_json:
        click.echo(orjson.dumps(told.to_json(), option=orjson.OPT_INDENT_2))
        return
    for line in told.drawing():
        click.echo(line)
    if told.parse.slots:
        table = Table("槽位", "值", "来源", "把握")
        for row in told.rows():
            # As text: what was typed in brackets is no markup.
            table.add_row(*map(Text, row))
        Console().print(table)
    for line in told.notes():
        click.echo(line)


def _texts(lines: Iterable[str], name: str) -> Iterator[str]:
    """The lines without their ends. Raises FeedError naming the first that is not text."""
    number = 0
    try:
        for number, line in enumerate(lines, 1):  # noqa: B007 - also told of a line that ends it
            yield line.rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise FeedError(f"{name}:{number + 1}", "", "不是 UTF-8 编码") from error
