"""The commands of `python -m query vocabulary`: the shop's own words in and out, as one file."""

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from indexer.commandline import ShopGroup, with_new_shop, with_shop
from indexer.import_command import finish
from indexer.shop import Shop
from indexer.telling import progress_bar, say
from indexer.vocabulary import read_vocabulary
from indexer.whole_file import file_content, whole_file
from query.service import shop_reader

__all__ = ["vocabulary"]

_PARTS = {
    "brands": "品牌",
    "categories": "分类",
    "models": "型号",
    "brand_categories": "品牌的分类",
    "attributes": "属性",
    "dimensions": "维度",
}


@click.group(cls=ShopGroup)
def vocabulary() -> None:
    """店铺词表：品牌、分类、型号、属性的别名。"""


@vocabulary.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--no-apply", is_flag=True, help="只写数据库，不更新索引")
@with_new_shop
def import_(shop: Shop, file: Path, *, no_apply: bool) -> None:
    """用 FILE（一个 JSON 对象）换掉整个词表；它涉及的商品随后在索引里更新。

    有一处不合格就什么也不改：说出文件、部分和条目，退出码 1。
    """
    content = file_content(file)
    new = read_vocabulary(content, file.name)
    with progress_bar() as progress:
        touched = shop.vocabulary.replace(
            content, file.name, lambda done, total: progress("对照商品", done, total)
        )
    parts = [f"{label} {len(new[part])}" for part, label in _PARTS.items() if part in new]
    click.echo(f"词表：{'，'.join(parts) or '空'}；涉及商品 {touched} 件")
    finish(shop, "products", no_apply=no_apply or not touched)


@vocabulary.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_shop
def export(shop: Shop, file: Path) -> None:
    """把词表写进 FILE，和导入时一模一样；以 .gz 结尾就压缩。"""
    with whole_file(file) as out:
        out.write(shop.vocabulary.content())
    say(f"词表写进 {file}")


@vocabulary.command("show")
@click.argument("word")
@with_new_shop
def show(shop: Shop, word: str) -> None:
    """说明一个词 WORD 在店里是什么：每个意思、从哪里认得；有好几个意思时，各有多少商品、多少人点过。"""
    senses = shop_reader(shop).senses(word)
    if not senses:
        say(f"词表里没有“{word[:40]}”：它就是一个要搜的词。")
        return
    table = Table("意思", "名称", "来源", "商品和点击")
    for sense in senses:
        # As text: what was typed in brackets is no markup.
        table.add_row(*map(Text, (sense.kind, sense.name, sense.source, sense.grounds)))
    Console().print(table)
