"""The commands that work on an index: rebuild, apply, verify, prune; and what ends every write."""

import signal
import threading
import time
from functools import partial
from typing import Any

import click

from indexer.apply import Follower, apply
from indexer.commandline import ShopCommand, with_shop
from indexer.errors import AnalyzerMismatchError, NothingPublishedError, WriterBusyError
from indexer.index import Index
from indexer.rebuild import prune, rebuild
from indexer.renewal import Renewal
from indexer.shop import Shop
from indexer.telling import KINDS, progress_bar, say
from indexer.verify import verify

__all__ = ["INDEX_COMMANDS", "bring_up_to_date", "make_servable"]

_PATIENCE = 5.0  # seconds to wait for the process that writes, semantics §4
_LOOK = 0.1
_SHOWN = 100  # differences that are printed; all are counted
_KIND = click.argument("kinds", nargs=-1, type=click.Choice(list(KINDS)))


@click.command("rebuild", cls=ShopCommand)
@_KIND
@click.option("--engine", type=click.Choice(["embedded", "elasticsearch"]), help="默认按设置")
@with_shop
def rebuild_command(shop: Shop, kinds: tuple[str, ...], *, engine: str | None) -> None:
    """从数据库重建索引，核对以后一步切换；旧的一直可用。"""
    with shop.on(engine) if engine else shop as chosen:
        for index in _indexes(chosen, kinds):
            _rebuilt(index)


@click.command("apply", cls=ShopCommand)
@_KIND
@click.option("--follow", is_flag=True, help="一直跟着，直到 Ctrl-C")
@with_shop
def apply_command(shop: Shop, kinds: tuple[str, ...], *, follow: bool) -> None:
    """把等待的改动写进正在使用的索引。"""
    for index in _indexes(shop, kinds):
        _applied(index)
    if follow:
        indexes = _indexes(shop, kinds)
        steps = {index.name: partial(apply, index) for index in indexes}
        follower = Follower({**steps, "renewal": Renewal(indexes).step})
        follower.start()
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        say("跟随改动中，Ctrl-C 结束")
        stopped.wait()
        follower.stop()


@click.command("verify", cls=ShopCommand)
@_KIND
@with_shop
def verify_command(shop: Shop, kinds: tuple[str, ...]) -> None:
    """逐个文档核对索引与数据库，说出每一处不同；有不同则退出码 1。"""
    total = 0
    for index in _indexes(shop, kinds):
        if not index.catalogue.count() and index.engine.published() is None:
            continue
        count = 0
        for difference in verify(index):
            count += 1
            if count <= _SHOWN:
                click.echo(f"{index.name}\t{difference.id}\t{difference.what}")
        say(f"{KINDS[index.name]}：{index.catalogue.count()} 条，不同 {count} 处")
        total += count
    if total:
        raise click.exceptions.Exit(1)


@click.command("prune", cls=ShopCommand)
@click.option("--unfinished", is_flag=True, help="没建完的也删掉；确认没有重建在进行时再用")
@with_shop
def prune_command(shop: Shop, *, unfinished: bool) -> None:
    """只留正在使用的和上一个索引，删掉其余。"""
    for index in _indexes(shop, ()):
        count = prune(index, unfinished=unfinished)
        say(f"{KINDS[index.name]}：删掉 {count} 个旧索引")


INDEX_COMMANDS = (rebuild_command, apply_command, verify_command, prune_command)


def bring_up_to_date(shop: Shop, kind: str) -> None:
    """End a write: apply its changes, or build the first index, or one for the new analyzer.

    Where another process writes the embedded index (a running shop), wait for it to take the
    changes, five seconds at most, and say what came of it. Where the write made the demo shop
    leave, both indexes are built anew: it was in both.
    """
    index = _index(shop, kind)
    for other in _indexes(shop, ()):
        if other is not index and other.outlived_demo():
            _rebuilt(other)
    try:
        index.live()
    except (NothingPublishedError, AnalyzerMismatchError):
        _rebuilt(index)
    else:
        _applied(index)


def make_servable(shop: Shop) -> None:
    """Before a shop is served: an index that another analyzer cut is built anew where it is
    embedded, and so is one that is missing or has outlived the demo; a cluster, which others may
    be using, is left alone.

    Raises AnalyzerMismatchError for a cluster, with the command to run (semantics §4).
    """
    for index in (shop.products, shop.faqs):
        try:
            index.live()
        except AnalyzerMismatchError:
            if not shop.embedded:
                raise
            _rebuilt(index)
        except NothingPublishedError:
            if shop.embedded:
                _rebuilt(index)
        else:
            if shop.embedded and index.outlived_demo():
                _rebuilt(index)
        index.engine.close()


def _index(shop: Shop, kind: str) -> Index[Any]:
    return shop.products if kind == "products" else shop.faqs


def _indexes(shop: Shop, kinds: tuple[str, ...]) -> list[Index[Any]]:
    return [_index(shop, kind) for kind in kinds or KINDS]


def _rebuilt(index: Index[Any]) -> None:
    if not index.catalogue.count() and index.engine.published() is None:
        return  # a shop without FAQ entries needs no index of them
    with progress_bar() as progress:
        started = time.monotonic()
        generation = rebuild(index, progress=progress)
    count, seconds = index.catalogue.count(), time.monotonic() - started
    say(f"{KINDS[index.name]}索引 {generation.name} 已启用：{count} 条，{seconds:.1f} 秒")


def _applied(index: Index[Any]) -> None:
    if index.outlived_demo():
        _rebuilt(index)
        return
    deadline = time.monotonic() + _PATIENCE
    name = KINDS[index.name]
    while True:
        try:
            count = apply(index)
        except NothingPublishedError:
            return
        except WriterBusyError:
            record = index.live()
            waiting = index.catalogue.waiting(record.applied)
            if not waiting:
                say(f"{name}：改动已由正在运行的进程写进索引")
                return
            if time.monotonic() > deadline:
                say(f"{name}：另一个进程正在写索引，还有 {waiting} 条改动在等，它会接着写")
                return
            time.sleep(_LOOK)
        else:
            if count:
                say(f"{name}：{count} 条改动已写进索引")
            return
