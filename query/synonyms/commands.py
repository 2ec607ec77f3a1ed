"""The commands of `python -m query synonyms`: a Solr synonym file in and out."""

from pathlib import Path

import click

from indexer.commandline import ShopGroup, with_new_shop, with_shop
from indexer.shop import Shop
from indexer.telling import say
from indexer.whole_file import file_content, whole_file
from query.synonyms.store import SynonymStore

__all__ = ["synonyms"]


@click.group(cls=ShopGroup)
def synonyms() -> None:
    """同义词：搜一个词，也找到另一个词的商品。"""


@synonyms.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_new_shop
def import_(shop: Shop, file: Path) -> None:
    r"""用 FILE 换掉全部同义词，Solr 格式：“a, b, c”互相，“a => b, c|0.8”单向、带权重。

    “#”起头是注释，“\\,”是逗号本身。有一行不合格就什么也不改：说出文件和行，退出码 1。
    """
    rules = SynonymStore(shop.store, shop.analyzer).replace(file_content(file), file.name)
    click.echo(f"同义词：{len(rules)} 条")


@synonyms.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_shop
def export(shop: Shop, file: Path) -> None:
    """把同义词写进 FILE，和导入时一模一样，注释也在；以 .gz 结尾就压缩。"""
    with whole_file(file) as out:
        out.write(SynonymStore(shop.store, shop.analyzer).content())
    say(f"同义词写进 {file}")
