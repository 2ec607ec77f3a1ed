"""The commands of suggestions: what a beginning gives, and the lists of the shop."""

import time
from collections.abc import Sequence
from functools import partial
from urllib.parse import unquote

import click
import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from indexer.commandline import ShopCommand, ShopGroup, with_shop
from indexer.errors import InvalidRequestError
from indexer.shop import Shop
from query.log import SearchLog
from query.service import search_service
from query.suggest.curation import Action, CurationStore, Rule
from query.suggest.past import past_queries
from query.suggest.service import SuggestService
from query.suggest.upkeep import SuggestionKeeper
from recsys.events import Events

__all__ = ["suggest", "suggestions"]

KINDS = {"query": "搜索词", "brand": "品牌", "category": "分类", "product": "商品"}
_ACTIONS = {Action.BLOCK: "屏蔽", Action.FORCE: "置顶"}


@click.command(cls=ShopCommand)
@click.argument("prefix")
@click.option("--json", "as_json", is_flag=True, help="接口的 JSON 格式")
@with_shop
def suggest(shop: Shop, prefix: str, *, as_json: bool) -> None:
    """输入 PREFIX 时搜索框给出的建议。"""
    found = _service(shop).suggest(prefix)
    if as_json:
        answer = {"query": prefix, "suggestions": [one.to_json() for one in found]}
        click.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2))
        return
    if not found:
        click.echo(f"没有“{prefix}”开头的建议。少打几个字，或换成拼音、首字母再试。")
        return
    table = Table("类别", "建议", "去向")
    for one in found:
        # As text: a title in brackets is no markup.
        table.add_row(*map(Text, (KINDS[one.kind], one.text, unquote(one.address))))
    Console().print(table)


@click.group(cls=ShopGroup)
def suggestions() -> None:
    """店铺自己定的建议：置顶和屏蔽。"""


@suggestions.command()
@click.argument("texts", nargs=-1, required=True, metavar="TEXT…")
@with_shop
def block(shop: Shop, texts: Sequence[str]) -> None:
    """屏蔽：这些建议不再出现。"""
    store = CurationStore(shop.store.database)
    for text in texts:
        store.add(Rule(action=Action.BLOCK, text=text))


@suggestions.command()
@click.argument("text")
@click.option("--prefix", default="", help="输入什么时排在第一；不写则是 TEXT 的任何开头")
@with_shop
def force(shop: Shop, text: str, prefix: str) -> None:
    """置顶：TEXT 排在建议的第一位。"""
    CurationStore(shop.store.database).add(Rule(action=Action.FORCE, text=text, prefix=prefix))


@suggestions.command("list")
@with_shop
def list_(shop: Shop) -> None:
    """列出置顶和屏蔽的建议：动作、文字、前缀，制表符分隔。"""
    for rule in CurationStore(shop.store.database).all():
        click.echo("\t".join((_ACTIONS[rule.action], rule.text, rule.prefix)).rstrip("\t"))


@suggestions.command()
@click.argument("texts", nargs=-1, required=True, metavar="TEXT…")
@with_shop
def remove(shop: Shop, texts: Sequence[str]) -> None:
    """取消：这些文字不再置顶，也不再屏蔽。"""
    store = CurationStore(shop.store.database)
    for text in texts:
        if not store.remove(text):
            raise InvalidRequestError("text", f"没有置顶或屏蔽“{text}”，现有的见 suggestions list")


def _service(shop: Shop) -> SuggestService:
    index = shop.products
    search = search_service(shop)
    log, events = SearchLog(shop.behavior), Events(shop.behavior)
    popular = partial(past_queries, log, events, time.time)
    keeper = SuggestionKeeper(index, search, popular=popular)
    return SuggestService(keeper.ready(), index.catalogue.rows)
