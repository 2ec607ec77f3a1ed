"""`python -m indexer import`: what is asked for, how it goes, what came of it.

The import itself is `indexer.intake`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

import click

from indexer.catalog import Faq, Product
from indexer.commandline import ShopCommand, feed_options, with_new_shop
from indexer.feed import FAQ_FEED, PRODUCT_FEED, SKU_FEED, FeedKind, parse_assignments
from indexer.index_commands import bring_up_to_date
from indexer.intake import Import, Imported, Options
from indexer.shop import Shop
from indexer.store import Catalogue
from indexer.telling import KINDS, end, say, told, watching

__all__ = ["finish", "import_"]

T = TypeVar("T", bound=Product | Faq)

_NAMED_NOTICES = 20  # what is said once must be short


@click.command("import", cls=ShopCommand)
@click.argument("kind", type=click.Choice(list(KINDS)))
@feed_options
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
@with_new_shop
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
    _tell(result, kind, partial=partial)
    if result.report is not None:
        finish(shop, kind, no_apply=no_apply)
    end(result, kept=result.report is not None)


def _imported(
    shop: Shop, kind: FeedKind[T], catalogue: Catalogue[T], files: Sequence[Path], options: Options
) -> Imported:
    with watching(files) as watcher, shop.store.stage(catalogue) as staging:
        work = Import(kind, catalogue, options, watcher)
        return work.run(files, staging, datetime.now(UTC), shop.settings.data)


def _tell(result: Imported, kind: str, *, partial: bool) -> None:
    told(result, result.ignored, result.cure)
    for text, notice in islice(result.notices.items(), _NAMED_NOTICES):
        say(f"{notice.first}: {text}" + (f"（共 {notice.times} 处）" if notice.times > 1 else ""))
    if not result.rows:
        say("文件里没有一行数据。")
    report = result.report
    if report is None:
        return
    if report.demo:
        say(f"演示商店的 {report.demo} 条商品和问答已移走，店里现在只有你导入的。")
    # Of a partial import several rows may name one product, each for another of its SKUs.
    kept = report.added + report.changed + report.unchanged
    if not partial and (repeated := result.rows - result.rejected - kept) > 0:
        hint = "一件商品的几个款式写在同一行的 skus 里。" if kind == "products" else ""
        say(f"有 {repeated} 行的 id 和后面的行重复：以后面的为准。{hint}")
    if report.missing:
        say(f"有 {len(report.missing)} 条在导入过程中被删除，没有更新。")
    click.echo(
        f"{KINDS[kind]}：读 {result.rows} 行，新增 {report.added}，更新 {report.changed}，"
        f"不变 {report.unchanged}，删除 {report.deleted}，不合格 {result.rejected}"
    )


def finish(shop: Shop, kind: str, *, no_apply: bool) -> None:
    """End a write: its changes go into the index, or are left waiting where that was asked."""
    if not no_apply:
        bring_up_to_date(shop, kind)
