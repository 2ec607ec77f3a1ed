"""The commands of `python -m web`, and `xunhuo`, which gathers the commands of every house."""

import os
from pathlib import Path

import click

from indexer.errors import XunhuoError
from indexer.settings import Settings

__all__ = ["main", "web"]


@click.group(invoke_without_command=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址；0.0.0.0 为所有")
@click.option("--empty", is_flag=True, help="数据目录为空时不装入演示商店")
@click.option("--data", type=click.Path(path_type=Path), help="数据目录，默认 XUNHUO_DATA 或 ./var")
@click.pass_context
def web(context: click.Context, *, port: int, host: str, empty: bool, data: Path | None) -> None:
    """开店：网页和接口，直到 Ctrl-C。"""
    del empty  # there is no demo shop yet: an empty shop stays empty
    if context.invoked_subcommand is not None:
        return
    # Imported here: `xunhuo --help` and the commands of other houses need no server.
    from web.serving import serve  # noqa: PLC0415

    try:
        serve(Settings.from_env(os.environ, data), host=host, port=port)
    except XunhuoError as error:
        raise click.ClickException(str(error)) from error


@click.group()
def main() -> None:
    """寻货：中文优先的商品搜索。"""


main.add_command(web, "web")
