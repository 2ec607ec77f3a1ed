"""The commands of `python -m indexer`: feeds in and out, deletions, the state of things.

What they do is in `indexer.intake` and `indexer.store`; here it is called and told.
"""

import sys
from pathlib import Path
from typing import Any, BinaryIO

import click
import orjson

from indexer.commandline import ShopGroup, with_shop
from indexer.demo_command import demo_command
from indexer.import_command import finish, import_
from indexer.index_commands import INDEX_COMMANDS
from indexer.shop import Shop
from indexer.store import Catalogue
from indexer.telling import KINDS, WITH_REJECTS, say
from indexer.whole_file import whole_file

__all__ = ["main"]


@click.group(cls=ShopGroup)
def main() -> None:
    """商品与问答的导入、导出和索引。"""


for command in (import_, demo_command, *INDEX_COMMANDS):
    main.add_command(command)


@main.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option(
    "--kind", type=click.Choice(list(KINDS)), default="products", show_default=True, help="删什么"
)
@click.option("--no-apply", is_flag=True, help="只写数据库，不更新索引")
@with_shop
def delete(shop: Shop, ids: tuple[str, ...], *, kind: str, no_apply: bool) -> None:
    """按编号删除商品（或问答）。"""
    catalogue = shop.store.products if kind == "products" else shop.store.faqs
    report = catalogue.delete(ids)
    for missing in report.missing:
        say(f"{missing}: id: 不存在，没有删除。")
    click.echo(f"删除{KINDS[kind]} {report.deleted} 条")
    finish(shop, kind, no_apply=no_apply)
    if report.missing:
        raise click.exceptions.Exit(WITH_REJECTS)


@main.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="写进文件，以 .gz 结尾就压缩；默认写到标准输出",
)
@with_shop
def export(shop: Shop, kind: str, *, output: Path | None) -> None:
    """导出全部商品或问答：JSON Lines，可以原样再导入。"""
    catalogue = shop.store.products if kind == "products" else shop.store.faqs
    if output is None:
        count = _write(catalogue, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        with whole_file(output) as file:
            count = _write(catalogue, file)
    say(f"导出{KINDS[kind]} {count} 条")


@main.command()
@with_shop
def status(shop: Shop) -> None:
    """数据目录里有什么，每个索引建到哪里、还有多少改动在等。"""
    store = shop.store
    click.echo(f"数据目录\t{shop.settings.data}")
    if store.is_demo():
        click.echo("店铺\t演示商店，第一次导入商品或问答时移走")
    for kind, catalogue in (("products", store.products), ("faqs", store.faqs)):
        demo = catalogue.count(demo=True)
        click.echo(
            f"{KINDS[kind]}\t{catalogue.count()} 条" + (f"（演示 {demo} 条）" if demo else "")
        )
    click.echo(f"改动编号\t{store.change_number()}")
    states = {"building": "建立中", "published": "使用中", "retired": "备用"}
    for record in store.generations.everything():
        key = record.key
        catalogue = store.products if key.index == "products" else store.faqs
        waiting = catalogue.waiting(record.applied)
        click.echo(
            f"索引\t{key.engine}\t{KINDS.get(key.index, key.index)}\t{key.name}"
            f"\t{states[record.state]}\t到 {record.applied}，等待 {waiting}"
        )


def _write(catalogue: Catalogue[Any], file: BinaryIO) -> int:
    count = 0
    for change in catalogue.all():
        if change.document is not None:
            file.write(orjson.dumps(change.document.to_record()) + b"\n")
            count += 1
    return count
