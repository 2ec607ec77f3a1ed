"""The commands of `python -m recsys`: events in, a person out.

What they do is in `recsys.events`; here it is called and told.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from indexer.commandline import ShopGroup, feed_options, with_new_shop
from indexer.feed import parse_assignments
from indexer.shop import Shop
from indexer.telling import end, say, told, watching
from recsys.evaluate.command import evaluate
from recsys.evaluate.rerank_command import evaluate_rerank
from recsys.events import EventImport, Events
from recsys.recommend_commands import recommend, similar, train

__all__ = ["main"]

_FORGET = "forget"


class _Commands(ShopGroup):
    """The commands of this house, and `forget`, which reaches into all of them.

    It stands where all houses are seen, and is looked for there when it is asked for.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return sorted([*super().list_commands(ctx), _FORGET])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name == _FORGET:
            from web.forgetting import forget  # noqa: PLC0415 - see above

            return forget
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Commands)
def main() -> None:
    """行为：导入事件，推荐商品，测量推荐，忘掉一个人。"""


for _command in (train, recommend, similar, evaluate, evaluate_rerank):
    main.add_command(_command)


@main.command("import")
@feed_options
@with_new_shop
def import_(
    shop: Shop,
    files: tuple[Path, ...],
    *,
    maps: Sequence[str],
    sets: Sequence[str],
    strict: bool,
) -> None:
    """把 FILE（.jsonl、.csv、.tsv，可再加 .gz）里的事件导入，按时间和行的先后。

    字段：action（impression view click favorite cart buy refund）、product 必填，
    time user session query search_id position quantity price 可选。
    评分文件这样导入：--map user=user --map product=item --map time=timestamp --set action=buy。
    同一个文件再导入一次，事件就有两份。
    不合格的行会留下来：在标准错误上说明原因，原样写进数据目录的 rejects/，退出码 3。
    """
    with watching(files) as watcher:
        work = EventImport(
            Events(shop.behavior),
            mapped=parse_assignments("--map", maps),
            constants=parse_assignments("--set", sets),
            strict=strict,
            watcher=watcher,
        )
        result = work.run(files, datetime.now(UTC), shop.settings.data)
    told(result, result.ignored)
    if result.demo:
        say(f"演示商店的 {result.demo} 个事件已移走。")
    if result.stored is not None:
        click.echo(f"事件：读 {result.rows} 行，导入 {result.stored}，不合格 {result.rejected}")
    end(result, kept=result.stored is not None)
