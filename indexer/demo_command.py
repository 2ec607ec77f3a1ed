"""The demo shop from the command line: its feed to look at, and itself in a new data folder."""

import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import click
import orjson

from indexer.commandline import ShopCommand
from indexer.demo import PRODUCTS, events, faqs, load, products
from indexer.index_commands import bring_up_to_date
from indexer.shop import Shop
from indexer.telling import progress_bar, say
from indexer.whole_file import whole_file

__all__ = ["demo_command", "open_with_demo"]

_BATCH = 1000  # rows between two writes
_COUNT = click.IntRange(min=1)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("demo", cls=ShopCommand)
@click.option(
    "--products", "count", type=_COUNT, default=PRODUCTS, show_default=True, help="多少件商品"
)
@click.option("--seed", type=int, default=1, show_default=True, help="换一个数，换一批商品")
@click.option("--output", type=_FILE, metavar="FILE", help="商品写进文件；默认写到标准输出")
@click.option("--faqs", "answers", type=_FILE, metavar="FILE", help="常见问答写进文件")
@click.option("--events", "history", type=_FILE, metavar="FILE", help="一年的行为记录写进文件")
@click.option("--sessions", type=_COUNT, default=20_000, show_default=True, help="多少次来访")
def demo_command(  # noqa: PLR0913 - one parameter an option
    *,
    count: int,
    seed: int,
    output: Path | None,
    answers: Path | None,
    history: Path | None,
    sessions: int,
) -> None:
    """写出演示商店的数据：JSON Lines，可以看、可以导入、可以拿来测速。

    文件名以 .gz 结尾就压缩。同样的参数在任何机器上写出同样的字节。
    """
    made = products(count, seed=seed)
    if output is not None:
        say(f"商品 {_written(output, made, '商品', count)} 件：{output}")
    elif answers is None and history is None:
        _lines(made, sys.stdout.buffer, "商品", count)
        sys.stdout.buffer.flush()
    if answers is not None:
        say(f"问答 {_written(answers, faqs(), '问答', 0)} 条：{answers}")
    if history is not None:
        visits = events(products(count, seed=seed), sessions=sessions, seed=seed)
        say(f"行为 {_written(history, visits, '行为', sessions)} 条：{history}")


def open_with_demo(shop: Shop) -> None:
    """Load the demo shop into a shop that is untouched, and index it; else do nothing.

    A demo that was killed before it had an index gets one now. A cluster that has an index of that
    name already, from another database, is left alone.
    """
    if shop.products.engine.published() is not None:
        return
    if shop.store.untouched():
        _load(shop)
    if shop.store.is_demo():
        for kind in ("products", "faqs"):
            bring_up_to_date(shop, kind)


def _load(shop: Shop) -> None:
    say("数据目录是空的，先装入演示商店（不要它就加 --empty）……")
    with progress_bar() as progress:
        count, answers = load(shop.store, shop.settings.data, datetime.now(UTC), progress)
    say(f"演示商店：商品 {count} 件，问答 {answers} 条。第一次导入自己的商品或问答时，它会移走。")


def _written(path: Path, rows: Iterable[Mapping[str, Any]], what: str, total: int) -> int:
    with whole_file(path) as file:
        return _lines(rows, file, what, total)


def _lines(rows: Iterable[Mapping[str, Any]], file: BinaryIO, what: str, total: int) -> int:
    """How many rows were written; `total` is that of products, or of visits for events."""
    count = 0
    iterator = iter(rows)
    with progress_bar() as progress:
        while batch := list(islice(iterator, _BATCH)):
            file.write(b"".join([orjson.dumps(row) + b"\n" for row in batch]))
            count += len(batch)
            visit = str(batch[-1].get("session", ""))
            progress(f"写出{what}", int(visit[1:]) if visit else count, total)
    return count
