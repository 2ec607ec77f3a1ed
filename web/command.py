"""`xunhuo`: the commands of every house under one name."""

import click

import indexer.commands
import query.commands
import recsys.commands
import web.commands
from indexer.commandline import ShopGroup

__all__ = ["main"]


@click.group(cls=ShopGroup)
def main() -> None:
    """寻货：中文优先的商品搜索。"""


main.add_command(indexer.commands.main, "index")
main.add_command(query.commands.main, "query")
main.add_command(recsys.commands.main, "recsys")
main.add_command(web.commands.main, "web")
