"""The commands that are killed: what each is given, and the goods that it leaves when it is done."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.settings import Settings
from indexer.shop import Shop
from tests.durability.fed import note_prices
from tests.durability.goods import Goods, first_goods, fuller, renewed, repriced, write_feed
from tests.durability.record import Record

__all__ = ["STEPS", "Step", "Workshop", "first_import"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A command, and all goods of the shop after it."""

    name: str
    arguments: tuple[str, ...]
    after: Goods


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """Where things are, and the dice."""

    data: Path
    feed: Path
    fed: Path
    record: Record
    chance: random.Random
    size: int


def first_import(shop: Workshop) -> Step:
    """The first goods of an empty shop, and its first index."""
    goods = first_goods(shop.chance, shop.size)
    return _import(shop, "first import", goods, goods)


def _full(shop: Workshop) -> Step:
    goods = renewed(shop.chance, shop.record.goods)
    return _import(shop, "import --full", goods, goods, "--full", "--force")


def _some(shop: Workshop) -> Step:
    given = fuller(shop.chance, shop.record.goods)
    return _import(shop, "import", given, {**shop.record.goods, **given})


def _partial(shop: Workshop) -> Step:
    given = repriced(shop.chance, shop.record.goods)
    write_feed(shop.feed, given, columns=("id", "price", "stock"))
    return _fed(shop, "import --partial", given, {**shop.record.goods, **given}, "--partial")


def _apply(shop: Workshop) -> Step:
    """Changes that wait, written and acknowledged before."""
    given = fuller(shop.chance, shop.record.goods)
    gone = shop.chance.sample(sorted(shop.record.goods), len(shop.record.goods) // 20)
    note_prices(shop.fed, given)
    with Shop(Settings.from_env({}, shop.data)) as opened:
        opened.store.products.upsert(given.values())
        opened.store.products.delete(gone)
    after = {id_: p for id_, p in {**shop.record.goods, **given}.items() if id_ not in gone}
    shop.record.acknowledged("write", after)
    return Step(name="apply", arguments=("apply",), after=after)


def _rebuild(shop: Workshop) -> Step:
    return Step(name="rebuild", arguments=("rebuild",), after=shop.record.goods)


def _import(shop: Workshop, name: str, given: Goods, after: Goods, *options: str) -> Step:
    write_feed(shop.feed, given)
    return _fed(shop, name, given, after, *options)


def _fed(shop: Workshop, name: str, given: Goods, after: Goods, *options: str) -> Step:
    note_prices(shop.fed, given)
    arguments = ("import", "products", str(shop.feed), *options)
    return Step(name=name, arguments=arguments, after=after)


STEPS: Mapping[str, Callable[[Workshop], Step]] = {
    "import --full": _full,
    "import": _some,
    "import --partial": _partial,
    "apply": _apply,
    "rebuild": _rebuild,
}
"""By name; each makes its feed and says what will be there."""
