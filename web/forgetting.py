"""A person removed from every house's tables, with a receipt: `python -m recsys forget`, and a page.

It is a command of `recsys` by the contract, and stands here because all tables are seen from here.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import orjson
from sqlalchemy import Table

import query.log.tables
import recsys.tables
from indexer.commandline import ShopCommand, with_shop
from indexer.shop import Shop
from indexer.telling import say
from query.log import SearchLog
from recsys.events import Events
from recsys.journal import Journal, Mover, drain
from recsys.people import purge
from recsys.shop import personal, saved_models, trained_folder
from web.services import JOURNAL

__all__ = ["forget", "forgotten", "personal_tables"]


def personal_tables() -> Iterator[Table]:
    """The tables of all houses that may hold something of a person, and others beside them."""
    for metadata in (recsys.tables.metadata, query.log.tables.metadata):
        yield from metadata.sorted_tables


def forgotten(events: Events, log: SearchLog, journals: Path, name: str) -> Mapping[str, int]:
    """Remove a user, or a session, and whoever they were; returns the rows touched by table.

    What any process has written so far is moved into the tables first.
    """
    drain(journals, events.database, {"search": log.take, "event": events.take})
    return purge(events.database, personal_tables(), events.person(name))


@click.command(cls=ShopCommand)
@click.argument("user", metavar="USER")
@with_shop
def forget(shop: Shop, user: str) -> None:
    """把一个人从事件、计数和搜索记录里删掉，USER 是店里的用户，或者一个会话的编号。

    和这个用户一起出现过的会话也算这个人的。收据写在标准输出上（JSON）：每张表动了几行。
    店开着也可以用；店里正在写的日志文件，一分钟之内跟着删掉。推荐用的计数重新数，和这个人没来过一样；
    另外训练的模型（recsys train --model）删掉，要用再训练。
    一个词指什么也按搜索之后的点击来定：开着的店几分钟之内重新数；没开的店，下次打开或者重建索引时。
    """
    events, log = Events(shop.behavior), SearchLog(shop.behavior)
    handlers = {"search": log.take, "event": events.take}
    journals = shop.settings.data / JOURNAL
    # What killed shops have left is moved and removed; of those that are open only moved.
    Mover(Journal(journals), shop.behavior, handlers).adopt()
    removed = forgotten(events, log, journals, user)
    if not any(removed.values()):
        say(f"没有找到 {user} 的记录。")
    data = shop.settings.data
    if trained_folder(data).current() is not None or saved_models(data):
        following = personal(shop, events).following
        following.refresh()
        # Where a shop is open it counts itself, and sees that events are gone.
        say(
            "推荐用的计数已经重新数过。"
            if following.counts
            else "开着的店几秒之内重新数推荐用的计数。"
        )
        following.close()
    click.echo(orjson.dumps({"user": user, "removed": removed}))
