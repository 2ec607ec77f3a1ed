"""`python -m indexer import`: what is asked for, how it goes, what came of it.

The import itself is `indexer.intake`.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from indexer.catalog import Faq, Product
from indexer.commandline import ShopCommand, with_shop
from indexer.errors import FeedError
from indexer.feed import (
    FAQ_FEED,
    PRODUCT_FEED,
    SKU_FEED,
    FeedKind,
    MappingError,
    parse_assignments,
)
from indexer.index_commands import bring_up_to_date, build_anew
from indexer.intake import Import, Imported, Options
from indexer.shop import Shop
from indexer.store import Catalogue

__all__ = ["KINDS", "NAMED_REJECTS", "WITH_REJECTS", "finish", "import_", "progress", "say"]

T = TypeVar("T", bound=Product | Faq)

KINDS = {"products": "商品", "faqs": "问答"}
"""What can be imported, and what it is called."""

WITH_REJECTS = 3
"""The exit code of a command that did its work but for some rows (contract §3)."""

NAMED_REJECTS = 20
"""How many rejected rows are named on standard error; the others are counted (contract §2)."""

_NAMED_COLUMNS = 20  # and notices: what is said once must be short
_QUIET_SECONDS = 5.0  # between two lines of progress where there is no terminal


@click.command("import", cls=ShopCommand)
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--map", "maps", multiple=True, metavar="字段=列", help="字段取自哪一列，可多次")
@click.option("--set", "sets", multiple=True, metavar="字段=值", help="每一行都用这个值，可多次")
@click.option("--strict", is_flag=True, help="有一行不合格就什么也不导入，退出码 1")
@click.option("--partial", is_flag=True, help="只更新已有记录中文件给出的列（价格、库存…）")
@click.option("--full", is_flag=True, help="删除文件里没有的记录；超过两成时要加 --force")
@click.option("--force", is_flag=True, help="允许 --full 删除超过两成的记录")
@click.option(
    "--unit",
    type=click.Choice(["spu", "sku"]),
    default="spu",
    show_default=True,
    help="sku：每个 SKU 导入成一件商品，group 记住原来的商品",
)
@click.option("--no-apply", is_flag=True, help="只写数据库，不更新索引")
@with_shop
def import_(  # noqa: PLR0913 - one parameter an option
    shop: Shop,
    kind: str,
    files: tuple[Path, ...],
    *,
    maps: Sequence[str],
    sets: Sequence[str],
    strict: bool,
    partial: bool,
    full: bool,
    force: bool,
    unit: str,
    no_apply: bool,
) -> None:
    """把 FILE（.jsonl、.csv、.tsv，可再加 .gz）里的商品或问答导入数据库，并更新索引。

    不合格的行会留下来：在标准错误上说明原因，原样写进数据目录的 rejects/，退出码 3。
    CSV 里的列表用 | 分开（images、tags…），category 用 / 分级；attributes、skus 写成 JSON，
    单个属性也可以是名为 attributes.颜色 的列。
    """
    for wrong, why in (
        (partial and full, "--partial 和 --full 不能一起用"),
        (force and not full, "--force 只和 --full 一起用"),
        (unit == "sku" and kind != "products", "--unit sku 只用于商品"),
        (unit == "sku" and partial, "--unit sku 不能和 --partial 一起用：直接用 SKU 的 id 更新"),
    ):
        if wrong:
            raise click.UsageError(why)
    try:
        options = Options(
            mapped=parse_assignments("--map", maps),
            constants=parse_assignments("--set", sets),
            strict=strict,
            partial=partial,
            full=full,
            force=force,
        )
        if kind == "faqs":
            result = _imported(shop, FAQ_FEED, shop.store.faqs, files, options)
        else:
            feed = SKU_FEED if unit == "sku" else PRODUCT_FEED
            result = _imported(shop, feed, shop.store.products, files, options)
    except MappingError as error:
        raise click.UsageError(str(error)) from error
    _tell(result, kind, partial=partial)
    if result.report is None:
        raise click.exceptions.Exit(1)
    finish(shop, kind, no_apply=no_apply, demo_left=bool(result.report.demo))
    if result.rejected:
        raise click.exceptions.Exit(WITH_REJECTS)


def _imported(
    shop: Shop, kind: FeedKind[T], catalogue: Catalogue[T], files: Sequence[Path], options: Options
) -> Imported:
    named = 0

    def reject(error: FeedError) -> None:
        nonlocal named
        named += 1
        if named <= NAMED_REJECTS:
            say(str(error))

    size = sum(path.stat().st_size for path in files)
    with progress(size) as advance, shop.store.stage(catalogue) as staging:
        work = Import(kind, catalogue, options, on_reject=reject, on_progress=advance)
        return work.run(files, staging, datetime.now(UTC), shop.settings.data)


def _tell(result: Imported, kind: str, *, partial: bool) -> None:
    if result.rejected > NAMED_REJECTS:
        say(f"…… 共有 {result.rejected} 行不合格")
    for path in result.files:
        say(f"不合格的行写在 {path}")
    if result.ignored:
        more = len(result.ignored) - _NAMED_COLUMNS
        named = "、".join(result.ignored[:_NAMED_COLUMNS])
        say(
            f"不认识的列，已忽略：{named}" + (f" 等 {more + _NAMED_COLUMNS} 个" if more > 0 else "")
        )
    for text, notice in islice(result.notices.items(), _NAMED_COLUMNS):
        say(f"{notice.first}: {text}" + (f"（共 {notice.times} 处）" if notice.times > 1 else ""))
    report = result.report
    if report is None:
        say("因为 --strict，什么也没有导入。")
        return
    if report.demo:
        say(f"演示商店的 {report.demo} 条商品和问答已移走，店里现在只有您导入的。")
    # Of a partial import several rows may name one product, each for another of its SKUs.
    kept = report.added + report.changed + report.unchanged
    if not partial and (repeated := result.rows - result.rejected - kept) > 0:
        say(f"有 {repeated} 行的 id 和后面的行重复：以后面的为准。")
    if report.missing:
        say(f"有 {len(report.missing)} 条在导入过程中被删除，没有更新。")
    click.echo(
        f"{KINDS[kind]}：读 {result.rows} 行，新增 {report.added}，更新 {report.changed}，"
        f"不变 {report.unchanged}，删除 {report.deleted}，不合格 {result.rejected}"
    )


def finish(shop: Shop, kind: str, *, no_apply: bool, demo_left: bool = False) -> None:
    """End a write: its changes go into the index, or are left waiting where that was asked.

    Where the demo shop left, both indexes are built anew: it was in both, and what they had
    learned (prices, words, vectors) was the demo's.
    """
    if no_apply:
        return
    if not demo_left:
        bring_up_to_date(shop, kind)
        return
    for changed in KINDS:
        build_anew(shop, changed)


def say(text: str) -> None:
    """Write a message to standard error; results alone go to standard output."""
    click.echo(text, err=True)


@contextmanager
def progress(size: int) -> Iterator[Callable[[int, int], None]]:
    """Takes (bytes, rows) and shows them: a bar on a terminal, now and then a line elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        last = time.monotonic()

        def line(done: int, rows: int) -> None:
            nonlocal last
            if time.monotonic() - last >= _QUIET_SECONDS:
                last = time.monotonic()
                say(f"已读 {rows} 行，{done / max(size, 1):.0%}")

        yield line
        return
    columns = (
        TextColumn("读取"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]} 行"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=size, rows=0)
        yield lambda done, rows: bar.update(task, completed=done, rows=rows)
