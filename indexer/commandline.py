"""The frame of every command: `--data` everywhere, a Shop to work on, errors as one line.

What the commands do is in the `commands` module of each house.
"""

import functools
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

from indexer.chinese import name_parts, speak_chinese
from indexer.errors import XunhuoError
from indexer.feed import MappingError
from indexer.settings import Settings
from indexer.shop import Shop

__all__ = ["ShopCommand", "ShopGroup", "feed_options", "with_new_shop", "with_shop"]

P = ParamSpec("P")
R = TypeVar("R")

_DATA = f"{__name__}.data"


def with_shop(function: Callable[Concatenate[Shop, P], R]) -> Callable[P, R]:
    """Give a command the shop of the chosen data folder, closed when the command ends.

    It fails where there is none: a mistyped folder is no new shop.
    """

    def checked(shop: Shop, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not shop.exists:
            message = f"这里没有商店数据：{shop.settings.data}，请检查 --data，或先 import。"
            raise XunhuoError(message)
        return function(shop, *args, **kwargs)

    return with_new_shop(functools.wraps(function)(checked))


def with_new_shop(function: Callable[Concatenate[Shop, P], R]) -> Callable[P, R]:
    """As `with_shop`, for commands that may be the first in their folder."""

    @functools.wraps(function)
    def opened(*args: P.args, **kwargs: P.kwargs) -> R:
        data = click.get_current_context().meta.get(_DATA)
        with Shop(Settings.from_env(os.environ, data)) as shop:
            return function(shop, *args, **kwargs)

    return opened


def feed_options(function: Callable[P, R]) -> Callable[P, R]:
    """Give an import its `files`, `maps`, `sets` and `strict`."""
    files = click.Path(exists=True, dir_okay=False, path_type=Path)
    for option in (
        click.option("--strict", is_flag=True, help="有一行不合格就什么也不导入，退出码 1"),
        click.option(
            "--set", "sets", multiple=True, metavar="字段=值", help="每一行都用这个值，可多次"
        ),
        click.option(
            "--map", "maps", multiple=True, metavar="字段=列", help="字段取自哪一列，可多次"
        ),
        click.argument("files", nargs=-1, required=True, metavar="FILE...", type=files),
    ):
        function = option(function)
    return function


def _remember(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.meta[_DATA] = value


def _data_option() -> click.Option:
    return click.Option(
        ["--data"],
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        expose_value=False,
        callback=_remember,
        help="数据目录，默认 XUNHUO_DATA 或 ./var",
    )


class _Frame(click.Command):
    """What all commands have in common."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - click's own signature
        super().__init__(*args, **kwargs)
        self.params.append(_data_option())
        name_parts(self)

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - click's own signature
        """Run as a program, in Chinese."""
        speak_chinese()
        logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
        # It tells every attempt with a traceback; the error at the end says it in a line.
        logging.getLogger("elastic_transport").setLevel(logging.ERROR)
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - whatever the command returns
        """Run the command; raises ClickException for errors that people can act on."""
        try:
            return super().invoke(ctx)
        except MappingError as error:
            raise click.UsageError(str(error), ctx) from error
        except XunhuoError as error:
            raise click.ClickException(str(error)) from error


class ShopCommand(_Frame):
    """A command that takes `--data` and says what went wrong in one line, with exit code 1."""


class ShopGroup(_Frame, click.Group):
    """A group of ShopCommands that takes `--data` too."""

    command_class = ShopCommand
