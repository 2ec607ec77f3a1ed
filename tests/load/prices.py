"""A merchant who changes prices all the time, as another program does beside the shop."""

import random
import threading
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from indexer.errors import XunhuoError
from indexer.patch import Patch
from indexer.settings import Settings
from indexer.shop import Shop

__all__ = ["Merchant"]

_PAUSE = 0.5
_AT_ONCE = 20


class Merchant(threading.Thread):
    """Changes the prices of twenty products twice a second until `stop` is set."""

    def __init__(self, data: Path, stop: threading.Event) -> None:
        super().__init__(name="merchant", daemon=True)
        self.changed = 0
        self.failures: list[str] = []
        self._data = data
        self._stop_asked = stop

    def run(self) -> None:
        """Open the record of truth beside the server, and change it."""
        dice = random.Random(5)
        with Shop(Settings.from_env({}, self._data)) as shop:
            # A product with variants takes its price from them: one of the others is changed.
            ids = [
                change.id
                for change in shop.store.products.all()
                if change.document is not None and not change.document.skus
            ]
            while not self._stop_asked.wait(_PAUSE):
                patches = [
                    Patch(id=id_, fields={"price": dice.randrange(100, 100_000) / 100})
                    for id_ in dice.sample(ids, min(_AT_ONCE, len(ids)))
                ]
                try:
                    self.changed += shop.store.products.patch(patches).changed
                except (XunhuoError, SQLAlchemyError) as error:
                    self.failures.append(f"{type(error).__name__}: {error}")
