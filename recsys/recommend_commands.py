"""The commands that train and recommend: results on standard output, a JSON object a line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import orjson

from indexer.commandline import ShopCommand, with_shop
from indexer.errors import XunhuoError
from indexer.shop import Shop
from indexer.telling import progress_bar
from recsys.content import Content
from recsys.events import Events
from recsys.history import Who
from recsys.item_cf import WindowSettings
from recsys.models import DEFAULT, MODELS
from recsys.neighbors import Neighbors
from recsys.recommending import Recommended
from recsys.shop import facts_of, personal, saved_models, trained_folder
from recsys.training import train as train_all
from recsys.training import train_model

__all__ = ["recommend", "similar", "train"]

_MOST = 1_000
_PATIENCE = 5.0  # seconds for another process that counts


_model = click.option(
    "--model",
    "name",
    default=DEFAULT,
    show_default=True,
    type=click.Choice(list(MODELS)),
    metavar="NAME",
    help=f"用哪个模型：{' '.join(MODELS)}",
)


@click.command(cls=ShopCommand)
@_model
@with_shop
def train(shop: Shop, name: str) -> None:
    """把所有事件重新数一遍，算出每个商品的相似商品，写进数据目录。

    店里用的是 window，店开着的时候不用训练它：新的事件几秒之内就算进去。别的模型训练好了放在它旁边，
    供 recommend --model 比较；不会跟上新的事件，删过事件（忘掉一个人、到了保存期限）就要重新训练。
    """
    events = Events(shop.behavior)
    if name != DEFAULT:
        models = saved_models(shop.settings.data)
        with models.alone(name, wait=_PATIENCE), progress_bar() as progress:
            about = train_model(events, models, name, progress)
        click.echo(f"{name} 训练好了，算到第 {about.arrival} 个事件")
        return
    folder = trained_folder(shop.settings.data)
    with folder.alone(wait=_PATIENCE), progress_bar() as progress:
        trained = train_all(events, folder, WindowSettings(), progress)
    click.echo(
        f"商品 {len(trained.items)}，共现 {len(trained.counts.other)}，"
        f"相似 {len(trained.lists.other)}，算到第 {trained.about.arrival} 个事件"
    )


@click.command(cls=ShopCommand)
@click.option("--user", help="给店里的一个用户")
@click.option(
    "--users",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="给文件里的每个用户，一行一个",
)
@click.option("--session", help="给一个会话的编号，或几个，用逗号隔开")
@click.option("--top", default=20, show_default=True, type=click.IntRange(1, _MOST))
@_model
@with_shop
def recommend(  # noqa: PLR0913 - one for each option
    shop: Shop, user: str | None, users: Path | None, session: str | None, *, top: int, name: str
) -> None:
    """给一个人推荐商品，一人一行 JSON；已经有的不推荐，不认识的人得到近来热门的。

    --model 用别的模型（先 train --model 训练），次序就是那个模型的，不说理由。
    """
    if sum(given is not None for given in (user, users, session)) != 1:
        raise click.UsageError("--user、--users、--session 请给其中一个。")
    events = Events(shop.behavior)
    model = None
    if name != DEFAULT:
        model = saved_models(shop.settings.data).read(name, erasures=events.erasures())
    ours = personal(shop, events)
    ours.refresh()
    facts = facts_of(shop)
    for who, asked in _asked(user, users, session):
        found = ours.recommend(who, top, facts, model=model)
        _print({**asked, "items": [_entry(entry, ours.neighbors) for entry in found]})
    ours.following.close()


@click.command(cls=ShopCommand)
@click.argument("product", metavar="ID")
@click.option("--top", default=20, show_default=True, type=click.IntRange(1, _MOST))
@with_shop
def similar(shop: Shop, product: str, *, top: int) -> None:
    """和一个商品相似的商品：看过它的人也看了什么；看的人少，就按文字相近。"""
    ours = personal(shop, Events(shop.behavior))
    ours.refresh()
    content = None if facts_of(shop) is None else Content(shop.products.engine)
    found = ours.similar(product, content, top)
    if not found and product not in ours.neighbors.numbers:
        raise XunhuoError(f"没有商品 {product}：目录里没有，也没有它的事件。")
    items = [{"id": item, "score": round(score, 6)} for item, score in found]
    _print({"product": product, "items": items})
    ours.following.close()


def _asked(
    user: str | None, users: Path | None, session: str | None
) -> Iterator[tuple[Who, dict[str, Any]]]:
    if user is not None:
        yield Who(user), {"user": user}
    elif session is not None:
        sessions = tuple(name for part in session.split(",") if (name := part.strip()))
        yield Who(None, sessions), {"session": list(sessions)}
    elif users is not None:
        with users.open(encoding="utf-8") as lines:
            for line in lines:
                if name := line.strip():
                    yield Who(name), {"user": name}


def _entry(entry: Recommended, neighbors: Neighbors) -> dict[str, Any]:
    because: dict[str, Any] | None = None
    if entry.because is not None:
        product, by = entry.because.product, WindowSettings().similarity
        counted = neighbors.together(product, entry.product, by)
        because = entry.because.to_json()
        if counted is not None:
            because |= {name: round(count, 3) for name, count in counted._asdict().items()}
    return {"id": entry.product, "score": round(entry.score, 6), "because": because}


def _print(value: dict[str, Any]) -> None:
    click.echo(orjson.dumps(value))
