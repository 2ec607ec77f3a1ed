"""The demo shop with its year of behaviour, as `python -m web` opens it on an empty folder."""

from pathlib import Path

from indexer.demo_command import open_with_demo
from indexer.index_commands import make_servable
from indexer.settings import Settings
from indexer.shop import Shop
from recsys.events import Events
from web.history import keep_demo_history

__all__ = ["demo_in"]


def demo_in(folder: Path) -> Settings:
    """The settings of a demo shop in that folder, with goods, events and an index."""
    settings = Settings.from_env({}, folder)
    with Shop(settings) as shop:
        open_with_demo(shop)
        make_servable(shop)
        keep_demo_history(shop, Events(shop.behavior))
    return settings
