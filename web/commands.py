"""The commands of `python -m web`: opening the shop's counter."""

import click

from indexer.commandline import ShopGroup, with_new_shop
from indexer.demo_command import open_with_demo
from indexer.index_commands import make_servable
from indexer.shop import Shop
from web.allocator import share_arenas

__all__ = ["main"]


@click.group(cls=ShopGroup, invoke_without_command=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址；0.0.0.0 为所有")
@click.option("--empty", is_flag=True, help="数据目录为空时不装入演示商店")
@click.pass_context
def main(context: click.Context, *, port: int, host: str, empty: bool) -> None:
    """开店：网页和接口，直到 Ctrl-C。"""
    if context.invoked_subcommand is not None:
        return
    share_arenas()
    _serve(host=host, port=port, empty=empty)


@with_new_shop
def _serve(shop: Shop, *, host: str, port: int, empty: bool) -> None:
    # Imported here: `xunhuo --help` and the commands of other houses need no server.
    from web.serving import serve  # noqa: PLC0415

    with Shop(shop.settings) as closed_before_serving:
        if not empty:
            open_with_demo(closed_before_serving)
        make_servable(closed_before_serving)
    serve(shop.settings, host=host, port=port)
